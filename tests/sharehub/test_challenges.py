"""Challenges: reached together, told without anybody's own part."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from sharehub import tasks
from sharehub.models import Challenge
from sharehub.recognition import challenges
from tests import factories

NOON = datetime(2026, 9, 16, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def begun(programme, **fields):
    given = {"title": "Ten voices", "counts": "shares", "target": 10, "promise": "Cake on Friday"}
    given |= {"starts_on": date(2026, 9, 10), "ends_on": date(2026, 9, 30)}
    return Challenge.objects.create(programme=programme, **(given | fields))


def shared(theme, people, each=1, **fields):
    for person in people:
        for _number in range(each):
            factories.ShareFactory(ambassador=person, theme=theme, confirmed_at=NOON, **fields)


def test_a_bar_needs_enough_people(as_ann, ann, programme, theme):
    challenge = begun(programme)
    shared(theme, [ann, *(factories.AmbassadorFactory() for _number in range(3))], each=2)
    assert challenges.value(challenge) is None
    assert "as soon as enough of us took part" in as_ann.get(reverse("sharehub:feed")).text
    shared(theme, [factories.AmbassadorFactory()])
    assert challenges.value(challenge) == 9
    assert challenges.standing(challenge).percent in {0, 90}


def test_what_is_met_stays_met_and_says_what_follows(as_ann, ann, programme, theme):
    challenge = begun(programme, target=5)
    people = [factories.AmbassadorFactory() for _number in range(5)]
    shared(theme, people)
    for _time in range(2):
        tasks.note_challenges()
        challenge.refresh_from_db()
        assert challenge.met_at == NOON
    people[0].shares.update(state="withdrawn")
    tasks.note_challenges()
    page = as_ann.get(reverse("sharehub:feed")).text
    assert "Reached together" in page
    assert "Cake on Friday" in page


def test_where_counting_takes_long_the_sweep_counts_and_no_page_waits(ann, programme, theme, settings):
    settings.KEPT_FROM_SECONDS = 0
    challenge = begun(programme)
    people = [ann, *(factories.AmbassadorFactory() for _number in range(5))]
    shared(theme, people)
    tasks.note_challenges()
    shared(theme, people)
    assert challenges.standing(challenge).value == 6
    for _time in range(2):
        tasks.note_challenges()
    assert challenges.standing(challenge).value == 12


def test_what_was_done_before_the_start_does_not_count(programme, theme, time_machine):
    people = [factories.AmbassadorFactory() for _number in range(5)]
    shared(theme, people)
    assert challenges.value(begun(programme, starts_on=date(2026, 9, 16))) == 5
    for share in people[0].shares.all():
        share.confirmed_at = datetime(2026, 9, 9, 12, tzinfo=UTC)
        share.save()
    shared(theme, people)
    assert challenges.value(begun(programme)) == 9


def test_own_words_are_counted_by_themselves(programme, theme):
    people = [factories.AmbassadorFactory() for _number in range(5)]
    shared(theme, people, own_words=0.2)
    shared(theme, people, own_words=0.7)
    assert challenges.value(begun(programme, counts="own_words")) == 5


def test_only_the_team_it_is_for_sees_it(as_ann, as_bob, ann, programme):
    begun(programme, team=ann.team, title="Our team speaks")
    assert "Our team speaks" in as_ann.get(reverse("sharehub:feed")).text
    assert "Our team speaks" not in as_bob.get(reverse("sharehub:feed")).text


def test_a_manager_begins_and_ends_one(as_mia, mia, as_ann, ann, programme):
    address = reverse("sharehub:challenge_list", args=[programme.slug])
    given = {"title": "Ten voices", "counts": "shares", "target": 10, "promise": "Cake"}
    for wrong in ({"ends_on": "2026-09-21"}, {"starts_on": "2026-09-15"}, {"target": 0}, {"ends_on": "2028-01-01"}):
        dates = {"starts_on": "2026-09-16", "ends_on": "2026-09-30"}
        assert as_mia.post(address, given | dates | wrong).status_code == 422
    assert not Challenge.objects.exists()
    as_mia.post(address, given | {"starts_on": "2026-09-16", "ends_on": "2026-09-22"})
    challenge = Challenge.objects.get()
    assert challenge.made_by == mia
    assert "Ten voices" in as_ann.get(reverse("sharehub:feed")).text
    for _time in range(2):
        as_mia.post(reverse("sharehub:challenge_end", args=[programme.slug, challenge.pk]))
    challenge.refresh_from_db()
    assert challenge.ended_at == NOON
    assert "Ten voices" not in as_ann.get(reverse("sharehub:feed")).text


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_begins_or_ends_one(request, who, programme):
    client, challenge = request.getfixturevalue(who), begun(programme)
    address = reverse("sharehub:challenge_list", args=[programme.slug])
    assert client.get(address).status_code == 403
    assert client.post(address, {"title": "Mine"}).status_code == 403
    assert client.post(reverse("sharehub:challenge_end", args=[programme.slug, challenge.pk])).status_code == 403
    challenge.refresh_from_db()
    assert (challenge.ended_at, Challenge.objects.count()) == (None, 1)
