"""The way of a blog post: written, handed in, taken back, thrown away."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from ambassadors.models import Ambassador
from cms import pictures, trust
from cms.models import BlogIndexPage, BlogPost, Picture
from cms.site import index_page
from themes.models import Theme


class PostIsBeingRead(Exception):
    """An editor is reading the post, so it cannot be changed now."""


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
    picture: bytes | None = None,
    picture_description: str = "",
    without_picture: bool = False,
) -> BlogPost:
    """The author's words are kept as a draft (a new one without `post`); what is live stays as it is.

    Raises PostIsBeingRead, or pictures.PictureRefused.
    """
    if post is not None and not post.is_writable:
        raise PostIsBeingRead
    new = BlogPost(author=author, owner=author.user, live=False, has_unpublished_changes=True)
    draft = post.get_latest_revision_as_object() if post is not None else new
    draft.title, draft.summary, draft.body, draft.language = title, summary, body, language
    draft.draft_title = title
    draft.themes = list(themes)
    draft.picture = _picture(draft, author, picture, picture_description, without_picture)
    parent = index_page(BlogIndexPage)
    if not draft.live:
        draft.slug = _slug(title, parent, draft.pk)
    if post is None:
        parent.add_child(instance=draft)
    draft.save_revision(user=author.user)
    return BlogPost.objects.get(pk=draft.pk)


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
    """The post is a draft again; one that does not wait stays what it is."""
    if post.current_workflow_state is not None:
        post.current_workflow_state.cancel(user=author.user)


@transaction.atomic
def discard_post(*, post: BlogPost) -> bool:
    """A draft is out of sight, and can be taken back; returns whether it was: what is live or being read stays."""
    if post.live or not post.is_writable:
        return False
    if post.current_workflow_state is not None:
        post.current_workflow_state.cancel(user=None)
    return bool(BlogPost.objects.filter(pk=post.pk, discarded_at=None).update(discarded_at=timezone.now()))


def restore_post(*, post: BlogPost) -> None:
    """A draft that was thrown away is there again."""
    BlogPost.objects.filter(pk=post.pk).update(discarded_at=None)


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


def _slug(title: str, parent: BlogIndexPage, pk: int | None) -> str:
    base = slugify(title)[:80].strip("-") or "post"
    taken = set(parent.get_children().exclude(pk=pk).filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
