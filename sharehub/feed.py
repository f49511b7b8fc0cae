"""The feed: the pieces that fit a person, and why; the most fitting first."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import privacy
from ambassadors.models import Ambassador, Team, ThemeLink
from cms.models import Picture, Shareable
from cms.shareable import ShareableQuerySet
from sharehub import crisis
from sharehub.models import PieceChoice, Share, UrgentCall
from themes.kept import kept_each
from themes.models import Theme
from themes.models.themes import ThemeQuerySet

PER_PAGE = 8
TODAY = 3
# How long we ask whether something was posted.
WAITING = timedelta(days=7)
PICTURE = "fill-960x540|format-webp"
# From here on nobody sees that the number is a minute old.
_MANY = 100


@dataclass(frozen=True)
class OtherLanguage:
    """A piece in another language."""

    pk: int
    code: str

    @property
    def name(self) -> str:
        """What the language is called in the one that is read."""
        return str(dict(settings.LANGUAGES).get(self.code, self.code))


@dataclass(frozen=True)
class Card:
    """A piece as the feed shows it; `colleagues` is None where there are too few to show, `urgent` says why now, `also` is it in other languages."""

    piece: Shareable
    theme: Theme | None
    why: str
    colleagues: int | None
    picture: str
    alt: str
    urgent: str
    also: tuple[OtherLanguage, ...]


@dataclass(frozen=True)
class FeedPage:
    """A page of the feed; `today` says how many of the first cards are today's, `next` is the page after it or None."""

    cards: list[Card]
    today: int
    next: int | None


def pieces_for(ambassador: Ambassador) -> ShareableQuerySet:
    """Return what the person can share and has not shared, begun to share this week or put aside, most fitting first.

    Of a piece in several languages they see one: in the language they read the app in, else in the first of theirs.
    What is urgent comes first, then pieces on a theme the person follows, then the editor's priority, then the newest.
    """
    # Asked first: as a part of the question below, each piece would be compared with each.
    free = crisis.free(Shareable.objects.open_to_sharing().for_ambassador(ambassador)).order_by()
    # As one array: hundreds of parameters would each be looked at a dozen times.
    fitting = RawSQL("SELECT unnest(%s::bigint[])", [list(free.values_list("pk", flat=True))])
    begun = Q(state=Share.State.OPENED, created_at__gte=timezone.now() - WAITING)
    shared = Q(state__in=[Share.State.CONFIRMED, Share.State.VERIFIED])
    # Lists, not correlated questions: those would look at everybody's shares of each piece.
    own = Share.objects.filter(begun | shared, ambassador=ambassador).order_by()
    aside = PieceChoice.objects.holding().filter(ambassador=ambassador)
    mine = ThemeLink.objects.filter(ambassador=ambassador, state=ThemeLink.State.ACCEPTED)
    followed = Shareable.themes.through.objects.filter(
        shareable=OuterRef("pk"), theme__in=mine.order_by().values("theme")
    )
    return (
        Shareable.objects.with_original()
        .annotate(nearness=_nearness(ambassador))
        .filter(Q(pk__in=fitting), ~Q(original__in=_originals(own)), ~Q(original__in=_originals(aside)))
        .filter(~_is_nearer_elsewhere(ambassador, fitting))
        .exclude(vacancy__valid_through__lt=timezone.localdate())
        .exclude(blogpost__author=ambassador)
        .annotate(is_followed=Exists(followed), urgent=_urgent())
        .order_by(F("urgent").asc(nulls_last=True), "-is_followed", "priority", "-first_published_at", "-pk")
    )


def _originals(rows: QuerySet[Share] | QuerySet[PieceChoice]) -> QuerySet[Any, Any]:
    """Return the keys of the pieces that rows are about, whatever their language."""
    return rows.annotate(original=Coalesce("piece__translation_of", "piece")).values("original")


