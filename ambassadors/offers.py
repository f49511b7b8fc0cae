"""What people offer themselves, a theme or a role, as the manager reads it: their own words beside the reasons of the matching."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from ambassadors import matching
from ambassadors.models import Ambassador, Role, RoleOffer, ThemeLink
from themes.models import Programme, Theme


@dataclass(frozen=True)
class Offer:
    """Somebody would like a theme, or a role on it; `fits` says in words what speaks for it."""

    ambassador: Ambassador
    theme: Theme
    role: Role | None
    reason: str
    fits: str
    decision_url: str


def of_themes(programme: Programme, links: Sequence[ThemeLink]) -> list[Offer]:
    """Return the proposals for themes with their reasons, in a constant number of questions."""
    fits = matching.between([(link.ambassador, link.theme) for link in links])
    return [
        Offer(
            link.ambassador,
            link.theme,
            None,
            link.reason,
            fits[link.ambassador_id, link.theme_id].reason,
            reverse("ambassadors:link_decision", args=[programme.slug, link.ambassador_id, link.pk]),
        )
        for link in links
    ]


def of_roles(programme: Programme, rows: Sequence[RoleOffer]) -> list[Offer]:
    """Return the offers to take a role with their reasons, in a constant number of questions."""
    fits = matching.between([(row.ambassador, row.theme) for row in rows])
    return [
        Offer(
            row.ambassador,
            row.theme,
            row.role,
            row.reason,
            fits[row.ambassador_id, row.theme_id].reason,
            reverse("ambassadors:offer_decision", args=[programme.slug, row.pk]),
        )
        for row in rows
    ]
