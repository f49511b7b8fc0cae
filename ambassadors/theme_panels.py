"""What this app adds to the pages of a programme, a theme and someone outside: the people."""

from ambassadors.models import Contact, ProgrammeManager, ThemeLink
from themes import panels
from themes.models import Programme, Stakeholder, Theme
from themes.panels import Panel


def register() -> None:
    """A programme's page tells who may enter it, a theme's who is linked to it; a stakeholder's page who keeps the contact."""
    panels.register(Programme, "managers", managers)
    panels.register(Theme, "people", people)
    panels.register(Stakeholder, "contacts", contacts)


def managers(programme: Programme) -> Panel:
    """Return who may enter the programme."""
    team = list(ProgrammeManager.objects.of(programme))
    return Panel("ambassadors/_managers_panel.html", {"programme": programme, "team": team})


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
