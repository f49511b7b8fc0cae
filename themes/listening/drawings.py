"""The figures of listening as charts."""

from collections.abc import Sequence

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from themes import charts
from themes.listening.figures import Share, Week, Word
from themes.word_cloud import WordCloud, word_cloud


def volume(weeks: Sequence[Week], hue: int) -> charts.LineChart:
    """Return how many conversations each week had."""
    series = [charts.Series(_("conversations"), [week.said for week in weeks], hue)]
    return charts.line_chart(labels=_labels(weeks), series=series)


def volume_title(weeks: Sequence[Week]) -> str:
    """Return what the line says: the last whole week against the average of those before."""
    *before, last = [week.said for week in weeks[:-1]]
    usual = sum(before) / len(before)
    if not any(before) and not last:
        return _("Nobody spoke about it yet")
    if last > usual * 1.25:
        return _("More is said than usual")
    return _("Less is said than usual") if last < usual * 0.75 else _("As much is said as usual")


def moods(weeks: Sequence[Week]) -> charts.LineChart:
    """Return which share of each week was clearly positive and clearly negative."""
    return charts.line_chart(
        labels=_labels(weeks),
        series=[
            charts.Series(_("positive"), [week.percent(week.positive) for week in weeks], 150),
            charts.Series(_("negative"), [week.percent(week.negative) for week in weeks], 30),
        ],
        unit="%",
    )


def moods_title(weeks: Sequence[Week]) -> str:
    """Return what the lines say of the weeks together."""
    positive, negative = sum(week.positive for week in weeks), sum(week.negative for week in weeks)
    if not positive and not negative:
        return _("No clear mood yet")
    if positive >= negative * 1.5:
        return _("People are mostly glad")
    return _("People are mostly displeased") if negative >= positive * 1.5 else _("People are of two minds")


def shares(found: Sequence[Share], current: int) -> charts.BarChart:
    """Return each theme's share of what was heard; the current one is marked."""
    return charts.bars(
        [
            charts.Bar(
                label=str(share.theme),
                value=share.percent,
                hue=share.theme.hue,
                note=_("this theme") if share.theme.pk == current else "",
            )
            for share in found
        ],
        unit="%",
        name=_("Theme"),
        value_name=_("share"),
    )


def hours(table: Sequence[Sequence[int]]) -> charts.HeatMap:
    """Return when it is talked about, by weekday and hour."""
    return charts.heat_map(
        columns=[f"{hour}" for hour in range(24)],
        rows=[str(WEEKDAYS_ABBR[day]) for day in range(7)],
        values=table,
    )


def hours_title(table: Sequence[Sequence[int]]) -> str:
    """Return the busiest hour in words."""
    busiest, day, hour = max(
        ((number, day, hour) for day, row in enumerate(table) for hour, number in enumerate(row)),
        key=lambda cell: (cell[0], -cell[1], -cell[2]),
    )
    if not busiest:
        return _("Nobody spoke about it yet")
    words = {"day": WEEKDAYS_ABBR[day], "from": f"{hour}:00", "to": f"{(hour + 1) % 24}:00"}
    return _("Busiest on %(day)s between %(from)s and %(to)s") % words


def cloud(found: Sequence[Word], hue: int) -> WordCloud:
    """Return the words, the most used ones largest."""
    return word_cloud(
        [(word.text, word.total) for word in found], hue=hue, name=_("Word"), value_name=_("conversations")
    )


def rise_of(word: Word) -> str:
    """Return how a word rose, in words."""
    used = ngettext("%(number)s conversation", "%(number)s conversations", word.lately) % {"number": word.lately}
    if not word.before:
        return _("%(used)s, none before") % {"used": used}
    return _("%(used)s, %(times)s times as many as before") % {"used": used, "times": charts.words_of(word.rise)}


def _labels(weeks: Sequence[Week]) -> list[str]:
    return [date_format(week.monday, "MONTH_DAY_FORMAT") for week in weeks]
