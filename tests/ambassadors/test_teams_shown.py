"""A figure of a team with its parts is shown only where no figure of too few people can be found by subtraction."""

import pytest

from ambassadors import teams
from ambassadors.models import Team
from tests import factories
from themes import divisions
from themes.metrics import Scope


@pytest.fixture
def tree(db):
    """North holds East (which holds Yard) and West; South stands beside it."""
    north, south = factories.TeamFactory(name="North"), factories.TeamFactory(name="South")
    east, west = factories.TeamFactory(name="East", parent=north), factories.TeamFactory(name="West", parent=north)
    yard = factories.TeamFactory(name="Yard", parent=east)
    return {"north": north.pk, "south": south.pk, "east": east.pk, "west": west.pk, "yard": yard.pk, "none": None}


def _shown(tree, people):
    sizes = {tree[name]: number for name, number in people.items()}
    names = [name for name in tree if name != "none"]
    return {name for name in names if teams.may_show(Scope(1, team_id=tree[name], with_subteams=True), sizes)}


@pytest.mark.parametrize(
    ("people", "shown"),
    [
        ({"east": 6, "west": 6, "south": 9}, {"north", "south", "east", "west"}),
        # The four of South would be the rest of the whole.
        ({"east": 6, "west": 6, "south": 4}, set()),
        # West can be found from North and East, so East is withheld too.
        ({"east": 6, "west": 4, "south": 9}, {"north", "south"}),
        # The two who stand in North itself would be the rest.
        ({"north": 2, "east": 6, "west": 7, "south": 9}, {"north", "south", "west"}),
        # All of East stands in its yard: there is nothing to subtract.
        ({"yard": 8, "west": 6, "south": 9}, {"north", "south", "east", "west", "yard"}),
        ({"none": 3, "east": 20, "south": 30}, {"south"}),
        ({}, set()),
    ],
)
def test_what_is_shown(tree, people, shown):
    assert _shown(tree, people) == shown


def test_without_a_team_there_is_nothing_to_hide_and_a_team_that_is_gone_shows_nothing(tree):
    assert teams.may_show(Scope(1), {None: 1})
    assert not teams.may_show(Scope(1, team_id=999999, with_subteams=True), {None: 100})


def test_a_team_stands_for_its_parts_only_where_the_scope_says_so(tree):
    assert teams.ids_of(Scope(1)) == []
    assert teams.ids_of(Scope(1, team_id=tree["north"])) == [tree["north"]]
    within = {tree[name] for name in ("north", "east", "west", "yard")}
    assert set(teams.ids_of(Scope(1, team_id=tree["north"], with_subteams=True))) == within


def test_the_tree_is_named_for_whoever_chooses(tree):
    assert [(one.name, one.depth) for one in divisions.divisions()] == [
        ("North", 0),
        ("East", 1),
        ("Yard", 2),
        ("West", 1),
        ("South", 0),
    ]


def test_a_small_team_shows_not_even_a_nought(tree):
    scope = Scope(1, team_id=tree["north"], with_subteams=True)
    factories.AmbassadorFactory.create_batch(4, team=Team.objects.get(name="Yard"))
    assert not teams.is_large_enough(scope)
    factories.AmbassadorFactory(team=Team.objects.get(name="West"))
    assert teams.is_large_enough(scope)
