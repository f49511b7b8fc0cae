"""Logging in, and what nobody can do by themself."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from ambassadors.models import User
from tests.factories import UserFactory

PASSWORD = "correct horse battery"


@pytest.fixture
def anna(db):
    user = UserFactory(email="anna@example.nl", language="nl")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def test_one_logs_in_with_the_address_whatever_its_capitals(client, anna):
    response = client.post("/accounts/login/", {"login": "ANNA@example.nl", "password": PASSWORD})
    assert response["Location"] == "/home/"
    assert client.get("/accounts/sessions/").status_code == 200


def test_a_wrong_password_lets_nobody_in_and_soon_nobody_may_try(client, anna):
    codes = {client.post("/accounts/login/", {"login": anna.email, "password": "no"}).status_code for _try in range(12)}
    assert client.get("/accounts/sessions/").status_code == 302
    page = client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    assert 302 not in codes
    assert page.status_code != 302


def test_nobody_signs_up_by_themself(client, db):
    page = client.get("/accounts/signup/").content.decode()
    assert 'name="password1"' not in page
    client.post("/accounts/signup/", {"email": "new@example.nl", "password1": PASSWORD})
    assert not User.objects.exists()


def test_a_forgotten_password_is_set_anew_by_a_mail_in_the_persons_language(client, anna, mailoutbox):
    client.post("/accounts/password/reset/", {"email": anna.email}, headers={"Accept-Language": "en"})
    [mail] = mailoutbox
    assert mail.to == ["anna@example.nl"]
    link = next(word for word in mail.body.split() if "/accounts/password/reset/key/" in word)
    page = client.get(link.split("testserver", 1)[-1], follow=True)
    new = "paardenbloem in mei"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})
    anna.refresh_from_db()
    assert anna.check_password(new)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/cms/", "/cms/login/?next=/cms/"),
        ("/cms/login/?next=/cms/pages/", "/accounts/login/?next=/cms/pages/"),
        ("/django-admin/login/?next=/django-admin/", "/accounts/login/?next="),
    ],
)
def test_every_admin_logs_in_through_the_one_page(client, db, path, wanted):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith(wanted)


@pytest.mark.parametrize("path", ["/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/email/"])
def test_passkeys_codes_and_addresses_have_a_page(client, anna, path):
    client.post("/accounts/login/", {"login": anna.email, "password": PASSWORD})
    assert client.get(path).status_code == 200


def test_an_administrator_makes_and_changes_an_account_in_wagtail(client, db):
    boss = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(boss, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/cms/users/").status_code == 200
    assert client.get("/cms/users/new/").status_code == 200
    editor = Group.objects.get(name="Editor")
    fields = {"email": "new@example.nl", "first_name": "New", "last_name": "Person", "groups": [editor.pk]}
    response = client.post("/cms/users/new/", {**fields, "password1": PASSWORD, "password2": PASSWORD})
    made = User.objects.get(email="new@example.nl")
    assert (response.status_code, made.check_password(PASSWORD), list(made.groups.all())) == (302, True, [editor])
    edit = f"/cms/users/edit/{made.pk}/"
    assert client.get(edit).status_code == 200
    client.post(edit, {**fields, "last_name": "Name", "is_active": "on"})
    made.refresh_from_db()
    assert str(made) == "New Name"


def test_who_may_not_edit_is_told_so_and_not_sent_round(client, anna):
    client.force_login(anna)
    assert client.get("/cms/", follow=True).status_code == 403


def test_logging_out_ends_well(client, anna):
    client.force_login(anna)
    assert client.post("/accounts/logout/").status_code == 302
