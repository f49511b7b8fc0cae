"""The accounts with which the demo can be entered; they exist in the demo only, which production refuses to load."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PASSWORD = "ambassador"  # noqa: S105 (the demo's, printed at the start and on the log-in page)


@dataclass(frozen=True)
class DemoAccount:
    """Who to enter as, and what they do."""

    email: str
    role: str | Promise
    password: str = PASSWORD


DEMO_ACCOUNTS = (
    DemoAccount("manager@demo.test", _("Programme manager")),
    DemoAccount("editor@demo.test", _("Editor")),
    DemoAccount("hr@demo.test", _("HR")),
    DemoAccount("lead@demo.test", _("Team lead")),
    DemoAccount("ambassador@demo.test", _("Ambassador")),
)
