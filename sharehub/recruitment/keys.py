"""Keys that an applicant tracking system signs in with."""

import hashlib
import secrets

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import User
from sharehub.models import ATSKey


@transaction.atomic
def make(*, name: str, by: User) -> tuple[ATSKey, str]:
    """Return the key's row and the key itself, which is shown once and cannot be read again."""
    secret = secrets.token_urlsafe(32)
    key = ATSKey.objects.create(name=name, digest=_digest(secret), made_by=by)
    log(instance=key, action="sharehub.make_ats_key", user=by, data={"name": name})
    return key, secret


@transaction.atomic
def revoke(*, key: ATSKey, by: User) -> None:
    """Nothing signs in with the key any more."""
    if ATSKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now()):
        log(instance=key, action="sharehub.revoke_ats_key", user=by, data={"name": key.name})


def find(secret: str) -> ATSKey | None:
    """Return the key that this is, and remember that it was used today; None for one that is not ours or was taken back."""
    key = ATSKey.objects.filter(digest=_digest(secret), revoked_at=None).first()
    if key and (key.used_at is None or key.used_at.date() < timezone.now().date()):
        ATSKey.objects.filter(pk=key.pk).update(used_at=timezone.now())
    return key


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
