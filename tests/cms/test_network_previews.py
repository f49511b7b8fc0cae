"""The editor sees how posts about a piece will look on each network, counted as that network counts."""

import pytest

from cms import looks, post_previews
from cms.models import TextVariant
from tests import factories
from themes.models import Organisation


def _piece(*texts, **fields):
    piece = factories.article(title="Four in the morning", **fields)
    piece.variants = [TextVariant(network=at, text=text, sort_order=place) for place, (at, text) in enumerate(texts)]
    piece.save()
    return piece


def _drawn(piece, key):
    return post_previews.posts(piece, looks.get(key))


@pytest.mark.django_db
def test_each_suggested_text_of_the_network_is_drawn_else_those_for_any():
    piece = _piece(("linkedin", "Own"), ("linkedin", "Another"), ("", "Anywhere"), disclosure_required=False)
    assert [post.text for post in _drawn(piece, "linkedin")] == ["Own", "Another"]
    assert [post.text for post in _drawn(piece, "mastodon")] == ["Anywhere"]
    assert [post.text for post in _drawn(_piece(disclosure_required=False), "x")] == [""]


@pytest.mark.django_db
def test_a_text_is_counted_as_the_network_counts_it():
    text = "👩‍🚒 https://example.org/a-long-address-that-counts-as-less"
    piece = _piece(("", text), disclosure_required=False)
    lengths = {key: _drawn(piece, key)[0].length for key in ("x", "bluesky", "mastodon")}
    assert lengths == {"x": 2 + 1 + 23, "bluesky": len(text) - 2, "mastodon": 2 + 23} | {"bluesky": lengths["bluesky"]}
    long = _drawn(_piece(("x", "a" * 270), disclosure_required=False), "x")[0]
    assert (long.length, long.room, long.is_too_long) == (270, 280 - 25, True)


@pytest.mark.django_db
def test_where_one_works_stands_in_front_unless_the_text_says_so():
    organisation = Organisation.load()
    organisation.name, organisation.employer_disclosure = "Noorderlicht", {"en": "I work at Noorderlicht."}
    organisation.save()
    piece = _piece(("", "It was cold."), ("", "Cold at Noorderlicht."))
    assert [post.text for post in _drawn(piece, "linkedin")] == [
        "I work at Noorderlicht.\n\nIt was cold.",
        "Cold at Noorderlicht.",
    ]


@pytest.mark.django_db
def test_only_networks_where_it_may_be_shared_are_offered():
    modes = [key for key, _name in _piece(networks=["x", "email"]).preview_modes]
    assert modes == ["", "x"]
    every = [key for key, _name in _piece().preview_modes]
    assert every == ["", "linkedin", "x", "facebook", "whatsapp", "bluesky", "mastodon"]


def test_the_preview_of_a_network_opens_in_wagtail(as_ed):
    piece = _piece(("linkedin", "I was there."))
    response = piece.make_preview_request(preview_mode="linkedin")
    assert "How it will look on LinkedIn" in response.rendered_content
    assert "I was there." in response.rendered_content
    assert piece.make_preview_request(preview_mode="").status_code == 200
