"""The tree of teams."""

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from ambassadors.models import Team, User
from themes.slugs import free_slug


class TeamInCircle(Exception):
    """The team would be part of itself."""


class TeamHasParts(Exception):
    """Other teams are part of it."""


@transaction.atomic
def save_team(*, team: Team, lead: User | None, by: User) -> Team:
    """The team stands in the tree; raises TeamInCircle, and then nothing has changed. An address once given stays."""
    if team.pk is None:
        team.slug = free_slug(Team, team.name, fallback="team")
    team.lead = lead
    try:
        with transaction.atomic():
            team.save()
    except IntegrityError as error:
        if "part of itself" in str(error):
            raise TeamInCircle from error
        raise
    log(instance=team, action="ambassadors.save_team", user=by, data={"parent": team.parent_id})
    return team


@transaction.atomic
def remove_team(*, team: Team, by: User) -> None:
    """The team is gone and its members belong to none; raises TeamHasParts while others are part of it."""
    if team.children.exists():
        raise TeamHasParts
    log(instance=team, action="ambassadors.remove_team", user=by, deleted=True)
    team.delete()
