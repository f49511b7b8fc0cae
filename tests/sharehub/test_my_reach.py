from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from sharehub.models import DailyReach, OrganicRate
from tests import factories

NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def piece(db):
    return factories.article(title="Forty kitchens")


def shared(ambassador, piece, *, days_ago=5, visitors=10, **fields):
    at = NOON - timedelta(days=days_ago)
    share = factories.ShareFactory(ambassador=ambassador, piece=piece, created_at=at, confirmed_at=at, **fields)
    figures = {"hits": visitors + 3, "bot": 2, "own": 1, "human": visitors, "visitors": visitors}
    DailyReach.objects.create(link=share.link, day=at.date(), **figures)
    return share


def get(client, **query):
    return client.get(reverse("sharehub:my_reach"), query)


def test_the_page_shows_my_own_reach_and_nobody_elses(as_ann, ann, bob, piece):
    shared(ann, piece, visitors=30)
    shared(ann, piece, visitors=20, days_ago=40)
    shared(bob, piece, visitors=900)
    response = get(as_ann)
    assert (response.context["people"], response.context["change"], response.context["direction"]) == (
        30,
        "+50 %",
        "up",
    )
    assert [(str(part.name), part.count) for part in response.context["truth"]] == [
        ("Robots", 2),
        ("Fetched ahead", 0),
        ("Own clicks", 1),
        ("Duplicates", 0),
        ("Clicks by people", 30),
    ]
    assert response.context["hits"] == 33
    assert [did.people for _share, did in response.context["shares"]] == [30, 20]
    assert response.context["weeks"][-1] == 30
    assert sum(response.context["weeks"]) == 50
    assert "900" not in response.content.decode()
    assert "Forty kitchens" in response.content.decode()


def test_the_period_can_be_chosen(as_ann, ann, piece):
    shared(ann, piece, visitors=30)
    shared(ann, piece, visitors=20, days_ago=40)
    assert get(as_ann, period="quarter").context["people"] == 50
    assert get(as_ann, period="week").context["people"] == 30


def test_what_works_is_told_only_with_enough_shares(as_ann, ann, piece):
    for _number in range(3):
        shared(ann, piece, visitors=20, text="What would you ask?", own_words=0.1)
    for _number in range(2):
        shared(ann, piece, visitors=5, text="Read this.", own_words=0.1)
    assert get(as_ann).context["findings"] == []
    shared(ann, piece, visitors=5, text="Read this.", own_words=0.1)
    (finding,) = get(as_ann).context["findings"]
    assert finding.sentence == "People come most when you ask a question"
    assert finding.basis == "20 people on average against 5, over 6 shares"


def test_the_network_and_theme_that_bring_most_are_told_with_enough_of_both(as_ann, ann, piece, theme):
    for _number in range(3):
        shared(ann, piece, visitors=20, network="mastodon", theme=theme, own_words=0.1)
    for _number in range(2):
        shared(ann, piece, visitors=90, network="x", own_words=0.1)
    for _number in range(3):
        shared(ann, piece, visitors=1, network="linkedin", own_words=0.1)
    assert [finding.sentence for finding in get(as_ann).context["findings"]] == []
    shared(ann, piece, visitors=1, network="linkedin", own_words=0.1)
    DailyReach.objects.filter(link__share__network="x").update(visitors=2)
    found = get(as_ann).context["findings"]
    assert [finding.sentence for finding in found] == [
        "People come most from Mastodon",
        "People come most for Heat networks",
    ]
    assert found[0].basis == "20 people on average against 1, over 9 shares"


def test_an_empty_page_teaches(as_ann):
    assert "Your first share shows here" in get(as_ann).content.decode()


def test_only_ambassadors_have_a_reach(as_mia, client):
    assert get(as_mia).status_code == 403
    assert get(client).status_code == 302


def test_the_page_takes_as_many_queries_for_ten_shares_as_for_one(as_ann, ann, piece):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count():
        with CaptureQueriesContext(connection) as queries:
            get(as_ann)
        return len(queries)

    shared(ann, piece)
    get(as_ann)
    one = count()
    for number in range(9):
        shared(ann, factories.article() if number % 4 == 0 else piece)
    assert count() == one
    assert one < 20


