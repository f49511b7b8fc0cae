"""What the machine does later for content."""

from celery import shared_task
from django.utils import timezone

from cms import pictures
from cms.models import ImportedPicture


@shared_task
def fetch_pictures() -> None:
    """Every awaited picture whose turn it is gets its own task."""
    for pk in ImportedPicture.objects.due(timezone.now()).values_list("pk", flat=True)[:200]:
        fetch_picture.delay_on_commit(pk)


@shared_task
def fetch_picture(imported_id: int) -> None:
    """One awaited picture is fetched, or its row says what went wrong; safe to run again."""
    pictures.fetch(imported_id)
