"""HR's connections to other systems: made, given a new secret, switched off and on, tried out."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import User
from sharehub import tasks
from sharehub.models import WebhookDelivery, WebhookSource, WebhookTarget
from sharehub.recruitment import telling

Webhook = WebhookTarget | WebhookSource


@transaction.atomic
def make(*, connection: Webhook, by: User) -> Webhook:
    """The connection is there."""
    connection.made_by = by
    connection.save()
    log(instance=connection, action="sharehub.make_webhook", user=by)
    return connection


@transaction.atomic
def rotate(*, connection: Webhook, by: User) -> None:
    """There is a new secret; the one before holds for a day more."""
    connection.rotate(timezone.now())
    log(instance=connection, action="sharehub.rotate_secret", user=by)


@transaction.atomic
def switch(*, connection: Webhook, on: bool, by: User) -> None:
    """Messages go and come, or do not; what waited meanwhile goes when it is on again."""
    connection.off_at = None if on else timezone.now()
    if isinstance(connection, WebhookTarget):
        connection.failing_since, connection.gave_up = None, False
        connection.save(update_fields=["off_at", "failing_since", "gave_up"])
        for pk in connection.deliveries.due(timezone.now()).values_list("pk", flat=True)[:100] if on else ():
            tasks.deliver_webhook.delay_on_commit(pk)
    else:
        connection.save(update_fields=["off_at"])
    log(instance=connection, action="sharehub.switch_webhook", user=by, data={"on": on})


@transaction.atomic
def test(*, target: WebhookTarget) -> WebhookDelivery:
    """A message that means nothing is on its way."""
    delivery = telling.plan_test(target)
    tasks.deliver_webhook.delay_on_commit(delivery.pk)
    return delivery


@transaction.atomic
def send_again(*, delivery: WebhookDelivery, by: User) -> None:
    """The same message, under the same number, is on its way once more."""
    telling.plan_again(delivery)
    tasks.deliver_webhook.delay_on_commit(delivery.pk)
    log(instance=delivery.target, action="sharehub.send_again", user=by, data={"message": delivery.message_id})


@transaction.atomic
def change(*, target: WebhookTarget, changed: list[str], by: User) -> None:
    """It is called so, lies there and is told this from now on."""
    target.save(update_fields=["name", "url", "tells_stages", "tells_hires"])
    if changed:
        log(instance=target, action="sharehub.edit_webhook", user=by, data={"changed": changed})
