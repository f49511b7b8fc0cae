"""The stages of HR's own procedure: five are always there, more can be named between them."""

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from wagtail.log_actions import log

from ambassadors.models import User
from sharehub.models import Application, ProcedureStep

_ROOM = 100  # between the basic stages, for those that HR adds


class BasicStageError(Exception):
    """One of the five basic stages cannot be retired; nothing was changed."""


def ensure_stages() -> None:
    """The five basic stages exist; what HR changed in their names or their order stays."""
    basic = [
        ProcedureStep(key=value, kind=value, sort_order=(place + 1) * _ROOM)
        for place, value in enumerate(Application.Stage.values)
    ]
    ProcedureStep.objects.bulk_create(basic, ignore_conflicts=True)


def standing() -> dict[str, int]:
    """Return how many applications stand in each stage, by its key."""
    rows = Application.objects.order_by().values_list("step__key", "stage").annotate(number=Count("pk"))
    found: dict[str, int] = {}
    for key, kind, number in rows:
        found[key or kind] = found.get(key or kind, 0) + number
    return found


@transaction.atomic
def add(*, name: str, kind: str, by: User) -> ProcedureStep:
    """The stage stands behind the others of its kind."""
    last = ProcedureStep.objects.filter(kind=kind).order_by("-sort_order").first()
    key = f"{slugify(name)[:30] or 'stage'}-{get_random_string(6).lower()}"
    step = ProcedureStep.objects.create(key=key, name=name, kind=kind, sort_order=last.sort_order + 1 if last else 1)
    log(instance=step, action="sharehub.edit_stage", user=by, data={"name": name, "kind": kind})
    return step


@transaction.atomic
def rename(*, step: ProcedureStep, name: str, by: User) -> None:
    """The stage is called that from now on, also where applications stood in it before."""
    log(instance=step, action="sharehub.edit_stage", user=by, data={"before": str(step), "name": name})
    step.name = name
    step.save(update_fields=["name"])


@transaction.atomic
def retire(*, step: ProcedureStep, by: User) -> None:
    """Nothing can be moved to the stage any more; what stands in it stays. Raises BasicStageError."""
    if step.is_basic:
        raise BasicStageError(str(step))
    step.retired_at = timezone.now()
    step.save(update_fields=["retired_at"])
    log(instance=step, action="sharehub.edit_stage", user=by, data={"retired": str(step)})


@transaction.atomic
def bring_back(*, step: ProcedureStep, by: User) -> None:
    """The stage can be used again."""
    step.retired_at = None
    step.save(update_fields=["retired_at"])
    log(instance=step, action="sharehub.edit_stage", user=by, data={"brought back": str(step)})
