"""Sharing without the app: a personal link from a mail or a code, counted for its person once they confirm."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from ambassadors import mails
from ambassadors.models import Policy
from sharehub import actions, digest, doors, tasks
from sharehub.models import PersonalLink, ReservedText, Share
from tests import factories

WORDS = "I was there, and it was warm."


@pytest.fixture
def piece(theme):
    return factories.article(title="Forty kitchens", themes=[theme], disclosure_required=False)


@pytest.fixture
def link(ann, piece):
    return doors.link_for(ann, piece)


@pytest.fixture
def door(link):
    return doors.path(link)


def opened(client, door, **fields):
    return client.post(door, {"network": "linkedin", "text": WORDS, **fields})


def test_a_personal_link_opens_the_sheet_without_signing_in(client, door, ann):
    page = client.get(door)
    assert page.status_code == 200
    assert "Forty kitchens" in page.text
    assert f"You share as {ann}" in page.text
    assert f'action="{door}"' in page.text
    assert page["Referrer-Policy"] == "same-origin"
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert not Share.objects.exists()


def test_what_is_shared_through_it_is_its_persons_and_counts_once_confirmed(client, door, ann):
    steps = opened(client, door)["Location"]
    share = Share.objects.get()
    assert (share.ambassador, share.state, share.counts) == (ann, Share.State.OPENED, False)
    assert steps == f"{door}{share.pk}/"
    assert "https://www.linkedin.com/feed/?shareActive=true" in client.get(steps).text
    assert client.post(f"{steps}confirmation/").status_code == 302
    share.refresh_from_db()
    assert share.state == Share.State.CONFIRMED
    assert ann.ledger.balance() == 15
    assert "It counts for Ann Jansen from now on." in client.get(steps).text


def test_what_was_not_posted_is_withdrawn(client, door, ann):
    steps = opened(client, door)["Location"]
    client.post(f"{steps}withdrawal/")
    assert Share.objects.get().state == Share.State.WITHDRAWN
    assert ann.ledger.balance() == 0


def test_the_script_and_the_advice_work_there_too(client, door):
    advice = client.post(door, {"network": "x", "text": WORDS, "_preview": "text"}, headers={"hx-request": "true"})
    assert "Your own words" in advice.text
    assert not Share.objects.exists()
    answer = client.post(door, {"network": "x", "text": WORDS}, headers={"accept": "application/json"})
    assert answer.json()["detail"].startswith(door)


def test_a_wrong_address_confirms_nothing(client, door):
    steps = opened(client, door)["Location"]
    answer = client.post(f"{steps}confirmation/", {"post_url": "https://evil.example/1"})
    assert answer.status_code == 422
    assert Share.objects.get().state == Share.State.OPENED


def test_whoever_is_signed_in_shares_as_themself(as_bob, as_ann, door, piece):
    for client in (as_bob, as_ann):
        assert client.get(door)["Location"] == reverse("sharehub:share_new", args=[piece.pk])
        assert opened(client, door)["Location"] == reverse("sharehub:share_new", args=[piece.pk])
    assert not Share.objects.exists()


def test_a_link_shows_only_the_shares_of_its_own_person_and_piece(client, link, door, ann, bob, piece):
    other_piece = factories.ShareFactory(ambassador=ann, state="opened", confirmed_at=None)
    other_person = factories.ShareFactory(ambassador=bob, piece=piece, state="opened", confirmed_at=None)
    earlier = factories.ShareFactory(
        ambassador=ann, piece=piece, state="opened", confirmed_at=None, created_at=link.given_at - timedelta(hours=1)
    )
    for share in (other_piece, other_person, earlier):
        assert client.get(f"{door}{share.pk}/").status_code == 404
        assert client.post(f"{door}{share.pk}/confirmation/").status_code == 404
        assert client.post(f"{door}{share.pk}/withdrawal/").status_code == 404
        share.refresh_from_db()
        assert share.state == Share.State.OPENED


@pytest.mark.parametrize("reason", ["forged", "old", "left", "inactive", "new key", "piece ended"])
def test_a_link_that_is_no_longer_good_opens_nothing(client, link, door, ann, piece, reason, time_machine):
    match reason:
        case "forged":
            door = reverse("sharehub:door", args=["1-abc.def"])
        case "old":
            time_machine.move_to(timezone.now() + timedelta(days=31), tick=False)
        case "left":
            ann.left_at = timezone.now()
            ann.save()
        case "inactive":
            ann.user.is_active = False
            ann.user.save()
        case "new key":
            PersonalLink.objects.update(key="other")
        case "piece ended":
            piece.share_until = timezone.now() - timedelta(hours=1)
            piece.save()
    for answer in (client.get(door), opened(client, door)):
        assert answer.status_code == 404
        assert "This link has ended" in answer.text
    assert not Share.objects.exists()


def test_the_agreements_come_first_there_too(client, door, programme):
    Policy.objects.create(programme=programme, version=1, title="P", body="…", published_at=timezone.now())
    answer = opened(client, door)
    assert answer.status_code == 422
    assert "guidelines" in answer.text
    assert not Share.objects.exists()


def test_the_week_by_mail_leads_straight_to_sharing(ann, piece, theme):
    ann.theme_links.create(theme=theme, state="accepted")
    piece.first_published_at = timezone.now()
    piece.save()
    section = digest.pieces(ann, timezone.now() - timedelta(days=7))
    assert [line.url for line in section.lines] == [mails.absolute(doors.path(PersonalLink.objects.get()))]
    digest.pieces(ann, timezone.now() - timedelta(days=7))
    assert PersonalLink.objects.count() == 1


def test_a_code_on_a_wall_leads_to_the_sheet_or_to_a_link_by_mail(client, as_bob, piece, ann, monkeypatch):
    address = reverse("sharehub:piece_door", args=[piece.pk])
    assert as_bob.get(address)["Location"] == reverse("sharehub:share_new", args=[piece.pk])
    assert f"next=%2Fapp%2Fpieces%2F{piece.pk}%2Fshare%2F" in client.get(address).text
    monkeypatch.setattr(tasks.send_personal_link, "delay_on_commit", tasks.send_personal_link)
    for _time in range(2):
        page = client.post(address, {"email": " ANN@example.nl "}, follow=True)
        assert "If you take part under that address, a link is on its way to you." in page.text
    [sent] = mail.outbox
    assert sent.to == ["ann@example.nl"]
    assert doors.path(PersonalLink.objects.get()) in sent.body
    tasks.send_personal_link(PersonalLink.objects.get().pk)
    tasks.send_personal_links()
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("who", ["stranger", "left", "other team"])
def test_who_may_not_share_it_gets_no_mail_and_the_same_answer(client, piece, ann, bob, who):
    email = "ann@example.nl"
    if who == "stranger":
        email = "nobody@example.nl"
    elif who == "left":
        ann.left_at = timezone.now()
        ann.save()
    else:
        piece.audience_teams.set([bob.team])
        piece.save()
    page = client.post(reverse("sharehub:piece_door", args=[piece.pk]), {"email": email}, follow=True)
    assert "If you take part under that address, a link is on its way to you." in page.text
    assert not PersonalLink.objects.exists()


def test_a_mail_that_did_not_leave_is_sent_by_the_sweep(ann, piece, monkeypatch):
    actions.ask_for_link(email="ann@example.nl", piece=piece)
    [pk] = doors.to_mail()

    def fail(self, *args, **kwargs):
        raise OSError

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
        with pytest.raises(OSError):
            doors.send(link_id=pk)
    assert doors.to_mail() == [pk]
    doors.send(link_id=pk)
    assert len(mail.outbox) == 1


def test_ones_own_code_leads_to_ones_own_link(as_ann, as_bob, ann, piece):
    address = reverse("sharehub:piece_phone", args=[piece.pk])
    page = as_ann.get(address).text
    assert doors.path(PersonalLink.objects.get(ambassador=ann)) in page
    assert "<svg" in page
    piece.audience_teams.set([ann.team])
    piece.save()
    assert as_bob.get(address).status_code == 404


def test_who_leaves_has_no_links(ann, link):
    actions.leave(ann)
    assert not PersonalLink.objects.exists()


def test_links_that_ended_and_texts_as_old_are_forgotten(ann, bob, link, piece, time_machine):
    ReservedText.objects.create(ambassador=ann, piece=piece, network="linkedin", text="Old.")
    time_machine.move_to(timezone.now() + timedelta(days=30, minutes=1), tick=False)
    kept = doors.link_for(bob, piece)
    ReservedText.objects.create(ambassador=bob, piece=piece, network="linkedin", text="New.")
    for _time in range(2):
        tasks.delete_old_openings()
        assert PersonalLink.objects.get() == kept
        assert ReservedText.objects.get().text == "New."
