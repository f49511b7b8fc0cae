"""A feed becomes articles, once."""

import pytest
from django.core.management import CommandError, call_command

from cms import feeds
from cms.feed_imports import import_feed
from cms.models import Article, FeedSource, ImportedItem, ImportedPicture

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Blog of the heat works</title>{items}</channel></rss>"""
ITEM = """<item><title>Forty kitchens</title><link>https://example.org/2026/kitchens/</link>
<guid>https://example.org/2026/kitchens/</guid><pubDate>Tue, 10 Feb 2026 09:00:00 +0000</pubDate>
<dc:creator>Ann Jansen</dc:creator><description>What we learned.</description>
<content:encoded><![CDATA[<p>Before <a href="/more">more</a>.</p><img src="/kitchen.png" alt="A kitchen"><p>After.</p>]]></content:encoded>
</item>"""


def _import(*items, theme, **options):
    content = RSS.format(items="\n".join(items)).encode()
    options = {"language": "en", "publish": True, "location": "heat.xml"} | options
    return import_feed(content=content, theme=theme, **options)[1]


def test_an_item_becomes_an_article_with_its_words_pictures_and_author(theme):
    report = _import(ITEM, theme=theme)
    article = Article.objects.get()
    assert (report.made, report.changed, report.unchanged, report.pictures) == (1, 0, 0, 1)
    assert (report.refused, report.noticed) == ([], [])
    assert (article.title, article.byline, article.summary) == ("Forty kitchens", "Ann Jansen", "What we learned.")
    assert article.canonical_url == "https://example.org/2026/kitchens/"
    assert str(article.published_on) == "2026-02-10"
    assert article.live and list(article.themes.all()) == [theme]
    assert [(block["type"], block["value"]) for block in article.body.raw_data] == [
        ("paragraph", '<p>Before <a href="https://example.org/more">more</a>.</p>'),
        ("awaited_picture", {"url": "https://example.org/kitchen.png", "alt": "A kitchen"}),
        ("paragraph", "<p>After.</p>"),
    ]
    assert ImportedPicture.objects.get().url == "https://example.org/kitchen.png"
    assert FeedSource.objects.get().name == "Blog of the heat works"


def test_a_second_run_changes_nothing(theme):
    _import(ITEM, theme=theme)
    before = Article.objects.values().get()
    report = _import(ITEM, theme=theme)
    assert (report.made, report.changed, report.unchanged) == (0, 0, 1)
    assert Article.objects.values().get() == before
    assert (ImportedItem.objects.count(), ImportedPicture.objects.count()) == (1, 1)


def test_what_changed_there_changes_here(theme):
    _import(ITEM, theme=theme)
    report = _import(ITEM.replace("After.", "Afterwards."), theme=theme)
    assert (report.made, report.changed) == (0, 1)
    assert Article.objects.get().body.raw_data[2]["value"] == "<p>Afterwards.</p>"


def test_what_an_editor_changed_is_left_as_it_is(theme, ed):
    _import(ITEM, theme=theme)
    article = Article.objects.get()
    article.title = "Forty-one kitchens"
    article.save_revision(user=ed).publish()
    report = _import(ITEM.replace("After.", "Afterwards."), theme=theme)
    assert (report.changed, report.unchanged) == (0, 1)
    assert [remark.reason for remark in report.noticed] == ["It changed there, but was edited here."]
    assert Article.objects.get().title == "Forty-one kitchens"
    assert Article.objects.get().body.raw_data[2]["value"] == "<p>After.</p>"


def test_drafts_are_not_live(theme):
    _import(ITEM, theme=theme, publish=False)
    assert not Article.objects.get().live


def test_an_item_without_date_link_or_title_is_imported_and_reported(theme):
    report = _import(
        "<item><description>Only some words, &lt;b&gt;bold&lt;/b&gt; ones.</description></item>", theme=theme
    )
    article = Article.objects.get()
    assert article.title == "Only some words, bold ones."
    assert (article.published_on, article.canonical_url) == (None, "")
    assert [str(remark) for remark in report.noticed] == [
        "line 3: Only some words, bold ones.: It has no title: its first words stand for one.",
        "line 3: Only some words, bold ones.: It has no link: it is imported without the address where it was first "
        "published.",
        "line 3: Only some words, bold ones.: It has no date: it is imported without one.",
    ]


def test_an_item_without_anything_is_refused_and_the_others_go_on(theme):
    report = _import("<item></item>", ITEM, theme=theme)
    assert (report.made, [remark.reason for remark in report.refused]) == (1, ["It has neither a title nor a text."])


def test_a_guid_that_occurs_twice_is_imported_once(theme):
    report = _import(ITEM, ITEM, theme=theme)
    assert report.made == 1
    assert [remark.reason for remark in report.refused] == ["Its GUID was there already in this feed."]


def test_script_in_a_feed_does_not_reach_the_page(theme):
    bad = ITEM.replace("<p>After.</p>", '<p onclick="x()">After<script>alert(1)</script><svg onload="x()"></svg>.</p>')
    bad = bad.replace("/more", "javascript:alert(1)")
    _import(bad, theme=theme)
    stored = str(Article.objects.get().body.raw_data)
    assert not [word for word in ("script", "onclick", "svg", "alert") if word in stored]


def test_a_title_of_400_characters_is_cut_and_reported(theme):
    report = _import(ITEM.replace("Forty kitchens", "w" * 400), theme=theme)
    assert Article.objects.get().title == "w" * 239 + "…"
    assert "was cut" in report.noticed[0].reason


def test_an_atom_feed_is_read_too(theme):
    atom = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry>
    <id>tag:1</id><title>One</title><updated>2026-01-02T03:04:05Z</updated><link href="https://example.org/1"/>
    <author><name>Bob</name></author><content type="html">&lt;p&gt;Words&lt;/p&gt;</content></entry></feed>"""
    _source, report = import_feed(content=atom, location="atom.xml", theme=theme, language="nl", publish=True)
    article = Article.objects.get()
    assert (report.made, article.title, article.byline, article.language) == (1, "One", "Bob", "nl")


