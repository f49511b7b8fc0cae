"""An author's first post: handed in by a scout's nose, written at the desk, answered, published and told to a network."""

import io
import re

from django.utils.translation import gettext as _
from PIL import Image
from playwright.sync_api import expect

from tests.browser.joining import agree_if_asked

EDITOR = "editor@demo.test"
AUTHOR = "ambassador@demo.test"


def _photo(name: str) -> dict[str, object]:
    picture = io.BytesIO()
    Image.new("RGB", (1200, 675), "#c96f3b").save(picture, "JPEG")
    return {"name": name, "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def test_an_author_writes_a_first_post_and_tells_their_network(visitor, installation, mark):
    title = f"Seven cups of coffee ({mark})"
    sanne = visitor(AUTHOR)
    page = sanne.page
    phone, desk = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
    page.set_viewport_size(phone)
    sanne.open("/app/posts/")
    sanne.follow(_("Write something"))
    sanne.look("post-new")
    page.set_viewport_size(desk)
    sanne.field(_("Title")).fill(title)
    story = page.locator(".tiptap")
    story.click()
    page.keyboard.type("We are proud to tell that the seventh cup was cold.")
    # Advice comes before the desk saves by itself; it is said aloud once, and what is opened stays open while she writes on.
    advice = page.locator(".advice").get_by_text(_("Begin with what happened, not with being proud"))
    expect(advice).to_be_visible()
    assert page.url.endswith("/new/")
    advice.click()
    page.keyboard.type(" Is it?")
    expect(page.locator("[data-advice-said]")).to_contain_text(_("Begin with what happened, not with being proud"))
    expect(page.locator("#desk-saved [role=status]")).to_be_visible(timeout=20_000)
    page.wait_for_url("**/app/posts/*/")
    expect(page.get_by_role("link", name=_("Not again")).first).to_be_visible()

    page.get_by_text(_("Pictures in the text"), exact=True).click()
    page.locator("#text-picture input[type=file]").set_input_files(_photo("cups.jpg"))
    page.locator("#text-picture input[type=text]").fill("Seven cups on a windowsill")
    sanne.button(_("Put it where I am writing")).click()
    expect(story.get_by_role("img", name="Seven cups on a windowsill")).to_be_visible()
    sanne.button(_("Save the draft")).click()
    expect(page.get_by_role("status").get_by_text(_("Saved. Only you can see it."))).to_be_visible()
    expect(page.locator(".tiptap").get_by_role("img", name="Seven cups on a windowsill")).to_be_visible()
    sanne.look("desk")
    address = page.url

    # In a second window she forgets the first one.
    other = sanne.context.new_page()
    other.goto(address)
    other.get_by_label(_("Title")).fill(f"Eight cups ({mark})")
    other.get_by_role("button", name=_("Save the draft")).click()
    expect(other.get_by_role("status").get_by_text(_("Saved. Only you can see it."))).to_be_visible()
    other.close()
    sanne.field(_("Title")).fill(f"{title}!")
    sanne.button(_("Save the draft")).click()
    expect(sanne.heading(_("Somebody changed this meanwhile"))).to_be_visible()
    expect(page.get_by_text(f"Eight cups ({mark})")).to_be_visible()
    sanne.look()
    sanne.button(_("Save my version")).click()
    expect(sanne.field(_("Title"))).to_have_value(f"{title}!")
    sanne.follow(_("Earlier versions"), _("Earlier versions"))
    page.get_by_role("listitem").filter(has_text=f"Eight cups ({mark})").get_by_role("button").click()
    expect(sanne.field(_("Title"))).to_have_value(f"Eight cups ({mark})")
    page.get_by_role("status").get_by_role("button", name=_("Undo")).click()
    expect(sanne.field(_("Title"))).to_have_value(f"{title}!")
    sanne.button(_("Hand in for approval")).click()
    expect(
        page.get_by_role("status").get_by_text(_("Handed in. An editor reads it, and you hear what they think."))
    ).to_be_visible()
    page.set_viewport_size(phone)
    waiting = page.get_by_role("listitem").filter(has_text=f"{title}!")
    expect(waiting.get_by_text(_("waiting for approval"))).to_be_visible()
    waiting.get_by_role("link", name=f"{title}!").click()
    expect(page.get_by_text(_("An editor is reading it"))).to_be_visible()
    sanne.look("post-waiting")
    page.set_viewport_size(desk)

    [(pk,)] = installation.execute("SELECT id FROM wagtailcore_page WHERE draft_title = %s", f"{title}!")
    editor = visitor(EDITOR)
    editor.page.goto(f"{installation.web}/cms/pages/{pk}/edit/")
    # What the author put into the text stands in Wagtail's own editor.
    expect(editor.page.locator(".MediaBlock__img").first).to_be_visible()
    editor.page.get_by_role("button", name=_("More actions")).click()
    editor.page.locator('[data-workflow-action-name="approve"]:not([data-workflow-action-modal-url])').click()
    editor.wait_until(
        lambda: installation.execute("SELECT live FROM wagtailcore_page WHERE id = %s", pk) == [(True,)], seconds=20
    )

    sanne.open("/app/posts/")
    page.get_by_role("listitem").filter(has_text=f"{title}!").get_by_role("link", name=_("Tell your network")).click()
    expect(sanne.heading(_("Tell your network"))).to_be_visible()
    # In the language of the post, whatever its author reads.
    told = re.compile(f"(I wrote about it|Ik schreef erover): {re.escape(title)}!")
    expect(page.get_by_text(told).first).to_be_attached()
    sanne.look("teasers")
    page.get_by_role("link", name=re.compile(_("Share on %(network)s") % {"network": ""})).first.click()
    agree_if_asked(sanne)
    expect(page.get_by_label(_("What you say"))).to_have_value(re.compile("the seventh cup was cold"))

    stranger = visitor()
    [(path,)] = installation.execute("SELECT url_path FROM wagtailcore_page WHERE id = %s", pk)
    stranger.open("/" + path.strip("/").split("/", 1)[1] + "/")
    expect(stranger.page.get_by_role("img", name="Seven cups on a windowsill")).to_be_visible()


def test_a_scout_hands_in_and_an_editor_makes_a_piece_of_it(visitor, installation, mark):
    sanne = visitor(AUTHOR, phone=True)
    sanne.open("/app/scout/")
    sanne.page.locator("#id_text").fill(f"The street hums at night ({mark}). Since Tuesday.")
    sanne.button(_("Hand it in")).click()
    expect(sanne.page.get_by_role("status").get_by_text(_("Handed in. You hear what comes of it."))).to_be_visible()
    sanne.look("scout")

    editor = visitor(EDITOR)
    editor.page.goto(f"{installation.web}/cms/box/")
    row = editor.page.get_by_role("row").filter(has_text=f"The street hums at night ({mark})")
    row.get_by_role("button", name=_("Make a piece of it")).click()
    editor.page.wait_for_url("**/cms/pages/*/edit/")
    expect(editor.field(_("Title"))).to_have_value(f"The street hums at night ({mark}). Since Tuesday.")

    sanne.open("/app/scout/")
    made = sanne.page.get_by_role("listitem").filter(has_text=f"The street hums at night ({mark})")
    expect(made.get_by_text(_("being made into a piece"))).to_be_visible()
