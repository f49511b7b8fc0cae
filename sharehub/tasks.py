"""Background work of the hub; each task calls one function and may run twice."""

from celery import shared_task
from django.utils import timezone

from sharehub.models import Application
from sharehub.recruitment import erasure, mail


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_application_received(application_id: int) -> None:
    """Tell a candidate that the application arrived."""
    mail.acknowledge(application_id=application_id)


@shared_task
def acknowledge_applications() -> None:
    """Tell the candidates whose message was lost on the way."""
    for pk in Application.objects.unacknowledged().values_list("pk", flat=True)[:200]:
        send_application_received.delay_on_commit(pk)


@shared_task
def delete_candidates() -> None:
    """Forget the candidates whose day has come."""
    erasure.erase_candidates(on=timezone.localdate())
