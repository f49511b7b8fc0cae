"""When somebody may share a piece, and when it would do well: their clock, their pace, their rest, and their colleagues' plans.

Every rule that stands in the way says in words why, and from when on it no longer does; so a refusal always names the next
moment that would do.
"""

from bisect import bisect_left, insort
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors import notices
from ambassadors.models import Ambassador, MailPreferences
from cms.models import Shareable
from sharehub.models import PlannedShare, PlanPreferences, Share
from sharehub.models.shares import ShareQuerySet

GAP = timedelta(minutes=30)  # between two posts of one person
APART = timedelta(minutes=10)  # between colleagues with the same piece on the same network
HORIZON = timedelta(days=90)
_GRID = timedelta(minutes=5)
_MORNING = time(9)
_TRIES = 3000


@dataclass(frozen=True)
class Obstacle:
    """Why a moment will not do, in words, and from when on this no longer stands in the way; None where it always will."""

    words: str
    until: datetime | None


@dataclass(frozen=True)
class Diary:
    """What decides when one person may share one piece on one network; read once."""

    preferences: MailPreferences
    most_per_day: int
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    # Sorted: when the person posts or posted, and when colleagues share the same piece there.
    own: list[datetime] = field(default_factory=list)
    colleagues: list[datetime] = field(default_factory=list)
    now: datetime = field(default_factory=timezone.now)

    @property
    def ambassador(self) -> Ambassador:
        """Whose diary it is."""
        return self.preferences.ambassador

    @property
    def zone(self) -> ZoneInfo:
        """The clock that the person reads."""
        return self.ambassador.user.zone

    @property
    def soonest(self) -> datetime:
        """The first moment that is worth planning: five minutes from now, on the grid."""
        return _on_grid(self.now + _GRID)

    def day_of(self, moment: datetime) -> date:
        """Return the day by the person's own clock."""
        return moment.astimezone(self.zone).date()

    def obstacle(self, moment: datetime) -> Obstacle | None:
        """Return what stands in the way of a moment; None where it will do."""
        for rule in (_passed, _too_far, _closed, _not_open, _away, _quiet, _too_close, _too_many, _all_at_once):
            if found := rule(self, moment):
                return found
        return None

    def next_free(self, after: datetime) -> datetime | None:
        """Return the first moment from then on that will do, on the grid; None where the piece closes before."""
        moment = _on_grid(after)
        for _try in range(_TRIES):
            found = self.obstacle(moment)
            if found is None:
                return moment
            if found.until is None:
                return None
            moment = max(_on_grid(found.until), moment + _GRID)
        return None

    def take(self, moment: datetime) -> None:
        """The moment is the person's own from now on."""
        insort(self.own, moment)


def diary(ambassador: Ambassador, piece: Shareable, network: str, *, besides: PlannedShare | None = None) -> Diary:
    """Return what decides when this person may share a piece on a network; a plan that is to move stands not in its own way."""
    now = timezone.now()
    preferences = notices.preferences(ambassador)
    chosen = PlanPreferences.objects.filter(ambassador=ambassador).first() or PlanPreferences(ambassador=ambassador)
    plans = PlannedShare.objects.open().filter(due_at__gte=now - timedelta(days=1))
    if besides is not None:
        plans = plans.exclude(pk=besides.pk)
    posted = Share.objects.counting().by(ambassador).filter(confirmed_at__gte=now - timedelta(days=1))
    others = plans.exclude(share__ambassador=ambassador).filter(share__piece=piece.pk, share__network=network)
    return Diary(
        preferences=preferences,
        most_per_day=chosen.most_per_day,
        opens_at=piece.share_from,
        closes_at=_closes_at(piece, ambassador),
        own=sorted([*plans.of(ambassador).values_list("due_at", flat=True), *_times(posted)]),
        colleagues=list(others.order_by("due_at").values_list("due_at", flat=True)),
        now=now,
    )


def _times(posted: ShareQuerySet) -> list[datetime]:
    return [at for at in posted.values_list("confirmed_at", flat=True) if at is not None]