def _nearness(ambassador: Ambassador) -> Case:
    """Return how near a piece's language is to the person: 0 for the one they read the app in, then their own in order."""
    codes = dict.fromkeys([ambassador.user.language, *ambassador.languages])
    return Case(*(When(language=code, then=place) for place, code in enumerate(codes)), default=len(codes))


def _is_nearer_elsewhere(ambassador: Ambassador, fitting: RawSQL) -> Exists:
    """Whether the piece fits the person in a language that is nearer to them; an anti-join, so that it is asked once for all.

    Only of the few pieces that have another language it is asked whether they fit.
    """
    translations = Shareable.objects.exclude(translation_of=None).order_by()
    several = translations.values("pk").union(translations.values("translation_of"))
    others = Shareable.objects.with_original().annotate(nearness=_nearness(ambassador)).filter(pk__in=several)
    others = others.filter(original=OuterRef("original"), nearness__lt=OuterRef("nearness"), pk__in=fitting)
    return Exists(others.order_by())


def feed(ambassador: Ambassador, *, theme: str = "", query: str = "", number: int = 1) -> FeedPage:
    """Return one page of the person's feed, on one theme or with some words if asked; always the same number of queries."""
    pieces = pieces_for(ambassador)
    if theme:
        pieces = pieces.filter(themes__slug=theme)
    if query:
        pieces = pieces.filter(Q(title__icontains=query) | Q(summary__icontains=query))
    # One more than fits tells whether there are more, without counting them all.
    first = (number - 1) * PER_PAGE
    found = list(_with_reasons(pieces, ambassador)[first : first + PER_PAGE + 1])
    cards = _cards(found[:PER_PAGE], ambassador)
    plain = not theme and not query and number == 1
    today = sum(piece.is_followed or bool(piece.urgent) for piece in found[:TODAY]) if plain else 0
    return FeedPage(cards, today, number + 1 if len(found) > PER_PAGE else None)


def card_for(piece: Shareable, ambassador: Ambassador) -> Card:
    """Return one piece as its own page shows it."""
    return _cards(list(_with_reasons(Shareable.objects.filter(pk=piece.pk), ambassador)), ambassador)[0]


def themes_of(ambassador: Ambassador) -> list[Theme]:
    """Return the live themes to filter by, those the person follows first."""
    return sorted(_live_themes(ambassador), key=lambda theme: (not _is_followed(theme), theme.name))


def greeting(ambassador: Ambassador, at: datetime | None = None) -> str:
    """Return a greeting for the time of day where the person is."""
    hour = timezone.localtime(at, ambassador.user.zone).hour
    name = {"name": ambassador.user.first_name or str(ambassador)}
    if hour < 5:
        return _("Hello %(name)s") % name
    if hour < 12:
        return _("Good morning %(name)s") % name
    if hour < 18:
        return _("Good afternoon %(name)s") % name
    return _("Good evening %(name)s") % name


def _with_reasons(pieces: ShareableQuerySet, ambassador: Ambassador) -> ShareableQuerySet:
    """Pieces with what a card tells of them: themes, picture, and why they fit."""
    mine = Team.objects.upwards(ambassador.team_id)
    teams = Shareable.audience_teams.through.objects.filter(shareable=OuterRef("pk"), team__in=mine)
    roles = Shareable.audience_roles.through.objects.filter(shareable=OuterRef("pk")).order_by("role__sort_order")
    return pieces.annotate(
        urgent=_urgent(),
        has_translations=Exists(Shareable.objects.filter(translation_of=OuterRef("pk")).order_by()),
        is_for_team=Exists(teams),
        role_name=Subquery(roles.values("role__name")[:1]),
    ).prefetch_related(
        Prefetch("themes", _live_themes(ambassador)),
        Prefetch("picture", Picture.objects.prefetch_renditions(PICTURE)),
    )


def _urgent() -> Subquery:
    """Why people were told of a piece at once, as long as that is news."""
    return Subquery(UrgentCall.objects.fresh().filter(piece=OuterRef("pk")).values("reason")[:1])


