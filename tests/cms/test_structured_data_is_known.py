"""What pages tell search engines uses schema.org's own types and properties, by the definitions kept beside this test."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from cms import structured
from tests import factories
from themes.models import Organisation

KNOWN = {
    name: set(words.split())
    for name, words in json.loads((Path(__file__).parent / "schema_org.json").read_text())["types"].items()
}


def _unknown(data):
    """Return each type and property that schema.org does not know, however deep."""
    if isinstance(data, list):
        return [found for one in data for found in _unknown(one)]
    if not isinstance(data, dict):
        return []
    name = data["@type"]
    if name not in KNOWN:
        return [name]
    own = [f"{name}.{key}" for key in data if not key.startswith("@") and key not in KNOWN[name]]
    return own + [found for value in data.values() for found in _unknown(value)]


@pytest.fixture
def organisation(db):
    found = Organisation.load()
    found.name = "Noorderlicht"
    return found


def test_stories_posts_and_their_authors_speak_schema_org(ann, theme, organisation):
    ann.job_title, ann.bio = "Welder", "I weld."
    for page in (factories.article(themes=[theme], byline="Editors"), factories.blog_post(author=ann, themes=[theme])):
        assert _unknown(structured.of_page(page, organisation)) == []
    assert _unknown(structured.profile(ann, organisation)) == []


def test_a_vacancy_with_everything_speaks_schema_org(organisation):
    vacancy = factories.vacancy(
        identifier="NL-1", locality="Assen", region="Drenthe", street_address="Street 1", postal_code="9401 AA",
        salary_minimum=3000, salary_maximum=4000, experience_months=12, experience_is_enough=True, education="bachelor degree", is_remote=True,
        valid_through=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    assert _unknown(structured.of_page(vacancy, organisation)) == []


def test_a_video_tells_its_words_and_its_length_and_only_a_film_is_called_one(theme, organisation):
    told = {"transcript": "<p>It is half</p><p>past four.</p>", "minutes": 2, "first_published_at": timezone.now()}
    data = structured.of_page(factories.video(title="Night shift", themes=[theme], **told), organisation)
    assert _unknown(data) == []
    assert (data["@type"], data["duration"], data["transcript"]) == ("VideoObject", "PT2M", "It is half past four.")
    assert (data["sameAs"], "contentUrl" in data) == ("https://video.example/1", False)
    film = structured.of_page(factories.video(video_url="https://video.example/a.MP4?x=1"), organisation)
    assert (film["contentUrl"], "sameAs" in film) == ("https://video.example/a.MP4?x=1", False)


def test_the_way_to_a_page_is_told_from_the_front_page_on(client, ann, theme, organisation):
    ann.has_public_page = True
    ann.save()
    post = factories.blog_post(author=ann, title="My <winter>", themes=[theme])
    ways = {
        post.url: ["Blog", "My <winter>"],
        f"/blog/authors/{ann.slug}/": ["Blog", "Ann Jansen"],
        f"/themes/{theme.slug}/": ["Heat networks"],
    }
    for address, names in ways.items():
        data = _of_kind(client.get(address).text, "BreadcrumbList")
        assert _unknown(data) == []
        steps = data["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(names) + 2))
        assert [step["name"] for step in steps][1:] == names
        assert steps[0]["item"] == "http://localhost:8000/"
        assert steps[-1]["item"] == f"http://localhost:8000{address}"
    assert structured.trail(post.get_parent().get_parent()) is None


def _of_kind(html, kind):
    """Return the one block of a page that is of this kind."""
    found = re.findall(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html)
    [data] = [one for one in map(json.loads, found) if one["@type"] == kind]
    return data


def test_what_schema_org_does_not_know_is_found():
    assert _unknown({"@type": "Article", "headlin": "x", "author": {"@type": "Peron"}}) == ["Article.headlin", "Peron"]
