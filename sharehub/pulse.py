"""The pulse survey: who is asked, what it says once it is closed, and one reminder to who has not answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Avg, Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ambassadors import mails, notices, privacy
from ambassadors.models import Ambassador, Notice
from ambassadors.taking_part import in_programme
from sharehub.models import Pulse, PulseAnswer
from sharehub.models.pulse import PULSE_STATEMENTS
from themes.kept import forget, kept
from themes.metrics import Period
from themes.models import Programme

KIND = "pulse"
_RUNNING = "pulses"
_REMIND_AFTER = timedelta(days=5)
_AGREES_FROM = 4


@dataclass(frozen=True)
class Statement:
    """What people said about one statement; None where too few answered it."""

    words: str | Promise
    answered: int
    average: float | None
    agree: int | None


@dataclass(frozen=True)
class Result:
    """What a closed survey says: nothing where too few answered; `words` in no order, only where enough people wrote some."""

    pulse: Pulse
    answered: int
    is_few: bool
    statements: tuple[Statement, ...] = ()
    words: tuple[str, ...] = ()
    has_few_words: bool = False


def register() -> None:
    """The one reminder has its words."""
    notices.register(KIND, reminder)


def waiting_for(ambassador: Ambassador, programmes: Iterable[Programme]) -> Pulse | None:
    """Return the survey of one of these programmes that the person is asked and has not answered.

    Most days there is none, and a page that everybody opens should not have to ask: that is kept for a minute.
    """
    running = kept(_RUNNING, lambda: set(Pulse.objects.open().values_list("programme", flat=True)), fresh_for=60).value
    ids = running.intersection(programme.pk for programme in programmes)
    if not ids:
        return None
    return Pulse.objects.open().filter(programme__in=ids).exclude(replies__ambassador=ambassador).first()


def forget_running() -> None:
    """The next page that asks looks anew whether people are asked something."""
    forget(_RUNNING)


def result(pulse: Pulse) -> Result | None:
    """Return what a survey says; None while it is open, because each new answer could be found from the one before."""
    if pulse.closed_at is None:
        return None
    minimum = privacy.threshold()
    sums = {f"{name}_count": Count(name) for name in PULSE_STATEMENTS}
    means = {f"{name}_average": Avg(name) for name in PULSE_STATEMENTS}
    agree = {f"{name}_agree": Count("pk", filter=Q(**{f"{name}__gte": _AGREES_FROM})) for name in PULSE_STATEMENTS}
    found = pulse.answers.order_by().aggregate(answered=Count("pk"), **sums, **means, **agree)
    answered = found["answered"]
    if answered < minimum:
        return Result(pulse, answered=0, is_few=True)
    words = tuple(pulse.answers.exclude(words="").values_list("words", flat=True))
    return Result(
        pulse,
        answered,
        is_few=False,
        statements=tuple(_statement(name, found, minimum) for name in PULSE_STATEMENTS),
        words=words if len(words) >= minimum else (),
        has_few_words=0 < len(words) < minimum,
    )


def _statement(name: str, found: dict[str, float], minimum: int) -> Statement:
    answered = int(found[f"{name}_count"])
    words = PulseAnswer._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    if answered < minimum:
        return Statement(words, 0, None, None)
    return Statement(words, answered, round(float(found[f"{name}_average"]), 1), int(found[f"{name}_agree"]))


def result_of(programme_id: int, period: Period) -> Result | None:
    """Return what the last survey says that was closed in a period."""
    found = Pulse.objects.exclude(closed_at=None).filter(programme=programme_id)
    pulse = found.filter(closes_on__range=(period.start, period.end)).order_by("-closes_on").first()
    return result(pulse) if pulse else None


def close() -> None:
    """Surveys whose last day is over are closed, and their answers written anew in the order of their random keys.

    Rows of a database lie in the order in which they came: without this, whoever runs it could lay answers beside replies.
    """
    for pulse in Pulse.objects.to_close():
        with transaction.atomic():
            if not Pulse.objects.filter(pk=pulse.pk, closed_at=None).update(closed_at=timezone.now()):
                continue
            answers = list(pulse.answers.order_by("pk"))
            pulse.answers.all().delete()
            PulseAnswer.objects.bulk_create(answers)


def reminds(pulse: Pulse) -> bool:
    """Whether a survey is open long enough for its reminder."""
    return pulse.closes_on - pulse.opens_on >= _REMIND_AFTER


def plan_reminders() -> None:
    """Who has not answered some days after a survey opened has one reminder; again is the same as once."""
    since = timezone.localdate() - _REMIND_AFTER
    for pulse in Pulse.objects.open().filter(opens_on__lte=since).select_related("programme"):
        waiting = in_programme(pulse.programme).exclude(pulse_replies__pulse=pulse)
        planned = Notice.objects.filter(kind=KIND, subject_id=pulse.pk).values("user")
        for person in waiting.exclude(user__in=planned).select_related("user")[:1000]:
            notices.plan(person.user, KIND, f"{KIND}:{pulse.pk}:{person.pk}", pulse.pk)


def reminder(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail; nothing once the person answered, left or pauses, or the survey is over."""
    pulse = Pulse.objects.open().filter(pk=notice.subject_id or 0).select_related("programme").first()
    person = Ambassador.objects.active().filter(user=notice.user).select_related("user").first()
    if pulse is None or person is None or person.is_paused or pulse.replies.filter(ambassador=person).exists():
        return None
    context = {
        "person": person,
        "pulse": pulse,
        "action_url": mails.absolute(reverse("sharehub:pulse_answer", args=[pulse.pk])),
        "action_label": _("Answer in a minute"),
    }
    return mails.compose("sharehub/mail/pulse", to=person.user.email, language=person.user.language, context=context)
