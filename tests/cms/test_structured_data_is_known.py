"""What pages tell search engines uses schema.org's own types and properties, by the definitions kept beside this test."""

import json
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
        salary_minimum=3000, salary_maximum=4000, experience_months=12, education="bachelor degree", is_remote=True,
        valid_through=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    assert _unknown(structured.of_page(vacancy, organisation)) == []


def test_what_schema_org_does_not_know_is_found():
    assert _unknown({"@type": "Article", "headlin": "x", "author": {"@type": "Peron"}}) == ["Article.headlin", "Peron"]
