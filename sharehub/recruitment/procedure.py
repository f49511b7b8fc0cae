"""The procedure of an application: it arrives, moves along, ends, and is forgotten."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import User
from cms.models import Vacancy
from sharehub import tasks
from sharehub.models import Application, ProcedureStep, StageChange, Touch
from sharehub.recruitment import bonuses, telling
from sharehub.recruitment.attribution import Followed, attribute
from themes import undo
from themes.models import Organisation

_ENDED = {Application.Stage.HIRED, Application.Stage.REJECTED, Application.Stage.WITHDRAWN}
_MOVED = ("stage", "step_id", "closed_at", "erase_on")
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
    remembered: Iterable[Followed] = (),
    cv: UploadedFile | None = None,
    keeps_data_a_year: bool = False,
) -> Application:
    """Return the application, with the share that caused it; the same token twice is the same application."""
    try:
        with transaction.atomic():
            application = Application(
                vacancy=vacancy,
                token=token,
                name=name,
                email=email,
                motivation=motivation,
                keeps_data_a_year=keeps_data_a_year,
            )
            application.save()
            if cv is not None:
                application.cv.save(str(cv.name), cv)
            followed = list(remembered)
            if reference and reference not in {way.code for way in followed}:
                followed.append(Followed(reference, application.created_at, Touch.How.REFERENCE))
            attribute(application, followed)
            tasks.send_application_received.delay_on_commit(application.pk)
    except IntegrityError:
        return Application.objects.get(token=token)
    return application


@transaction.atomic
def move(
    *, application: Application, from_step: str, to_step: ProcedureStep, by: User | None
) -> tuple[Application, str]:
    """The application stands in the new stage; an end starts the days after which the candidate is forgotten.

    Returns it with the token that takes the move back; the token is empty where nothing was moved. Raises
    StageMovedError when it no longer stands in `from_step` (the key of a stage).
    """
    current = _locked(application)
    if current.step_key != from_step or current.is_erased:
        raise StageMovedError(current.step_name)
    if to_step.key == from_step:
        return current, ""
    change = StageChange.objects.create(application=current, stage=to_step.kind, step=to_step, by=by)
    token = undo.keep_fields(current, _MOVED, owner=by.pk, back=str(change.pk)) if by else ""
    is_same_end = current.closed_at is not None and current.stage == to_step.kind
    current.stage, current.step = to_step.kind, to_step
    if to_step.kind not in _ENDED:
        current.closed_at = current.erase_on = None
    elif not is_same_end:
        current.closed_at = timezone.now()
        current.erase_on = erasure_day(current)
    current.save(update_fields=["stage", "step", "closed_at", "erase_on"])
    bonuses.follow(current, by=by)
    data = {"from": from_step, "to": to_step.key}
    log(instance=current, action="sharehub.move_application", user=by, data=data)
    _tell(current, before=from_step)
    return current, token


def take_back(*, application: Application, token: str, by: User) -> Application | None:
    """The move is as if it had not been, to the day of erasure; None when it is too late or somebody else's.

    Raises StageMovedError when the application was moved again or its candidate forgotten since; nothing is changed then.
    """
    kept = undo.take(token, owner=by.pk)
    if kept is None:
        return None
    with transaction.atomic():
        current = _locked(application)
        latest = current.stage_changes.last()
        if latest is None or str(latest.pk) != kept.back or current.is_erased:
            raise StageMovedError(current.step_name)
        before = current.step_key
        latest.delete()
        undo.put_back(kept)
        if latest.stage == Application.Stage.HIRED:
            bonuses.forget(current)
        current.refresh_from_db()
        bonuses.follow(current, by=by)
        log(instance=current, action="sharehub.undo_move", user=by, data={"from": before})
        _tell(current, before=before)
    return Application.objects.select_related("step").get(pk=application.pk)


def _tell(application: Application, *, before: str) -> None:
    """Other systems that want to know are told."""
    for pk in telling.plan(application, step=application.step_key, before=before, at=timezone.now()):
        tasks.deliver_webhook.delay_on_commit(pk)


def _locked(application: Application) -> Application:
    rows = Application.objects.select_related("step").select_for_update(of=("self",))
    return rows.get(pk=application.pk)


def erasure_day(application: Application, ended_on: date | None = None) -> date:
    """Return the day on which the candidate of a procedure that ended (by default today) is forgotten."""
    days = A_YEAR if application.keeps_data_a_year else Organisation.load().candidate_retention_days
    return (ended_on or timezone.localdate()) + timedelta(days=days)
