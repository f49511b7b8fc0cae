"""What this app adds to the pages of a theme and of someone outside: the people."""

from ambassadors.models import Contact, ThemeLink
from themes import panels
from themes.models import Stakeholder, Theme
from themes.panels import Panel


def register() -> None:
    """A theme's page tells who is linked to it; a stakeholder's page who keeps the contact."""
    panels.register(Theme, "people", people)
    panels.register(Stakeholder, "contacts", contacts)


def people(theme: Theme) -> Panel:
    """Return who tells about the theme."""
    links = ThemeLink.objects.filter(theme=theme, state=ThemeLink.State.ACCEPTED, ambassador__left_at=None)
    linked = list(links.select_related("ambassador__user"))
    return Panel("ambassadors/_theme_panel.html", {"theme": theme, "programme": theme.programme, "links": linked})


def contacts(stakeholder: Stakeholder) -> Panel:
    """Return who keeps the contact."""
    rows = list(Contact.objects.filter(stakeholder=stakeholder).select_related("ambassador__user"))
    context = {"stakeholder": stakeholder, "programme": stakeholder.programme, "contacts": rows}
    return Panel("ambassadors/_contact_panel.html", context)
