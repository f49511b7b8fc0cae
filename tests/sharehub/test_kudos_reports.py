"""Thanks for a team, thanks that are reported, badges on the way, and being in the light."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ambassadors import privacy
from ambassadors.actions.people import leave
from sharehub import actions, wall
from sharehub.models import Highlight, Kudos, KudosReport
from tests import factories


@pytest.fixture
def kudos(ann, bob):
    return actions.give_kudos(giver=ann.user, receiver=bob, text="Finally on time for once")


def report(client, kudos, **fields):
    return client.post(reverse("sharehub:kudos_report", args=[kudos.pk]), {"reason": "hurtful", **fields})


def answer(client, programme, report, takes):
    address = reverse("sharehub:report_answer", args=[programme.slug, report.pk])
    return client.post(address, {"answer": "take" if takes else "keep"})


def test_who_is_thanked_reports_it_and_a_manager_takes_it_away_with_its_points(
    as_bob, as_mia, ann, bob, programme, kudos
):
    for _time in range(2):
        assert report(as_bob, kudos, text="I was ill").status_code == 302
    found = KudosReport.objects.get()
    page = as_mia.get(reverse("sharehub:report_list", args=[programme.slug])).text
    assert "Finally on time for once" in page
    assert "I was ill" in page
    assert [row["for"] for row in privacy.personal_data(bob)["kudos_reported"]] == ["hurtful"]
    for _time in range(2):
        assert answer(as_mia, programme, found, takes=True).status_code == 302
    assert ann.ledger.balance() == 0
    assert not Kudos.objects.standing().exists()
    assert "Finally on time" not in as_bob.get(reverse("sharehub:thanks")).text


def test_what_is_left_stays_and_no_screen_shows_it_meanwhile(as_bob, as_mia, ann, bob, programme, kudos):
    for person in (ann, bob):
        person.is_on_wall = True
        person.save()
    assert len(wall.wall(programme).kudos) == 1
    report(as_bob, kudos)
    assert wall.wall(programme).kudos == []
    answer(as_mia, programme, KudosReport.objects.get(), takes=False)
    assert len(wall.wall(programme).kudos) == 1
    assert ann.ledger.balance() == 2


def test_what_somebody_said_was_wrong_goes_when_they_leave(as_bob, bob, kudos):
    report(as_bob, kudos, text="I was ill")
    for _time in range(2):
        leave(ambassador=bob)
        assert [found.text for found in KudosReport.objects.all()] == [""]


def test_only_whom_they_are_for_reports_thanks(as_ann, client, kudos):
    stranger = factories.AmbassadorFactory()
    client.force_login(stranger.user, backend="django.contrib.auth.backends.ModelBackend")
    for one in (as_ann, client):
        assert report(one, kudos).status_code == 404
    assert not KudosReport.objects.exists()


def test_a_report_needs_a_reason(as_bob, kudos):
    assert report(as_bob, kudos, reason="").status_code == 422
    assert not KudosReport.objects.exists()


def test_nobody_judges_words_of_their_own(as_mia, as_bob, mia, bob, programme):
    kudos = actions.give_kudos(giver=mia, receiver=bob, text="On time for once")
    report(as_bob, kudos)
    assert answer(as_mia, programme, KudosReport.objects.get(), takes=False).status_code == 403
    assert KudosReport.objects.waiting().count() == 1


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_reads_reports(request, who, as_bob, programme, kudos):
    report(as_bob, kudos)
    client = request.getfixturevalue(who)
    assert client.get(reverse("sharehub:report_list", args=[programme.slug])).status_code == 403
    assert answer(client, programme, KudosReport.objects.get(), takes=True).status_code == 403
    assert KudosReport.objects.waiting().count() == 1


def test_a_whole_team_is_thanked_and_reads_it(as_ann, as_bob, ann, bob):
    address = reverse("sharehub:kudos_team_new", args=[bob.team_id])
    assert as_ann.post(address, {"text": "You made the open day"}).status_code == 302
    assert "You made the open day" in as_bob.get(reverse("sharehub:thanks")).text
    assert "You made the open day" in as_bob.get(reverse("sharehub:feed")).text
    later = factories.AmbassadorFactory(team=factories.TeamFactory())
    assert not Kudos.objects.received_by(later).exists()
    assert (ann.ledger.balance(), ann.ledger.get().why) == (2, f"Thanked {bob.team}")
    assert bob.team.name in as_ann.get(reverse("sharehub:colleague_list"), {"q": bob.team.name}).text


def test_thanks_are_for_a_person_or_for_a_team(ann, bob):
    for whom in ({}, {"receiver": bob, "team": bob.team}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Kudos.objects.create(giver=ann.user, text="For whom?", **whom)
    assert not Kudos.objects.exists()


def test_a_badge_on_the_way_says_how_far_it_is(as_ann, ann):
    for _number in range(3):
        factories.ShareFactory(ambassador=ann, own_words=0.8)
    page = as_ann.get(reverse("sharehub:thanks")).text
    assert "3 of 5" in page
    assert "3 of 10" in page
    assert "1 of 3" in page


def test_who_is_in_the_light_reads_the_word_and_colleagues_only_while_they_agree(as_ann, as_bob, ann, programme):
    Highlight.objects.create(programme=programme, ambassador=ann, text="Ann explained it in one drawing")
    assert "in one drawing" in as_ann.get(reverse("sharehub:thanks")).text
    assert "in one drawing" not in as_bob.get(reverse("sharehub:feed")).text
    ann.is_on_wall = True
    ann.save()
    assert "in one drawing" in as_bob.get(reverse("sharehub:feed")).text
