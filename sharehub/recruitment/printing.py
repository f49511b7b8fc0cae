"""HR asks for its report as a PDF, a manager for that of the programme."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from ambassadors.models import User
from sharehub import tasks
from sharehub.models import Report
from themes.metrics import Period
from themes.models import Programme


@transaction.atomic
def ask(*, period: Period, language: str, by: User, programme: Programme | None = None) -> Report:
    """Return the report that a worker will make; asked for again within the minute, it is the same one."""
    same = Report.objects.filter(
        programme=programme, starts_on=period.start, ends_on=period.end, language=language, asked_by=by
    )
    report = same.filter(asked_at__gte=timezone.now() - timedelta(minutes=1), failed_at=None).first()
    if report is None:
        report = Report.objects.create(
            programme=programme, starts_on=period.start, ends_on=period.end, language=language, asked_by=by
        )
    tasks.make_report.delay_on_commit(report.pk)
    return report
