import pytest
from django.urls import reverse
from django.utils import timezone

from sharehub import actions
from sharehub.models import Kudos, LedgerEntry


def test_a_colleague_is_thanked_and_can_read_it(as_ann, as_bob, bob, theme):
    answer = as_ann.post(
        reverse("sharehub:kudos_new", args=[bob.pk]), {"text": "Your talk in Assen was clear.", "theme": theme.slug}
    )
    assert answer.status_code == 302
    kudos = Kudos.objects.get()
    assert (kudos.receiver, kudos.theme) == (bob, theme)
    assert "Your talk in Assen was clear." in as_bob.get(reverse("sharehub:thanks")).text


def test_the_same_thanks_twice_are_one(ann, bob):
    first = actions.give_kudos(giver=ann.user, receiver=bob, text="Thank you")
    assert actions.give_kudos(giver=ann.user, receiver=bob, text=" Thank  you ") == first
    assert Kudos.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "a" * 401])
def test_thanks_need_words(as_ann, bob, text):
    answer = as_ann.post(reverse("sharehub:kudos_new", args=[bob.pk]), {"text": text})
    assert answer.status_code == 422
    assert not Kudos.objects.exists()


def test_nobody_thanks_oneself(as_ann, ann):
    answer = as_ann.post(reverse("sharehub:kudos_new", args=[ann.pk]), {"text": "I am great"})
    assert answer.status_code == 422
    assert not Kudos.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_someone_who_left_is_not_thanked_here(as_ann, bob):
    bob.left_at = timezone.now()
    bob.save()
    assert as_ann.post(reverse("sharehub:kudos_new", args=[bob.pk]), {"text": "Thanks"}).status_code == 404
    assert not Kudos.objects.exists()


def test_a_manager_thanks_without_points(as_mia, bob):
    as_mia.post(reverse("sharehub:kudos_new", args=[bob.pk]), {"text": "Thanks"})
    assert Kudos.objects.count() == 1
    assert not LedgerEntry.objects.exists()


def test_thanks_are_taken_back_on_the_day_itself(as_ann, as_bob, ann, bob):
    kudos = actions.give_kudos(giver=ann.user, receiver=bob, text="Thank you")
    address = reverse("sharehub:kudos_withdrawal", args=[kudos.pk])
    assert as_bob.post(address).status_code == 404
    kudos.refresh_from_db()
    assert kudos.withdrawn_at is None
    for _time in range(2):
        as_ann.post(address)
    kudos.refresh_from_db()
    assert kudos.withdrawn_at
    assert [entry.points for entry in ann.ledger.order_by("pk")] == [2, -2]
    assert "Thank you" not in as_bob.get(reverse("sharehub:thanks")).text


def test_thanks_of_yesterday_stand(ann, bob, time_machine):
    time_machine.move_to("2026-03-10 11:00:00+00:00", tick=False)
    kudos = actions.give_kudos(giver=ann.user, receiver=bob, text="Thank you")
    time_machine.move_to("2026-03-11 11:00:00+00:00", tick=False)
    with pytest.raises(actions.KudosRefused):
        actions.withdraw_kudos(kudos=kudos)
    kudos.refresh_from_db()
    assert kudos.withdrawn_at is None
    assert ann.ledger.balance() == 2


def test_colleagues_are_found_by_name_team_and_job(as_ann, bob, ann):
    page = as_ann.get(reverse("sharehub:colleague_list"), {"q": "bob jan"})
    assert "Bob Jansen" in page.text
    assert "Ann Jansen" not in as_ann.get(reverse("sharehub:colleague_list")).text
    assert "Bob Jansen" not in as_ann.get(reverse("sharehub:colleague_list"), {"q": "zzz"}).text


def test_people_who_have_not_joined_are_not_listed(as_ann, bob):
    bob.joined_at = None
    bob.save()
    assert "Bob Jansen" not in as_ann.get(reverse("sharehub:colleague_list")).text


def test_who_thanks_a_colleague_keeps_their_own_menu(as_ann, ann, bob):
    for address in ("/app/colleagues/", f"/app/colleagues/{bob.pk}/kudos/"):
        assert as_ann.get(address).wsgi_request.ambassador == ann
        assert "Ask a question" in as_ann.get(address).text
