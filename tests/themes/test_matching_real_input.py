"""Matching, held against what 421 authors said their own posts are about: 18F's blog, read as a source."""

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.embedded import BASE_DIR
from themes.listening import feeds
from themes.listening.matching import Matcher, Term

FEED = Path(os.environ.get("SHARED_DATA_DIR") or BASE_DIR.parent / "shared" / "data") / "18f-blog.rss.xml"
pytestmark = pytest.mark.skipif(
    not FEED.exists(), reason="18f-blog.rss.xml is not in SHARED_DATA_DIR nor in ../shared/data"
)
# A theme's keywords, and the authors' tags that say that a post is about it.
THEMES = {
    "Procurement": (
        "procurement, acquisition, contracting, contracting officer, contract, vendor, contractor, request for quotations, "
        "request for proposals, RFQ, RFP, micro-purchase, blanket purchase agreement, BPA, solicitation, bid, auction",
        {"acquisition services", "procurement", "agile bpa", "modular contracting", "micro-purchase platforms"},
    ),
    "Security": (
        "security, HTTPS, HSTS, encryption, vulnerability, cybersecurity, TLS, secure",
        {"security", "https"},
    ),
    "Design system": (
        "web design system, design system, web design standards, design standards, USWDS, draft web design standards",
        {"web design system"},
    ),
}
FLOOR = {"Procurement": (0.8, 0.78), "Security": (0.62, 0.74), "Design system": (0.9, 0.53)}


def test_the_matching_agrees_with_the_authors_own_tags():
    items = feeds.read(FEED.read_bytes(), now=datetime(2026, 11, 20, tzinfo=UTC)).items
    assert len(items) == 421
    names = list(THEMES)
    matcher = Matcher(
        {number: [Term(word, "en") for word in THEMES[name][0].split(", ")] for number, name in enumerate(names)}
    )
    hits, said, meant = (dict.fromkeys(names, 0) for _count in range(3))
    for item in items:
        found = {names[match.theme_id] for match in matcher.matches(replace(item, tags=()), "en")}
        for name, (_words, tags) in THEMES.items():
            about = bool(tags & {tag.lower() for tag in item.tags})
            meant[name] += about
            said[name] += name in found
            hits[name] += about and name in found
    for name in names:
        precision, recall = hits[name] / said[name], hits[name] / meant[name]
        sys.stdout.write(f"{name}: precision {precision:.2f}, recall {recall:.2f}\n")
        assert (precision >= FLOOR[name][0], recall >= FLOOR[name][1]) == (True, True), name
    precision, recall = sum(hits.values()) / sum(said.values()), sum(hits.values()) / sum(meant.values())
    sys.stdout.write(f"all: precision {precision:.2f}, recall {recall:.2f}\n")
    assert precision >= 0.77 and recall >= 0.71
