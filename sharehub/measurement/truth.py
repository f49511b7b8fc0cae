"""Every hit explained: which were people, which were not, and by which rule; the sum can be checked by anyone.

The classes come from what was rolled up, so they reach back as far as the programme. The reasons within a class come from
the raw visits, which are kept for a while only: what is older is counted without its reason, and said so.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors import privacy
from cms.models import Shareable, Vacancy
from sharehub.measurement import circles, figures, pieces
from sharehub.measurement.circles import Ever
from sharehub.measurement.disclosure import is_told, may_show, shown
from sharehub.measurement.figures import Reach, Reaches
from sharehub.models import DailyReach, ReachByGroup, Share, Visit
from sharehub.reach import reasons
from sharehub.reach.rollup import oldest_kept_day
from sharehub.recruitment.visits import withheld_originals
from themes import reporting
from themes.metrics import Period, Scope
from themes.models import Programme, Theme

_AGENTS_SHOWN = 8
_AGENT_LENGTH = 140
_CLASSES: tuple[tuple[str, str | Promise, str | Promise], ...] = (
    ("bot", gettext_lazy("Robots"), gettext_lazy("previews, search engines, mail scanners")),
    ("prefetch", gettext_lazy("Fetched ahead"), gettext_lazy("loaded by a browser before anyone clicked")),
    ("own", gettext_lazy("Own clicks"), gettext_lazy("by the person who shared the link")),
    ("duplicate", gettext_lazy("Duplicates"), gettext_lazy("the same visitor within 30 minutes")),
)


@dataclass(frozen=True)
class Reason:
    """So many hits of a class, and why."""

    words: str
    count: int


@dataclass(frozen=True)
class Rejected:
    """Hits that were no person's click, with the reasons that are still known."""

    kind: str
    name: str | Promise
    explanation: str | Promise
    count: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Agent:
    """What a rejected visitor called itself."""

    text: str
    words: str
    count: int


@dataclass(frozen=True)
class Truth:
    """hits = people + every rejected class; `is_few` where too few ambassadors are behind it to show anything."""

    hits: int = 0
    human: int = 0
    visitors: int = 0
    rejected: tuple[Rejected, ...] = ()
    agents: tuple[Agent, ...] = ()
    is_few: bool = False

    @property
    def sum(self) -> str:
        """The sum as it is written on paper."""
        taken = "".join(f" − {part.count}" for part in self.rejected)
        return f"{self.hits}{taken} = {self.human}"


def of_share(share: Share, period: Period) -> Truth:
    """Return what the hits on a share's own link were; for the person who shared it alone."""
    daily = DailyReach.objects.filter(link__share=share).between(period.start, period.end)
    return _truth(Reach(**daily.totals()), Visit.objects.filter(link__share=share), period, is_of_group=False)


def of_piece(piece: Shareable, period: Period) -> Truth:
    """Return what the hits on all links to a piece were; nothing where too few people shared it, nor by subtraction."""
    reach = reach_of_piece(piece, period)
    if reach is None:
        return Truth(is_few=True)
    versions = Shareable.objects.versions_of(piece).order_by().values("pk")
    return _truth(reach, Visit.objects.filter(link__share__piece__in=versions), period)


def reach_of_piece(piece: Shareable, period: Period) -> Reach | None:
    """Return the hits on all links to a piece by class, its languages together; None where too few people shared it, nor by subtraction."""
    versions = Shareable.objects.versions_of(piece).order_by().values("pk")
    reach = Reach(**ReachByGroup.objects.filter(piece__in=versions).between(period.start, period.end).totals())
    if _is_withheld_from_hr(piece, period) or not _stands(piece) or (reach.hits and not _may_show_piece(piece, period)):
        return None
    return reach


def _is_withheld_from_hr(piece: Shareable, period: Period) -> bool:
    """Whether it is a vacancy whose visits of the period HR does not read on its own pages: it would find them here."""
    is_vacancy = issubclass(piece.specific_class or Shareable, Vacancy)
    return is_vacancy and piece.original_key in withheld_originals(period)


def _stands(piece: Shareable) -> bool:
    """Whether it may be shown in some period; in the others it stays away even where it brought nobody, which would tell as well."""
    minimum, rows = privacy.threshold(), pieces.behind_pieces(fresh_for=circles.FRESH_SECONDS)
    on = {theme for key, theme, _people in rows if key == piece.original_key}
    if not on:
        return True
    themes: dict[int | None, int] = dict(Theme.objects.order_by().values_list("pk", "programme"))
    concerned = [themes[theme] for theme in on if theme in themes]
    every = Programme.objects.order_by().values_list("pk", flat=True) if None in on else ()
    return all(
        piece.original_key in (pieces.lasting(rows, _circle(one), {None, *themes}, minimum).pieces or ())
        for one in {*concerned, *every}
    )


