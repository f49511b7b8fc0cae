"""The way of what scouts hand in: handed in, taken back, made into a piece, put aside."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.log_actions import log

from ambassadors.models import Ambassador, User
from cms import pictures, prose, scouting
from cms.models import Article, ExternalLink, HandIn, StoryIndexPage
from cms.shareable import Shareable
from cms.site import index_page
from themes.models import Theme

_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)]")


class AlreadyDecided(Exception):
    """An editor decided about it meanwhile, or its scout took it back."""


@transaction.atomic
def hand_in(
    *,
    ambassador: Ambassador,
    text: str = "",
    url: str = "",
    photo: bytes | None = None,
    photo_description: str = "",
    theme: Theme | None = None,
    may_be_named: bool = True,
    is_begun: bool = False,
    begun: HandIn | None = None,
) -> HandIn:
    """What the scout saw or heard waits for an editor, or for the scout's own yes where it is only begun.

    A link in the words is taken for its link. Raises pictures.PictureRefused.
    """
    row = begun or HandIn(ambassador=ambassador)
    row.text, row.theme, row.may_be_named = text.strip(), theme, may_be_named
    found = _ADDRESS.search(text)
    row.url = url.strip()[:500] or (found[0][:500] if found else "")
    if photo:
        said = photo_description or row.text[:120]
        row.picture = pictures.keep(photo, title=said or "photo", description=photo_description, by=ambassador.user)
    elif row.picture is not None and photo_description:
        row.picture.description = photo_description
        row.picture.save(update_fields=["description"])
    row.kind = _kind(row)
    row.state = HandIn.State.BEGUN if is_begun else HandIn.State.WAITING
    row.handed_in_at = timezone.now()
    row.save()
    return row


def take_back(*, row: HandIn) -> bool:
    """What still waits is out of the box; returns whether it was."""
    begun_or_waiting = [HandIn.State.WAITING, HandIn.State.BEGUN]
    return bool(HandIn.objects.filter(pk=row.pk, state__in=begun_or_waiting).update(state=HandIn.State.WITHDRAWN))


def hand_in_again(*, row: HandIn) -> bool:
    """What was taken back waits again; returns whether it does."""
    return bool(HandIn.objects.filter(pk=row.pk, state=HandIn.State.WITHDRAWN).update(state=HandIn.State.WAITING))


@transaction.atomic
def make_piece(*, row: HandIn, by: User) -> Shareable:
    """A draft holds what was handed in, ready to be edited, and its scout hears of it. Raises AlreadyDecided."""
    row = _waiting(row)
    piece = _link_to(row) if row.kind == HandIn.Kind.LINK else _article(row)
    piece.owner = by
    if row.theme is not None:
        piece.themes = [row.theme]
    index_page(StoryIndexPage).add_child(instance=piece)
    piece.save_revision(user=by, log_action=True)
    _decide(row, HandIn.State.USED, by)
    HandIn.objects.filter(pk=row.pk).update(piece=piece.pk)
    scouting.tell(row)
    log(instance=piece, action="cms.make_of_hand_in", user=by, data={"hand_in": row.pk})
    return piece


@transaction.atomic
def put_aside(*, row: HandIn, by: User, answer: str = "") -> None:
    """Nothing is made of it now, and its scout hears so with the editor's word. Raises AlreadyDecided."""
    row = _waiting(row)
    _decide(row, HandIn.State.ASIDE, by, answer.strip()[:300])
    scouting.tell(row)


@transaction.atomic
def take_up_again(*, row: HandIn) -> None:
    """What was put aside waits in the box again; a mail that did not leave yet never does."""
    if HandIn.objects.filter(pk=row.pk, state=HandIn.State.ASIDE).update(
        state=HandIn.State.WAITING, decided_at=None, decided_by=None, answer=""
    ):
        scouting.untell(row)


def _waiting(row: HandIn) -> HandIn:
    found = HandIn.objects.select_for_update(of=("self",)).select_related("ambassador__user", "picture", "theme")
    waiting = found.filter(pk=row.pk, state=HandIn.State.WAITING).first()
    if waiting is None:
        raise AlreadyDecided
    return waiting


def _decide(row: HandIn, state: HandIn.State, by: User, answer: str = "") -> None:
    row.state, row.decided_at, row.decided_by, row.answer = state, timezone.now(), by, answer
    row.save(update_fields=["state", "decided_at", "decided_by", "answer"])


def _kind(row: HandIn) -> HandIn.Kind:
    if row.picture is not None:
        return HandIn.Kind.PHOTO
    if row.url:
        return HandIn.Kind.LINK
    return HandIn.Kind.QUESTION if row.text.rstrip().endswith("?") else HandIn.Kind.NOTE


def _article(row: HandIn) -> Article:
    body: list[tuple[str, object]] = []
    words = _ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', prose.clean(row.text))
    if row.text:
        body.append(("paragraph", words))
    article = Article(**_shared(row), body=[{"type": name, "value": value} for name, value in body])
    article.picture = row.picture
    return article


def _link_to(row: HandIn) -> ExternalLink:
    return ExternalLink(**_shared(row), url_elsewhere=row.url, summary=_ADDRESS.sub("", row.text).strip()[:300])


def _shared(row: HandIn) -> dict[str, object]:
    title = row.title
    return {
        "title": title,
        "draft_title": title,
        "slug": f"{slugify(title)[:60].strip('-') or row.kind}-{row.pk}",
        "language": row.ambassador.user.language,
        "live": False,
        "has_unpublished_changes": True,
    }
