"""The programme on one page for a board: every figure with what it was before and where it came from, and where each can be traced."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _

from ambassadors import privacy, teams
from cms.models import Shareable
from sharehub import pulse
from sharehub.measurement import figures, media_value
from sharehub.measurement.about import About
from sharehub.measurement.beside import FRESH_SECONDS, Beside, Got, beside
from sharehub.measurement.circles import Ever, ever
from sharehub.measurement.dashboard import Dashboard, change
from sharehub.measurement.disclosure import is_told, may_show, shown, team_stands
from sharehub.measurement.figures import Participation, Reach, Reaches, Sharing
from sharehub.measurement.periods import Chosen
from sharehub.measurement.pieces import MOST, behind_pieces, lasting, pieces, to_show
from sharehub.models import MediaPrice, MediaValue
from themes.charts import words_of
from themes.course import Course, course_of
from themes.kept import Kept
from themes.metrics import Period, Provenance, Scope
from themes.models import KPI, Goal, Organisation, Programme

Text = str | Promise


@dataclass(frozen=True)
class Entry:
    """One figure of the overview; `value` None means unknown unless `few`. Its key is that of its own address."""

    key: str
    label: Text
    value: int | float | None
    provenance: str
    few: bool = False
    unit: Text = ""
    before: int | float | None = None
    change: str = ""
    direction: str = ""
    note: Text = ""
    baseline: str = ""
    url: str = ""

    @property
    def words(self) -> str:
        """The value as it is read."""
        if self.few or self.value is not None:
            return words_of(None if self.few else self.value, unit=str(self.unit))
        return _("not known yet")

    @property
    def before_words(self) -> str:
        """What it was before, as it is read; empty where that is not known."""
        return "" if self.before is None else words_of(self.before, unit=str(self.unit))


@dataclass(frozen=True)
class Part:
    """What a theme, a network, a team or everybody reached and shared in a period, and whether that may be shown."""

    reach: Reach
    sharing: Sharing
    shows_reach: bool
    shows_sharing: bool

    @property
    def per_share(self) -> float | None:
        """Clicks by people in the period for each post confirmed in it."""
        can_tell = self.shows_reach and self.shows_sharing and self.sharing.shares
        return self.reach.human / self.sharing.shares if can_tell else None


@dataclass(frozen=True)
class Row:
    """A theme or a network in a table; None where it may not be shown or is not known."""

    key: str
    name: str
    hue: int | None
    visitors: int | None
    human: int | None
    shares: int | None
    own_words: float | None
    per_share: float | None
    coverage: float | None
    url: str


@dataclass(frozen=True)
class PieceRow:
    """A piece in the table; `before` None where it may not be shown."""

    pk: int
    title: str
    visitors: int
    before: int | None
    change: str


class Overview:
    """The figures of one programme and period, of all of it or of what it is about, as they may be shown."""

    def __init__(self, programme: Programme, chosen: Chosen, about: About | None = None) -> None:
        self.programme = programme
        self.chosen = chosen
        self.about = about or About()
        self.dashboard = Dashboard(programme, chosen, fresh_for=FRESH_SECONDS)

    @property
    def minimum(self) -> int:
        """The smallest group that may be shown."""
        return self.dashboard.minimum

    @cached_property
    def kept(self) -> Kept[Beside]:
        """What stands beside reach and sharing, and when it was counted."""
        return beside(self.programme.pk, self.chosen, privacy.few(self.minimum))

    @property
    def beside(self) -> Beside:
        """What stands beside reach and sharing."""
        return self.kept.value

    @property
    def is_empty(self) -> bool:
        """Nothing was shared or reached in this period."""
        return self.dashboard.is_empty

    @cached_property
    def now(self) -> Part:
        """What it is about, in the period."""
        return self._part(self.chosen.period)

    @cached_property
    def before(self) -> Part:
        """The same in the period before."""
        return self._part(self.chosen.before)

    def _part(self, period: Period) -> Part:
        if self.about.kind == "team":
            return self._part_of_team(period)
        if period == self.chosen.period:
            counted = self.dashboard.counted.value
            reaches, sharings = counted.reach, counted.sharing
        else:
            reaches, sharings = self.beside.reach_before, self.beside.sharing_before
        if not self.about.kind:
            return self._whole(reaches.total, sharings.total)
        by_reach: Mapping[Any, Reach] = reaches.by_theme if self.about.kind == "theme" else reaches.by_network
        by_sharing: Mapping[Any, Sharing] = sharings.by_theme if self.about.kind == "theme" else sharings.by_network
        totals = reaches.total.people, sharings.total.people
        return self._group(self.about.key, by_reach, by_sharing, *totals, *self.dashboard.ever(f"by_{self.about.kind}"))

    def _whole(self, reach: Reach, sharing: Sharing) -> Part:
        minimum = self.minimum
        return Part(reach, sharing, may_show(reach.people, minimum), may_show(sharing.people, minimum))

    def _group(
        self,
        key: Hashable,
        reaches: Mapping[Any, Reach],
        sharings: Mapping[Any, Sharing],
        reaching: int,
        sharing: int,
        ever_reach: Ever[Hashable],
        ever_shares: Ever[Hashable],
    ) -> Part:
        with_reach = shown({one: found.people for one, found in reaches.items()}, reaching, self.minimum, ever_reach)
        with_shares = shown({one: found.people for one, found in sharings.items()}, sharing, self.minimum, ever_shares)
        return Part(
            reaches.get(key, Reach()),
            sharings.get(key, Sharing()),
            is_told(key, reaches, with_reach, ever_reach),
            is_told(key, sharings, with_shares, ever_shares),
        )

    def _part_of_team(self, period: Period) -> Part:
        scope = self.scope
        reach, sharing = figures.reach_total(scope, period), figures.sharing(scope, period).total
        is_large, ever = teams.is_large_enough(scope), self.dashboard.circles
        shows_reach = is_large and may_show(reach.people, self.minimum) and team_stands(scope, ever.reaching.by_team)
        shows_sharing = is_large and may_show(sharing.people, self.minimum) and team_stands(scope, ever.sharing.by_team)
        if reach.people and shows_reach:
            shows_reach = teams.may_show(scope, figures.people_reaching_by_team(scope, period))
        if sharing.people and shows_sharing:
            shows_sharing = teams.may_show(scope, figures.people_sharing_by_team(scope, period))
        return Part(reach, sharing, shows_reach, shows_sharing)

    @property
    def scope(self) -> Scope:
        """The same for the metric catalogue; a team stands for all that is part of it."""
        kind, key = self.about.kind, self.about.key
        return Scope(
            self.programme.pk,
            theme_id=int(key) if kind == "theme" and key else None,
            network=str(key) if kind == "network" else "",
            team_id=int(key) if kind == "team" and key else None,
            with_subteams=kind == "team",
        )

    @cached_property
    def entries(self) -> list[Entry]:
        """Every figure, in the order of the page, each with its own address and what it began with."""
        found = [*self._reach_entries(), *self._sharing_entries()]
        if not self.about.kind:
            found = [self._participation(), *found, *self._others(), *self._media_value()]
        elif self.about.kind == "team":
            found = [self._participation_of_team(), *found]
        return [
            replace(entry, url=self.address(f"figures/{entry.key}/"), baseline=self._baselines.get(entry.key, ""))
            for entry in found
        ]

    def entry(self, key: str) -> Entry | None:
        """Return one figure; None for a key that this overview does not have."""
        return next((entry for entry in self.entries if entry.key == key), None)

    def address(self, path: str = "") -> str:
        """Return the address of a part of this overview, with the period and what it is about."""
        base = reverse("sharehub:overview", args=[self.programme.slug])
        query = "&".join(part for part in (self.chosen.query, self.about.query) if part)
        return f"{base}{path}?{query}"

    @property
    def measured(self) -> list[Entry]:
        """Those that we counted ourselves."""
        return [entry for entry in self.entries if entry.provenance == Provenance.MEASURED]

    @property
    def told(self) -> list[Entry]:
        """Those that somebody told or that were worked out; they never stand among what was measured."""
        return [entry for entry in self.entries if entry.provenance != Provenance.MEASURED]

    def _reach_entries(self) -> list[Entry]:
        now, before = self.now, self.before
        measured, few, had = Provenance.MEASURED, not now.shows_reach, before.shows_reach
        both = now.shows_reach and now.shows_sharing
        per_share = None if now.per_share is None else round(now.per_share, 1)
        return [
            _entry("visitors", _("People reached"), now.reach.visitors, before.reach.visitors if had else None, few),
            _entry("human_clicks", _("Clicks by people"), now.reach.human, before.reach.human if had else None, few),
            Entry(
                "clicks_per_share",
                _("Clicks per post"),
                per_share,
                measured,
                not both,
                before=None if before.per_share is None else round(before.per_share, 1),
            ),
        ]

    def _sharing_entries(self) -> list[Entry]:
        now, before = self.now, self.before
        few, total, had = not now.shows_sharing, now.sharing, before.shows_sharing
        estimate, covered = self.dashboard.estimate if not self.about.kind else (None, None)
        own, own_before = total.own_words_percent, before.sharing.own_words_percent if had else None
        return [
            _entry("shares", _("Confirmed shares"), total.shares, before.sharing.shares if had else None, few),
            Entry(
                "own_words",
                _("In own words"),
                None if own is None else round(own),
                Provenance.MEASURED,
                few,
                "%",
                before=None if own_before is None else round(own_before),
            ),
            Entry(
                "potential_audience",
                _("Potential audience"),
                total.audience if total.audience_known else None,
                Provenance.DECLARED,
                few,
                note=_known(total.audience_coverage),
            ),
            *(
                [
                    Entry(
                        "estimated_reach",
                        _("Estimated reach"),
                        _round(estimate),
                        Provenance.ESTIMATED,
                        few,
                        note=_known(covered),
                    )
                ]
                if not self.about.kind
                else []
            ),
        ]

    def _participation(self) -> Entry:
        took_part, before = self.dashboard.counted.value.took_part, self.beside.took_part_before
        return self._participating(took_part, before, self._may_show(took_part), self._may_show(before))

    def _participation_of_team(self) -> Entry:
        pairs = []
        for period in (self.chosen.period, self.chosen.before):
            found = figures.participation(self.scope, period)
            is_shown = self._may_show(found) and teams.may_show(self.scope, figures.eligible_by_team(period))
            pairs.append((found, is_shown))
        (now, is_shown), (before, was_shown) = pairs
        return self._participating(now, before, is_shown, was_shown)

    def _may_show(self, found: Participation) -> bool:
        return found.eligible is None or may_show(found.eligible, self.minimum)

    def _participating(self, now: Participation, before: Participation, is_shown: bool, was_shown: bool) -> Entry:
        words = {"took_part": words_of(now.took_part), "eligible": words_of(now.eligible)}
        return Entry(
            "participation",
            _("Participation"),
            None if now.percent is None else round(now.percent),
            Provenance.MEASURED,
            not is_shown,
            "%",
            before=round(before.percent) if before.percent is not None and was_shown else None,
            note=_("%(took_part)s of %(eligible)s people shared or wrote") % words if now.eligible and is_shown else "",
        )

    def _others(self) -> list[Entry]:
        found = self.beside
        cost = Organisation.load().baseline_cost_per_hire
        hires = _entry("hires", _("Hires through ambassadors"), found.hires, found.hires_before)
        applications = _entry(
            "applications", _("Applications through ambassadors"), found.applications, found.applications_before
        )
        saved = Entry(
            "cost_saved",
            _("Would have cost otherwise"),
            None if cost is None else round(cost * found.hires),
            Provenance.ESTIMATED,
            unit="€",
            note=_("say what a hire cost you before") if cost is None else "",
        )
        return [
            self._got("blog_posts", _("Blog posts published"), found.posts, found.posts_before),
            applications,
            hires,
            self._got("thanks", _("Thanks between colleagues"), found.thanks),
            self._got("badges", _("Badges earned"), found.badges),
            saved,
        ]

    @cached_property
    def media_prices(self) -> dict[str, MediaPrice]:
        """What a visitor through each network might have cost elsewhere; empty where media value is not shown."""
        version = self._media_version
        return {price.network: price for price in version.prices.all()} if version else {}

    @cached_property
    def _media_version(self) -> MediaValue | None:
        if self.about.kind:
            return None
        return MediaValue.objects.for_period(self.programme.pk, self.chosen.period)

    @cached_property
    def worth(self) -> media_value.Worth | None:
        """The media value with its version and its lines; None where it is not shown, which is how a programme begins."""
        return self._worth(self.dashboard.counted.value.reach)

    def _worth(self, reaches: Reaches) -> media_value.Worth | None:
        if self._media_version is None:
            return None
        always = ever(self.dashboard.circles.reaching.by_network, self.minimum)
        return media_value.worth(self._media_version, list(self.media_prices.values()), reaches, self.minimum, always)

    def _media_value(self) -> list[Entry]:
        """Nothing, unless it was switched on; what it was before only where the same networks counted, at the same prices."""
        now, before, few = self.worth, self._worth(self.beside.reach_before), not self.now.shows_reach
        if now is None or before is None:
            return []
        is_comparable = self.before.shows_reach and now.networks == before.networks
        note = _("people reached × your price per network; %(version)s") % {"version": now.version_words}
        if now.coverage:
            note = _("%(note)s, known for %(percent)s of them") % {"note": note, "percent": now.coverage}
        return [
            Entry(
                "media_value",
                _("Media value"),
                None if few else _round(now.total),
                Provenance.ESTIMATED,
                few,
                "€",
                before=_round(before.total) if is_comparable and not few else None,
                note=note,
            )
        ]

    def _got(self, key: str, label: str, now: Got, before: Got | None = None) -> Entry:
        was = before.times if before and may_show(before.people, self.minimum) else None
        return _entry(key, label, now.times, was, not may_show(now.people, self.minimum))

    @cached_property
    def pulse(self) -> pulse.Result | None:
        """What people said in the last survey that was closed in the period."""
        return None if self.about.kind else pulse.result_of(self.programme.pk, self.chosen.period)

    @cached_property
    def goals(self) -> list[tuple[Goal, list[Course]]]:
        """Every goal with how its KPIs stand against their baseline."""
        day = self.chosen.read_on
        goals = self.programme.goals.with_kpis()  # type: ignore[attr-defined]
        return [(goal, [course_of(kpi, on=day) for kpi in goal.kpis.all()]) for goal in goals]

    @cached_property
    def _baselines(self) -> dict[str, str]:
        """What the figures began with, from the KPIs about the same, by the key of their metric."""
        kpis = [course.kpi for _goal, courses in self.goals for course in courses if course.kpi.scope() == self.scope]
        return {kpi.metric_key: _baseline(kpi) for kpi in kpis}

    @cached_property
    def files(self) -> set[str]:
        """The keys of the tables on the page that have a row, and so a file."""
        statements = self.pulse.statements if self.pulse else ()
        courses = [course for _goal, found in self.goals for course in found]
        tables: dict[str, Collection[object]] = {
            "figures": self.entries,
            "months": () if self.about.kind else self.dashboard.months,
            "themes": self.themes,
            "networks": self.networks,
            "pieces": self.pieces,
            "media-value": [self.worth] if self.worth else (),
            "pulse": statements,
            "goals": courses,
        }
        return {key for key, rows in tables.items() if rows}

    @cached_property
    def pieces(self) -> list[PieceRow]:
        """The pieces that reached most people, of those that may be shown; those of too few people are not even named."""
        counted = pieces(self.chosen).value
        own: set[int | None] = set(self.dashboard.theme_by_id)
        if Programme.objects.count() == 1:  # what has no theme stands in the figures of every programme
            own.add(None)
        circle = self.dashboard.circles.reaching.by_theme
        always = lasting(behind_pieces(fresh_for=FRESH_SECONDS), circle, own, self.minimum)
        now = to_show(counted.now, self.dashboard.counted.value.reach, own, self.minimum, always)
        before = to_show(counted.before, self.beside.reach_before, own, self.minimum, always)
        most = sorted(((reached, pk) for pk, reached in now.items() if reached), key=lambda one: (-one[0], one[1]))
        titles = dict(Shareable.objects.filter(pk__in=[pk for _reached, pk in most[:MOST]]).values_list("pk", "title"))
        return [_piece(pk, titles[pk], reached, before.get(pk, 0)) for reached, pk in most[:MOST] if pk in titles]

    @cached_property
    def themes(self) -> list[Row]:
        """A row for every theme with something to tell, most people reached first."""
        themes = self.dashboard.theme_by_id
        counted = self.dashboard.counted.value
        reaches: Mapping[Any, Reach] = counted.reach.by_theme
        sharings: Mapping[Any, Sharing] = counted.sharing.by_theme
        always = self.dashboard.ever("by_theme")
        rows = []
        for key in _keys(reaches, sharings, *(one.withheld for one in always)):
            theme = themes.get(key) if isinstance(key, int) else None
            about = About("theme", theme.pk, theme.slug, theme.name) if theme else About(name=_("Without a theme"))
            rows.append(self._row(about, key, reaches, sharings, theme.hue if theme else None, always))
        return _by_reach(rows)

    @cached_property
    def networks(self) -> list[Row]:
        """A row for every network that was shared on, with the part of its audience that is known."""
        from themes.networks import name_of

        counted = self.dashboard.counted.value
        reaches: Mapping[Any, Reach] = counted.reach.by_network
        sharings: Mapping[Any, Sharing] = counted.sharing.by_network
        always = self.dashboard.ever("by_network")
        keys = [str(key) for key in _keys(reaches, sharings, *(one.withheld for one in always))]
        return _by_reach(
            [self._row(About("network", key, key, name_of(key)), key, reaches, sharings, None, always) for key in keys]
        )

    @property
    def has_withheld(self) -> bool:
        """Whether a theme or a network stands there without figures."""
        return any(row.visitors is None or row.shares is None for row in (*self.themes, *self.networks))

    def _row(
        self,
        about: About,
        key: Hashable,
        reaches: Mapping[Any, Reach],
        sharings: Mapping[Any, Sharing],
        hue: int | None,
        always: tuple[Ever[Hashable], Ever[Hashable]],
    ) -> Row:
        counted = self.dashboard.counted.value
        part = self._group(key, reaches, sharings, counted.reach.total.people, counted.sharing.total.people, *always)
        shares = part.sharing if part.shows_sharing else None
        return Row(
            key=about.value,
            name=about.name,
            hue=hue,
            visitors=part.reach.visitors if part.shows_reach else None,
            human=part.reach.human if part.shows_reach else None,
            shares=shares.shares if shares else None,
            own_words=shares.own_words_percent if shares else None,
            per_share=part.per_share,
            coverage=shares.audience_coverage * 100 if shares and shares.audience_coverage is not None else None,
            url=Overview(self.programme, self.chosen, about).address() if about.kind else "",
        )


def _keys(*found: Iterable[Hashable]) -> list[Hashable]:
    """Return every group once; those withheld in every period too, since that they did nothing would tell of the others."""
    return list(dict.fromkeys(key for keys in found for key in sorted(keys, key=str)))


def _piece(pk: int, title: str, visitors: int, before: int | None) -> PieceRow:
    words = change(visitors, before) if before and before >= SPEAKS_FROM else {}
    return PieceRow(pk, title, visitors, before, words.get("change", ""))


def _entry(
    key: str, label: str, now: int, before: int | None, few: bool = False, provenance: str = Provenance.MEASURED
) -> Entry:
    """A count with what it was before; the change is left out where before it was too little to speak of per cents."""
    words = change(now, before) if before and before >= SPEAKS_FROM and not few else {}
    return Entry(key, label, now, provenance, few, before=None if few else before, **words)


SPEAKS_FROM = 30  # below it a percentage says more than is known


def _round(value: Decimal | None) -> int | None:
    return None if value is None else round(value)


def _known(part: float | None) -> str:
    return "" if part is None else _("known for %(percent)s") % {"percent": words_of(part * 100, unit="%")}


def _baseline(kpi: KPI) -> str:
    words = {
        "value": words_of(float(kpi.baseline_value), unit="%" if kpi.metric and kpi.metric.unit == "percent" else ""),
        "day": date_format(kpi.baseline_on, "DATE_FORMAT"),
    }
    return _("baseline %(value)s on %(day)s") % words


def _by_reach(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row.visitors is None, -(row.visitors or 0), row.name))
