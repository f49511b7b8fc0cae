"""The invited person's answer."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Ambassador, Invitation, ThemeLink, User
from tests.factories import TeamFactory, UserFactory
from themes.permissions import AMBASSADOR

ANSWERS = {"first_name": "Anna", "last_name": "Smit", "password": "paardenbloem in mei"}


@pytest.fixture
def invitation(programme, theme, mia):
    made = Invitation.objects.create(
        programme=programme,
        email="anna@example.nl",
        first_name="Anna",
        job_title="Fitter",
        team=TeamFactory(),
        language="en",
        invited_by=mia,
        sent_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=14),
    )
    made.themes.add(theme)
    return made


def test_the_person_sees_who_asks_and_for_what(client, invitation):
    html = client.get(invitation.get_absolute_url()).content.decode()
    assert "Anna, would you tell about your work?" in html
    assert "Mia Jansen" in html
    assert "Heat networks" in html


def test_accepting_makes_an_account_an_ambassador_and_invited_links(client, invitation, theme):
    response = client.post(invitation.get_absolute_url(), ANSWERS)
    assert response["Location"] == "/app/welcome/"
    ambassador = Ambassador.objects.get()
    user = ambassador.user
    assert (user.email, user.first_name, user.language) == ("anna@example.nl", "Anna", "en")
    assert user.check_password("paardenbloem in mei")
    assert EmailAddress.objects.get(user=user).verified
    assert list(user.groups.values_list("name", flat=True)) == [AMBASSADOR]
    assert (ambassador.slug, ambassador.job_title, ambassador.team) == ("anna-smit", "Fitter", invitation.team)
    assert ambassador.is_active
    link = ThemeLink.objects.get()
    assert (link.theme, link.state) == (theme, ThemeLink.State.INVITED)
    assert client.get("/app/welcome/").status_code == 302
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.ACCEPTED


def test_the_second_tap_lands_where_the_first_did(client, invitation):
    client.post(invitation.get_absolute_url(), ANSWERS)
    again = Client().post(invitation.get_absolute_url(), ANSWERS)
    assert again["Location"] == "/app/welcome/"
    other = Client().post(invitation.get_absolute_url(), {**ANSWERS, "password": "something else entirely"})
    assert other.status_code == 410
    assert "This invitation was used" in other.content.decode()
    assert (User.objects.filter(email="anna@example.nl").count(), Ambassador.objects.count()) == (1, 1)


def test_the_same_password_later_does_not_open_the_door(client, invitation):
    client.post(invitation.get_absolute_url(), ANSWERS)
    Invitation.objects.update(accepted_at=timezone.now() - timedelta(minutes=2))
    client.logout()
    assert client.post(invitation.get_absolute_url(), ANSWERS).status_code == 410


@pytest.mark.parametrize("password", ["short", "password123", "anna@example.nl", ""])
def test_a_weak_password_is_refused_and_nothing_made(client, invitation, password):
    response = client.post(invitation.get_absolute_url(), {**ANSWERS, "password": password})
    assert response.status_code == 422
    assert not User.objects.filter(email="anna@example.nl").exists()
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.SENT


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"expires_at": timezone.now() - timedelta(days=1)}, "This invitation has expired"),
        ({"withdrawn_at": timezone.now()}, "This invitation no longer holds"),
        ({"declined_at": timezone.now()}, "You said no, and that is fine"),
        ({"accepted_at": timezone.now()}, "This invitation was used"),
    ],
)
def test_a_closed_invitation_says_what_happened_and_lets_nobody_in(client, invitation, fields, words):
    Invitation.objects.update(**fields)
    for response in (client.get(invitation.get_absolute_url()), client.post(invitation.get_absolute_url(), ANSWERS)):
        assert response.status_code == 410
        assert words in response.content.decode()
    assert not User.objects.filter(email="anna@example.nl").exists()


def test_a_forged_link_is_none_of_ours(client, invitation):
    forged = invitation.token[:-1] + ("a" if invitation.token[-1] != "a" else "b")
    for token in (forged, str(invitation.pk), "x"):
        response = client.post(reverse("ambassadors:invitation", args=[token]), ANSWERS)
        assert response.status_code == 404
        assert "This link does not work" in response.content.decode()
    assert not Ambassador.objects.exists()


def test_declining_needs_no_reason_and_can_be_repeated(client, invitation):
    url = reverse("ambassadors:invitation_refusal", args=[invitation.token])
    assert client.get(url).url == reverse("ambassadors:invitation", args=[invitation.token])
    for _again in range(2):
        response = client.post(url)
        assert response.status_code == 200
        assert "You will not be asked again" in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.DECLINED
    assert not User.objects.filter(email="anna@example.nl").exists()


def test_who_has_an_account_logs_in_first_and_keeps_password_and_work(client, invitation):
    ed = UserFactory(email="anna@example.nl", first_name="Anna", is_staff=True)
    old = ed.password
    page = client.get(invitation.get_absolute_url()).content.decode()
    assert f"/accounts/login/?next={invitation.get_absolute_url()}" in page
    client.post(invitation.get_absolute_url(), ANSWERS)
    assert not Ambassador.objects.exists()
    client.force_login(ed, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(invitation.get_absolute_url())["Location"] == "/app/welcome/"
    ed.refresh_from_db()
    assert (ed.ambassador.is_active, ed.is_staff, ed.password) == (True, True, old)


def test_somebody_else_cannot_accept(as_bob, bob, invitation):
    html = as_bob.post(invitation.get_absolute_url(), ANSWERS).content.decode()
    assert "This invitation is for somebody else" in html
    assert not User.objects.filter(email="anna@example.nl").exists()


def test_a_closed_account_is_not_opened_by_an_invitation(client, invitation):
    UserFactory(email="anna@example.nl", is_active=False)
    assert client.post(invitation.get_absolute_url(), ANSWERS).status_code == 410
    assert not User.objects.get(email="anna@example.nl").is_active


def test_two_people_of_one_name_get_two_addresses(client, programme, invitation):
    client.post(invitation.get_absolute_url(), ANSWERS)
    client.logout()
    other = Invitation.objects.create(
        programme=programme, email="anna2@example.nl", expires_at=timezone.now() + timedelta(days=1)
    )
    client.post(other.get_absolute_url(), ANSWERS)
    assert sorted(Ambassador.objects.values_list("slug", flat=True)) == ["anna-smit", "anna-smit-2"]


def test_the_page_speaks_the_language_of_the_invitation(client, invitation):
    Invitation.objects.update(language="nl")
    assert '<html lang="nl"' in client.get(invitation.get_absolute_url()).content.decode()
