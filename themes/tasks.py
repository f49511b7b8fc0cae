"""What runs without anyone waiting for it: readings of the night, and listening."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from themes import readings, workspace
from themes.listening import asking, hearing
from themes.models import Programme


@shared_task
def read_kpis(day: str = "") -> None:
    """Read every KPI's figure of a day (today); safe to run again."""
    readings.read_kpis(day=date.fromisoformat(day) if day else timezone.localdate())


@shared_task
def fetch_sources() -> None:
    """Every listening source whose turn it is has a message in the queue; the row itself is what waits."""
    for source_id in asking.due():
        fetch_source.delay_on_commit(source_id)


@shared_task
def fetch_source(source_id: int) -> None:
    """One source has been asked; a second message for the same turn finds nothing to do."""
    asking.ask(source_id=source_id)


@shared_task
def match_conversations(programme_id: int) -> None:
    """What was heard is under the themes as they are described now; safe to run again."""
    programme = Programme.objects.filter(pk=programme_id).first()
    if programme is not None:
        hearing.match_again(programme)


@shared_task
def forget_conversations() -> None:
    """What was heard long ago and led to nothing is gone."""
    asking.forget_old()


@shared_task
def count_steps() -> None:
    """The steps of every running programme are counted, where that takes too long for a page to wait for."""
    for programme in Programme.objects.running():
        workspace.renew_steps(programme)
