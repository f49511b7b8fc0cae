"""Every table of the overview, as it stands on the page, in files and in the printed report."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharehub.measurement.overview import Overview, Row
from sharehub.measurement.sheets import Cell, Sheet
from sharehub.models import MediaPrice
from themes.metrics import Provenance

PROVENANCES: dict[str, str | Promise] = {
    Provenance.MEASURED: gettext_lazy("measured by us"),
    Provenance.REPORTED: gettext_lazy("told by networks"),
    Provenance.DECLARED: gettext_lazy("told by people"),
    Provenance.ESTIMATED: gettext_lazy("estimated"),
}


def sheets(overview: Overview) -> list[Sheet]:
    """Every table of the overview, as it stands on the page and in files."""
    return [
        sheet
        for sheet in (
            _figures(overview),
            _months(overview),
            *_groups(overview),
            _pieces(overview),
            media_value(overview),
            _kpis(overview),
            _pulse(overview),
        )
        if sheet.rows
    ]


def _figures(overview: Overview) -> Sheet:
    head = [
        _("Figure"),
        _("This period"),
        _("Unit"),
        _("The period before"),
        _("Baseline"),
        _("Where it comes from"),
    ]
    rows: list[list[Cell]] = [
        [
            entry.label,
            None if entry.few else _or_dash(entry.value),
            entry.unit,
            _or_dash(entry.before),
            entry.baseline,
            PROVENANCES[entry.provenance],
        ]
        for entry in overview.entries
    ]
    return Sheet("figures", _("Figures"), head, rows)


def _groups(overview: Overview) -> list[Sheet]:
    if overview.about.kind:
        return []
    columns = [_("People reached"), _("Clicks by people"), _("Posts"), _("Clicks per post"), _("In own words, %")]
    by_theme: list[list[Cell]] = [[row.name, *_cells(row)] for row in overview.themes]
    by_network: list[list[Cell]] = [
        [row.name, *_cells(row), _known_or_few(row, row.coverage)] for row in overview.networks
    ]
    teams_: list[list[Cell]] = [[row.name, row.eligible, row.percent] for row in overview.dashboard.teams]
    return [
        Sheet("themes", _("By theme"), [_("Theme"), *columns], by_theme),
        Sheet("networks", _("By network"), [_("Network"), *columns, _("Audience known, %")], by_network),
        Sheet("teams", _("By team"), [_("Team"), _("Eligible"), _("Took part, %")], teams_),
    ]


def _months(overview: Overview) -> Sheet:
    months = [] if overview.about.kind else overview.dashboard.months
    rows: list[list[Cell]] = [[month.name, month.visitors, month.shares] for month in months]
    return Sheet("months", _("Month by month"), [_("Month"), _("People reached"), _("Posts")], rows)


def _pieces(overview: Overview) -> Sheet:
    head = [_("Piece"), _("People reached"), _("The period before")]
    rows: list[list[Cell]] = [
        [row.title, row.visitors, row.before] for row in ([] if overview.about.kind else overview.pieces)
    ]
    return Sheet("pieces", _("Pieces that reached most people"), head, rows)


def media_value(overview: Overview) -> Sheet:
    """Every network that was reached with its price and where that comes from, and the sum with its version and coverage."""
    head = [
        _("Network"),
        _("People reached"),
        _("Price per visitor, €"),
        _("People reached × price, €"),
        _("Where the price comes from"),
        _("Of which day"),
    ]
    worth, few = overview.worth, not overview.now.shows_reach
    rows: list[list[Cell]] = []
    if worth:
        rows = [_priced(row, overview.media_prices.get(row.key)) for row in overview.networks]
        said = worth.version_words
        if worth.coverage and not few:
            said = _("%(version)s, known for %(percent)s") % {"version": said, "percent": worth.coverage}
        total: Cell = None if few else worth.total if worth.total is not None else "–"
        rows.append([_("Together, estimated"), None if few else worth.counted, "–", total, said, "–"])
    return Sheet("media-value", _("Media value, estimated"), head, rows)


def _pulse(overview: Overview) -> Sheet:
    head = [_("Statement"), _("Answered"), _("Average, of 5"), _("Agree with it")]
    statements = overview.pulse.statements if overview.pulse else ()
    rows: list[list[Cell]] = [
        [one.words, one.answered if one.average is not None else None, one.average, one.agree] for one in statements
    ]
    return Sheet("pulse", _("How people like it"), head, rows)


def _kpis(overview: Overview) -> Sheet:
    head = [_("KPI"), _("Goal"), _("Baseline"), _("Now"), _("Target"), _("By")]
    rows: list[list[Cell]] = [
        [
            course.kpi.name,
            goal.title,
            float(course.kpi.baseline_value),
            "–" if course.now is None else float(course.now),
            float(course.kpi.target_value),
            course.kpi.due_on,
        ]
        for goal, courses in ([] if overview.about.kind else overview.goals)
        for course in courses
    ]
    return Sheet("goals", _("Goals"), head, rows)


def _cells(row: Row) -> list[Cell]:
    shares = _known_or_few(row, row.own_words)
    return [row.visitors, row.human, row.shares, _known_or_few(row, row.per_share, row.visitors), shares]


def _priced(row: Row, price: MediaPrice | None) -> list[Cell]:
    if price is None:
        return [row.name, row.visitors, "–", "–", _("no price, so it does not count"), "–"]
    value = None if row.visitors is None else row.visitors * price.euros
    return [row.name, row.visitors, price.euros, value, price.source, price.dated_on]


def _known_or_few(row: Row, value: float | None, beside: int | None = 0) -> Cell:
    """A figure that is not there although its group may be shown is not known."""
    return "–" if value is None and row.shares is not None and beside is not None else value


def _or_dash(value: float | None) -> Cell:
    return "–" if value is None else value
