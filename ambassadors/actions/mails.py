"""What people choose about mails, and the newsletter of the manager."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors import digests, notices
from ambassadors.models import Ambassador, MailPreferences, Newsletter, NewsletterText, Notice, User
from themes.models import Programme


class AlreadyReleased(Exception):
    """The newsletter has left and is what people read; it does not change any more."""


class NothingToSend(Exception):
    """The newsletter has no text."""


@transaction.atomic
def choose_mails(*, preferences: MailPreferences) -> None:
    """The person gets these mails at these times, and those that wait follow."""
    preferences.save()
    digests.reschedule(preferences.ambassador)


@transaction.atomic
def stop_mails(*, ambassador: Ambassador, kind: str) -> None:
    """The person gets no mails of this kind any more, those that wait included; again is the same as once."""
    chosen = notices.preferences(ambassador)
    setattr(chosen, notices.STOPPABLE[kind], False)
    chosen.save()
    Notice.objects.waiting().filter(user=ambassador.user, kind=kind).delete()


@transaction.atomic
def write_newsletter(
    *, programme: Programme, newsletter: Newsletter | None, texts: Mapping[str, tuple[str, str]], by: User
) -> Newsletter:
    """The draft reads so: subject and text by language; raises AlreadyReleased."""
    if newsletter is None:
        newsletter = Newsletter.objects.create(programme=programme, written_by=by)
    locked = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if locked.released_at:
        raise AlreadyReleased
    locked.texts.exclude(language__in=texts).delete()
    for language, (subject, body) in texts.items():
        NewsletterText.objects.update_or_create(
            newsletter=locked, language=language, defaults={"subject": subject, "body": body}
        )
    log(instance=locked, action="ambassadors.write_newsletter", user=by, data={"programme": programme.pk})
    return locked


@transaction.atomic
def release_newsletter(*, newsletter: Newsletter, by: User) -> None:
    """The newsletter leaves to everybody who wants it; raises AlreadyReleased the second time, NothingToSend without text."""
    locked = Newsletter.objects.select_for_update().get(pk=newsletter.pk)
    if locked.released_at:
        raise AlreadyReleased
    if not locked.texts.exists():
        raise NothingToSend
    locked.released_at = timezone.now()
    locked.save(update_fields=["released_at"])
    log(instance=locked, action="ambassadors.release_newsletter", user=by, data={"programme": locked.programme_id})
