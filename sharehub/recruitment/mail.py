"""What candidates are told."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from sharehub.models import Application
from themes.models import Organisation


def acknowledge(*, application_id: int) -> None:
    """The candidate is told once that the application arrived; a failed mail is tried again by the sweep."""
    mine = Application.objects.unacknowledged().filter(pk=application_id)
    if not mine.update(acknowledged_at=timezone.now()):
        return
    application = Application.objects.select_related("vacancy").get(pk=application_id)
    try:
        _message(application).send()
    except OSError:
        Application.objects.filter(pk=application_id).update(acknowledged_at=None)
        raise


def _message(application: Application) -> EmailMultiAlternatives:
    context = {
        "application": application,
        "organisation": Organisation.load(),
        "base_url": settings.WEB_BASE_URL,
        "language": application.vacancy.language,
    }
    with translation.override(application.vacancy.language):
        subject = render_to_string("sharehub/mail/application_received.subject.txt", context).strip()
        message = EmailMultiAlternatives(
            subject, render_to_string("sharehub/mail/application_received.txt", context), to=[application.email]
        )
        message.attach_alternative(render_to_string("sharehub/mail/application_received.html", context), "text/html")
    return message
