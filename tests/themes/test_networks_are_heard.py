"""What Mastodon and Bluesky answer, from their documented payloads, and what is left out of it."""

import json
from datetime import UTC, datetime

import pytest

from themes.listening import bluesky, mastodon
from themes.listening.items import Unreadable

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def _status(**fields):
    account = {
        "acct": "harma@energy.example",
        "display_name": "Harma :bolt:",
        "bot": False,
        **fields.pop("account", {}),
    }
    return {
        "id": "113500000000000001",
        "created_at": "2026-11-19T08:15:00.000Z",
        "spoiler_text": "",
        "visibility": "public",
        "language": "nl",
        "uri": "https://energy.example/users/harma/statuses/1",
        "url": "https://energy.example/@harma/1",
        "content": '<p>Wat kost een <a href="https://m.example/tags/warmtenet">#<span>warmtenet</span></a>?</p><p>Echt?</p>',
        "reblog": None,
        "tags": [{"name": "warmtenet", "url": "https://m.example/tags/warmtenet"}],
        "account": account,
        **fields,
    }


def _toots(*statuses):
    return mastodon.read(json.dumps(statuses).encode(), server="m.example", now=NOW)


def test_a_status_becomes_something_said():
    heard = _toots(_status(), _status(id="113500000000000009", uri="https://energy.example/users/harma/statuses/2"))
    item = heard.items[0]
    assert (item.guid, item.url) == ("https://energy.example/users/harma/statuses/1", "https://energy.example/@harma/1")
    assert (item.author, item.handle, item.language) == ("Harma :bolt:", "@harma@energy.example", "nl")
    assert (item.text, item.tags) == ("Wat kost een #warmtenet?\nEcht?", ("warmtenet",))
    assert item.said_at == datetime(2026, 11, 19, 8, 15, tzinfo=UTC)
    assert (len(heard.items), heard.since_id) == (2, "113500000000000009")


def test_the_servers_own_people_get_its_name():
    assert _toots(_status(account={"acct": "jo", "display_name": ""})).items[0].handle == "@jo@m.example"
    assert _toots(_status(account={"acct": "jo", "display_name": ""})).items[0].author == "jo"


def test_a_content_warning_belongs_to_the_text():
    assert _toots(_status(spoiler_text="Boos", content="<p>Koud!</p>")).items[0].text == "Boos\nKoud!"


@pytest.mark.parametrize(
    "fields",
    [
        {"visibility": "unlisted"},
        {"visibility": "private"},
        {"reblog": {"id": "1"}},
        {"account": {"bot": True}},
        {"account": {"indexable": False}},
        {"content": ""},
    ],
)
def test_what_was_not_meant_for_us_is_left_out(fields):
    heard = _toots(_status(**fields))
    assert (heard.items, heard.since_id) == ((), "113500000000000001")


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b'{"error": "This method requires an authenticated user"}', b"[" * 5000]
)
def test_what_is_no_timeline_is_refused(content):
    with pytest.raises(Unreadable):
        mastodon.read(content, server="m.example", now=NOW)


def test_odd_shapes_are_read_as_nothing():
    odd = [None, 3, [], {}, {"content": [5], "account": []}, {"content": "<p>x\ud800\0</p>", "id": 7, "tags": {"a": 1}}]
    heard = mastodon.read(json.dumps(odd).encode(), server="m.example", now=NOW)
    assert [(item.text, item.said_at) for item in heard.items] == [("x", NOW)]


def test_a_hashtag_is_asked_since_the_last_one():
    assert (
        mastodon.tag_address("m.example", "warm/te", "") == "https://m.example/api/v1/timelines/tag/warm%2Fte?limit=40"
    )
    asked = mastodon.public_address("m.example", "12")
    assert asked == "https://m.example/api/v1/timelines/public?limit=40&local=true&since_id=12"


def _post(**fields):
    return {
        "uri": "at://did:plc:abc/app.bsky.feed.post/3kxyz",
        "cid": "bafy",
        "author": {"did": "did:plc:abc", "handle": "grid.example", "displayName": "Grid & Watch", "labels": []},
        "record": {
            "$type": "app.bsky.feed.post",
            "createdAt": "2026-11-18T10:00:00.000Z",
            "langs": ["en-GB"],
            "text": "Is x < y\nfor #heat?",
            "facets": [
                {
                    "index": {"byteStart": 13, "byteEnd": 18},
                    "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "heat"}],
                }
            ],
        },
        "indexedAt": "2026-11-18T10:00:01.000Z",
        **fields,
    }


def _posts(*posts):
    return bluesky.read(json.dumps({"posts": posts, "hitsTotal": len(posts)}).encode(), now=NOW).items


def test_a_post_becomes_something_said():
    (item,) = _posts(_post())
    assert item.guid == "at://did:plc:abc/app.bsky.feed.post/3kxyz"
    assert item.url == "https://bsky.app/profile/grid.example/post/3kxyz"
    assert (item.author, item.handle, item.text) == ("Grid & Watch", "@grid.example", "Is x < y\nfor #heat?")
    assert (item.language, item.tags, item.said_at) == ("en", ("heat",), datetime(2026, 11, 18, 10, tzinfo=UTC))


def test_who_wants_only_people_who_logged_in_is_left_out():
    author = {"did": "did:plc:abc", "handle": "g.example", "labels": [{"val": "!no-unauthenticated"}]}
    assert _posts(_post(author=author)) == ()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"error": "AuthMissing", "message": "Authentication Required"}'])
def test_what_is_no_search_result_is_refused(content):
    with pytest.raises(Unreadable):
        bluesky.read(content, now=NOW)


def test_no_result_is_nothing_said():
    assert bluesky.read(b'{"posts": []}', now=NOW).items == ()


def test_words_are_searched_newest_first():
    asked = bluesky.search_address("heat network")
    assert asked == "https://api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=heat+network&sort=latest&limit=100"