def by_the_clock(written: datetime, zone: ZoneInfo) -> list[datetime]:
    """Return the moments at which a clock shows that: one, or two when it goes back, or none when it goes forward over it."""
    first, second = (written.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return [first]
    shown = first.astimezone(zone).replace(tzinfo=None, fold=0)
    return [first, second] if shown == written.replace(fold=0) else []


def in_words(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment as people say it: day and time by their own clock."""
    local = moment.astimezone(zone)
    words = {"day": date_format(local, _("D j F")), "time": time_format(local, "H:i")}
    said = _("%(day)s at %(time)s") % words
    clocks = by_the_clock(local.replace(tzinfo=None, fold=0), zone)
    if len(clocks) == 2:
        before = moment.astimezone(UTC) == clocks[0]
        said += " " + (_("(before the clock goes back)") if before else _("(after the clock went back)"))
    return said


def _passed(diary: Diary, moment: datetime) -> Obstacle | None:
    if moment > diary.now:
        return None
    return Obstacle(_("That moment has passed."), diary.soonest)


def _too_far(diary: Diary, moment: datetime) -> Obstacle | None:
    if moment <= diary.now + HORIZON:
        return None
    return Obstacle(_("Plans reach three months ahead, so that you still know what you meant."), None)


def _closed(diary: Diary, moment: datetime) -> Obstacle | None:
    if diary.closes_at is None or moment < diary.closes_at:
        return None
    when = in_words(diary.closes_at, diary.zone)
    return Obstacle(_("This piece may be shared until %(when)s.") % {"when": when}, None)


def _not_open(diary: Diary, moment: datetime) -> Obstacle | None:
    if diary.opens_at is None or moment >= diary.opens_at:
        return None
    when = in_words(diary.opens_at, diary.zone)
    return Obstacle(_("This piece may be shared from %(when)s.") % {"when": when}, diary.opens_at)


def _away(diary: Diary, moment: datetime) -> Obstacle | None:
    until = diary.ambassador.paused_until
    if until is None or diary.day_of(moment) > until:
        return None
    words = _("You are away until %(day)s.") % {"day": date_format(until, "j F")}
    return Obstacle(words, _morning_after(until, diary.zone))


def _quiet(diary: Diary, moment: datetime) -> Obstacle | None:
    after = diary.preferences.after_quiet(moment)
    if after == moment:
        return None
    hours = {
        "start": time_format(diary.preferences.quiet_from, "H:i"),
        "end": time_format(diary.preferences.quiet_until, "H:i"),
    }
    return Obstacle(_("Between %(start)s and %(end)s are your quiet hours.") % hours, after)


def _too_close(diary: Diary, moment: datetime) -> Obstacle | None:
    near = _near(diary.own, moment, GAP)
    if near is None:
        return None
    words = _("You share something at %(time)s already; half an hour between two posts reads better.")
    return Obstacle(words % {"time": time_format(near.astimezone(diary.zone), "H:i")}, near + GAP)


def _too_many(diary: Diary, moment: datetime) -> Obstacle | None:
    day = diary.day_of(moment)
    if sum(diary.day_of(taken) == day for taken in diary.own) < diary.most_per_day:
        return None
    most = diary.most_per_day
    words = ngettext(
        "You have a post that day, and want %(n)s a day at most.",
        "You have your posts for that day: you want %(n)s a day at most.",
        most,
    )
    return Obstacle(words % {"n": most}, _morning_after(day, diary.zone))


def _all_at_once(diary: Diary, moment: datetime) -> Obstacle | None:
    near = _near(diary.colleagues, moment, APART)
    if near is None:
        return None
    words = _("Colleagues share this piece there at about that time. Spread out, more people see it.")
    return Obstacle(words, near + APART)


def _near(sorted_moments: list[datetime], moment: datetime, gap: timedelta) -> datetime | None:
    """Return the last moment that is less than a gap away; None where there is room."""
    after = bisect_left(sorted_moments, moment + gap)
    last = sorted_moments[after - 1] if after else None
    return last if last is not None and last > moment - gap else None


def _closes_at(piece: Shareable, ambassador: Ambassador) -> datetime | None:
    """Return when sharing ends: at its own moment, and of a vacancy with the last day on which one can apply."""
    last = getattr(piece.specific, "valid_through", None)
    ends = _morning_after(last, timezone.get_default_timezone(), time()) if last else None
    return min((moment for moment in (piece.share_until, ends) if moment is not None), default=None)


def _morning_after(day: date, zone: tzinfo, at: time = _MORNING) -> datetime:
    return datetime.combine(day + timedelta(days=1), at, tzinfo=zone)


def _on_grid(moment: datetime) -> datetime:
    """Return the moment, or the next one that is a multiple of five minutes."""
    exact = moment.astimezone(UTC)
    over = exact.timestamp() % _GRID.total_seconds()
    return exact + timedelta(seconds=_GRID.total_seconds() - over) if over else exact
