"""An ambassador takes back a share, takes along what is theirs, and leaves."""

import io
import json
import re
import zipfile
from pathlib import Path

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.joining import answer_welcome, invitation_for, join


def test_an_ambassador_withdraws_takes_the_data_along_and_leaves(visitor, programme, installation, mark):
    address = f"luus.{mark}@elsewhere.test"
    luus = visitor(phone=True)
    page = luus.page
    join(luus, invitation_for(visitor, programme, address, "Luus Bos"))
    answer_welcome(luus)
    luus.open("/app/")
    page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    page.wait_for_url("**/app/pieces/*/")
    page.goto(f"{page.url}share/?network=linkedin")
    page.get_by_label(_("What you say")).fill("I work at Noorderlicht; my own words, and nobody asked me to.")
    page.get_by_role("button", name=_("Share on %(network)s") % {"network": "LinkedIn"}).click()
    page.wait_for_url("**/app/shares/*/")
    code = re.search(r"/s/(\w+)", page.get_by_label(_("Your text with the link")).input_value())[1]
    luus.press(_("I posted it"), sees=_("It is out there"))
    luus.button(_("Withdraw")).click()
    page.wait_for_url("**/app/shares/")
    expect(page.get_by_role("status").get_by_text(_("Withdrawn. Its link has ended."))).to_be_visible()
    luus.look("shares")
    luus.open("/app/thanks/")
    entries = page.get_by_role("main").get_by_text(re.compile(r"^[+-]\d+$")).all_inner_texts()
    assert sorted(entries) == ["+10", "+5", "-10", "-5"]
    assert luus.page.request.get(f"{installation.links}/s/{code}").status == 410

    luus.open("/app/me/", "me")
    page.get_by_role("link", name=re.compile(f"^{_('My data')}")).click()
    expect(luus.heading(_("My data"))).to_be_visible()
    luus.look("my-data")
    with page.expect_download() as download:
        page.get_by_role("link", name=_("Download everything")).click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    assert address in json.dumps(json.loads(archive.read("data.json")))

    luus.open("/app/me/departure/")
    luus.press(_("Leave and erase my data"), sees=_("Goodbye, and thank you"))
    assert installation.execute("SELECT 1 FROM ambassadors_user WHERE email = %s", address) == []
    assert page.goto(f"{installation.web}/app/").url.startswith(f"{installation.web}/accounts/login/")
