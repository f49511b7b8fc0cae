"""What a team does together, for who leads it: never a person, and nothing while the team is too small to hide in.

Shares and reach are shown like those of any group (docs/adr/0010): where enough people of the team are behind them, in the period and in the
whole of time, and where they may stand beside those of all other teams. Participation says how many, of all who could: it tells what
nobody did, so it asks how many people the team has.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from ambassadors import privacy, teams
from ambassadors.models import Team
from sharehub.measurement import figures
from sharehub.measurement.circles import FRESH_SECONDS, circles
from sharehub.measurement.dashboard import Figure, change
from sharehub.measurement.periods import Chosen
from themes.metrics import Period, Provenance, Scope

People = Mapping[int | None, int]


@dataclass(frozen=True)
class TeamPage:
    """One team and its figures; `is_small` when there are fewer people in it than may be shown."""

    team: Team
    is_small: bool
    figures: tuple[Figure, ...] = ()


def of(team: Team, programme_id: int, chosen: Chosen) -> TeamPage:
    """Return the team's participation, shares and reach in the period."""
    minimum, scope = privacy.threshold(), Scope(programme_id, team_id=team.pk)
    eligible = figures.eligible_by_team(chosen.period)
    if eligible.get(team.pk, 0) < minimum:
        return TeamPage(team, is_small=True)
    percent = figures.participation(scope, chosen.period).percent
    sharing, reach = figures.sharing(scope, chosen.period).total, figures.reach(scope, chosen.period).total
    before = figures.reach(scope, chosen.before).total
    ever = circles(programme_id, fresh_for=FRESH_SECONDS)

    def stands(behind: Callable[[Scope, Period], People], period: Period, always: People) -> bool:
        """Whether a figure of the period may stand beside those of the other teams; one of nobody may where some period shows one."""
        return _may_stand(team, always, minimum) and _may_stand(team, behind(scope, period), minimum)

    shows_sharing = stands(figures.people_sharing_by_team, chosen.period, ever.sharing.by_team)
    shows_reach = stands(figures.people_reaching_by_team, chosen.period, ever.reaching.by_team)
    showed_reach = stands(figures.people_reaching_by_team, chosen.before, ever.reaching.by_team)
    return TeamPage(
        team,
        is_small=False,
        figures=(
            Figure(
                _("Took part"),
                None if percent is None else round(percent),
                Provenance.MEASURED,
                not _may_stand(team, eligible, minimum),
                unit="%",
            ),
            Figure(_("Confirmed shares"), sharing.shares, Provenance.MEASURED, not shows_sharing),
            Figure(
                _("People reached"),
                reach.visitors,
                Provenance.MEASURED,
                not shows_reach,
                **change(reach.visitors, before.visitors if showed_reach else None),
            ),
        ),
    )


def _may_stand(team: Team, people: People, minimum: int) -> bool:
    """Whether a figure of the team itself may stand in a list of all teams, from how many people of each are behind it."""
    return not people.get(team.pk) or team.pk in teams.own_to_show(people, minimum)
