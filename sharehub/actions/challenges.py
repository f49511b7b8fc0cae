"""Challenges, as a manager makes and ends them."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import User
from sharehub.models import Challenge


@transaction.atomic
def make_challenge(*, challenge: Challenge, by: User) -> Challenge:
    """Everybody it is for sees it on their home from its first day on."""
    challenge.made_by = by
    challenge.save()
    log(instance=challenge, action="sharehub.make_challenge", user=by, data={"programme": challenge.programme_id})
    return challenge


@transaction.atomic
def end_challenge(*, challenge: Challenge, by: User) -> None:
    """It is shown no more; again is the same as once."""
    if Challenge.objects.filter(pk=challenge.pk, ended_at=None).update(ended_at=timezone.now()):
        log(instance=challenge, action="sharehub.end_challenge", user=by, data={"programme": challenge.programme_id})
