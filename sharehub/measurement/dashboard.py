"""Step 7 on one page: what was reached and by how many, per theme, network, team and week, and how sure that is."""

import heapq
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import SupportsFloat

from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors import privacy, teams
from sharehub.measurement import circles, figures, monthly
from sharehub.measurement.circles import Circles, Ever, ever
from sharehub.measurement.counted import Counted, Teams, counted
from sharehub.measurement.disclosure import is_told, may_show, shown
from sharehub.measurement.figures import Reach, Reaches, Sharing, Sharings
from sharehub.measurement.monthly import Month
from sharehub.measurement.periods import Chosen
from themes import charts
from themes.charts import words_of
from themes.kept import Kept
from themes.metrics import Provenance
from themes.models import Programme, Theme
from themes.networks import choices

Text = str | Promise
_LINE_FROM_WEEKS = 4
_TEAMS_SHOWN = 40


@dataclass(frozen=True)
class Figure:
    """One large figure; `value` None means unknown unless `few`."""

    label: Text
    value: int | None
    provenance: str
    few: bool = False
    unit: Text = ""
    change: str = ""
    direction: str = ""
    note: Text = ""


@dataclass(frozen=True)
class Group:
    """One theme or network as a row; None where there are too few people behind a figure."""

    name: str
    hue: int | None
    visitors: int | None
    human: int | None
    shares: int | None
    own_words: float | None
    few_shares: bool


@dataclass(frozen=True)
class TeamRow:
    """One team's participation; None where the team is too small to show."""

    name: str
    eligible: int
    percent: float | None


@dataclass(frozen=True)
class Share:
    """A part of the hits, in words."""

    name: Text
    count: int
    percent: float
    explanation: Text


@dataclass(frozen=True)
class Coverage:
    """For which part of the rows a figure is known."""

    name: Text
    percent: float | None


