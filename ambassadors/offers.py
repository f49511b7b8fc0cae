"""What people offer themselves, a theme or a role, as the manager reads it: their own words beside the reasons of the matching."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

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


def of(
    programme: Programme,
    rows: Sequence[ThemeLink | RoleOffer],
    fits: Mapping[tuple[int, int], matching.Suggestion] | None = None,
) -> list[Offer]:
    """Return proposals and offers with their reasons, in a constant number of questions.

    `fits` says how well people and themes go together where that is known already; a pair that it lacks has no reason.
    """
    if fits is None:
        fits = matching.between([(row.ambassador, row.theme) for row in rows])
    return [_offer(programme, row, fits.get((row.ambassador_id, row.theme_id))) for row in rows]


def _offer(programme: Programme, row: ThemeLink | RoleOffer, fit: matching.Suggestion | None) -> Offer:
    role, name, keys = None, "ambassadors:link_decision", [programme.slug, row.ambassador_id, row.pk]
    if isinstance(row, RoleOffer):
        role, name, keys = row.role, "ambassadors:offer_decision", [programme.slug, row.pk]
    why = ""
    if fit is not None:
        why = fit.reason or _("Nothing in the profile speaks for it or against it; their wish does.")
    return Offer(row.ambassador, row.theme, role, row.reason, why, reverse(name, args=keys))
