"""The way of a blog post: written, handed in, taken back, thrown away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from ambassadors.models import Ambassador
from cms import pictures, post_text, translations, trust
from cms.models import BlogIndexPage, BlogPost, Picture, Shareable
from cms.site import index_page
from cms.tree import free_slug
from themes.models import Theme


class PostIsBeingRead(Exception):
    """An editor is reading the post, so it cannot be changed now."""


class PostChanged(Exception):
    """Somebody saved the post after the author opened it, so what was written is not saved yet."""


@dataclass(frozen=True)
class Sitting:
    """From which version somebody writes on, and which one their desk has been saving by itself meanwhile (0: none)."""

    version: int = 0
    saved_by_itself: int = 0
    is_automatic: bool = False


@transaction.atomic
def write_post(
    *,
    author: Ambassador,
    post: BlogPost | None,
    title: str,
    summary: str,
    body: str,
    language: str,
    themes: Iterable[Theme],
    go_live_at: datetime | None = None,
    picture: bytes | None = None,
    picture_description: str = "",
    without_picture: bool = False,
    library: Picture | None = None,
    focus: str = "",
    text_picture: bytes | None = None,
    text_picture_description: str = "",
    translation_of: Shareable | None = None,
    sitting: Sitting | None = None,
) -> BlogPost:
    """The author's words are kept as a draft (a new one without `post`); what is live stays as it is.

    What the desk saves by itself is one version for each sitting, however often it saves. Raises PostIsBeingRead, PostChanged, or
    pictures.PictureRefused.
    """
    sitting = sitting or Sitting()
    if post is not None:
        post = BlogPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
        if not post.is_writable:
            raise PostIsBeingRead
        if sitting.version and sitting.version != post.latest_revision_id:
            raise PostChanged
    new = BlogPost(author=author, owner=author.user, live=False, has_unpublished_changes=True)
    draft = post.get_latest_revision_as_object() if post is not None else new
    draft.title, draft.summary, draft.language, draft.go_live_at = title, summary, language, go_live_at
    draft.translation_of = translation_of
    draft.body = post_text.keep_keys(body, draft.body)
    if text_picture:
        kept = pictures.keep(text_picture, title=title, description=text_picture_description, by=author.user)
        draft.body += post_text.embed(kept.pk, text_picture_description)
    draft.draft_title = title
    draft.themes = list(themes)
    draft.picture = (
        library if library and not picture else _picture(draft, author, picture, picture_description, without_picture)
    )
    if draft.picture and draft.picture.uploaded_by_user_id == author.user_id:
        pictures.look_at(draft.picture, focus)
    parent = index_page(BlogIndexPage)
    if not draft.live:
        draft.slug = free_slug(parent, title, fallback="post", page_id=draft.pk)
    if post is None:
        parent.add_child(instance=draft)
    elif not draft.live:
        # So that no other post takes the same place meanwhile.
        BlogPost.objects.filter(pk=draft.pk).update(language=language, translation_of=draft.translation_of)
    draft.save_revision(user=author.user, overwrite_revision=_overwritten(post, author, sitting))
    return BlogPost.objects.get(pk=draft.pk)


@transaction.atomic
def put_back(*, post: BlogPost, revision: Revision, author: Ambassador) -> None:
    """An earlier version is the draft again; the later ones stay in the history. Raises PostIsBeingRead."""
    post = BlogPost.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if not post.is_writable:
        raise PostIsBeingRead
    earlier = revision.as_object()
    if not post.live:
        earlier.slug = free_slug(index_page(BlogIndexPage), earlier.title, fallback="post", page_id=post.pk)
    earlier.save_revision(user=author.user, previous_revision=revision)


@transaction.atomic
def submit_post(*, post: BlogPost, author: Ambassador) -> bool:
    """The post waits for an editor; one that was sent back goes to the same editors again.

    Who holds a role with the right to publish is the editor of their own words: the post is live at once. Returns whether it is.
    """
    if not post.is_writable:
        raise PostIsBeingRead
    if author.user.has_perm(trust.PERMISSION):
        if post.current_workflow_state is not None:
            post.current_workflow_state.cancel(user=author.user)
        post.get_latest_revision().publish(user=author.user, skip_permission_checks=True)
        return True
    if post.current_workflow_state is not None:
        post.current_workflow_state.resume(user=author.user)
    else:
        post.get_workflow().start(post, author.user)
    return False


@transaction.atomic
def withdraw_post(*, post: BlogPost, author: Ambassador) -> None:
    """The post is a draft again, also where an editor approved it for later; one that does not wait stays what it is."""
    if post.current_workflow_state is not None:
        post.current_workflow_state.cancel(user=author.user)
    post.revisions.exclude(approved_go_live_at=None).update(approved_go_live_at=None)


@transaction.atomic
def discard_post(*, post: BlogPost) -> bool:
    """A draft is out of sight, and can be taken back; returns whether it was: what is live or being read stays."""
    if post.live or not post.is_writable:
        return False
    if post.current_workflow_state is not None:
        post.current_workflow_state.cancel(user=None)
    # Its place among the languages of the story is free again.
    thrown = BlogPost.objects.filter(pk=post.pk, discarded_at=None)
    return bool(thrown.update(discarded_at=timezone.now(), translation_of=None))


def restore_post(*, post: BlogPost) -> None:
    """A draft that was thrown away is there again, and in its place among the languages of its story where that is still free."""
    thrown = BlogPost.objects.get(pk=post.pk)
    first = thrown.get_latest_revision_as_object().translation_of
    is_free = translations.same_language(first, thrown, thrown.language) is None
    BlogPost.objects.filter(pk=post.pk).update(discarded_at=None, translation_of=first if is_free else None)


def _picture(
    draft: BlogPost, author: Ambassador, content: bytes | None, description: str, without: bool
) -> Picture | None:
    if content:
        return pictures.keep(content, title=draft.title, description=description, by=author.user)
    if without:
        return None
    # Only the author's own upload is described anew, never a picture that others use too.
    if draft.picture and draft.picture.uploaded_by_user_id == author.user_id and description:
        Picture.objects.filter(pk=draft.picture_id).update(description=description)
        draft.picture.description = description
    return draft.picture


def _overwritten(post: BlogPost | None, author: Ambassador, sitting: Sitting) -> Revision | None:
    """Return the version that this one takes the place of: the one that the desk saved by itself in the same sitting."""
    if post is None or not sitting.saved_by_itself or sitting.saved_by_itself != post.latest_revision_id:
        return None
    return post.revisions.filter(pk=sitting.saved_by_itself, user=author.user, approved_go_live_at=None).first()
