"""My week by mail: what is there to tell one person; told by this app and by apps above it.

A digest is planned once a week for everybody who wants it, on the weekday they chose, at nine by their own clock or when their quiet
hours end. When nothing is to be told no mail leaves.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import mails, notices
from ambassadors.models import Ambassador, MailPreferences, Notice, Question
from ambassadors.models.notices import after_quiet

_AT = time(9)
_WEEK = timedelta(days=7)
_BATCH = 5000


@dataclass(frozen=True)
class Line:
    """One sentence, with where it leads."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Section:
    """What there is to tell about one thing."""

    title: str
    lines: tuple[Line, ...]


Teller = Callable[[Ambassador, datetime], Section | None]
_tellers: dict[str, Teller] = {}


def register_section(key: str, teller: Teller) -> None:
    """The section is in every digest; the callable gets the person and since when, None has nothing to tell."""
    _tellers[key] = teller


def register() -> None:
    """Digests have their words, and tell what waits at the help desk."""
    notices.register("digest", digest)
    register_section("questions", questions)


def sections(ambassador: Ambassador, since: datetime) -> list[Section]:
    """Return what there is to tell a person, in order of registration."""
    made = (tell(ambassador, since) for tell in _tellers.values())
    return [section for section in made if section is not None and section.lines]


def plan() -> None:
    """Everybody who wants a digest has the one of the coming week planned; again is the same as once."""
    today = timezone.localdate()
    coming = Notice.objects.filter(user=OuterRef("user"), kind="digest", due_at__gt=timezone.now())
    fresh = Notice.objects.filter(
        user=OuterRef("user"), kind="digest", created_at__gt=timezone.now() - timedelta(days=5)
    )
    people = Ambassador.objects.active().exclude(mail_preferences__weekly_digest=False)
    people = people.exclude(paused_until__gte=today).exclude(Exists(coming)).exclude(Exists(fresh))
    found = people.select_related("user", "mail_preferences").order_by("pk")[:_BATCH]
    Notice.objects.bulk_create((_notice(person) for person in found), ignore_conflicts=True, batch_size=1000)


def reschedule(ambassador: Ambassador) -> None:
    """A digest that still waits leaves on the day the person chose now, or not at all."""
    chosen = notices.preferences(ambassador)
    waiting = Notice.objects.waiting().filter(user=ambassador.user, kind="digest")
    if not chosen.weekly_digest:
        waiting.delete()
        return
    waiting.update(due_at=_next(chosen, timezone.now()))


def _notice(ambassador: Ambassador) -> Notice:
    chosen = getattr(ambassador, "mail_preferences", None) or MailPreferences(ambassador=ambassador)
    due_at = _next(chosen, timezone.now())
    week = due_at.astimezone(ambassador.user.zone).isocalendar()
    key = f"digest:{ambassador.pk}:{week.year}-W{week.week:02}"
    return Notice(user=ambassador.user, kind="digest", key=key, subject_id=ambassador.pk, due_at=due_at)


def _next(chosen: MailPreferences, now: datetime) -> datetime:
    """Return the next moment of the chosen weekday, by the person's own clock."""
    user = chosen.ambassador.user
    local = now.astimezone(user.zone)
    day: date = local.date() + timedelta(days=(chosen.weekday - local.weekday()) % 7)
    at = datetime.combine(day, _AT, tzinfo=user.zone)
    if at <= local:
        at = datetime.combine(day + _WEEK, _AT, tzinfo=user.zone)
    return after_quiet(at, user, chosen.quiet_from, chosen.quiet_until)


def digest(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail; nothing for a week that brought nothing, or for who wants none or left."""
    person = Ambassador.objects.active().select_related("user", "team").filter(user=notice.user).first()
    if person is None or person.is_paused or not notices.preferences(person).weekly_digest:
        return None
    return letter(person)


def letter(ambassador: Ambassador) -> EmailMultiAlternatives | None:
    """Return the digest that this person would get now, in the language that is active; None without anything to tell."""
    told = sections(ambassador, timezone.now() - _WEEK)
    if not told:
        return None
    context = {
        "person": ambassador,
        "sections": told,
        "action_url": mails.absolute(reverse("sharehub:feed")),
        "action_label": _("Open your page"),
        "settings_url": mails.absolute(reverse("ambassadors:me_mails")),
        "stop_url": mails.absolute(notices.unsubscription_path(ambassador.user, "digest")),
    }
    language = ambassador.user.language
    return mails.compose("ambassadors/mail/digest", to=ambassador.user.email, language=language, context=context)


def questions(ambassador: Ambassador, since: datetime) -> Section | None:
    """Tell which questions wait for this person, and who thanked for an answer."""
    waiting = Question.objects.open().filter(expert=ambassador).order_by(F("due_at"))[:3]
    lines = [Line(question.text[:140], _address(question)) for question in waiting]
    thanked = Question.objects.filter(expert=ambassador, thanked_at__gte=since).select_related("asker__user")[:3]
    lines += [Line(_("%(name)s thanked you for an answer.") % {"name": row.asker}, _address(row)) for row in thanked]
    return Section(_("Questions for you"), tuple(lines)) if lines else None


def _address(question: Question) -> str:
    return mails.absolute(reverse("ambassadors:help_detail", args=[question.pk]))
