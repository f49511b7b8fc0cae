"""Step 6: versions of the policy, and who agrees."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from wagtail.log_actions import log

from ambassadors.models import Ambassador, Policy, PolicyAcknowledgement, User
from themes.models import Programme


class PolicyPublished(Exception):
    """A published version never changes; write a new one."""


class PolicyUnchanged(Exception):
    """It reads as the version before, and nobody said that people should agree to the same again."""


@transaction.atomic
def write_policy(
    *,
    programme: Programme,
    title: str,
    body: str,
    by: User,
    language: str = "",
    translations: Mapping[str, Mapping[str, str]] | None = None,
) -> Policy:
    """The programme's draft reads so, in each language it was written in; there is one draft at a time, with the next number."""
    Programme.objects.select_for_update().get(pk=programme.pk)
    draft = programme.policies.filter(published_at=None).first()
    if draft is None:
        last = programme.policies.aggregate(last=Max("version"))["last"] or 0
        draft = Policy(programme=programme, version=last + 1)
    draft.title, draft.body, draft.language = title, body, language
    draft.translations = {code: dict(text) for code, text in (translations or {}).items()}
    draft.save()
    log(instance=draft, action="ambassadors.write_policy", user=by, data={"programme": programme.pk})
    return draft


@transaction.atomic
def publish_policy(*, policy: Policy, by: User, asks_the_same: bool = False) -> None:
    """People are asked to acknowledge this version from now on.

    Raises PolicyPublished the second time, and PolicyUnchanged for the same text as before unless `asks_the_same`.
    """
    locked = Policy.objects.select_for_update().get(pk=policy.pk)
    if locked.is_published:
        raise PolicyPublished
    before = Policy.objects.current(locked.programme_id)
    if before and locked.says_the_same_as(before) and not asks_the_same:
        raise PolicyUnchanged
    locked.publish()
    log(instance=locked, action="ambassadors.publish_policy", user=by, data={"programme": locked.programme_id})


@transaction.atomic
def acknowledge(*, ambassador: Ambassador, policy: Policy) -> PolicyAcknowledgement:
    """The person has read this published version and agrees; the day of the first time stays."""
    if not policy.is_published:
        raise ValueError("A draft cannot be acknowledged.")
    return PolicyAcknowledgement.objects.get_or_create(ambassador=ambassador, policy=policy)[0]
