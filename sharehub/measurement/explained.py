"""One figure traced: what it means, how it was worked out with the numbers in it, and the rows behind it as far as privacy allows."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharehub.measurement import figures, tables
from sharehub.measurement.dashboard import truth_of
from sharehub.measurement.media_value import euros
from sharehub.measurement.overview import Entry, Overview, Row
from sharehub.measurement.sheets import Cell, Sheet
from themes import metrics
from themes.charts import words_of
from themes.models import Organisation
from themes.networks import name_of

Text = str | Promise
# What the metric catalogue does not offer for a KPI.
DEFINITIONS: dict[str, Text] = {
    "clicks_per_share": gettext_lazy(
        "Clicks by people in the period for each post confirmed in it. Clicks on older posts count as well, so a quiet period "
        "after a busy one looks better than it is."
    ),
    "thanks": gettext_lazy("Thanks that colleagues gave each other and that stand, of the whole organisation."),
    "badges": gettext_lazy("Badges that people earned by what they did, of the whole organisation."),
    "media_value": gettext_lazy(
        "What reaching as many people might have cost elsewhere: people reached through each network, times the price per visitor that a "
        "manager set for it. Followers never count in it, it never gives points, and no KPI can be set on it."
    ),
}
_PITFALLS: dict[str, Text] = {
    "media_value": gettext_lazy(
        "It is what a price says, not what was earned or saved: nobody paid it, and a higher price makes it higher without anybody more "
        "having been reached."
    ),
}
_REACH = ("visitors", "human_clicks", "clicks_per_share")
_BY_GROUP = {"visitors": "visitors", "human_clicks": "human", "clicks_per_share": "per_share", "shares": "shares"}
_BY_GROUP |= {"own_words": "own_words", "potential_audience": "coverage"}


@dataclass(frozen=True)
class Explained:
    """A figure with its definition, its sum, the tables behind it, and where more can be read."""

    entry: Entry
    definition: Text
    formula: str
    pitfall: Text = ""
    tables: list[Sheet] = field(default_factory=list)
    is_all_hidden: bool = False
    truth_url: str = ""


def explained(overview: Overview, key: str) -> Explained | None:
    """Return one figure of an overview explained; None for a figure that it does not have."""
    entry = overview.entry(key)
    if entry is None:
        return None
    metric = metrics.metric(key) if key not in DEFINITIONS else None
    about = overview.about
    return Explained(
        entry=entry,
        definition=metric.definition if metric else DEFINITIONS[key],
        formula="" if entry.few or entry.value is None else _formula(overview, key),
        pitfall=metric.pitfall if metric else _PITFALLS.get(key, ""),
        tables=[] if about.kind else _tables(overview, key),
        is_all_hidden=bool(about.kind),
        truth_url=_truth_url(overview) if key in _REACH and about.kind == "theme" else "",
    )


def _truth_url(overview: Overview) -> str:
    address = reverse("sharehub:theme_truth", args=[overview.programme.slug, overview.about.value])
    return f"{address}?{overview.chosen.query}"


def _formula(overview: Overview, key: str) -> str:
    """The sum as it is written on paper, with the numbers of this period in it."""
    reach, sharing = overview.now.reach, overview.now.sharing
    if key == "visitors":
        return _("different visitors of each link and day, added up = %(n)s") % {"n": words_of(reach.visitors)}
    if key == "human_clicks":
        taken = "".join(f" − {words_of(part.count)} {str(part.name).lower()}" for part in truth_of(reach)[:-1])
        return f"{words_of(reach.hits)} {_('hits')}{taken} = {words_of(reach.human)}"
    if key == "clicks_per_share":
        words = {"clicks": words_of(reach.human), "posts": words_of(sharing.shares)}
        return _("%(clicks)s clicks ÷ %(posts)s posts") % words + f" = {words_of(overview.now.per_share)}"
    if key == "own_words":
        words = {"own": words_of(sharing.own_words), "posts": words_of(sharing.shares)}
        return _("%(own)s posts of which at least half is their own ÷ %(posts)s posts") % words + _equals(overview, key)
    if key == "participation":
        return (overview.entry(key) or Entry("", "", None, "")).note + _equals(overview, key)
    if key == "potential_audience":
        words = {"known": words_of(sharing.audience_known), "posts": words_of(sharing.shares)}
        said = (
            _("followers on that network, added up over %(known)s of %(posts)s posts whose sharers told them") % words
        )
        return said + _equals(overview, key)
    if key == "estimated_reach":
        return _("audience of each network × its rate, added up over the networks that may be shown") + _equals(
            overview, key
        )
    if key == "media_value" and overview.worth and overview.worth.total is not None:
        return f"{' + '.join(line.words for line in overview.worth.lines)} = € {euros(overview.worth.total)}"
    if key == "cost_saved":
        cost = Organisation.load().baseline_cost_per_hire
        words = {"n": words_of(overview.beside.hires), "cost": words_of(None if cost is None else float(cost))}
        return _("%(n)s hires × € %(cost)s") % words + _equals(overview, key)
    return _("counted one by one") + _equals(overview, key)


def _equals(overview: Overview, key: str) -> str:
    entry = overview.entry(key)
    return f" = {entry.words}" if entry else ""


def _tables(overview: Overview, key: str) -> list[Sheet]:
    """Return the rows behind a figure of the whole: per theme, network, week or team, those of too few people without figures."""
    if key == "participation":
        rows: list[list[Cell]] = [[row.name, row.eligible, row.percent] for row in overview.dashboard.teams_shown]
        return [Sheet("teams", _("By team"), [_("Team"), _("Eligible"), _("Took part, %")], rows)]
    if key == "estimated_reach":
        return [_rates(overview)]
    if key == "media_value":
        return [tables.media_value(overview)]
    name = _BY_GROUP.get(key)
    if name is None:
        return []
    label = str((overview.entry(key) or Entry("", "", None, "")).label)
    label = _("Known, %") if key == "potential_audience" else label
    found = [
        _sheet("themes", _("By theme"), _("Theme"), label, overview.themes, name),
        _sheet("networks", _("By network"), _("Network"), label, overview.networks, name),
    ]
    if key == "visitors":
        weeks: list[list[Cell]] = [[day, value] for day, value in overview.dashboard.weeks]
        found.append(Sheet("weeks", _("By week"), [_("Week from"), label], weeks))
    return found


def _sheet(key: str, title: str, head: str, label: str, rows: list[Row], name: str) -> Sheet:
    return Sheet(key, title, [head, label], [[row.name, getattr(row, name)] for row in rows])


def _rates(overview: Overview) -> Sheet:
    """The estimate network by network, of those that may be shown."""
    rates = figures.organic_rates()
    shown = {row.key for row in overview.networks if row.shares is not None}
    audiences = overview.dashboard.counted.value.sharing.total.audience_by_network
    rows: list[list[Cell]] = [
        [name_of(key), audience, float(rates[key]), float(audience * rates[key] / 100)]
        for key, audience in sorted(audiences.items(), key=lambda pair: -pair[1])
        if key in shown and key in rates
    ]
    return Sheet("rates", _("By network"), [_("Network"), _("Audience"), _("Rate, %"), _("Estimated reach")], rows)
