"""What a team does together, for who leads it: never a person, and nothing while the team is too small to hide in."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ambassadors import privacy
from ambassadors.models import Team
from sharehub.measurement import figures
from sharehub.measurement.dashboard import Figure, change
from sharehub.measurement.disclosure import may_show
from sharehub.measurement.periods import Chosen
from themes.metrics import Provenance, Scope


@dataclass(frozen=True)
class TeamPage:
    """One team and its figures; `is_small` when there are fewer people in it than may be shown."""

    team: Team
    is_small: bool
    figures: tuple[Figure, ...] = ()


def of(team: Team, programme_id: int, chosen: Chosen) -> TeamPage:
    """Return the team's participation, shares and reach in the period."""
    minimum = privacy.threshold()
    scope = Scope(programme_id, team_id=team.pk)
    took_part = figures.participation(scope, chosen.period)
    if (took_part.eligible or 0) < minimum:
        return TeamPage(team, is_small=True)
    sharing, reach = figures.sharing(scope, chosen.period).total, figures.reach(scope, chosen.period).total
    before = figures.reach(scope, chosen.before).total
    percent = took_part.percent
    return TeamPage(
        team,
        is_small=False,
        figures=(
            Figure(_("Took part"), None if percent is None else round(percent), Provenance.MEASURED, unit="%"),
            Figure(_("Confirmed shares"), sharing.shares, Provenance.MEASURED, not may_show(sharing.people, minimum)),
            Figure(
                _("People reached"),
                reach.visitors,
                Provenance.MEASURED,
                not may_show(reach.people, minimum),
                **change(reach.visitors, before.visitors if may_show(before.people, minimum) else None),
            ),
        ),
    )