def _may_show_piece(piece: Shareable, period: Period) -> bool:
    """Whether it, its languages together, may stand beside the other pieces about its themes, whose totals may be shown themselves.

    A piece that was shared on several themes stands in several of their rows: then none of their pieces may be about too few.
    """
    minimum = privacy.threshold()
    beside = DailyReach.objects.between(period.start, period.end).order_by()
    beside = beside.annotate(original=Coalesce("link__share__piece__translation_of", "link__share__piece"))
    mine = beside.filter(original=piece.original_key)
    found = mine.values_list("link__share__theme", "link__share__theme__programme")
    programmes: dict[int | None, int | None] = dict(found.distinct())
    same = Q(link__share__theme__in=list(programmes)) | (Q(link__share__theme=None) if None in programmes else Q())
    people = Count("link__share__ambassador", distinct=True)
    rows = list(beside.filter(same).values_list("link__share__theme", "original").annotate(people))
    if len(programmes) != 1:
        return bool(programmes) and all(may_show(number, minimum) for _theme, _piece, number in rows)
    sizes = {key: number for _theme, key, number in rows}
    [(theme, programme)] = programmes.items()
    order = pieces.people_behind(pieces.behind_pieces(fresh_for=circles.FRESH_SECONDS)).get(theme, {})
    if piece.original_key not in privacy.groups_to_show(sizes, minimum, is_disjoint=False, order=order):
        return False
    # What has no theme stands in the figures of every programme.
    every = [programme] if programme else list(Programme.objects.values_list("pk", flat=True))
    return all(_theme_may_show(one, theme, period, minimum) for one in every)


def _theme_may_show(programme_id: int, theme_id: int | None, period: Period, minimum: int) -> bool:
    return _theme_shown(figures.reach(Scope(programme_id), period), theme_id, minimum, _ever(programme_id, minimum))


def _ever(programme_id: int, minimum: int) -> Ever[int | None]:
    return circles.ever(_circle(programme_id), minimum)


def _circle(programme_id: int) -> dict[int | None, int]:
    return circles.circles(programme_id, fresh_for=circles.FRESH_SECONDS).reaching.by_theme


def _theme_shown(reaches: Reaches, theme_id: int | None, minimum: int, always: Ever[int | None]) -> bool:
    sizes = {key: reach.people for key, reach in reaches.by_theme.items()}
    return is_told(theme_id, sizes, shown(sizes, reaches.total.people, minimum, always), always)


def of_theme(theme: Theme, period: Period) -> Truth:
    """Return what the hits on all links about a theme were; nothing where too few people shared, nor by subtraction."""
    reaches = figures.reach(Scope(theme.programme_id), period)
    reach = reaches.by_theme.get(theme.pk, Reach())
    minimum = privacy.threshold()
    if not _theme_shown(reaches, theme.pk, minimum, _ever(theme.programme_id, minimum)):
        return Truth(is_few=True)
    return _truth(reach, Visit.objects.filter(link__share__theme=theme), period)


def _truth(reach: Reach, visits: QuerySet[Visit], period: Period, *, is_of_group: bool = True) -> Truth:
    if not reach.hits:
        return Truth(rejected=tuple(Rejected(kind, name, why, 0, ()) for kind, name, why in _CLASSES))
    kinds = [kind for kind, _name, _why in _CLASSES]
    raw = visits.between(period.start, period.end).filter(kind__in=kinds).order_by()  # type: ignore[attr-defined]
    if is_of_group and not reporting.is_live() and period.start < oldest_kept_day():
        raw = raw.none()  # Raw visits go day by day, so what is left of a month would tell of each day that goes.
    found: dict[str, list[Reason]] = defaultdict(list)
    counted = raw.values_list("kind", "reason").annotate(hits=Count("id")).order_by("-hits", "reason")
    for kind, reason, count in counted:
        found[kind].append(Reason(reasons.words_of(reason), count))
    return Truth(
        hits=reach.hits,
        human=reach.human,
        visitors=reach.visitors,
        rejected=tuple(
            Rejected(kind, name, why, count, _complete(found[kind], count))
            for kind, name, why in _CLASSES
            for count in [getattr(reach, kind)]
        ),
        agents=tuple(_agents(raw)) if found["bot"] else (),
    )


def _complete(known: list[Reason], count: int) -> tuple[Reason, ...]:
    """Return the reasons with what is missing in them, so that they add up to the class."""
    missing = count - sum(reason.count for reason in known)
    if missing < 0:  # Fresh visits that the roll-up has not counted yet: their reasons follow with them.
        return ()
    forgotten = [Reason(_("so long ago that the reason is no longer kept"), missing)] if missing else []
    return (*known, *forgotten)


def _agents(raw: QuerySet[Visit]) -> Iterable[Agent]:
    """Yield what the robots called themselves, most hits first; never what a person's browser did."""
    rows = (
        raw.filter(kind=Visit.Kind.BOT)
        .values_list("user_agent__text", "reason")
        .annotate(hits=Count("id"))
        .order_by("-hits", "user_agent__text")[:_AGENTS_SHOWN]
    )
    for text, reason, count in rows:
        shown_text = text if len(text) <= _AGENT_LENGTH else f"{text[:_AGENT_LENGTH]}…"
        yield Agent(shown_text or "–", reasons.words_of(reason), count)
