"""The content plan as a calendar: what happens on which day, what cannot work, what is too much, and where nothing comes."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.models import Role, Team
from cms.audiences import Audience
from cms.models import PlannedPiece, Shareable, Spreading
from themes.models import Theme

# More than so many things for the same people on one day are pointed out: three to five fresh pieces a day is what a
# large programme offers its people (Dynamic Signal, 2019).
MOST_A_DAY = 4
# So far ahead the gaps are looked for.
GAP_WEEKS = 6
_PERIODS_SHOWN = 400


class View(StrEnum):
    """How the calendar is shown."""

    MONTH = "month"
    WEEK = "week"
    LIST = "list"


@dataclass(frozen=True)
class Entry:
    """Something on a day: a piece goes out, goes round again, is due to be made, or stands on the site outside the plan."""

    day: date
    kind: str
    title: str
    url: str
    theme: Theme | None = None
    audience: Audience = field(default_factory=Audience)
    piece: PlannedPiece | None = None
    words: str = ""
    importance: int = 2
    is_wrong: bool = False
    is_done: bool = False
    uid: str = ""

    @property
    def is_seen(self) -> bool:
        """Whether ambassadors get something to see."""
        return self.kind != "due"


@dataclass
class Day:
    """A day with what happens on it, and for whom that is too much."""

    day: date
    is_inside: bool = True
    is_today: bool = False
    entries: list[Entry] = field(default_factory=list)
    crowds: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Period:
    """What the calendar shows: from its first day to its last, and which day leads to the period before and after."""

    view: View
    start: date
    end: date
    before: date
    after: date
    title: str


@dataclass(frozen=True)
class Warned:
    """A piece and what cannot work about it."""

    piece: PlannedPiece
    words: list[str]


def period(view: View, on: date) -> Period:
    """Return the month, the week, or the eight weeks that hold or begin with a day."""
    if view is View.MONTH:
        first = on.replace(day=1)
        days = calendar.monthrange(first.year, first.month)[1]
        last = first + timedelta(days=days - 1)
        title = date_format(first, "F Y")
        return Period(view, first, last, first - timedelta(days=1), last + timedelta(days=1), title)
    monday = on - timedelta(days=on.weekday())
    weeks = 1 if view is View.WEEK else 8
    last = monday + timedelta(weeks=weeks, days=-1)
    title = f"{date_format(monday, 'j F')} – {date_format(last, 'j F Y')}"
    return Period(view, monday, last, monday - timedelta(weeks=weeks), last + timedelta(days=1), title)


def days(shown: Period, *, theme: Theme | None = None) -> list[Day]:
    """Return every day of the period, a month with the whole of its first and last week, each with what happens on it."""
    start, end = shown.start, shown.end
    if shown.view is View.MONTH:
        start -= timedelta(days=start.weekday())
        end += timedelta(days=6 - end.weekday())
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in entries(start, end):
        by_day[entry.day].append(entry)
    crowds = _Crowds()
    today, found = timezone.localdate(), []
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        here = sorted(by_day[day], key=lambda entry: (not entry.is_seen, entry.importance, entry.title))
        crowded = crowds.of([entry for entry in here if entry.is_seen])
        here = [entry for entry in here if theme is None or entry.theme == theme]
        found.append(Day(day, shown.start <= day <= shown.end, day == today, here, crowded))
    return found


def weeks(found: Sequence[Day]) -> list[list[Day]]:
    """Return days of whole weeks, a week at a time."""
    return [list(found[start : start + 7]) for start in range(0, len(found), 7)]


def entries(start: date, end: date) -> list[Entry]:
    """Return everything that happens between two days, both included, in constantly many queries."""
    return [*planned(start, end), *_outside_the_plan(start, end)]


def planned(start: date, end: date) -> list[Entry]:
    """Return what the plan itself holds between two days, both included."""
    pieces = PlannedPiece.objects.touching(start, end).for_the_plan()
    return [entry for piece in pieces for entry in _of_piece(piece) if start <= entry.day <= end]


def _of_piece(piece: PlannedPiece) -> Iterator[Entry]:
    theme, audience, url = piece.story.theme, piece.audience, piece.get_absolute_url()
    moments = list(piece.spreadings.all())
    if piece.goes_out_on:
        first = [_of_moment(moment) for moment in moments if moment.day == piece.goes_out_on]
        yield Entry(
            piece.goes_out_on,
            "out",
            piece.title,
            url,
            theme,
            audience,
            piece,
            " · ".join(filter(None, [str(piece.get_kind_display()), *first])),
            piece.importance,
            is_wrong=bool(warnings(piece)),
            is_done=piece.state == PlannedPiece.State.LIVE,
            uid=f"plan-{piece.pk}",
        )
    for moment in moments:
        if moment.day != piece.goes_out_on:
            words, uid = _of_moment(moment) or _("everywhere"), f"plan-again-{moment.pk}"
            yield Entry(moment.day, "again", piece.title, url, theme, audience, piece, words, piece.importance, uid=uid)
    for step in piece.steps.all():
        if step.due_on and not step.done_at:
            words = " · ".join(filter(None, [piece.title, str(step.maker or ""), step.helper]))
            yield Entry(
                step.due_on,
                "due",
                step.title,
                url,
                theme,
                audience,
                piece,
                words,
                piece.importance,
                is_wrong=step.is_late,
                uid=f"plan-step-{step.pk}",
            )


def _of_moment(moment: Spreading) -> str:
    return ", ".join([*moment.network_names, *([str(moment.role)] if moment.role else [])])


def _outside_the_plan(start: date, end: date) -> Iterator[Entry]:
    """Pieces of the site that nobody planned: on the day they could first be shared."""
    pages = Shareable.objects.live().filter(planned=None).prefetch_related("themes", "audience_teams", "audience_roles")
    opened = pages.filter(share_from__date__gte=start, share_from__date__lte=end)
    published = pages.filter(share_from=None, first_published_at__date__gte=start, first_published_at__date__lte=end)
    for page in [*opened[:_PERIODS_SHOWN], *published[:_PERIODS_SHOWN]]:
        moment = page.share_from or page.first_published_at
        if moment:
            yield Entry(
                timezone.localdate(moment),
                "site",
                page.title,
                reverse("wagtailadmin_pages:edit", args=[page.pk]),
                page.theme,
                page.audience,
                words=_("on the site"),
                importance=page.priority,
                is_done=moment <= timezone.now(),
            )


def warnings(piece: PlannedPiece) -> list[str]:
    """Return what cannot work as it is planned, each as a sentence; the pieces it waits for and its steps are at hand."""
    if piece.state == PlannedPiece.State.LIVE:
        return list(_of_moments(piece))
    return [*_of_order(piece), *_of_steps(piece), *_of_day(piece)]


def warned(pieces: Iterable[PlannedPiece]) -> list[Warned]:
    """Return those about which something has to be said."""
    rows = (Warned(piece, warnings(piece)) for piece in pieces)
    return [row for row in rows if row.words]


def _of_order(piece: PlannedPiece) -> Iterator[str]:
    for other in piece.waits_for.all():
        if piece.goes_out_on is None:
            continue
        if other.goes_out_on is None:
            yield _("It comes after “%(other)s”, which has no day yet.") % {"other": other.title}
        elif other.goes_out_on >= piece.goes_out_on:
            day = date_format(other.goes_out_on, "j F")
            yield _("It comes after “%(other)s”, which goes out on %(day)s.") % {"other": other.title, "day": day}


def _of_steps(piece: PlannedPiece) -> Iterator[str]:
    before: date | None = None
    for step in piece.steps.all():
        if step.is_late and step.due_on:
            yield _("“%(step)s” should have been done on %(day)s.") % {
                "step": step.title,
                "day": date_format(step.due_on, "j F"),
            }
        if step.due_on and before and step.due_on < before and not step.done_at:
            yield _("“%(step)s” is due before the step that it waits for.") % {"step": step.title}
        before = step.due_on or before
    last = piece.last_due_on
    if piece.goes_out_on and last:
        room = (piece.goes_out_on - last).days
        if room < 0:
            yield _("It goes out before it is made: the last step is due on %(day)s.") % {
                "day": date_format(last, "j F")
            }
        elif room < piece.buffer_days:
            yield ngettext(
                "%(room)s day to spare, where %(wanted)s were wanted.",
                "%(room)s days to spare, where %(wanted)s were wanted.",
                room,
            ) % {"room": room, "wanted": piece.buffer_days}


def is_early(piece: PlannedPiece) -> bool:
    """Whether its page is there to share before the day it was planned for."""
    page, day = piece.page, piece.goes_out_on
    return page is not None and page.live and page.has_opened and day is not None and day > timezone.localdate()


def differs(piece: PlannedPiece) -> bool:
    """Whether its page opens, or goes online, on another day than the plan says; its page can follow."""
    page, day = piece.page, piece.goes_out_on
    if page is None or day is None or day < timezone.localdate() or (page.live and page.has_opened):
        return False
    moments = [page.share_from, None if page.live else page.go_live_at]
    return any(moment is not None and timezone.localdate(moment) != day for moment in moments)


def _of_day(piece: PlannedPiece) -> Iterator[str]:
    if piece.goes_out_on is None:
        return
    if piece.goes_out_on < timezone.localdate():
        yield _("Its day has passed, and it is not live.")
    elif piece.page is not None and piece.page.share_from:
        day = timezone.localdate(piece.page.share_from)
        if day != piece.goes_out_on:
            yield _("Its page may be shared from %(day)s on.") % {"day": date_format(day, "j F")}


def _of_moments(piece: PlannedPiece) -> Iterator[str]:
    """What is live may be spread again as long as it may be shared."""
    until = piece.page.share_until if piece.page is not None else None
    today = timezone.localdate()
    for moment in piece.spreadings.all():
        if until is not None and moment.day >= today and moment.day > timezone.localdate(until):
            day = date_format(moment.day, "j F")
            yield _("It is to be spread again on %(day)s, when it may not be shared any more.") % {"day": day}


class _Crowds:
    """Counts what the same people get to see on a day; teams are read once."""

    def __init__(self) -> None:
        self.parents: dict[int, int | None] | None = None
        self.languages = {code: _(str(name)) for code, name in settings.LANGUAGES}

    def of(self, here: Sequence[Entry]) -> list[str]:
        """Return a sentence for each language, team and role for whom it is too much."""
        found: list[str] = []
        for code, name in self.languages.items():
            seen = [entry.audience for entry in here if entry.audience.language == code]
            if len(seen) > MOST_A_DAY:
                found += self._in_language(seen, name)
        return found

    def _in_language(self, seen: Sequence[Audience], language: str) -> Iterator[str]:
        everybody = sum(audience.is_everybody for audience in seen)
        if everybody > MOST_A_DAY:
            yield self._words(everybody, _("everybody who reads %(language)s") % {"language": language})
            return
        for model, groups in ((Team, self._teams(seen)), (Role, self._roles(seen))):
            crowded = {pk: count for pk, count in groups.items() if everybody + count > MOST_A_DAY}
            for pk, name in model.objects.filter(pk__in=crowded).values_list("pk", "name"):
                yield self._words(everybody + crowded[pk], name)

    def _words(self, count: int, who: str) -> str:
        return _("%(count)s things on one day for %(who)s") % {"count": count, "who": who}

    def _teams(self, seen: Sequence[Audience]) -> dict[int, int]:
        """Return how many are for each team alone; what is for a team is for all that is part of it."""
        named = {team for audience in seen for team in audience.teams}
        if not named:
            return {}
        if self.parents is None:
            self.parents = dict(Team.objects.order_by().values_list("pk", "parent_id"))
        return {team: sum(bool(self._upwards(team) & audience.teams) for audience in seen) for team in named}

    def _upwards(self, team: int) -> set[int]:
        found: set[int] = set()
        at: int | None = team
        while at is not None and at not in found:
            found.add(at)
            at = (self.parents or {}).get(at)
        return found

    def _roles(self, seen: Sequence[Audience]) -> dict[int, int]:
        named = {role for audience in seen for role in audience.roles}
        return {role: sum(role in audience.roles for audience in seen) for role in named}


@dataclass(frozen=True)
class Gap:
    """A theme, a team, a role or a language, and the next day on which something comes for it."""

    name: str
    next_on: date | None
    count: int
    theme: Theme | None = None


@dataclass(frozen=True)
class Gaps:
    """Where nothing comes in the next weeks, and where something does; those with nothing first."""

    themes: list[Gap]
    teams: list[Gap]
    roles: list[Gap]
    languages: list[Gap]

    @property
    def is_empty(self) -> bool:
        return not (self.themes or self.teams or self.roles or self.languages)


def gaps(today: date | None = None) -> Gaps:
    """Return what comes in the next six weeks for each live theme, team with people, role and language."""
    start = today or timezone.localdate()
    coming = [entry for entry in entries(start, start + timedelta(weeks=GAP_WEEKS)) if entry.is_seen]
    coming = [entry for entry in coming if not entry.is_done]
    crowds = _Crowds()
    crowds.parents = dict(Team.objects.order_by().values_list("pk", "parent_id"))
    inhabited = Team.objects.filter(members__is_here=True).distinct()
    return Gaps(
        themes=_sorted(
            _gap(theme.name, [entry for entry in coming if entry.theme == theme], theme)
            for theme in Theme.objects.live().filter(programme__ends_on__gte=start)
        ),
        teams=_sorted(
            _gap(team.name, [entry for entry in coming if _is_for_team(entry, crowds._upwards(team.pk))])
            for team in inhabited
        ),
        roles=_sorted(
            _gap(role.name, [entry for entry in coming if not entry.audience.roles or role.pk in entry.audience.roles])
            for role in Role.objects.live()
        ),
        languages=_sorted(
            _gap(_(str(name)), [entry for entry in coming if entry.audience.language == code])
            for code, name in settings.LANGUAGES
        ),
    )


def _is_for_team(entry: Entry, upwards: set[int]) -> bool:
    return not entry.audience.teams or bool(entry.audience.teams & upwards)


def _gap(name: str, found: Sequence[Entry], theme: Theme | None = None) -> Gap:
    # A piece that goes round again is still one piece.
    pieces = {(entry.piece.pk if entry.piece else None, "" if entry.piece else entry.title) for entry in found}
    return Gap(name, min((entry.day for entry in found), default=None), len(pieces), theme)


def _sorted(found: Iterable[Gap]) -> list[Gap]:
    return sorted(found, key=lambda gap: (gap.count, gap.name))
