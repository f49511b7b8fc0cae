"""A copied programme has the policy as a draft, and nobody agreed to it yet."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from ambassadors.actions.support import acknowledge, publish_policy
from ambassadors.models import HelpdeskTerms, Policy, PolicyAcknowledgement
from themes.models import Programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(programme, ann):
    dutch = {"nl": {"title": "Regels", "body": "<p>Wees aardig.</p>"}}
    policy = Policy.objects.create(
        programme=programme, version=3, title="Rules", body="<p>Be kind.</p>", language="en", translations=dutch,
        published_at=timezone.now(),
    )  # fmt: skip
    acknowledge(ambassador=ann, policy=policy)
    Policy.objects.create(programme=programme, version=4, title="Not ready", body="<p>…</p>")
    HelpdeskTerms.objects.create(programme=programme, expected_hours=8, escalation_hours=16)
    return policy


def _copy(client, programme, *parts):
    start = programme.ends_on + timedelta(days=1)
    period = {"starts_on": start.isoformat(), "ends_on": (start + timedelta(days=300)).isoformat()}
    url = reverse("themes:programme_copy", args=[programme.slug])
    client.post(url, {"name": "Next year", "parts": parts, **period})
    return Programme.objects.get(name="Next year")


def test_the_policy_comes_along_as_a_draft_that_nobody_agreed_to(as_mia, mia, programme, policy):
    copy = _copy(as_mia, programme, "support")
    draft = copy.policies.get()
    assert (draft.version, draft.published_at, draft.title, draft.said_body) == (1, None, "Rules", "<p>Be kind.</p>")
    assert draft.translations == policy.translations
    assert Policy.objects.current(copy.pk) is None
    publish_policy(policy=draft, by=mia)
    assert Policy.objects.current(copy.pk) == draft
    assert PolicyAcknowledgement.objects.get().policy == policy
    assert (copy.helpdesk_terms.expected_hours, copy.helpdesk_terms.escalation_hours) == (8, 16)
    page = as_mia.get(reverse("themes:timeline", args=[copy.slug])).content.decode()
    assert "Mia Jansen wrote the draft of the policy “Rules (1)”" in page


def test_it_stays_where_it_is_when_nobody_chose_it(as_mia, programme, policy):
    copy = _copy(as_mia, programme, "goals")
    assert copy.policies.count() == 0
    assert not HelpdeskTerms.objects.filter(programme=copy).exists()


def test_a_programme_without_policy_copies_as_well(as_mia, programme):
    assert _copy(as_mia, programme, "support").policies.count() == 0