def _live_themes(ambassador: Ambassador) -> ThemeQuerySet:
    links = ThemeLink.objects.filter(ambassador=ambassador, theme=OuterRef("pk"), state=ThemeLink.State.ACCEPTED)
    return Theme.objects.live().annotate(is_followed=Exists(links))


def _is_followed(theme: Theme) -> bool:
    return bool(theme.is_followed)  # type: ignore[attr-defined]  # annotated by _live_themes


def _cards(pieces: list[Shareable], ambassador: Ambassador) -> list[Card]:
    sharers = _sharers(pieces)
    minimum = privacy.threshold() if sharers else 0
    others = _other_languages(ambassador, pieces)
    return [
        _card(piece, ambassador, sharers.get(piece.original_key, 0), minimum, others.get(piece.original_key, []))
        for piece in pieces
    ]


def _other_languages(ambassador: Ambassador, pieces: list[Shareable]) -> dict[int, list[OtherLanguage]]:
    """Return by piece as which page the person can share it in other languages they speak; mostly no piece has any."""
    keys = {piece.original_key for piece in pieces if piece.translation_of_id or piece.has_translations}
    if not keys:
        return {}
    versions = Shareable.objects.filter(Q(pk__in=keys) | Q(translation_of__in=keys))
    rows = (
        versions.in_their_time()
        .for_ambassador(ambassador)
        .order_by("language")
        .values_list("pk", "language", "translation_of")
    )
    found: dict[int, list[OtherLanguage]] = {}
    for pk, language, original in dict.fromkeys(rows):
        found.setdefault(original or pk, []).append(OtherLanguage(pk, language))
    return found


def _card(piece: Shareable, ambassador: Ambassador, sharers: int, minimum: int, versions: list[OtherLanguage]) -> Card:
    themes = sorted(piece.themes.all(), key=lambda theme: not _is_followed(theme))
    theme = themes[0] if themes else None
    return Card(
        piece=piece,
        theme=theme,
        why=_why(piece, ambassador, theme),
        colleagues=sharers if sharers and sharers >= minimum else None,
        picture=picture_url(piece.picture),
        alt=piece.picture.description if piece.picture else "",
        urgent=piece.urgent or "",
        also=tuple(version for version in versions if version.pk != piece.pk),
    )


def _why(piece: Shareable, ambassador: Ambassador, theme: Theme | None) -> str:
    if theme and _is_followed(theme):
        return _("Because you follow %(theme)s") % {"theme": theme.name}
    if piece.is_for_team:
        return _("For your team, %(team)s") % {"team": ambassador.team}
    if piece.role_name:
        return _("For your role, %(role)s") % {"role": piece.role_name}
    return _("In a language you speak: %(language)s") % {"language": piece.get_language_display()}


def _sharers(pieces: list[Shareable]) -> dict[int, int]:
    """Return how many people shared each piece, in whatever language, by the key of the first."""
    keys = {piece.original_key: None for piece in pieces}
    return kept_each("sharers", list(keys), _count_sharers, is_kept=lambda sharers: sharers >= _MANY)


def _count_sharers(keys: list[int]) -> dict[int, int]:
    versions = Shareable.objects.filter(Q(pk__in=keys) | Q(translation_of__in=keys)).order_by().values("pk")
    shares = Share.objects.counting().filter(piece__in=versions).order_by()
    rows = shares.annotate(original=Coalesce("piece__translation_of", "piece")).values_list("original")
    return dict(rows.annotate(Count("ambassador", distinct=True)))


def picture_url(picture: Picture | None, spec: str = PICTURE) -> str:
    """Return the address of the picture, as a card shows it or as asked; none when its file is missing or broken."""
    if picture is None:
        return ""
    try:
        return picture.get_rendition(spec).url
    except (OSError, ValueError):
        return ""
