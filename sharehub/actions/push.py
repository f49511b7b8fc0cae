"""Choosing the phones that are told of reminders."""

from ambassadors.models import Ambassador
from sharehub import push
from sharehub.models import PushDevice

_MOST = 10


def choose_device(*, ambassador: Ambassador, endpoint: str, p256dh: str, auth: str) -> bool:
    """The browser is told of this person's reminders from now on, the oldest making room; whether it can be one. Safe to repeat."""
    if not push.is_on() or not push.is_browser(endpoint, p256dh, auth):
        return False
    PushDevice.objects.update_or_create(
        endpoint=endpoint, defaults={"ambassador": ambassador, "p256dh": p256dh, "auth": auth}
    )
    kept = list(ambassador.push_devices.order_by("-chosen_at", "-pk").values_list("pk", flat=True)[:_MOST])
    ambassador.push_devices.exclude(pk__in=kept).delete()
    return True


def forget_devices(*, ambassador: Ambassador) -> None:
    """No phone is told any more."""
    ambassador.push_devices.all().delete()
