"""Other systems are told by webhook when an application moves along: planned in the same transaction, sent later, again until it works."""

import json
from datetime import datetime, timedelta

from django.contrib.auth.models import Group
from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import mails, notices
from ambassadors.models import Notice, User
from sharehub import vault
from sharehub.models import Application, WebhookDelivery, WebhookReceipt, WebhookTarget
from sharehub.recruitment import signing
from themes import calling, fetching, permissions

Kind, Problem = WebhookDelivery.Kind, WebhookDelivery.Problem
KIND = "webhook_off"
# After each failure; who answers nothing for three days is switched off, sooner than the last of them.
_AGAIN = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 300, 600, 840, 1200, 1440)]
_PATIENCE = timedelta(days=3)
# Whoever died while sending is found by the sweep after that.
_LEASE = timedelta(minutes=5)
_KEPT_DAYS = 30
_GONE = 410
_BATCH = 500


def register() -> None:
    """HR is told by mail when a connection was switched off."""
    notices.register(KIND, letter)


def plan(application: Application, *, step: str, before: str, at: datetime) -> list[int]:
    """Every system that wants to know has a delivery waiting; return their ids."""
    targets = list(WebhookTarget.objects.switched_on())
    if not targets:
        return []
    data = _data(application, step=step, before=before)
    made = []
    for target in targets:
        kinds = [Kind.STAGE] if target.tells_stages else []
        if target.tells_hires and application.stage == Application.Stage.HIRED:
            kinds.append(Kind.HIRED)
        for kind in kinds:
            payload = {"type": kind.value, "timestamp": at.isoformat(), "data": data}
            delivery = WebhookDelivery.objects.create(
                target=target, application=application, kind=kind, payload=payload, made_at=at, next_try_at=at
            )
            made.append(delivery.pk)
    return made


def _data(application: Application, *, step: str, before: str) -> dict[str, object]:
    """Numbers and stages only: neither the candidate nor the colleague can be read from it."""
    return {
        "id": application.pk,
        "external_id": application.external_id,
        "vacancy": application.vacancy.identifier or str(application.vacancy_id),
        "stage": application.stage,
        "step": step,
        "previous_step": before,
        "through_ambassador": application.share_id is not None,
        "network": application.network,
        "applied_at": application.created_at.isoformat(),
    }


def plan_test(target: WebhookTarget) -> WebhookDelivery:
    """A message that means nothing waits for the system, to see whether it arrives."""
    payload = {"type": Kind.TEST.value, "timestamp": timezone.now().isoformat(), "data": {"from": "ambassadors"}}
    return WebhookDelivery.objects.create(target=target, kind=Kind.TEST, payload=payload)


def plan_again(delivery: WebhookDelivery) -> None:
    """The same message, under the same number, is sent once more."""
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        tries=0, next_try_at=timezone.now(), delivered_at=None, problem="", status=None
    )


def due() -> list[int]:
    """Return the deliveries whose time has come."""
    rows = WebhookDelivery.objects.due(timezone.now()).order_by("next_try_at", "pk")
    return list(rows.values_list("pk", flat=True)[:_BATCH])


def deliver(*, delivery_id: int) -> None:
    """The message arrived, or is tried again later; who answers nothing for long is told nothing any more.

    The row is claimed before anything is sent, so a message of the queue that comes twice sends once.
    """
    now = timezone.now()
    due = WebhookDelivery.objects.due(now).filter(pk=delivery_id)
    if not due.update(tries=F("tries") + 1, next_try_at=now + _LEASE):
        return
    delivery = WebhookDelivery.objects.select_related("target").get(pk=delivery_id)
    target = delivery.target
    body = json.dumps(delivery.payload, separators=(",", ":")).encode()
    try:
        signed = signing.headers(target.keys(now), message_id=delivery.message_id, at=now, body=body)
        headers = {**signed, "content-type": "application/json"}
        answer = calling.call("POST", target.url, headers=headers, content=body)
    except (fetching.FetchError, vault.Unreadable) as error:
        _failed(delivery, _problem_of(error))
        return
    if not answer.is_good:
        _failed(delivery, Problem.ANSWER, answer.status, answer.wait)
        return
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        delivered_at=timezone.now(), next_try_at=None, status=answer.status, problem=""
    )
    WebhookTarget.objects.filter(pk=target.pk).update(failing_since=None)


def _problem_of(error: Exception) -> str:
    match error:
        case fetching.AddressRefused():
            return Problem.REFUSED
        case fetching.TooSlow():
            return Problem.SLOW
        case vault.Unreadable():
            return Problem.SECRET
    return Problem.UNREACHED


def _failed(delivery: WebhookDelivery, problem: str, status: int | None = None, wait: timedelta | None = None) -> None:
    now = timezone.now()
    is_last = delivery.tries > len(_AGAIN) or delivery.kind == Kind.TEST
    pause = timedelta() if is_last else max(_AGAIN[delivery.tries - 1], wait or timedelta())
    WebhookDelivery.objects.filter(pk=delivery.pk).update(
        next_try_at=None if is_last else now + pause, status=status, problem=problem
    )
    if delivery.kind == Kind.TEST:
        return
    mine = WebhookTarget.objects.switched_on().filter(pk=delivery.target_id)
    mine.filter(failing_since=None).update(failing_since=now)
    is_enough = mine if status == _GONE else mine.filter(failing_since__lte=now - _PATIENCE)
    if is_enough.update(off_at=now, gave_up=True):
        for user in User.objects.filter(is_active=True, groups__in=Group.objects.filter(name=permissions.HR)):
            notices.plan(user, KIND, f"{KIND}:{delivery.target_id}:{now:%Y%m%d%H%M}:{user.pk}", delivery.target_id)


def letter(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail about a connection that was switched off; None where it was switched on again meanwhile."""
    target = WebhookTarget.objects.filter(pk=notice.subject_id or 0, gave_up=True).exclude(off_at=None).first()
    if target is None:
        return None
    context = {
        "target": target,
        "person": notice.user,
        "action_url": mails.absolute(reverse("sharehub:webhook_target", args=[target.pk])),
        "action_label": _("Look at it"),
    }
    user = notice.user
    return mails.compose("sharehub/mail/webhook_off", to=user.email, language=user.language, context=context)


def forget() -> int:
    """What was sent or came in more than thirty days ago is gone; return how many deliveries."""
    before = timezone.now() - timedelta(days=_KEPT_DAYS)
    WebhookReceipt.objects.filter(at__lt=before).delete()
    return WebhookDelivery.objects.filter(made_at__lt=before).delete()[0]
