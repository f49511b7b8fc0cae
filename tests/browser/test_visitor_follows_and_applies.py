"""Someone from outside follows a tracked link, reads the public site, and applies for a job."""

import io
import json
import re
from urllib.parse import parse_qs, urlsplit

from django.utils.translation import gettext as _
from PIL import Image
from playwright.sync_api import expect

LINKS = """
    SELECT link.code, person.first_name, person.last_name, share.network, theme.slug
    FROM sharehub_trackedlink link
    JOIN sharehub_share share ON share.id = link.share_id
    JOIN ambassadors_ambassador ambassador ON ambassador.id = share.ambassador_id
    JOIN ambassadors_user person ON person.id = ambassador.user_id
    JOIN themes_theme theme ON theme.id = share.theme_id
    JOIN cms_shareable piece ON piece.page_ptr_id = share.piece_id
    JOIN wagtailcore_page page ON page.id = share.piece_id
    JOIN cms_{kind} kind ON kind.shareable_ptr_id = share.piece_id
    WHERE share.state = 'confirmed' AND page.live AND (piece.share_until IS NULL OR piece.share_until > now())
    ORDER BY share.id DESC LIMIT 1
"""


def test_a_tracked_link_names_campaign_and_network_but_never_a_person(visitor, installation):
    code, first_name, last_name, network, theme = installation.execute(LINKS.format(kind="article"))[0]
    stranger = visitor(phone=True)
    stranger.open(f"{installation.links}/s/{code}")
    address = stranger.page.url
    assert address.startswith(installation.web)
    assert parse_qs(urlsplit(address).query) == {
        "utm_source": [network],
        "utm_medium": ["ambassador"],
        "utm_campaign": [theme],
    }
    assert first_name.lower() not in address.lower()
    assert last_name.lower().split()[-1] not in address.lower()
    assert stranger.context.cookies() == []


def test_a_link_that_leads_nowhere_says_so_kindly(visitor, installation):
    stranger = visitor(phone=True)
    answer = stranger.page.goto(f"{installation.links}/s/2222222")
    assert answer.status == 404
    expect(stranger.heading(_("This link leads nowhere"))).to_be_visible()
    stranger.look("link-unknown")


def test_a_withdrawn_link_says_that_it_has_ended(visitor, installation):
    [(code,)] = installation.execute(
        "SELECT link.code FROM sharehub_trackedlink link JOIN sharehub_share share ON share.id = link.share_id "
        "WHERE share.state = 'withdrawn' LIMIT 1"
    )
    stranger = visitor(phone=True)
    answer = stranger.page.goto(f"{installation.links}/s/{code}")
    assert answer.status == 410
    expect(stranger.heading(_("This link has ended"))).to_be_visible()
    stranger.look("link-ended")


def test_a_reader_of_the_blog_finds_a_vacancy_and_applies(visitor, installation, mark):
    stranger = visitor(phone=True)
    page = stranger.page
    stranger.open("/")
    page.get_by_role("link", name=re.compile("blog", re.IGNORECASE)).first.click()
    stranger.look("blog")
    page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    stranger.look("post")
    data = json.loads(page.locator("script[type='application/ld+json']").first.text_content())
    assert data["@type"] == "BlogPosting"

    [(code, *_rest)] = installation.execute(LINKS.format(kind="vacancy"))
    stranger.open(f"{installation.links}/s/{code}", "vacancy")
    vacancy = page.get_by_role("heading", level=1).inner_text()
    assert page.locator("meta[property='og:title']").get_attribute("content") == vacancy
    data = json.loads(page.locator("script[type='application/ld+json']").first.text_content())
    assert data["@type"] == "JobPosting"
    card = page.request.get(page.locator("meta[property='og:image']").get_attribute("content"))
    assert Image.open(io.BytesIO(card.body())).size == (1200, 630)

    page.get_by_role("link", name=_("Apply for this job")).first.click()
    page.wait_for_url("**/apply/**")
    stranger.look("apply")
    stranger.field(_("Your name")).fill(f"Robin Zee ({mark})")
    stranger.field(_("Your e-mail address")).fill(f"robin.{mark}@elsewhere.test")
    stranger.field(_("What appeals to you")).fill("The night shift, and the people who tell about it.")
    cv = stranger.field(_("Your CV"))
    cv.set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"MZ no pdf at all"})
    stranger.button(_("Send my application")).click()
    expect(page.get_by_text(_("Please choose a PDF or a Word document (docx)."))).to_be_visible()
    stranger.look()
    cv.set_input_files({"name": "cv.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a short life"})
    stranger.press(_("Send my application"), sees=_("Thank you, we have your application"))
    [(network, share, has_cv)] = installation.execute(
        "SELECT network, share_id, cv <> '' FROM sharehub_application WHERE email = %s",
        f"robin.{mark}@elsewhere.test",
    )
    assert network
    assert share
    assert has_cv
