"""The manager's pages of listening: sources, conversations, and what is said about a theme."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from themes import tasks
from themes.models import Conversation, ListeningSource


@pytest.fixture(autouse=True)
def queued(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.fetch_source, "delay_on_commit", sent.append)
    return sent


@pytest.fixture
def source(programme):
    return ListeningSource.objects.create(
        programme=programme, name="Street", kind="feed", address="https://street.example/feed"
    )


def _url(name, programme, *args, query=""):
    return reverse(f"themes:{name}", args=[programme.slug, *args]) + query


def _conversation(programme, number=1, **fields):
    fields = {"author": "Jo", "text": "Warm?", "said_at": timezone.now(), "state": "heard", **fields}
    return Conversation.objects.create(programme=programme, url=f"https://e.example/{number}", **fields)


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        (
            "feed",
            {"address": "street.example/feed"},
            ("https://street.example/feed", "", "https://street.example/feed"),
        ),
        (
            "mastodon_tag",
            {"address": "https://M.example/", "query": "#heat"},
            ("m.example", "heat", "#heat · m.example"),
        ),
        ("mastodon_public", {"address": "m.example"}, ("m.example", "", "m.example")),
        ("bluesky", {"query": " heat  network "}, ("", "heat network", "“heat network”")),
    ],
)
def test_a_source_of_each_kind_is_listened_to(as_mia, programme, queued, kind, sent, kept):
    url = _url("source_new", programme, query=f"?kind={kind}")
    response = as_mia.post(url, {**sent, "every_minutes": 60, "offers_questions": "on"})
    assert response.status_code == 302
    source = ListeningSource.objects.get()
    assert (source.kind, source.address, source.query, source.name) == (kind, *kept)
    assert queued == [source.pk]


@pytest.mark.parametrize(
    ("kind", "sent", "field"),
    [
        ("feed", {"address": ""}, "address"),
        ("feed", {"address": "javascript:alert(1)"}, "address"),
        ("mastodon_tag", {"address": "localhost", "query": "heat"}, "address"),
        ("mastodon_tag", {"address": "127.0.0.1", "query": "heat"}, "address"),
        ("mastodon_tag", {"address": "m.example/../x", "query": "heat"}, "address"),
        ("mastodon_tag", {"address": "m.example", "query": "two words"}, "query"),
        ("bluesky", {"query": " "}, "query"),
    ],
)
def test_what_cannot_be_listened_to_is_refused(as_mia, programme, queued, kind, sent, field):
    response = as_mia.post(_url("source_new", programme, query=f"?kind={kind}"), {**sent, "every_minutes": 60})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert (ListeningSource.objects.count(), queued) == (0, [])


def test_the_same_source_is_not_added_twice(as_mia, programme, source):
    response = as_mia.post(_url("source_new", programme), {"address": source.address, "every_minutes": 60})
    assert response.status_code == 422
    assert ListeningSource.objects.count() == 1


def test_another_address_begins_anew(as_mia, programme, source):
    ListeningSource.objects.filter(pk=source.pk).update(
        etag='"v1"', failures=4, problem="gone", heard_at=timezone.now()
    )
    as_mia.post(_url("source_edit", programme, source.pk), {"address": "https://other.example/", "every_minutes": 15})
    source.refresh_from_db()
    assert (source.address, source.etag, source.health, source.every_minutes) == (
        "https://other.example/",
        "",
        "new",
        15,
    )


def test_a_source_is_paused_and_listens_again(as_mia, programme, source):
    as_mia.post(_url("source_pause", programme, source.pk), {"answer": "pause"})
    source.refresh_from_db()
    assert source.health == "paused"
    as_mia.post(_url("source_pause", programme, source.pk), {"answer": "resume"})
    source.refresh_from_db()
    assert source.health == "new"


def test_a_source_is_asked_at_once(as_mia, programme, source, queued):
    ListeningSource.objects.filter(pk=source.pk).update(next_try_at=timezone.now() + timedelta(days=1))
    as_mia.post(_url("source_turn", programme, source.pk))
    source.refresh_from_db()
    assert source.next_try_at <= timezone.now()
    assert queued == [source.pk]


def test_a_source_goes_and_comes_back_with_what_it_said(as_mia, programme, source):
    conversation = _conversation(programme, source=source)
    response = as_mia.post(_url("source_removal", programme, source.pk), follow=True)
    assert not ListeningSource.objects.exists()
    as_mia.post(next(iter(response.context["messages"])).extra_tags)
    conversation.refresh_from_db()
    assert conversation.source == ListeningSource.objects.get()


@pytest.mark.parametrize("name", ["source_edit", "source_turn", "source_pause", "source_removal"])
def test_an_ambassador_changes_no_source(as_ann, programme, source, name, queued):
    assert as_ann.post(_url(name, programme, source.pk), {"answer": "pause"}).status_code == 403
    assert ListeningSource.objects.filter(paused_at=None).count() == 1
    assert queued == []


@pytest.mark.parametrize("name", ["source_list", "source_new", "conversation_list"])
def test_an_ambassador_does_not_see_what_the_programme_hears(as_ann, programme, name):
    assert as_ann.get(_url(name, programme)).status_code == 403


def test_a_problem_is_told_in_words(as_mia, programme, source):
    ListeningSource.objects.filter(pk=source.pk).update(problem="gone", problem_detail="404", failures=3)
    page = as_mia.get(_url("source_list", programme)).content.decode()
    assert "There is nothing at this address (any more)." in page
    assert "does not work" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["waits"]),
        ("?state=all", ["glad", "sad", "waits"]),
        ("?state=all&mood=positive", ["glad"]),
        ("?state=all&mood=unknown", ["waits"]),
        ("?state=all&language=nl", ["sad"]),
        ("?state=all&q=SAD+jo", ["sad"]),
        ("?state=answered", []),
        ("?state=nonsense", ["waits"]),
    ],
)
def test_conversations_are_looked_through(as_mia, programme, query, found):
    _conversation(programme, 1, text="glad", sentiment=0.6, language="en")
    _conversation(programme, 2, text="sad", sentiment=-0.6, language="nl")
    _conversation(programme, 3, text="waits", state="waiting")
    page = as_mia.get(_url("conversation_list", programme, query=query))
    assert sorted(one.text for one in page.context["conversations"]) == found


def test_conversations_are_looked_through_by_theme_and_source(as_mia, programme, theme, source):
    also = _conversation(programme, 1, source=source)
    also.matches.create(theme=theme, words=["heat"])
    main = _conversation(programme, 2, theme=theme)
    _conversation(programme, 3)
    page = as_mia.get(_url("conversation_list", programme, query=f"?state=all&theme={theme.pk}"))
    assert set(page.context["conversations"]) == {also, main}
    page = as_mia.get(_url("conversation_list", programme, query=f"?state=all&source={source.pk}"))
    assert list(page.context["conversations"]) == [also]


def test_more_conversations_ask_no_more_of_the_database(as_mia, programme, theme, source):
    url = _url("conversation_list", programme, query="?state=all")

    counts = []
    for numbers in (range(1), range(1, 12)):
        for number in numbers:
            one = _conversation(programme, number, theme=theme, source=source)
            one.matches.create(theme=theme, words=["heat"])
        as_mia.get(url)
        with CaptureQueriesContext(connection) as queries:
            as_mia.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_said_about_a_theme_is_counted(as_mia, programme, theme):
    now = timezone.now()
    for number in range(4):
        one = _conversation(programme, number, theme=theme, said_at=now, sentiment=0.5, words=["electrolyser", "heat"])
        one.matches.create(theme=theme, words=["heat"])
    for number in range(4, 8):
        _conversation(programme, number, said_at=now)
    page = as_mia.get(_url("theme_conversations", programme, theme.slug))
    assert page.context["said"] == 4
    assert page.context["volume"].table.rows[-1][1] == "4"
    assert [row[1] for row in page.context["shares"].table.rows] == ["50\xa0%"]
    assert page.context["moods"].table.rows[-1][1:] == ("100\xa0%", "0\xa0%")
    assert page.context["rising"][0] == ("electrolyser", "4 conversations, none before")
    assert [row[0] for row in page.context["cloud"].table.rows] == ["electrolyser", "heat"]
    assert "<svg" in page.content.decode()


def test_a_theme_nobody_speaks_of_says_so(as_mia, programme, theme):
    page = as_mia.get(_url("theme_conversations", programme, theme.slug))
    assert "Nothing was heard about it lately." in page.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:8000/feed",
        "localhost/feed",
        "http://[::1]/feed",
        "http://10.1.2.3/",
        "http://169.254.169.254/",
    ],
)
def test_an_address_inside_a_network_is_refused_at_once(as_mia, programme, address):
    url = f"{_url('source_new', programme)}?kind=feed"
    refused = as_mia.post(url, {"address": address, "every_minutes": 60})
    assert refused.status_code == 422
    assert "This address lies inside a network." in refused.content.decode()
    assert not ListeningSource.objects.exists()
