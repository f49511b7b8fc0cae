"""Something happened: a manager stops all sharing, everybody reads why, and it is lifted with a last look at what was held."""

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.colleagues.conftest import SECOND_MANAGER
from tests.browser.managing import begin_programme

# The lead's yes to another theme is theirs to this one too, so that the programme has somebody to tell.
_ALSO_HERE = """
    INSERT INTO ambassadors_themelink
    SELECT (json_populate_record(link, json_build_object(
        'id', nextval(pg_get_serial_sequence('ambassadors_themelink', 'id')), 'theme_id', theme.id))).*
    FROM ambassadors_themelink link, ambassadors_ambassador person, ambassadors_user u, themes_theme theme
    WHERE link.ambassador_id = person.id AND person.user_id = u.id AND u.email = 'lead@demo.test'
        AND link.state = 'accepted' AND theme.name = %s
    LIMIT 1
"""


def test_sharing_is_stopped_in_one_click_told_and_lifted(visitor, installation, mark):
    manager = visitor(SECOND_MANAGER, phone=True)
    home = begin_programme(manager, f"Quiet streets ({mark})")
    manager.open(f"{home}themes/new/")
    manager.field(_("name")).fill(f"Quiet ({mark})")
    manager.press(_("Save the theme"), sees=f"Quiet ({mark})")
    installation.execute(_ALSO_HERE, f"Quiet ({mark})")

    manager.open(f"{home}support/")
    manager.page.get_by_role("main").get_by_role("link", name=_("Stop all sharing")).click()
    expect(manager.page.get_by_label(_("Yes, stop all sharing now"))).to_be_visible()
    manager.look("stop-before")
    reason = f"A pipe broke in Assen this morning and a colleague was hurt ({mark})."
    manager.field(_("why")).fill(reason)
    manager.page.get_by_label(_("Yes, stop all sharing now")).check()
    manager.press(_("Stop all sharing"), sees=_("Sharing is stopped"))
    manager.look("stopped-phone")

    joost = visitor("lead@demo.test", phone=True)
    joost.open("/app/", "stopped-feed")
    expect(joost.page.get_by_text(reason)).to_be_visible()

    manager.press(_("Let people share again"), sees=_("What was held"))
    manager.look("stop-review")
    joost.open("/app/")
    expect(joost.page.get_by_text(reason)).to_have_count(0)