class Dashboard:
    """The figures of one programme and period, as this page may show them."""

    def __init__(self, programme: Programme, chosen: Chosen, *, fresh_for: float = 0) -> None:
        self.programme = programme
        self.chosen = chosen
        self._fresh_for = fresh_for

    @cached_property
    def minimum(self) -> int:
        return privacy.threshold()

    def _may_show(self, people: int) -> bool:
        return may_show(people, self.minimum)

    @cached_property
    def estimate(self) -> tuple[Decimal | None, float | None]:
        people = {network: found.people for network, found in self._sharing.by_network.items()}
        always = ever(self.circles.sharing.by_network, self.minimum)
        visible = shown(people, self._sharing.total.people, self.minimum, always)
        return figures.estimated_reach(figures.telling_audience(self._sharing, visible), figures.organic_rates())

    @cached_property
    def circles(self) -> Circles:
        """Of how many people each theme, network and team ever was, which decides what is withheld whatever the period."""
        return circles.circles(self.programme.pk, fresh_for=circles.FRESH_SECONDS)

    @cached_property
    def counted(self) -> Kept[Counted]:
        """The figures, and when they were counted."""
        return counted(self.programme.pk, self.chosen, fresh_for=self._fresh_for)

    @property
    def _reach(self) -> Reaches:
        return self.counted.value.reach

    @property
    def _before(self) -> Reach:
        return self.counted.value.before

    @property
    def _sharing(self) -> Sharings:
        return self.counted.value.sharing

    @property
    def _sharing_before(self) -> Sharing:
        return self.counted.value.sharing_before

    @cached_property
    def theme_by_id(self) -> dict[int, Theme]:
        """Every theme of the programme, the retired ones too."""
        return {theme.pk: theme for theme in self.programme.themes.all()}

    @property
    def is_empty(self) -> bool:
        """Nothing was shared or reached in this period."""
        return self._reach.total.hits == 0 and self._sharing.total.shares == 0

    @property
    def has_too_few(self) -> bool:
        """The whole programme's reach may not be shown."""
        return not self._may_show(self._reach.total.people)

    @cached_property
    def main_figures(self) -> list[Figure]:
        """What the page opens with."""
        reach, sharing = self._reach.total, self._sharing.total
        few_reach, few_shares = self.has_too_few, not self._may_show(sharing.people)
        estimate, covered = self.estimate
        took_part, engaged = self.counted.value.took_part, self.counted.value.engaged
        measured, reported, estimated = Provenance.MEASURED, Provenance.REPORTED, Provenance.ESTIMATED
        before = None if not self._may_show(self._before.people) else self._before.visitors
        before_shares = None if not self._may_show(self._sharing_before.people) else self._sharing_before.shares
        return [
            Figure(
                gettext_lazy("People reached"), reach.visitors, measured, few_reach, **change(reach.visitors, before)
            ),
            Figure(gettext_lazy("Clicks by people"), reach.human, measured, few_reach),
            Figure(
                gettext_lazy("Confirmed shares"),
                sharing.shares,
                measured,
                few_shares,
                **change(sharing.shares, before_shares),
            ),
            Figure(gettext_lazy("In own words"), _round(sharing.own_words_percent), measured, few_shares, "%"),
            Figure(
                gettext_lazy("Participation"),
                _round(took_part.percent),
                measured,
                took_part.eligible is not None and not self._may_show(took_part.eligible),
                "%",
                note=_("%(took_part)s of %(eligible)s people shared or wrote")
                % {"took_part": words_of(took_part.took_part), "eligible": words_of(took_part.eligible)}
                if took_part.eligible and self._may_show(took_part.eligible)
                else "",
            ),
            Figure(
                gettext_lazy("Potential audience"),
                sharing.audience if sharing.audience_known else None,
                Provenance.DECLARED,
                few_shares,
                note=_("followers, known for %(percent)s of the shares")
                % {"percent": words_of((sharing.audience_coverage or 0) * 100, unit="%")}
                if sharing.audience_known
                else _("no followers were told"),
            ),
            Figure(
                gettext_lazy("Reactions, comments and reposts"),
                engaged.total if engaged.posts else None,
                reported,
                not self._may_show(engaged.people),
                note=_("%(reactions)s reactions, %(comments)s comments and %(reposts)s reposts")
                % {name: words_of(getattr(engaged, name)) for name in ("reactions", "comments", "reposts")}
                if engaged.posts
                else _("no network told us yet"),
            ),
            Figure(
                gettext_lazy("Estimated reach"),
                _round(estimate),
                estimated,
                few_shares,
                note=_("with your rates, for %(percent)s of the audience")
                % {"percent": words_of((covered or 0) * 100, unit="%")}
                if estimate is not None
                else _("set a rate per network to see an estimate"),
            ),
        ]

    @property
    def measured_figures(self) -> list[Figure]:
        """Those that we counted ourselves."""
        return [figure for figure in self.main_figures if figure.provenance == Provenance.MEASURED]

    @property
    def other_figures(self) -> list[Figure]:
        """Those that somebody told or that were worked out; they never stand among what was measured."""
        return [figure for figure in self.main_figures if figure.provenance != Provenance.MEASURED]

    @cached_property
    def weeks(self) -> list[tuple[date, int | None]]:
        """The whole weeks of the period by their first day, oldest first; None where too few people were behind one."""
        found = self._reach.by_week
        visible = shown({week: reach.people for week, reach in found.items()}, self._reach.total.people, self.minimum)
        return [
            (
                self.chosen.period.end - timedelta(days=7 * week + 6),
                0 if week not in found else found[week].visitors if week in visible else None,
            )
            for week in reversed(range(self.chosen.days // 7))
        ]

    @cached_property
    def months(self) -> list[Month]:
        """The year that ends with the month, where figures are told of whole months; else nothing."""
        return monthly.until(self.programme.pk, self.chosen.period, self.minimum) if self.chosen.is_month else []

    @property
    def months_line(self) -> charts.LineChart | None:
        """People reached over the months."""
        return monthly.line(self.months)

    @property
    def line(self) -> charts.LineChart | None:
        """People reached over the weeks; None for a period too short to draw."""
        if len(self.weeks) < _LINE_FROM_WEEKS:
            return None
        labels = [date_format(day, "MONTH_DAY_FORMAT") for day, _value in self.weeks]
        return charts.line_chart(
            labels=labels, series=[charts.Series(_("People reached"), [v for _day, v in self.weeks])]
        )

    @property
    def line_title(self) -> str:
        """What the line says, as a sentence."""
        before = self._before
        # Of a month the line has its weeks alone, and the month before stands with the months.
        if self.chosen.is_month or self.has_too_few or not before.visitors or not self._may_show(before.people):
            return _("People reached, week by week")
        growth = round((self._reach.total.visitors / before.visitors - 1) * 100)
        if abs(growth) < 5:
            return _("Reach stayed about the same as in the period before")
        if growth > 0:
            return _("Reach grew by %(percent)s %% against the period before") % {"percent": growth}
        return _("Reach fell by %(percent)s %% against the period before") % {"percent": -growth}

    @cached_property
    def themes(self) -> list[Group]:
        """A row for every theme with something to tell, most people reached first."""
        names = {pk: (theme.name, theme.hue) for pk, theme in self.theme_by_id.items()}
        always = self.ever("by_theme")
        return self._groups(self._reach.by_theme, self._sharing.by_theme, names, _("Without a theme"), *always)

    @cached_property
    def networks(self) -> list[Group]:
        """A row for every network that was shared on."""
        names: dict[str, tuple[str, int | None]] = {key: (str(name), None) for key, name in choices()}
        return self._groups(self._reach.by_network, self._sharing.by_network, names, "", *self.ever("by_network"))

    @property
    def has_withheld(self) -> bool:
        """Whether a theme or a network stands there without figures."""
        return any(row.visitors is None or row.few_shares for row in (*self.themes, *self.networks))

    def ever(self, by: str) -> tuple[Ever[Hashable], Ever[Hashable]]:
        """Return which themes or networks (`by_theme`, `by_network`) are withheld in every period: their reach, and their sharing."""
        reaching, sharing = getattr(self.circles.reaching, by), getattr(self.circles.sharing, by)
        return ever(reaching, self.minimum), ever(sharing, self.minimum)

    def _groups(
        self,
        reaches: Mapping[Hashable, Reach] | Mapping[int | None, Reach] | Mapping[str, Reach],
        sharings: Mapping[int | None, Sharing] | Mapping[str, Sharing],
        names: Mapping[int, tuple[str, int | None]] | Mapping[str, tuple[str, int | None]],
        other: str,
        ever_reach: Ever[Hashable],
        ever_shares: Ever[Hashable],
    ) -> list[Group]:
        # Those withheld in every period stand there whether or not they did something: that they did nothing would tell as well.
        always = sorted(ever_reach.withheld | ever_shares.withheld, key=str)
        keys: Iterable[Hashable] = dict.fromkeys([*reaches, *sharings, *always])
        reach_of: dict[Hashable, Reach] = dict(reaches)  # type: ignore[arg-type]
        sharing_of: dict[Hashable, Sharing] = dict(sharings)  # type: ignore[arg-type]
        name_of: dict[Hashable, tuple[str, int | None]] = dict(names)  # type: ignore[arg-type]
        with_reach = shown(
            {key: reach.people for key, reach in reach_of.items()}, self._reach.total.people, self.minimum, ever_reach
        )
        with_shares = shown(
            {key: found.people for key, found in sharing_of.items()},
            self._sharing.total.people,
            self.minimum,
            ever_shares,
        )
        rows = []
        for key in keys:
            reach, sharing = reach_of.get(key), sharing_of.get(key)
            name, hue = name_of.get(key, (other, None))
            is_reach_shown = is_told(key, reach_of, with_reach, ever_reach)
            is_shares_shown = is_told(key, sharing_of, with_shares, ever_shares)
            rows.append(
                Group(
                    name=name,
                    hue=hue,
                    visitors=(reach.visitors if reach else 0) if is_reach_shown else None,
                    human=(reach.human if reach else 0) if is_reach_shown else None,
                    shares=(sharing.shares if sharing else 0) if is_shares_shown else None,
                    own_words=sharing.own_words_percent if sharing and is_shares_shown else None,
                    few_shares=not is_shares_shown,
                )
            )
        return sorted(rows, key=lambda row: (row.visitors is None, -(row.visitors or 0), row.name))

    @property
    def theme_bars(self) -> charts.BarChart:
        """People reached per theme."""
        return _bars(self.themes, _("Theme"))

    @property
    def network_bars(self) -> charts.BarChart:
        """People reached per network."""
        return _bars(self.networks, _("Network"))

    @cached_property
    def teams(self) -> list[TeamRow]:
        """Participation per team, the small ones without a figure, most taking part first."""
        return self._teams(len(self._teams_counted))

    @cached_property
    def teams_shown(self) -> list[TeamRow]:
        """The first teams of the list; the export has all of them."""
        return self._teams(_TEAMS_SHOWN)

    @property
    def teams_left(self) -> int:
        """How many teams are in the export only."""
        return max(len(self._teams_counted) - _TEAMS_SHOWN, 0)

    @property
    def _teams_counted(self) -> Teams:
        return self.counted.value.teams

    @cached_property
    def _teams_visible(self) -> set[int | None]:
        """The teams whose participation may be shown, beside each other and beside that of any team with its parts."""
        found, everybody = self._teams_counted, self.counted.value.took_part.eligible or 0
        sizes: dict[int | None, int] = dict(zip(found.ids, found.eligible, strict=True))
        sizes[None] = max(everybody - sum(found.eligible), 0)
        nobody = {pk for pk, people in sizes.items() if not people}
        parents: dict[int, int | None] = {}
        for pk, above in zip(found.ids, found.above, strict=True):
            chain = [pk, *above]
            parents |= {child: parent for child, parent in pairwise(chain) if child is not None}
        visible = teams.own_to_show(sizes, self.minimum, parents)
        return (nobody | visible) if may_show(everybody, self.minimum) else nobody

    def _teams(self, most: int) -> list[TeamRow]:
        found = self._teams_counted
        visible = self._teams_visible
        percents = [found.row(index).percent if pk in visible else None for index, pk in enumerate(found.ids)]
        first = heapq.nsmallest(
            most, range(len(found)), key=lambda i: (percents[i] is None, -(percents[i] or 0), found.names[i])
        )
        return [TeamRow(found.names[index], found.eligible[index], percents[index]) for index in first]

    @property
    def truth(self) -> list[Share]:
        """What the hits were: every one of them in one class."""
        reach = self._reach.total
        return truth_of(reach)

    @property
    def hits(self) -> int:
        return self._reach.total.hits

    @property
    def coverage(self) -> list[Coverage]:
        """How much of what stands on the page is known."""
        sharing = self._sharing.total
        _estimate, covered = self.estimate
        return [
            Coverage(gettext_lazy("Clicks and visitors: counted on every link"), 100.0),
            Coverage(
                gettext_lazy("Potential audience: shares whose followers are known"),
                _percent(sharing.audience_coverage),
            ),
            Coverage(gettext_lazy("Estimated reach: audience on networks with a rate"), _percent(covered)),
        ]


def truth_of(reach: Reach) -> list[Share]:
    """Return the classes of visits in the order in which they are taken off, people last."""
    parts: list[tuple[Text, int, Text]] = [
        (gettext_lazy("Robots"), reach.bot, gettext_lazy("previews, search engines, mail scanners")),
        (gettext_lazy("Fetched ahead"), reach.prefetch, gettext_lazy("loaded by a browser before anyone clicked")),
        (gettext_lazy("Own clicks"), reach.own, gettext_lazy("by the person who shared the link")),
        (gettext_lazy("Duplicates"), reach.duplicate, gettext_lazy("the same visitor within 30 minutes")),
        (gettext_lazy("Clicks by people"), reach.human, _by_people(reach.visitors)),
    ]
    return [Share(name, count, count / (reach.hits or 1) * 100, explanation) for name, count, explanation in parts]


def _by_people(visitors: int) -> str:
    words = ngettext(
        "by %(n)s person: what counts as reach",
        "by %(n)s people: what counts as reach, each once per link and day",
        visitors,
    )
    return words % {"n": words_of(visitors)}


def _bars(groups: list[Group], name: str) -> charts.BarChart:
    rows = [charts.Bar(group.name, group.visitors, group.hue) for group in groups]
    return charts.bars(rows, name=name, value_name=_("People reached"))


def change(now: int, before: int | None) -> dict[str, str]:
    """Return the change in words and its direction; nothing where there is nothing to compare with."""
    if not before:
        return {}
    growth = round((now / before - 1) * 100)
    sign = "+" if growth > 0 else "−" if growth < 0 else "±"
    return {"change": f"{sign}{abs(growth)} %", "direction": "up" if growth > 0 else "down" if growth < 0 else ""}


def _round(value: SupportsFloat | None) -> int | None:
    return None if value is None else round(float(value))


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else fraction * 100
