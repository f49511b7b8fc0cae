"""Leaving the programme: what goes, what stays."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone, translation

from ambassadors import privacy
from ambassadors.actions.people import leave
from ambassadors.models import (
    Ambassador,
    AmbassadorNetwork,
    Invitation,
    Policy,
    PolicyAcknowledgement,
    RoleAssignment,
    ThemeLink,
    User,
)
from tests.factories import RoleFactory
from themes.permissions import EDITOR


@pytest.fixture
def full(ann, theme):
    """Ann with something of everything."""
    ann.expertise, ann.bio, ann.is_on_wall = "heat", "About me", True
    ann.save()
    EmailAddress.objects.create(user=ann.user, email=ann.user.email, verified=True, primary=True)
    ThemeLink.objects.create(ambassador=ann, theme=theme)
    RoleAssignment.objects.create(ambassador=ann, role=RoleFactory(), theme=theme)
    AmbassadorNetwork.objects.create(ambassador=ann, network="x")
    Invitation.objects.create(programme=theme.programme, email=ann.user.email, expires_at=timezone.now())
    policy = Policy.objects.create(programme=theme.programme, version=1, title="P", body="B")
    PolicyAcknowledgement.objects.create(policy=policy, ambassador=ann)
    return ann


def test_leaving_erases_what_is_personal_and_closes_the_account(as_ann, full):
    response = as_ann.post("/app/me/departure/", {"sure": "yes"})
    assert response.status_code == 200
    assert "Goodbye, and thank you" in response.content.decode()
    assert as_ann.get("/app/me/").status_code == 302
    left = Ambassador.objects.get(pk=full.pk)
    assert not left.is_active
    assert (left.expertise, left.bio, left.is_on_wall, left.slug) == ("", "", False, f"former-{left.pk}")
    assert (str(left.user), left.user.email) == ("Former colleague", f"former-{left.user_id}@removed.invalid")
    assert not left.user.is_active
    assert not left.user.has_usable_password()
    assert not left.user.groups.exists()
    for model in (ThemeLink, RoleAssignment, AmbassadorNetwork, Invitation, EmailAddress):
        assert not model.objects.exists()
    assert PolicyAcknowledgement.objects.get().ambassador == left


def test_looking_at_the_page_or_posting_without_being_sure_changes_nothing(as_ann, full):
    before = User.objects.filter(pk=full.user_id).values().get()
    html = as_ann.get("/app/me/departure/").content.decode()
    assert "This cannot be undone" in html
    assert as_ann.post("/app/me/departure/").status_code == 404
    full.refresh_from_db()
    assert full.is_active
    assert {**User.objects.filter(pk=full.user_id).values().get(), "last_login": None} == {**before, "last_login": None}


def test_an_editor_who_leaves_keeps_the_account_and_the_other_work(as_ann, full):
    full.user.groups.add(Group.objects.get(name=EDITOR))
    as_ann.post("/app/me/departure/", {"sure": "yes"})
    user = User.objects.get(pk=full.user_id)
    assert (user.is_active, user.email, str(user)) == (True, "ann@example.nl", "Ann Jansen")
    assert list(user.groups.values_list("name", flat=True)) == [EDITOR]
    assert not user.ambassador.is_active


def test_every_app_is_told_once_and_before_anything_is_erased(full, monkeypatch):
    told = []
    monkeypatch.setattr(privacy, "_leaving", [lambda ambassador: told.append((ambassador.pk, ambassador.expertise))])
    leave(ambassador=full)
    leave(ambassador=full)
    assert told == [(full.pk, "heat")]


def test_when_one_app_fails_nothing_has_happened(full, monkeypatch):
    def fail(ambassador):
        raise RuntimeError

    monkeypatch.setattr(privacy, "_leaving", [fail])
    with pytest.raises(RuntimeError):
        leave(ambassador=full)
    full.refresh_from_db()
    assert (full.left_at, full.expertise) == (None, "heat")
    assert ThemeLink.objects.exists()


def test_who_left_is_a_former_colleague_in_the_language_of_the_reader(as_ann, full):
    as_ann.post("/app/me/departure/", {"sure": "yes"})
    left = User.objects.get(pk=full.user_id)
    assert (left.first_name, left.last_name) == ("", "")
    with translation.override("nl"):
        assert str(left) == "Oud-collega"
