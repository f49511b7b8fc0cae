"""The name of a team that a figure is limited to."""

from collections.abc import Mapping

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def team_name(key: int, teams: Mapping[int, str] | str) -> str:
    """Return the team's name among those that the view looked up; of a team that is gone, that it is."""
    return (teams.get(key) if isinstance(teams, Mapping) else None) or _("a team that is gone")
