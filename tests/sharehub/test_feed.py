from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import ThemeLink
from sharehub import actions, feed
from sharehub.models import PieceChoice
from tests import factories

HOME = "/app/"


@pytest.fixture
def followed(ann, theme):
    ThemeLink.objects.create(ambassador=ann, theme=theme, state="accepted")
    return theme


def titles(ann, **fields):
    return [card.piece.title for card in feed.feed(ann, **fields).cards]


def test_what_someone_follows_comes_first_then_priority_then_the_newest(ann, followed):
    old = factories.article(title="Old", first_published_at=timezone.now() - timedelta(days=9))
    factories.article(title="New")
    factories.article(title="Urgent", priority=1)
    factories.article(title="Mine", themes=[followed], priority=3)
    assert old.live
    assert titles(ann) == ["Mine", "Urgent", "New", "Old"]


def test_the_feed_says_how_many_fit_today_and_why(as_ann, ann, followed):
    factories.article(title="Mine", themes=[followed])
    factories.article(title="Other")
    page = as_ann.get(HOME)
    assert "1 piece fits you today." in page.text
    assert "Because you follow Heat networks" in page.text
    assert "In a language you speak: English" in page.text
    assert "More to share" in page.text


def test_what_cannot_be_shared_is_not_in_the_feed(ann, bob):
    now = timezone.now()
    factories.article(share_from=now + timedelta(days=1))
    factories.article(share_until=now - timedelta(days=1))
    factories.article(live=False)
    factories.article().audience_teams.set([])
    hidden = factories.article(title="Other team")
    hidden.audience_teams.set([bob.team])
    hidden.save()
    factories.vacancy(valid_through=timezone.localdate() - timedelta(days=1))
    factories.blog_post(author=ann, title="My own")
    factories.blog_post(author=bob, title="Bob's")
    assert titles(ann) == ["Bob's", "Article 4"]


def test_what_was_shared_or_put_aside_is_not_in_the_feed(ann, time_machine):
    time_machine.move_to("2026-03-10 11:00:00+00:00", tick=False)
    shared, later, never = [factories.article(title=title) for title in ("Shared", "Later", "Never")]
    factories.ShareFactory(ambassador=ann, piece=shared)
    for _time in range(2):
        actions.put_aside(ambassador=ann, piece=later, kind=PieceChoice.Kind.LATER)
        actions.put_aside(ambassador=ann, piece=never, kind=PieceChoice.Kind.NOT_FOR_ME)
    assert PieceChoice.objects.count() == 2
    assert titles(ann) == []
    time_machine.move_to("2026-03-11 05:30:00+00:00", tick=False)
    assert titles(ann) == ["Later"]
    actions.take_up_again(ambassador=ann, piece=never)
    assert sorted(titles(ann)) == ["Later", "Never"]


def test_what_was_begun_this_week_is_asked_about_instead(as_ann, ann):
    factories.ShareFactory(ambassador=ann, piece=factories.article(title="Begun"), state="opened")
    long_ago = timezone.now() - timedelta(days=8)
    forgotten = factories.article(title="Forgotten")
    factories.ShareFactory(ambassador=ann, piece=forgotten, state="opened", created_at=long_ago)
    factories.ShareFactory(ambassador=ann, piece=factories.article(title="Withdrawn"), state="withdrawn")
    assert titles(ann) == ["Withdrawn", "Forgotten"]
    assert as_ann.get(HOME).text.count("Did you post this on LinkedIn?") == 1


def test_later_is_said_with_undo(as_ann, ann):
    piece = factories.article(title="Kitchens")
    address = reverse("sharehub:piece_choice", args=[piece.pk])
    answer = as_ann.post(address, {"choice": "later"}, headers={"hx-request": "true"})
    assert f'action="{address}?_undo=1"' in answer.text
    assert titles(ann) == []
    assert as_ann.post(f"{address}?_undo=1").status_code == 302
    assert titles(ann) == ["Kitchens"]


def test_an_unknown_choice_changes_nothing(as_ann):
    piece = factories.article()
    assert as_ann.post(reverse("sharehub:piece_choice", args=[piece.pk]), {"choice": "x"}).status_code == 400
    assert not PieceChoice.objects.exists()


def test_the_feed_is_searched_and_filtered(ann, followed):
    factories.article(title="Warm kitchens", themes=[followed])
    factories.article(title="Wind", summary="About a kitchen at sea")
    factories.article(title="Sun")
    assert titles(ann, query="KITCHEN") == ["Warm kitchens", "Wind"]
    assert titles(ann, query="kitchen", theme="heat-networks") == ["Warm kitchens"]
    assert titles(ann, query="moon") == []


def test_colleagues_are_counted_from_five_on(ann):
    piece = factories.article()
    for _number in range(4):
        factories.ShareFactory(piece=piece)
    factories.ShareFactory(piece=piece, state="opened")
    assert feed.feed(ann).cards[0].colleagues is None
    factories.ShareFactory(piece=piece)
    assert feed.feed(ann).cards[0].colleagues == 5


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (0, "Hello"),
        (4, "Hello"),
        (5, "Good morning"),
        (7, "Good morning"),
        (13, "Good afternoon"),
        (20, "Good evening"),
    ],
)
def test_the_greeting_follows_the_persons_own_clock(ann, hour, words):
    ann.user.time_zone = "America/New_York"
    moment = timezone.now().replace(year=2026, month=1, day=15, hour=(hour + 5) % 24)
    assert feed.greeting(ann, moment) == f"{words} Ann"


def test_more_pieces_come_with_and_without_script(as_ann):
    for _number in range(feed.PER_PAGE + 2):
        factories.article()
    first = as_ann.get(HOME)
    assert 'href="?page=2"' in first.text
    more = as_ann.get(f"{HOME}?page=2", headers={"hx-request": "true", "hx-target": "feed-more"})
    assert more.text.count("<article") == 2
    assert "<html" not in more.text
    assert "HX-Request" in more["Vary"]
    assert as_ann.get(f"{HOME}?page=2").text.count("<article") == 2


def test_the_feed_takes_the_same_queries_for_one_and_for_many(as_ann, followed, ann):
    counts = []
    for number in (1, 7):
        for _number in range(number):
            piece = factories.article(themes=[followed])
            factories.ShareFactory(piece=piece)
        factories.ShareFactory(ambassador=ann, state="opened")
        as_ann.get(HOME)
        with CaptureQueriesContext(connection) as queries:
            as_ann.get(HOME)
        counts.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert counts[0] == counts[1]
    assert counts[1] <= 20


def test_the_feed_is_for_ambassadors(client, as_mia):
    assert client.get(HOME).status_code == 302
    assert as_mia.get(HOME).status_code == 403


def test_an_empty_feed_teaches(as_ann):
    assert "You have seen everything" in as_ann.get(HOME).text
    assert "Nothing found" in as_ann.get(f"{HOME}?q=zzz").text
