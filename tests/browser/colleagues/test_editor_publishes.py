"""An editor writes an article to share, with suggested texts and a picture, and imports a feed."""

import io
import re
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image
from playwright.sync_api import expect

from tests.browser.joining import agree_if_asked

EDITOR = "editor@demo.test"
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Heat elsewhere ({mark})</title>
<link>https://elsewhere.test/{mark}</link>
<item><title>A street that stayed warm ({mark})</title><guid>https://elsewhere.test/{mark}/1</guid>
<link>https://elsewhere.test/{mark}/1</link><pubDate>Mon, 02 Nov 2026 09:00:00 GMT</pubDate>
<description>&lt;p&gt;Nobody noticed, which was the plan.&lt;/p&gt;&lt;script&gt;bad()&lt;/script&gt;</description></item>
<item><title>A story without a day ({mark})</title><guid>https://elsewhere.test/{mark}/2</guid>
<link>https://elsewhere.test/{mark}/2</link></item>
</channel></rss>"""


def _picture() -> dict[str, object]:
    picture = io.BytesIO()
    Image.new("RGB", (1200, 675), "#c96f3b").save(picture, "JPEG")
    return {"name": "roof.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def test_an_editor_publishes_an_article_that_ambassadors_find_and_share(visitor, installation, mark):
    title = f"The roof that paid for itself ({mark})"
    editor = visitor(EDITOR)
    page = editor.page
    page.goto(f"{installation.web}/cms/images/add/")
    editor.field(_("Title")).fill(f"A roof ({mark})")
    page.locator("input[type=file]").set_input_files(_picture())
    editor.field(_("description")).fill(f"A roof with panels in low sun ({mark})")
    page.get_by_role("button", name=_("Upload")).click()
    page.wait_for_url("**/cms/images/")

    [(index,)] = installation.execute("SELECT page_ptr_id FROM cms_storyindexpage LIMIT 1")
    page.goto(f"{installation.web}/cms/pages/add/cms/article/{index}/")
    editor.field(_("Title")).fill(title)
    editor.field(_("summary")).fill("Eleven years, said the invoice. It took seven.")
    page.get_by_role("button", name=_("Choose an image")).click()
    page.get_by_role("dialog").get_by_role("link", name=f"A roof ({mark})").click()
    expect(page.get_by_role("dialog")).to_be_hidden()

    page.get_by_role("tab", name=_("Sharing")).click()
    now = timezone.localtime()
    for label, moment in ((_("not to be shared before"), -1), (_("not to be shared after"), 30)):
        editor.field(label).fill(f"{now + timedelta(days=moment):%Y-%m-%dT%H:%M}")
    page.get_by_role("tab", name=_("Sharing")).click()
    page.get_by_role("checkbox", name="Vakmanschap").check()
    for number, text in enumerate(("I lay roofs like this one.", "Seven years instead of eleven. I was there.")):
        page.get_by_role("button", name=re.compile(_("Add %(label)s") % {"label": _("text")})).click()
        page.locator(f"[name=variants-{number}-text]").fill(text)
        page.locator(f"[name=variants-{number}-network]").select_option("linkedin")
    page.locator("[data-advice] summary").get_by_text(_("Ask a question at the end?")).first.click()
    expect(page.locator("[data-advice]").get_by_role("button", name=_("Not again"), exact=True).first).to_be_visible()
    for network in ("LinkedIn", "Mastodon"):
        page.get_by_role("checkbox", name=network, exact=True).check()
    page.get_by_role("button", name=_("More actions")).click()
    page.get_by_role("button", name=_("Publish"), exact=True).click()
    page.wait_for_url(f"**/cms/pages/{index}/")
    expect(page.get_by_role("link", name=title).first).to_be_visible()

    joost = visitor("lead@demo.test", phone=True)
    joost.open(f"/app/?q=paid+for+itself+%28{mark}%29")
    card = joost.page.get_by_role("article").filter(has_text=title)
    expect(card.get_by_role("img", name=f"A roof with panels in low sun ({mark})")).to_be_visible()
    card.get_by_role("heading").get_by_role("link").click()
    joost.page.wait_for_url("**/app/pieces/*/")
    joost.look("piece-published")
    joost.page.goto(f"{joost.page.url}share/?network=linkedin")
    agree_if_asked(joost)
    joost.look()
    expect(joost.page.get_by_label(_("What you say"))).to_have_value(re.compile("I lay roofs|Seven years instead"))
    networks = joost.page.get_by_role("radio")
    assert {networks.nth(at).get_attribute("value") for at in range(networks.count())} <= {
        "linkedin",
        "mastodon",
        "copy",
    }

    stranger = visitor()
    [(path,)] = installation.execute("SELECT url_path FROM wagtailcore_page WHERE title = %s", title)
    stranger.open("/" + path.strip("/").split("/", 1)[1] + "/")
    expect(stranger.heading(title)).to_be_visible()


def test_a_feed_comes_in_once_and_says_what_it_left_out(visitor, installation, mark):
    editor = visitor(EDITOR)
    page = editor.page
    for time in ("first", "second"):
        page.goto(f"{installation.web}/cms/feeds/")
        page.locator("input[type=file]").set_input_files(
            {"name": f"{mark}.xml", "mimeType": "text/xml", "buffer": FEED.format(mark=mark).encode()}
        )
        editor.field(_("Theme")).select_option(label="Vakmanschap")
        page.get_by_role("button", name=_("Import"), exact=True).click()
        page.wait_for_url("**/cms/feeds/*/")
        remark = page.get_by_text(f"A story without a day ({mark})")
        expect(remark).to_have_count(1 if time == "first" else 0)
        stored = installation.execute(
            "SELECT body::text FROM cms_article a JOIN wagtailcore_page p ON p.id = a.shareable_ptr_id WHERE title = %s",
            f"A street that stayed warm ({mark})",
        )
        assert len(stored) == 1, time
        assert "bad()" not in stored[0][0]
