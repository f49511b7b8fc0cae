"""A manager invites people, by paste or by file."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors.models import Invitation
from tests.factories import UserFactory


@pytest.fixture
def page(programme):
    return reverse("ambassadors:invitation_new", args=[programme.slug])


def _fields(**more):
    return {"language": "en", "addresses": "Anna Smit <anna@example.nl>, piet@example.nl", **more}


def _invitation(programme, email="anna@example.nl", **fields):
    fields.setdefault("expires_at", timezone.now() + timedelta(days=1))
    return Invitation.objects.create(programme=programme, email=email, **fields)


def test_the_manager_sees_everything_before_anything_leaves(as_mia, programme, theme, page):
    html = as_mia.post(page, _fields(themes=theme.pk, message="Your talk was great.")).content.decode()
    assert "Invite 2 people" in html
    assert "Your talk was great." in html
    assert "Mia Jansen asks you to join as an ambassador" in html
    assert not Invitation.objects.exists()


def test_sending_makes_invitations_and_writes_the_log(as_mia, mia, programme, theme, page):
    response = as_mia.post(page, _fields(themes=theme.pk, message="Hello", send="1"))
    assert response["Location"] == reverse("ambassadors:invitation_list", args=[programme.slug])
    anna = Invitation.objects.get(email="anna@example.nl")
    assert (anna.first_name, anna.last_name, anna.language, anna.message) == ("Anna", "Smit", "en", "Hello")
    assert (anna.invited_by, list(anna.themes.all()), anna.state) == (mia, [theme], Invitation.State.WAITING)
    assert timedelta(days=13) < anna.expires_at - timezone.now() <= timedelta(days=14)
    entry = ModelLogEntry.objects.get(action="ambassadors.invite")
    assert (entry.user, entry.data["invitations"]) == (
        mia,
        list(Invitation.objects.order_by("pk").values_list("pk", flat=True)),
    )


def test_the_same_list_twice_changes_nothing_and_says_so(as_mia, page):
    as_mia.post(page, _fields(send="1"))
    before = list(Invitation.objects.order_by("pk").values())
    html = as_mia.post(page, _fields(send="1"), follow=True).content.decode()
    assert "Nothing changed: everybody on the list was asked before." in html
    assert list(Invitation.objects.order_by("pk").values()) == before
    assert ModelLogEntry.objects.filter(action="ambassadors.invite").count() == 1


def test_bad_rows_of_a_file_are_listed_and_good_ones_go_on(as_mia, programme, page):
    data = "E-mailadres;Voornaam;Afdeling\nanna@example.nl;Anna;\nbroken;B;\npiet@example.nl;Piet;Nowhere\n"
    upload = SimpleUploadedFile("people.csv", data.encode("cp1252"), content_type="text/csv")
    html = as_mia.post(page, {"language": "nl", "file": upload}).content.decode()
    assert "2 lines cannot be used" in html
    assert "Line 3</strong>: this is not an e-mail address" in html
    assert "Line 4</strong>: there is no team “Nowhere”" in html
    as_mia.post(page, {"language": "nl", "addresses": data, "send": "1"})
    assert list(Invitation.objects.values_list("email", "language")) == [("anna@example.nl", "nl")]


def test_a_file_that_is_no_text_is_refused_and_nobody_invited(as_mia, page):
    upload = SimpleUploadedFile("people.xlsx", b"PK\x03\x04\x00\x00")
    response = as_mia.post(page, {"language": "nl", "file": upload, "send": "1"})
    assert response.status_code == 422
    assert "This is no text file" in response.content.decode()
    assert not Invitation.objects.exists()


def test_nothing_at_all_is_refused(as_mia, page):
    response = as_mia.post(page, {"language": "nl", "addresses": ""})
    assert response.status_code == 422
    assert "Paste at least one address" in response.content.decode()


def test_people_who_joined_waited_or_said_no_are_named_as_such(as_mia, ann, programme, page):
    _invitation(programme, "waits@example.nl")
    _invitation(programme, "no@example.nl", declined_at=timezone.now())
    UserFactory(email="closed@example.nl", is_active=False)
    text = "ANN@example.nl waits@example.nl no@example.nl closed@example.nl"
    html = as_mia.post(page, _fields(addresses=text)).content.decode()
    assert "Nobody new to invite" in html
    for words in ("takes part already", "was invited already", "said no before", "has a closed account"):
        assert f"1 person {words}" in html
    as_mia.post(page, _fields(addresses=text, send="1"))
    assert Invitation.objects.count() == 2
    assert not ModelLogEntry.objects.filter(action="ambassadors.invite").exists()


@pytest.mark.parametrize(
    "ended", [{"expires_at": timezone.now() - timedelta(days=1)}, {"withdrawn_at": timezone.now()}]
)
def test_who_let_it_expire_or_was_withdrawn_is_invited_again(as_mia, programme, theme, page, ended):
    old = _invitation(programme, "Anna@Example.nl", sent_at=timezone.now(), **ended)
    as_mia.post(page, _fields(addresses="anna@example.nl", themes=theme.pk, send="1"))
    again = Invitation.objects.get()
    assert (again.pk, again.state, list(again.themes.all())) == (old.pk, Invitation.State.WAITING, [theme])


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna", "client"])
def test_nobody_but_a_manager_invites(request, who, programme, page):
    response = request.getfixturevalue(who).post(page, _fields(send="1"))
    assert response.status_code == (302 if who == "client" else 403)
    assert not Invitation.objects.exists()


def test_withdrawing_closes_the_link_and_can_be_undone(as_mia, programme):
    invitation = _invitation(programme, sent_at=timezone.now())
    response = as_mia.post(
        reverse("ambassadors:invitation_withdrawal", args=[programme.slug, invitation.pk]), follow=True
    )
    undo = reverse("ambassadors:invitation_restoration", args=[programme.slug, invitation.pk])
    assert undo in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.WITHDRAWN
    as_mia.post(undo)
    invitation.refresh_from_db()
    assert invitation.state == Invitation.State.SENT
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["ambassadors.withdraw_invitation", "ambassadors.restore_invitation"]


def test_an_answered_invitation_is_neither_withdrawn_nor_sent_again(as_mia, programme):
    invitation = _invitation(programme, sent_at=timezone.now(), accepted_at=timezone.now())
    for name in ("invitation_withdrawal", "invitation_renewal"):
        html = as_mia.post(reverse(f"ambassadors:{name}", args=[programme.slug, invitation.pk]), follow=True)
        assert "Nothing changed" in html.content.decode()
    invitation.refresh_from_db()
    assert (invitation.state, invitation.withdrawn_at) == (Invitation.State.ACCEPTED, None)
    assert not ModelLogEntry.objects.exists()


def test_an_ambassador_cannot_withdraw(as_ann, programme):
    invitation = _invitation(programme)
    url = reverse("ambassadors:invitation_withdrawal", args=[programme.slug, invitation.pk])
    assert as_ann.post(url).status_code == 403
    invitation.refresh_from_db()
    assert invitation.withdrawn_at is None


def test_the_list_asks_as_many_questions_for_one_as_for_ten(as_mia, programme):
    url = reverse("ambassadors:invitation_list", args=[programme.slug])
    as_mia.get(url)
    counts = []
    for start in (0, 1):
        for number in range(start, 1 + start * 9):
            _invitation(programme, f"p{number}@example.nl", invited_by=UserFactory())
        with CaptureQueriesContext(connection) as queries:
            assert as_mia.get(url).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_is_filtered_by_state_and_words(as_mia, programme):
    _invitation(programme, "anna@example.nl", sent_at=timezone.now())
    _invitation(programme, "piet@example.nl", declined_at=timezone.now())
    url = reverse("ambassadors:invitation_list", args=[programme.slug])
    html = as_mia.get(url, {"state": "declined"}, headers={"HX-Request": "true"}).content.decode()
    assert "piet@example.nl" in html
    assert "anna@example.nl" not in html
    html = as_mia.get(url, {"q": "ANNA"}, headers={"HX-Request": "true"}).content.decode()
    assert "anna@example.nl" in html
    assert "piet@example.nl" not in html


def test_pasting_and_a_file_at_once_forgets_nobody_silently(as_mia, page):
    upload = SimpleUploadedFile("people.csv", b"email\nfile@example.nl\n")
    response = as_mia.post(page, _fields(addresses="pasted@example.nl", file=upload))
    assert response.status_code == 422
    assert "one at a time" in response.content.decode()
