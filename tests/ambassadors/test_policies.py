"""What changed in the policy is told in words; reminders stop by themselves."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ambassadors import policies, tasks
from ambassadors.actions.support import acknowledge
from ambassadors.models import MailPreferences, Notice, Policy


@pytest.fixture
def policy(programme):
    published_at = timezone.now() - timedelta(days=3, hours=1)
    return Policy.objects.create(programme=programme, version=1, title="T", body="Be kind.", published_at=published_at)


def test_differences_are_told_by_paragraph():
    old = "Be kind to people.\n\nAsk before you post a photo.\n\nNo prices."
    new = "Be kind to all people.\n\nNo prices.\n\nHave fun."
    told = [(row.kind, [(run.kind, run.text) for run in row.runs]) for row in policies.differences(old, new)]
    assert told == [
        ("changed", [("same", "Be kind to"), ("new", "all"), ("same", "people.")]),
        ("removed", [("old", "Ask before you post a photo.")]),
        ("added", [("new", "Have fun.")]),
    ]
    assert policies.differences(old, old.replace(" ", "  ")) == []


def test_who_agreed_before_reads_what_changed(as_ann, ann, programme, policy):
    acknowledge(ambassador=ann, policy=policy)
    Policy.objects.create(programme=programme, version=2, title="T", body="Be very kind.", published_at=timezone.now())
    html = as_ann.get(reverse("ambassadors:welcome_step", args=["policy"])).content.decode()
    assert "What changed since version 1" in html
    assert "<ins>very</ins>" in html


def test_the_manager_reads_what_a_draft_changes(as_mia, programme, policy):
    draft = Policy.objects.create(programme=programme, version=2, title="T", body="Be kind.\n\nBe brief.")
    html = as_mia.get(reverse("ambassadors:policy_detail", args=[programme.slug, draft.pk])).content.decode()
    assert "<ins>Be brief.</ins>" in html


def test_reminders_are_planned_once_and_stop_when_somebody_agreed(ann, bob, policy):
    for person in (ann, bob):
        MailPreferences.objects.create(ambassador=person, quiet_from="00:00", quiet_until="00:00")
    for _again in range(2):
        tasks.plan_policy_reminders()
    assert sorted(Notice.objects.values_list("user__first_name", flat=True)) == ["Ann", "Bob"]
    acknowledge(ambassador=ann, policy=policy)
    for notice in Notice.objects.all():
        tasks.send_notice(notice.pk)
        tasks.send_notice(notice.pk)
    assert [message.to for message in mail.outbox] == [["bob@example.nl"]]
    assert Notice.objects.get(user=ann.user).dropped_at


def test_nobody_is_reminded_on_other_days(ann, policy):
    for days in (1, 6, 40):
        Policy.objects.update(published_at=timezone.now() - timedelta(days=days))
        policies.plan_reminders()
    assert not Notice.objects.exists()
