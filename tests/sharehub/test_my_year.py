"""One's own year: counted for oneself, as a picture only when one asks."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from sharehub import actions
from sharehub.models import DailyReach, OrganicRate
from sharehub.recognition import year
from tests import factories

NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


def shared(person, at=NOON, visitors=10, **fields):
    share = factories.ShareFactory(ambassador=person, confirmed_at=at, **fields)
    DailyReach.objects.create(link=share.link, day=at.date(), visitors=visitors, human=visitors, hits=visitors)
    return share


def test_a_year_counts_what_one_did_and_what_came_of_it(ann, bob):
    OrganicRate.objects.update_or_create(network="linkedin", defaults={"percent": 10})
    shared(ann, own_words=0.8, potential_audience=200)
    shared(ann, visitors=5, network="x")
    shared(ann, at=datetime(2025, 12, 30, 12, tzinfo=UTC), visitors=900)
    shared(bob, visitors=800)
    shared(ann, state="withdrawn", visitors=0)
    factories.blog_post(author=ann, first_published_at=NOON)
    actions.give_kudos(giver=bob.user, receiver=ann, text="Thanks")
    found = year.year_of(ann, 2026)
    assert (found.shares, found.own_words, found.blogs, found.given, found.received) == (2, 1, 1, 0, 1)
    assert (found.people, found.followers, found.estimated) == (15, 200, 20)


def test_the_picture_is_drawn_only_for_oneself_and_only_with_something_on_it(as_ann, ann, client):
    address = reverse("sharehub:my_year_picture", args=[2026])
    assert as_ann.get(address).status_code == 404
    shared(ann)
    drawn = as_ann.get(address)
    assert drawn.content.startswith(b"\x89PNG")
    assert "attachment" in drawn.headers["Content-Disposition"]
    assert client.get(address).status_code == 302


def test_the_page_teaches_then_tells_and_knows_no_other_years(as_ann, as_mia, ann):
    address = reverse("sharehub:my_year")
    assert "This year is still blank" in as_ann.get(address).text
    shared(ann)
    assert "Draw my picture" in as_ann.get(address).text
    for number in (2025, 2027):
        assert as_ann.get(reverse("sharehub:my_year", args=[number])).status_code == 404
    assert as_mia.get(address).status_code == 403
