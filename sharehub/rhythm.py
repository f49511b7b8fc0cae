"""When somebody shares, and how much is asked of them beside what they have time for: theirs alone to see."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet, Value
from django.utils import timezone
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambassadors import cold_contacts
from ambassadors.models import Ambassador, AnswerRequest, Question, RoleAssignment, ThemeLink
from sharehub.models import PlannedShare, PlanPreferences, Share
from themes import charts

WEEKS = 26
_BLOCK = 2  # hours
# Fewer posts than this tell of chance, not of a habit.
_FEWEST = 5
_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Rhythm:
    """Somebody's posts of the last half year by their own clock: of each week (its Monday), and by weekday and hour."""

    weeks: Sequence[tuple[date, int]]
    by_hour: Sequence[Sequence[int]]

    @property
    def posts(self) -> int:
        """How many there were."""
        return sum(number for _monday, number in self.weeks)

    @property
    def weeks_chart(self) -> charts.LineChart:
        """The posts of each week."""
        return charts.line_chart(
            labels=[date_format(monday, "MONTH_DAY_FORMAT") for monday, _number in self.weeks],
            series=[charts.Series(_("Posts"), [number for _monday, number in self.weeks])],
        )

    @property
    def hours_chart(self) -> charts.HeatMap:
        """The posts by weekday and hour."""
        return charts.heat_map(
            columns=[f"{hour}:00" for hour in range(0, 24, _BLOCK)],
            rows=[str(WEEKDAYS_ABBR[day]) for day in range(7)],
            values=self.by_hour,
        )

    @property
    def habit(self) -> str:
        """When this person shares most, as a sentence; that it is too early to say, where the posts are few or nothing stands out."""
        most = max(number for row in self.by_hour for number in row)
        found = [
            (day, block) for day, row in enumerate(self.by_hour) for block, number in enumerate(row) if number == most
        ]
        if self.posts < _FEWEST or most < 2:
            return _("When you share: too few posts yet to see a habit")
        day, block = found[0]
        if len(found) == 1:
            words = {"day": WEEKDAYS[day], "from": f"{block * _BLOCK}:00", "to": f"{(block + 1) * _BLOCK % 24}:00"}
            return _("You share most on %(day)s between %(from)s and %(to)s") % words
        if len({one for one, _block in found}) == 1:
            return _("You share most on %(day)s") % {"day": WEEKDAYS[day]}
        return _("You share at several times of the week alike")


@dataclass(frozen=True)
class Waiting:
    """What waits for the person now, each by how many there are."""

    questions: int
    outside: int
    reminders: int
    choices: int
    contacts: int


@dataclass(frozen=True)
class Load:
    """What is asked of somebody in a month, and how often they said to have time for something (None: not said)."""

    roles: Sequence[RoleAssignment]
    of_roles: float
    questions: int
    posts: int
    answers: int
    time: int | None
    waiting: Waiting

    @property
    def asked(self) -> int:
        """About how many things a month: what the roles expect, and the questions that came in the last thirty days."""
        return round(self.of_roles + self.questions)

    @property
    def is_too_much(self) -> bool:
        """Whether it is more than they have time for."""
        return self.time is not None and self.of_roles + self.questions > self.time

    @property
    def percent(self) -> float:
        """What is asked, of what they have time for."""
        return (self.of_roles + self.questions) / self.time * 100 if self.time else 0


def rhythm(ambassador: Ambassador) -> Rhythm:
    """Return when somebody posted in the last half year; one query."""
    today = timezone.now().astimezone(ambassador.user.zone).date()
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS - 1))
    start = datetime.combine(first, datetime.min.time(), tzinfo=ambassador.user.zone)
    posts = Share.objects.by(ambassador).counting().filter(confirmed_at__gte=start).order_by()
    moments = [at.astimezone(ambassador.user.zone) for at in posts.values_list("confirmed_at", flat=True) if at]
    by_week = Counter((at.date() - first).days // 7 for at in moments)
    by_hour = Counter((at.weekday(), at.hour // _BLOCK) for at in moments)
    return Rhythm(
        [(first + timedelta(days=7 * week), by_week[week]) for week in range(WEEKS)],
        [[by_hour[day, block] for block in range(24 // _BLOCK)] for day in range(7)],
    )


def load(ambassador: Ambassador) -> Load:
    """Return what somebody carries; four queries."""
    since = timezone.now() - _MONTH
    states = AnswerRequest.State
    let_go = (states.PASSED, states.DECLINED, states.LAPSED)
    requests, questions = ambassador.answer_requests, ambassador.questions_to_answer
    invited = ambassador.theme_links.filter(state=ThemeLink.State.INVITED, theme__retired_at=None)
    found = _counted(
        {
            "came": requests.filter(offered_at__gte=since).exclude(state__in=let_go),
            "asked": questions.filter(asked_at__gte=since),
            "posts": Share.objects.by(ambassador).counting().filter(confirmed_at__gte=since),
            "answers": requests.filter(state=states.ANSWERED, ended_at__gte=since),
            "questions": questions.filter(state=Question.State.OPEN),
            "outside": requests.open(),
            "reminders": PlannedShare.objects.of(ambassador).asking(),
            "roles": ambassador.role_assignments.asked(),
            "themes": invited,
        }
    )
    roles = list(ambassador.role_assignments.current().select_related("role", "theme"))
    said = PlanPreferences.objects.filter(ambassador=ambassador).first()
    return Load(
        roles=roles,
        of_roles=sum(one.role.expected_a_month for one in roles),
        questions=found["came"] + found["asked"],
        posts=found["posts"],
        answers=found["answers"],
        time=said.times_a_month if said else None,
        waiting=Waiting(
            questions=found["questions"],
            outside=found["outside"],
            reminders=found["reminders"],
            choices=found["roles"] + found["themes"],
            contacts=len(cold_contacts.of_person(ambassador)),
        ),
    )


def _counted(rows: Mapping[str, QuerySet[Any]]) -> dict[str, int]:
    """Return how many rows each has, asked in one question."""
    each = [
        found.order_by().annotate(which=Value(name)).values_list("which").annotate(number=Count("pk"))
        for name, found in rows.items()
    ]
    return dict.fromkeys(rows, 0) | dict(each[0].union(*each[1:], all=True))
