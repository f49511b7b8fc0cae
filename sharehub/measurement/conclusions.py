"""What the figures of a period say in sentences, by rule: never more certain than they are, never about too few people."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors import privacy
from sharehub.measurement.beside import Carried
from sharehub.measurement.figures import Participation
from sharehub.measurement.overview import SPEAKS_FROM, Overview, Row
from sharehub.recruitment import certainty
from themes.charts import words_of

_CLEARLY_MORE = 1.5  # times as many people: below it, one piece more or less makes the difference
_MOST = 50  # per cent of the posts: from here on a few people carry them


def conclusions(overview: Overview) -> list[str]:
    """Return the sentences, the most important first."""
    if overview.is_empty:
        return [_("Nothing was shared and nobody was reached in this period.")]
    found = [_reach(overview), _own_words(overview)]
    if not overview.about.kind:
        found = [
            _participation(overview),
            found[0],
            *_themes(overview),
            _carried(overview),
            found[1],
            _hires(overview),
            _pulse(overview),
            _kpis(overview),
        ]
    return [sentence for sentence in found if sentence]


def _participation(overview: Overview) -> str:
    now, before = overview.dashboard.counted.value.took_part, overview.beside.took_part_before
    entry = overview.entry("participation")
    if entry is None or entry.few or not now.eligible:
        return ""
    words = {"n": words_of(now.took_part), "all": words_of(now.eligible)}
    said = _("%(n)s of %(all)s people took part.") % words
    if entry.before is None or not before.eligible:
        return said
    if _is_more(now, before):
        return " ".join([said, _("That is more than in the period before, and more than chance.")])
    if _is_more(before, now):
        return " ".join([said, _("That is less than in the period before, and more than chance.")])
    return " ".join(
        [
            said,
            _("Whether that is more or less than in the period before cannot be said: the difference can be chance."),
        ]
    )


def _is_more(one: Participation, other: Participation) -> bool:
    """Whether even the lowest share that one may stand for is above the highest of the other."""
    intervals = [
        certainty.share_of(min(each.took_part, each.eligible or 1), each.eligible or 1) for each in (one, other)
    ]
    return intervals[0].low > (intervals[1].high or 1)


def _reach(overview: Overview) -> str:
    now, before = overview.now, overview.before
    if not now.shows_reach:
        return _("Too few people shared to say how many were reached.")
    people = now.reach.visitors
    said = ngettext("%(n)s person was reached.", "%(n)s people were reached.", people) % {"n": words_of(people)}
    if not before.shows_reach or before.reach.visitors < SPEAKS_FROM:
        return " ".join([said, _("In the period before there were too few to compare with.")])
    return " ".join([said, _("In the period before: %(n)s.") % {"n": words_of(before.reach.visitors)}])


def _own_words(overview: Overview) -> str:
    now = overview.now
    if not now.shows_sharing or not now.sharing.shares:
        return ""
    words = {"own": words_of(now.sharing.own_words), "n": words_of(now.sharing.shares)}
    said = _("%(own)s of %(n)s posts were in people's own words.") % words
    if certainty.may_say_percent(now.sharing.shares):
        return said
    return " ".join([said, _("That is too few for a percentage.")])


def _themes(overview: Overview) -> list[str]:
    """Name a theme that reached clearly more people than another with fewer posts; and how few carry it, where they may be told of."""
    rows = [row for row in overview.themes if row.key and row.visitors is not None and row.shares]
    rows = [row for row in rows if (row.visitors or 0) >= SPEAKS_FROM]
    if len(rows) < 2:
        return []
    best = rows[0]
    busier = [row for row in rows[1:] if (row.shares or 0) > (best.shares or 0)]
    busier = [row for row in busier if (best.visitors or 0) >= _CLEARLY_MORE * (row.visitors or 1)]
    if not busier:
        return []
    other = max(busier, key=lambda row: row.shares or 0)
    words = {
        "best": best.name,
        "people": words_of(best.visitors),
        "posts": words_of(best.shares),
        "other": other.name,
        "their_people": words_of(other.visitors),
        "their_posts": words_of(other.shares),
        "times": _times(best, other),
    }
    said = _(
        "“%(best)s” reached %(times)s times as many people as “%(other)s” with fewer posts: %(people)s with %(posts)s, against "
        "%(their_people)s with %(their_posts)s."
    )
    return [said % words, _carried_theme(overview, best)]


def _times(one: Row, other: Row) -> str:
    return number_format(round((one.visitors or 0) / (other.visitors or 1), 1), decimal_pos=1, use_l10n=True)


def _carried_theme(overview: Overview, row: Row) -> str:
    keys = {theme.slug: pk for pk, theme in overview.dashboard.theme_by_id.items()}
    found = overview.beside.carried_by_theme.get(keys.get(row.key, 0))
    if found is None or not _may_tell(overview, found):
        return ""
    words = {"few": words_of(privacy.few(overview.minimum)), "percent": _percent(found), "theme": row.name}
    return _("%(few)s people made %(percent)s of the posts about “%(theme)s”.") % words


def _carried(overview: Overview) -> str:
    found = overview.beside.carried
    if not _may_tell(overview, found):
        return ""
    words = {"few": words_of(privacy.few(overview.minimum)), "percent": _percent(found), "n": words_of(found.people)}
    return _("%(few)s of the %(n)s people who shared made %(percent)s of the posts: they carry it.") % words


def _may_tell(overview: Overview, found: Carried) -> bool:
    """Whether so few carry it, and both they and all the others are enough people to be told of."""
    is_told = found.people >= 2 * privacy.few(overview.minimum) and overview.now.shows_sharing
    return is_told and found.by_busiest * 100 >= _MOST * found.posts


def _percent(found: Carried) -> str:
    return words_of(round(found.by_busiest / found.posts * 100), unit="%")


def _hires(overview: Overview) -> str:
    hires = overview.beside.hires
    if not hires:
        return ""
    said = ngettext(
        "%(n)s person was hired who came in through a colleague's link.",
        "%(n)s people were hired who came in through a colleague's link.",
        hires,
    ) % {"n": words_of(hires)}
    saved = overview.entry("cost_saved")
    if saved is None or saved.value is None:
        return said
    more = _("At what a hire cost you before, that is € %(amount)s (estimated; the programme's own cost is not off).")
    return " ".join([said, more % {"amount": words_of(saved.value)}])


def _pulse(overview: Overview) -> str:
    """Say how many answered and what most agree with, without making a percentage of a handful."""
    found = overview.pulse
    if found is None:
        return ""
    if found.is_few:
        return _("Too few people answered the survey to say how they like it.")
    told = [one for one in found.statements if one.agree is not None]
    said = _("%(n)s of %(all)s people who were asked said how they like it.") % {
        "n": words_of(found.answered),
        "all": words_of(max(found.pulse.asked, found.answered)),
    }
    if not told:
        return said
    best = max(told, key=lambda one: (one.agree or 0) / one.answered)
    words = {"agree": words_of(best.agree), "n": words_of(best.answered), "statement": str(best.words).rstrip(".")}
    return " ".join([said, _("%(agree)s of %(n)s agree with “%(statement)s”.") % words])


def _kpis(overview: Overview) -> str:
    known = [course for _goal, courses in overview.goals for course in courses if course.is_known]
    if not known:
        return ""
    on_course = sum(course.is_on_course for course in known)
    said = ngettext("%(n)s of %(all)s KPI is on course.", "%(n)s of %(all)s KPIs are on course.", len(known))
    return said % {"n": on_course, "all": len(known)}
