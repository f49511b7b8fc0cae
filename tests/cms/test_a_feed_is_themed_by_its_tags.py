"""What a feed brings stands under the themes that its tags name, beside the feed's own."""

import json

import pytest

from cms import feed_schedule, feeds, tagging
from cms.actions.feeds import take_proposal
from cms.feed_imports import import_feed
from cms.models import Article, FeedProposal, FeedSource
from tests import factories
from tests.cms.test_a_feed_is_imported import ITEM, RSS
from tests.real import real
from themes.models import ThemeTerm

TAGGED = "<category>heat-NETWORKS</category><category>Ports</category><category>weather</category></item>"


@pytest.fixture
def shipping(programme):
    theme = factories.ThemeFactory(programme=programme, name="Shipping")
    ThemeTerm.objects.create(theme=theme, kind="hashtag", language="nl", text="#ports")
    return theme


@pytest.fixture
def jobs(programme):
    return factories.ThemeFactory(programme=programme, name="Working here")


def _themes():
    return {theme.name for theme in Article.objects.get().themes.all()}


def test_an_item_stands_under_each_theme_that_a_tag_of_it_names(theme, shipping, jobs):
    content = RSS.format(items=ITEM.replace("</item>", TAGGED)).encode()
    for _twice in range(2):
        import_feed(content=content, theme=jobs, language="en", publish=True, location="heat.xml")
        assert _themes() == {"Heat networks", "Shipping", "Working here"}


def test_a_theme_that_ended_or_is_of_another_programme_is_not_named(theme, shipping, jobs):
    shipping.retire()
    other = factories.ThemeFactory(name="Weather")
    assert other.programme_id != jobs.programme_id
    content = RSS.format(items=ITEM.replace("</item>", TAGGED)).encode()
    import_feed(content=content, theme=jobs, language="en", publish=True, location="heat.xml")
    assert _themes() == {"Heat networks", "Working here"}


def test_tags_of_a_json_feed_go_along_with_a_proposal(theme, shipping, jobs, ed):
    items = [{"id": "1", "title": "Quay", "content_text": "…", "tags": ["#Ports", 3, ""]}]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": items}
    source = FeedSource.objects.create(name="T", location="t", theme=jobs, comes_in_as=FeedSource.As.PROPOSAL)
    FeedProposal.objects.bulk_create(
        feed_schedule.proposal(source, item) for item in feeds.read(json.dumps(feed).encode()).items
    )
    take_proposal(proposal=FeedProposal.objects.get(), by=ed)
    assert _themes() == {"Shipping", "Working here"}


def test_the_tags_of_a_real_blog_find_their_themes(theme, programme):
    agile = factories.ThemeFactory(programme=programme, name="Agile")
    design = factories.ThemeFactory(programme=programme, name="Design")
    ThemeTerm.objects.create(theme=design, kind="keyword", language="en", text="service design")
    items = feeds.read(real("18f-blog.rss.xml").read_bytes()).items
    known = tagging.themes_by_tag(programme)
    by_hand = [{tag.lower() for tag in item.tags} for item in items]
    found = [tagging.themes_of(item.tags, known) for item in items]
    assert sum(agile.pk in one for one in found) == sum("agile" in tags for tags in by_hand) == 47
    assert sum(design.pk in one for one in found) == sum(bool({"design", "service design"} & tags) for tags in by_hand)
