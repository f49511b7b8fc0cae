"""The manager's letter to everybody who wants it: planned in portions, each mail once."""

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from ambassadors import mails, notices
from ambassadors.models import Ambassador, MailPreferences, Newsletter, Notice, User
from ambassadors.models.notices import after_quiet
from ambassadors.models.people import AmbassadorQuerySet
from ambassadors.taking_part import in_programme
from themes.models import Programme

_BATCH = 5000


def register() -> None:
    """Newsletters have their words."""
    notices.register("newsletter", newsletter)


def readers(programme: Programme) -> AmbassadorQuerySet:
    """Return who gets a newsletter of this programme that leaves now: of several programmes, those who take part in it."""
    wanted = Q(mail_preferences=None) | Q(mail_preferences__newsletter=True)
    return in_programme(programme).exclude(paused_until__gte=timezone.localdate()).filter(wanted)


def plan() -> None:
    """Every reader of a released newsletter has a notice; portion by portion, again is the same as once."""
    for letter in Newsletter.objects.exclude(released_at=None).filter(planned_at=None).select_related("programme"):
        _plan(letter)


def _plan(letter: Newsletter) -> None:
    planned = Notice.objects.filter(user=OuterRef("user"), kind="newsletter", subject_id=letter.pk)
    people = (
        readers(letter.programme)
        .exclude(Exists(planned))
        .select_related("user", "mail_preferences")
        .order_by("pk")[:_BATCH]
    )
    with transaction.atomic():
        made = Notice.objects.bulk_create((_notice(letter, person) for person in people), ignore_conflicts=True)
        if len(made) < _BATCH:
            Newsletter.objects.filter(pk=letter.pk).update(planned_at=timezone.now())


def _notice(letter: Newsletter, person: Ambassador) -> Notice:
    chosen = getattr(person, "mail_preferences", None) or MailPreferences(ambassador=person)
    due_at = after_quiet(timezone.now(), person.user, chosen.quiet_from, chosen.quiet_until)
    key = f"newsletter:{letter.pk}:{person.pk}"
    return Notice(user=person.user, kind="newsletter", key=key, subject_id=letter.pk, due_at=due_at)


def newsletter(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail; nothing for who wants none any more, who pauses or who left."""
    found = Newsletter.objects.select_related("written_by", "programme").filter(pk=notice.subject_id or 0).first()
    if found is None or not readers(found.programme).filter(user=notice.user).exists():
        return None
    return letter_for(found, notice.user)


def letter_for(found: Newsletter, user: User) -> EmailMultiAlternatives | None:
    """Return the newsletter as this person would get it; None without a text."""
    text = found.text_for(user.language)
    if text is None:
        return None
    context = {
        "text": text,
        "writer": found.written_by,
        "settings_url": mails.absolute(reverse("ambassadors:me_mails")),
        "stop_url": mails.absolute(notices.unsubscription_path(user, "newsletter")),
    }
    return mails.compose("ambassadors/mail/newsletter", to=user.email, language=user.language, context=context)
