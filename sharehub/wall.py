"""What a wall display shows: only people who agreed, only figures about enough people, and the same for every screen of a programme."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors import mails, support
from cms.models import BlogPost, Picture, Shareable
from sharehub import crisis, doors
from sharehub.feed import PICTURE
from sharehub.measurement import figures
from sharehub.measurement.disclosure import may_show
from sharehub.models import Highlight, Kudos, KudosReport, WallLink
from themes import reporting, signed_links
from themes.metrics import Scope
from themes.models import Programme, Theme

REFRESH_SECONDS = 30
_KIND = "wall"
_TURN_SECONDS = 60
_DAYS = 7
_PIECES, _KUDOS = 3, 3


@dataclass(frozen=True)
class Thanks:
    """Kudos between two people who agreed to be shown; `giver` is empty for somebody who did not say."""

    text: str
    receiver: Any
    giver: str
    hue: int | None


@dataclass(frozen=True)
class Piece:
    """A piece of these days."""

    title: str
    theme: Theme | None
    author: str
    picture: str
    alt: str
    code: str = ""


@dataclass(frozen=True)
class Wall:
    """The whole of it; `reached` is None where too few people are behind the figure."""

    highlight: Highlight | None
    reached: int | None
    shared: int | None
    kudos: list[Thanks] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    code: str = ""
    when: str = ""

    @property
    def digest(self) -> str:
        """A word that is the same as long as everything shown is."""
        return hashlib.blake2b(repr(self).encode(), digest_size=8).hexdigest()


def wall(programme: Programme) -> Wall:
    """Return what there is to show now; highlights take turns by the minute."""
    scope, period = Scope(programme.pk), reporting.period_of(_DAYS, timezone.localdate())
    reach, sharing = figures.reach(scope, period).total, figures.sharing(scope, period).total
    return Wall(
        highlight=_highlight(programme),
        reached=reach.visitors if reach.people and may_show(reach.people) else None,
        shared=sharing.shares if sharing.people and may_show(sharing.people) else None,
        kudos=_kudos(),
        pieces=_pieces(programme),
        code=_code(),
        when=reporting.words_of(_DAYS, period),
    )


def path(link: WallLink) -> str:
    """Return the path of a display."""
    return reverse("sharehub:wall", args=[signed_links.token(_KIND, link.pk, link.key)])


def link_of(token: str) -> WallLink | None:
    """Return the display that a token opens; None when it was taken back."""
    found = signed_links.read(_KIND, token)
    if found is None:
        return None
    rows = WallLink.objects.select_related("programme")
    return rows.filter(pk=found[0], key=found[1], revoked_at=None).first()


def part(programme: Programme) -> support.Part:
    """How many screens there are, and whether they are awake."""
    links = list(WallLink.objects.filter(programme=programme, revoked_at=None))
    awake = sum(link.is_awake for link in links)
    words = ngettext("%(n)s screen", "%(n)s screens", len(links)) % {"n": len(links)}
    words = _("%(screens)s, %(awake)s of them on.") % {"screens": words, "awake": awake}
    url = reverse("sharehub:wall_list", args=[programme.slug])
    return support.Part(_("Highlights and wall display"), words if links else _("No screen yet."), url, "tv")


def _highlight(programme: Programme) -> Highlight | None:
    showing = list(Highlight.objects.showing().filter(programme=programme)[:10])
    turn = int(timezone.now().timestamp()) // _TURN_SECONDS
    return showing[turn % len(showing)] if showing else None


def _kudos() -> list[Thanks]:
    since = timezone.now() - timedelta(days=30)
    agreed = Q(receiver__is_on_wall=True, receiver__left_at=None, giver__ambassador__is_on_wall=True)
    found = (
        Kudos.objects.standing()
        .exclude(pk__in=KudosReport.objects.waiting().values("kudos"))
        .filter(agreed, created_at__gte=since, giver__ambassador__left_at=None)
    )
    found = found.select_related("receiver__user", "giver", "theme")[:_KUDOS]
    return [
        Thanks(kudos.text, kudos.receiver, str(kudos.giver), kudos.theme.hue if kudos.theme else None)
        for kudos in found
    ]


def _pieces(programme: Programme) -> list[Piece]:
    pictures = Picture.objects.prefetch_renditions(PICTURE)
    newest = crisis.free(Shareable.objects.open_to_sharing()).filter(themes__programme=programme).distinct()
    newest = newest.exclude(vacancy__valid_through__lt=timezone.localdate()).order_by("-first_published_at", "-pk")
    found = list(newest.select_related("blogpost__author__user").prefetch_related("themes")[:_PIECES])
    by_id = {picture.pk: picture for picture in pictures.filter(pk__in=[piece.picture_id for piece in found])}
    return [_piece(piece, by_id.get(piece.picture_id)) for piece in found]


def _piece(piece: Shareable, picture: Picture | None) -> Piece:
    post: BlogPost | None = getattr(piece, "blogpost", None)
    author = str(post.author) if post and post.author.is_on_wall and post.author.is_active else ""
    url = ""
    if picture:
        try:
            url = picture.get_rendition(PICTURE).url
        except (OSError, ValueError):
            url = ""
    code = doors.code(mails.absolute(reverse("sharehub:piece_door", args=[piece.pk])), css_class="wall__code")
    return Piece(piece.title, piece.theme, author, url, picture.description if picture else "", code)


def _code() -> str:
    """Return the way into the app as a QR code, drawn in the colour of the text around it."""
    return doors.code(mails.absolute(reverse("sharehub:feed")), css_class="wall__code")
