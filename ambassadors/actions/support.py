"""Step 6: versions of the policy, and who agrees."""

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from ambassadors.models import Ambassador, Policy, PolicyAcknowledgement, User
from themes.models import Programme


class PolicyPublished(Exception):
    """A published version never changes; write a new one."""


@transaction.atomic
def write_policy(*, programme: Programme, title: str, body: str, by: User) -> Policy:
    """The programme's draft reads so; there is one draft at a time, with the next number."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    draft = programme.policies.filter(published_at=None).first()
    if draft is None:
        last = programme.policies.aggregate(last=Max("version"))["last"] or 0
        draft = Policy(programme=programme, version=last + 1)
    draft.title, draft.body = title, body
    draft.save()
    log(instance=draft, action="ambassadors.write_policy", user=by, data={"programme": programme.pk})
    return draft


@transaction.atomic
def publish_policy(*, policy: Policy, by: User) -> None:
    """People are asked to acknowledge this version from now on; raises PolicyPublished the second time."""
    locked = Policy.objects.select_for_update().get(pk=policy.pk)
    if locked.is_published:
        raise PolicyPublished
    locked.publish()
    log(instance=locked, action="ambassadors.publish_policy", user=by, data={"programme": locked.programme_id})


@transaction.atomic
def acknowledge(*, ambassador: Ambassador, policy: Policy) -> PolicyAcknowledgement:
    """The person has read this published version and agrees; the day of the first time stays."""
    if not policy.is_published:
        raise ValueError("A draft cannot be acknowledged.")
    return PolicyAcknowledgement.objects.get_or_create(ambassador=ambassador, policy=policy)[0]
