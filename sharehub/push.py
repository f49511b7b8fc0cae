"""Reminders on a phone: messages to the browsers that people chose (RFC 8030), sealed for each (RFC 8291), signed by us (RFC 8292).

Off where no key is set (VAPID_PRIVATE_KEY). What is sent goes through the one door to the web that leads to no private address.
"""

import json
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta
from urllib.parse import urlsplit

import http_ece
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from py_vapid import Vapid02

from ambassadors import notices
from sharehub.models import PlannedShare, PushDevice
from themes import fetching
from themes.calling import call

_CURVE = ec.SECP256R1()
_FRESH = timedelta(hours=1)
_SIGNED_FOR = 12 * 3600  # at most a day (RFC 8292, 2)
_KEPT_FOR = 4 * 3600
_AT_ONCE = 500
_GONE = (404, 410)


def is_on() -> bool:
    """Whether this installation sends reminders to phones."""
    return bool(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """Return the key by which browsers know our messages; empty where there is none."""
    if not is_on():
        return ""
    return _encode(_own_key().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def new_key() -> str:
    """Return a private key for the environment."""
    return _encode(ec.generate_private_key(_CURVE).private_numbers().private_value.to_bytes(32))


def due() -> list[int]:
    """Return the plans of whose reminder no phone was told yet, where there is one to tell."""
    if not is_on():
        return []
    fresh = PlannedShare.objects.asking().filter(pushed_at=None, carried_out_at__gte=timezone.now() - _FRESH)
    people = PushDevice.objects.values("ambassador")
    return list(fresh.filter(share__ambassador__in=people).values_list("pk", flat=True)[:_AT_ONCE])


def remind(*, plan_id: int) -> None:
    """The person's phones were told, once; a browser that is gone is forgotten. The mail comes anyway."""
    plan = (
        PlannedShare.objects.asking()
        .filter(pk=plan_id)
        .select_related("share__piece", "share__ambassador__user")
        .first()
    )
    if plan is None or not is_on():
        return
    person = plan.share.ambassador
    now = timezone.now()
    preferences = notices.preferences(person)
    if preferences.after_quiet(now) != now or not PlannedShare.objects.filter(pk=plan_id, pushed_at=None).update(
        pushed_at=now
    ):
        return
    with translation.override(person.user.language):
        words = {"network": plan.share.get_network_display()}
        message = {
            "title": _("Time to share this on %(network)s") % words,
            "body": plan.share.piece.title,
            "url": reverse("sharehub:plan_detail", args=[plan.pk]),
            "tag": f"plan-{plan.pk}",
        }
    for device in person.push_devices.all():
        _send(device, json.dumps(message).encode())


def _send(device: PushDevice, content: bytes) -> None:
    headers = {
        **signature(device.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_KEPT_FOR),
        "Urgency": "high",
    }
    try:
        sealed = seal(content, _decode(device.p256dh), _decode(device.auth))
        answer = call("POST", device.endpoint, headers=headers, content=sealed)
    except (fetching.FetchError, ValueError):
        return
    if answer.status in _GONE:
        device.delete()


def seal(
    content: bytes,
    theirs: bytes,
    secret: bytes,
    *,
    key: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """Return the content as only that browser can read it (RFC 8291, 3.4, in one record of RFC 8188).

    Raises ValueError where its key is no point of the curve. Key and salt are new each time; they are given in tests.
    """
    own = key or ec.generate_private_key(_CURVE)
    sealed: bytes = http_ece.encrypt(content, salt=salt, private_key=own, dh=theirs, auth_secret=secret)
    return sealed


def signature(endpoint: str) -> dict[str, str]:
    """Return the header that tells a push service who sends (RFC 8292, 2)."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + _SIGNED_FOR,
        "sub": settings.WEB_BASE_URL,
    }
    header: dict[str, str] = _own_key().sign(claims)
    return header


def is_browser(endpoint: str, p256dh: str, auth: str) -> bool:
    """Whether that can be what a browser gave us: an https address, a point of the curve, and a secret of sixteen bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, _decode(p256dh))
        parts = urlsplit(endpoint)
        return parts.scheme == "https" and bool(parts.hostname) and len(endpoint) <= 1000 and len(_decode(auth)) == 16
    except ValueError:
        return False


def _own_key() -> Vapid02:
    key = Vapid02.from_raw(settings.VAPID_PRIVATE_KEY.encode())
    key.conf["no-strict"] = True  # an address of ours with a port, or on this machine, is one as well
    return key


def _encode(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def _decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