def test_the_app_remembers_the_browser_for_the_day(as_ann, ann, bob, piece):
    from sharehub.reach import visits

    as_ann.get(reverse("sharehub:my_reach"), headers={"User-Agent": "Ann's browser"}, REMOTE_ADDR="192.0.2.7")
    visit = {"ip": "192.0.2.7", "user_agent": "Ann's browser", "referrer": "", "is_prefetch": False, "at": NOON}
    assert visits.record(link=shared(ann, piece).link, **visit).is_own
    assert not visits.record(link=shared(bob, piece).link, **visit).is_own


def test_an_author_sees_who_came_to_their_posts_and_of_colleagues_only_where_enough_shared(as_ann, ann, bob):
    few, many = factories.blog_post(author=ann, title="Few"), factories.blog_post(author=ann, title="Many")
    alone, others = factories.blog_post(author=ann, title="Alone"), factories.blog_post(author=bob, title="Of Bob")
    shared(ann, alone, visitors=4)
    shared(ann, many, visitors=10, days_ago=60)
    shared(ann, few, visitors=3)
    for colleague in [bob, *factories.AmbassadorFactory.create_batch(3)]:
        shared(colleague, few, visitors=100)
        shared(colleague, many, visitors=20)
    shared(bob, factories.blog_post(author=ann, title="Only Bob"), visitors=7)
    shared(factories.AmbassadorFactory(), many, visitors=20)
    shared(ann, others, visitors=5)
    gone = factories.blog_post(author=ann, title="Gone", live=False)
    shared(ann, gone, visitors=50)
    response = get(as_ann)
    assert [(read.title, read.mine, read.others, read.people) for read in response.context["reads"]] == [
        ("Many", 0, 100, 100),
        ("Alone", 4, 0, 4),
        ("Few", 3, None, 3),
        ("Only Bob", 0, None, 0),
    ]
    page = response.content.decode()
    assert "Who came to your posts" in page
    assert "0 by your own links, 100 by those of colleagues" in page
    assert "Links of fewer than 5 colleagues brought people: how many stays theirs." in page
    assert "too few to show" in page
    assert [read.mine for read in get(as_ann, period="quarter").context["reads"]] == [10, 4, 3, 0]


def test_who_has_no_posts_or_no_readers_sees_nothing_of_it(as_ann, as_bob, ann, bob, piece):
    factories.blog_post(author=ann)
    shared(ann, piece)
    shared(bob, piece)
    for client in (as_ann, as_bob):
        assert "Who came to your posts" not in get(client).content.decode()


def test_what_rests_on_followers_stands_apart_with_how_much_is_known(as_ann, ann, bob, piece):
    OrganicRate.objects.create(network="linkedin", percent=10, source="ours")
    shared(ann, piece, visitors=30, potential_audience=500)
    shared(ann, piece, network="mastodon", potential_audience=80, audience_told_by="network")
    ann.networks.create(
        network="linkedin", followers=512, followers_told_by="person", followers_told_on=date(2026, 3, 3)
    )
    ann.networks.create(
        network="mastodon", followers=84, followers_told_by="network", followers_told_on=date(2026, 9, 1)
    )
    shared(ann, piece)
    shared(ann, piece, days_ago=40, potential_audience=9_000)
    shared(bob, piece, potential_audience=9_000)
    response = get(as_ann)
    told, html = response.context["told"], response.content.decode()
    assert (told.posts, told.followers, told.known, told.estimated, told.by_network) == (3, 580, 2, 50, 80)
    assert (told.provenance, replace(told, by_network=580).provenance) == ("declared", "reported")
    assert response.context["people"] == 50
    for words in (
        "known for 2 of 3 posts",
        "Declared: told by the person",
        "LinkedIn: 512, as you told us on 3 March 2026",
        "Mastodon: 84, told by the network on 1 September 2026",
    ):
        assert words in html
