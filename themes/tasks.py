"""Work of the night."""

from datetime import date

from celery import shared_task
from django.utils import timezone

from themes import readings


@shared_task
def read_kpis(day: str = "") -> None:
    """Read every KPI's figure of a day (today); safe to run again."""
    readings.read_kpis(day=date.fromisoformat(day) if day else timezone.localdate())