@pytest.mark.parametrize(
    "content", [b"<html><body><p>Hello</p></body></html>", b"", b"/etc/passwd", b"\x00\xff\x00", b"{}"]
)
def test_what_is_no_feed_is_refused_and_nothing_is_made(content, theme):
    with pytest.raises(feeds.NotAFeed):
        import_feed(content=content, location="x", theme=theme, language="en", publish=True)
    assert not FeedSource.objects.exists()
    assert not Article.objects.exists()


def test_an_empty_feed_makes_nothing_and_says_so(theme):
    report = _import(theme=theme)
    assert (report.made, report.refused) == (0, [])


def test_the_command_names_the_themes_when_the_theme_is_unknown(theme, tmp_path):
    with pytest.raises(CommandError, match="heat-networks"):
        call_command("import_feed", str(tmp_path / "x.xml"), theme="nothing")


def test_the_command_refuses_what_stands_inside(theme):
    with pytest.raises(CommandError, match="not a public address"):
        call_command("import_feed", "http://127.0.0.1/feed.xml", theme=theme.slug)
    assert not Article.objects.exists()


def test_so_many_of_the_newest_go_live_and_the_others_are_drafts(theme, tmp_path):
    older = ITEM.replace("kitchens", "pipes").replace("10 Feb 2026", "09 Feb 2026")
    undated = "<item><title>Undated</title><guid>u</guid></item>"
    file = tmp_path / "heat.xml"
    file.write_text(RSS.format(items=undated + older + ITEM))
    for _twice in range(2):
        call_command("import_feed", str(file), theme=theme.slug, limit=1)
        assert (Article.objects.count(), Article.objects.live().count()) == (3, 1)
    assert Article.objects.live().get().canonical_url == "https://example.org/2026/kitchens/"
