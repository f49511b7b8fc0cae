"""The versions of a post, as its author looks through them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Revision

from ambassadors.models import User
from cms import prose
from cms.models import BlogPost

_MOST = 50


@dataclass(frozen=True)
class Version:
    """One version: who saved it, how long it is, and where it stands."""

    revision: Revision
    by: User | None
    title: str
    words: int
    is_newest: bool
    is_live: bool
    is_planned: bool


def versions(post: BlogPost) -> Sequence[Version]:
    """Return the versions of a post, the newest first, fifty at most."""
    rows = post.revisions.select_related("user").order_by("-created_at", "-pk")[:_MOST]
    return [
        Version(
            revision=row,
            by=row.user,
            title=str(row.content.get("title") or ""),
            words=len(prose.plain(str(row.content.get("body") or "")).split()),
            is_newest=row.pk == post.latest_revision_id,
            is_live=post.live and row.pk == post.live_revision_id,
            is_planned=row.approved_go_live_at is not None,
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Difference:
    """A part of a post that reads otherwise in what stands than in what was written."""

    label: str
    stands: str
    written: str


def differences(post: BlogPost, written: Mapping[str, Any]) -> Sequence[Difference]:
    """Return where the newest version of a post differs from what its author is about to save."""
    parts = [
        (_("Title"), post.title, str(written.get("title") or "")),
        (_("In one or two sentences"), post.summary, str(written.get("summary") or "")),
        (_("Your story"), prose.plain(post.body), prose.plain(str(written.get("body") or ""))),
    ]
    return [Difference(label, stands, words) for label, stands, words in parts if stands.strip() != words.strip()]
