"""Steps 3, 4 and 6 tell how far they are and what helps most now."""

from datetime import timedelta

from django.core.cache import cache
from django.utils import timezone

from ambassadors.models import Invitation, Policy, PolicyAcknowledgement, RoleAssignment, ThemeLink
from ambassadors.steps import people_progress, roles_progress, roles_signal, support_progress
from tests.factories import RoleFactory
from themes.programme import steps


def test_the_three_steps_are_registered():
    ours = [(step.number, step.url_name) for step in steps() if step.url_name.startswith("ambassadors:")]
    assert ours == [(3, "ambassadors:person_list"), (4, "ambassadors:role_list"), (6, "ambassadors:support")]


def test_people_begins_with_an_invitation(programme):
    progress = people_progress(programme)
    assert (progress.percent, progress.summary) == (0, "Nobody has been invited yet.")
    assert progress.next_action.label == "Invite the first people"


def test_people_counts_who_joined_and_which_themes_two_people_cover(programme, theme, ann, bob):
    later = timezone.now() + timedelta(days=1)
    for number in range(2):
        Invitation.objects.create(programme=programme, email=f"{number}@example.nl", expires_at=later)
    link = ThemeLink.objects.create(ambassador=ann, theme=theme, state=ThemeLink.State.ACCEPTED)
    progress = people_progress(programme)
    assert (progress.percent, progress.next_action.label) == (25, "Link someone to Heat networks")
    assert progress.next_action.reason == "One person covers it alone."
    ThemeLink.objects.create(ambassador=bob, theme=theme, state=ThemeLink.State.PROPOSED)
    assert people_progress(programme).next_action.label == "Answer 1 proposal"
    ThemeLink.objects.exclude(pk=link.pk).update(state=ThemeLink.State.ACCEPTED)
    progress = people_progress(programme)
    assert (progress.percent, progress.next_action) == (75, None)
    assert progress.summary == "2 of 4 joined; 1 of 1 themes have two people or more."


def test_roles_counts_themes_with_someone_in_a_role(theme, ann):
    assert roles_progress(theme.programme).next_action.label == "Start with six roles"
    role = RoleFactory()
    assert roles_progress(theme.programme).next_action.label == "Give a role on Heat networks"
    RoleAssignment.objects.create(ambassador=ann, role=role, theme=theme)
    progress = roles_progress(theme.programme)
    assert (progress.percent, progress.next_action) == (100, None)


def test_roles_begin_with_a_theme(programme):
    RoleFactory()
    progress = roles_progress(programme)
    assert (progress.percent, progress.next_action.label) == (0, "Add the first theme")
    assert progress.next_action.url == f"/programme/{programme.slug}/themes/new/"


def test_the_roles_are_healthy_where_every_theme_has_someone(theme, ann):
    assert roles_signal(theme.programme) is None
    role = RoleFactory()
    assert (roles_signal(theme.programme).level, roles_signal(theme.programme).step) == ("bad", 4)
    RoleAssignment.objects.create(ambassador=ann, role=role, theme=theme)
    cache.clear()
    sign = roles_signal(theme.programme)
    assert (sign.level, sign.figure) == ("good", "1 of 1 themes have someone in a role")


def test_support_counts_who_agreed(programme, ann, bob):
    assert support_progress(programme).next_action.label == "Write the policy"
    policy = Policy.objects.create(programme=programme, version=1, title="P", body="B", published_at=timezone.now())
    PolicyAcknowledgement.objects.create(policy=policy, ambassador=ann)
    progress = support_progress(programme)
    assert (progress.percent, progress.summary) == (50, "1 of 2 agreed to the policy.")
    assert progress.next_action.label == "See who has not read it yet (1)"
