"""What editors wrote beside passages of a post in Wagtail, for its author to read and answer without Wagtail."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _
from wagtail.models import Comment, CommentReply

from cms.models import BlogPost

_MOST_OF_PASSAGE = 240


@dataclass(frozen=True)
class Remark:
    """A comment with the words it is about and what was said since."""

    comment: Comment
    about: str
    passage: str
    replies: Sequence[CommentReply]


def remarks(post: BlogPost) -> list[Remark]:
    """Return the comments of a post that nobody ticked off, the oldest first."""
    open_ones = Comment.objects.filter(page=post, resolved_at=None)
    found = open_ones.select_related("user", "revision_created").prefetch_related("replies__user")
    return [
        Remark(comment, _about(comment.contentpath), _passage(comment), list(comment.replies.all()))
        for comment in found.order_by("created_at", "pk")
    ]


def _about(path: str) -> str:
    """Return in words which part of the post the comment stands at; the text itself needs none."""
    field = path.partition(".")[0]
    known = {
        "title": _("the title"),
        "summary": _("the summary"),
        "picture": _("the picture"),
        "themes": _("the themes"),
    }
    return known.get(field, "" if field == "body" else field)


def _passage(comment: Comment) -> str:
    """Return the words that were marked, as they read when the comment was made; nothing where it is about a whole field."""
    revision = comment.revision_created
    if revision is None:
        return ""
    field = comment.contentpath.partition(".")[0]
    content = str(revision.content.get(field) or "")
    rows = revision.content.get("wagtail_admin_comments") or []
    position = next((row.get("position") for row in rows if row.get("pk") == comment.pk), comment.position)
    if field in ("title", "summary"):
        return content[:_MOST_OF_PASSAGE]
    try:
        spans = json.loads(position or "[]")
    except json.JSONDecodeError:
        return ""
    soup = BeautifulSoup(content, "html.parser")
    words = []
    for span in spans if isinstance(spans, list) else []:
        block = soup.find(True, {"data-block-key": str(span.get("key"))}) if isinstance(span, dict) else None
        if block is not None:
            words.append(block.get_text()[int(span.get("start") or 0) : int(span.get("end") or 0)])
    return " … ".join(part for part in words if part)[:_MOST_OF_PASSAGE]
