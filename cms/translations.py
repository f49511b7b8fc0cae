"""An author's post in another language: which ones there are, and what the desk begins with."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from cms import post_text
from cms.models import BlogPost, Shareable
from cms.shareable import ShareableQuerySet


@dataclass(frozen=True)
class Told:
    """The story in another language, and where its author, or a reader, finds it."""

    title: str
    code: str
    language: str
    url: str


@dataclass(frozen=True)
class Languages:
    """In which other languages a post is told, and in which its author can begin it."""

    told: Sequence[Told]
    missing: Sequence[tuple[str, str]]


def of_post(post: BlogPost) -> Languages:
    """Return the other languages of a post, in one query."""
    others = Shareable.objects.versions_of(post).exclude(pk=post.pk).filter(_kept()).select_related("blogpost")
    told = [Told(piece.title, piece.language, _name(piece.language), _address(piece, post)) for piece in others]
    taken = {post.language, *(one.code for one in told)}
    return Languages(told, [(code, _(str(name))) for code, name in settings.LANGUAGES if code not in taken])


def originals(author: Ambassador, post: BlogPost | None) -> ShareableQuerySet:
    """Return the pieces of which a post of this author can be a translation: the author's own, and the one it is of already.

    None where others were made from it: then it is the first itself.
    """
    if post is not None and post.translations.exists():
        return Shareable.objects.none()
    mine = Q(blogpost__author=author, blogpost__discarded_at=None, translation_of=None)
    found = Shareable.objects.filter(mine | Q(pk=post.translation_of_id) if post is not None else mine)
    return found.exclude(pk=post.pk if post is not None else None).order_by("-latest_revision_created_at", "-pk")


def same_language(first: Shareable | None, post: BlogPost | None, language: str) -> Shareable | None:
    """Return the piece that tells the story in this language already; None where there is room for the post."""
    if first is not None:
        found = Shareable.objects.versions_of(first)
    elif post is not None:
        found = Shareable.objects.filter(translation_of=post.pk)
    else:
        return None
    return found.filter(language=language).exclude(pk=post.pk if post is not None else None).first()


def beginning(author: Ambassador, number: str, language: str) -> dict[str, object]:
    """Return what the fields of a new post hold that tells one of the author's posts in another language; nothing for any other."""
    if not number.isdecimal():
        return {}
    post = BlogPost.objects.by(author).filter(pk=int(number) % 2**31).first()
    missing = [code for code, _name in of_post(post).missing] if post is not None else []
    if post is None or not missing:
        return {}
    draft = post.get_latest_revision_as_object()
    return {
        "title": draft.title,
        "summary": draft.summary,
        "body": post_text.for_desk(draft.body),
        "themes": [theme.pk for theme in draft.themes.all()],
        "language": language if language in missing else missing[0],
        "translation_of": post.original_key,
    }


def _kept() -> Q:
    """What nobody threw away."""
    return Q(blogpost=None) | Q(blogpost__discarded_at=None)


def _address(piece: Shareable, post: BlogPost) -> str:
    own = getattr(piece, "blogpost", None)
    if own is not None and own.author_id == post.author_id:
        return reverse("cms:post_edit", args=[piece.pk])
    return (piece.url or "") if piece.live else ""


def _name(code: str) -> str:
    return _(str(dict(settings.LANGUAGES)[code]))
