"""What the week brought among people, as the workspace tells it."""

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.models import ThemeLink
from themes.models import Programme, Theme


def tell_the_week(programme: Programme, since: date) -> list[str]:
    """Return who said yes since a day, and the first theme that nobody covers; who is linked is no secret."""
    yes = Q(theme_links__state=ThemeLink.State.ACCEPTED, theme_links__ambassador__left_at=None)
    themes = Theme.objects.filter(programme=programme).live()
    counted = list(
        themes.annotate(
            covered=Count("theme_links", filter=yes),
            joined=Count("theme_links", filter=yes & Q(theme_links__decided_at__date__gte=since)),
        )
    )
    told = []
    most = max(counted, key=lambda theme: theme.joined, default=None)
    if most is not None and most.joined:
        words = ngettext(
            "%(number)s person said yes to %(theme)s.", "%(number)s people said yes to %(theme)s.", most.joined
        )
        told.append(words % {"number": most.joined, "theme": most})
    bare = [theme for theme in counted if not theme.covered]
    if bare and len(bare) < len(counted):
        told.append(_("No one covers %(theme)s yet.") % {"theme": bare[0]})
    return told
