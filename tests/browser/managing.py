"""What managers do in more than one journey."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _

from tests.browser.conftest import Visitor


def begin_programme(manager: Visitor, name: str) -> str:
    """A programme that starts next month; returns where it stands."""
    manager.open("/programme/new/")
    starts_on = date.today() + timedelta(days=30)
    manager.field(_("name")).fill(name)
    manager.field(_("why we do this")).fill("Neighbours believe a colleague sooner than a folder.")
    manager.field(_("first day")).fill(str(starts_on))
    manager.field(_("last day")).fill(str(starts_on + timedelta(days=365)))
    manager.press(_("Begin"), sees=_("Readiness check"))
    return re.search(r"/programme/[^/]+/", manager.page.url)[0]
