"""The procedure of an application: it arrives, moves along, ends, and is forgotten."""

from datetime import date, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import User
from cms.models import Vacancy
from sharehub import tasks
from sharehub.models import Application, StageChange
from sharehub.recruitment.attribution import share_of
from themes.models import Organisation

_ENDED = {Application.Stage.HIRED, Application.Stage.REJECTED, Application.Stage.WITHDRAWN}
A_YEAR = 365


class StageMovedError(Exception):
    """Someone else moved the application first; nothing was changed."""


def apply(
    *,
    vacancy: Vacancy,
    token: UUID,
    name: str,
    email: str,
    motivation: str,
    reference: str = "",
    cv: UploadedFile | None = None,
    keeps_data_a_year: bool = False,
) -> Application:
    """Return the application, with the share that caused it; the same token twice is the same application."""
    share = share_of(reference)
    try:
        with transaction.atomic():
            application = Application(
                vacancy=vacancy,
                token=token,
                share=share,
                network=share.network if share else "",
                name=name,
                email=email,
                motivation=motivation,
                keeps_data_a_year=keeps_data_a_year,
            )
            application.save()
            if cv is not None:
                application.cv.save(str(cv.name), cv)
            tasks.send_application_received.delay_on_commit(application.pk)
    except IntegrityError:
        return Application.objects.get(token=token)
    return application


@transaction.atomic
def move(*, application: Application, from_stage: str, to_stage: str, by: User) -> Application:
    """The application stands in the new stage; an end starts the days after which the candidate is forgotten.

    Raises StageMovedError when it no longer stands in `from_stage`.
    """
    current = Application.objects.select_for_update().get(pk=application.pk)
    if current.stage != from_stage or current.is_erased:
        raise StageMovedError(current.get_stage_display())
    if to_stage == from_stage:
        return current
    current.stage = to_stage
    current.closed_at = timezone.now() if to_stage in _ENDED else None
    current.erase_on = _erasure_day(current) if to_stage in _ENDED else None
    current.save(update_fields=["stage", "closed_at", "erase_on"])
    StageChange.objects.create(application=current, stage=to_stage, by=by)
    log(instance=current, action="sharehub.move_application", user=by, data={"from": from_stage, "to": to_stage})
    return current


def _erasure_day(application: Application) -> date:
    days = A_YEAR if application.keeps_data_a_year else Organisation.load().candidate_retention_days
    return timezone.localdate() + timedelta(days=days)
