"""An attacker combines HR's report of periods that overlap, by theme, team and as a whole, and learns of no group below the threshold.

Behind a figure are all who ever shared there: what lies between two periods tells of fewer days, not of fewer people.
"""

import os
from collections import defaultdict
from datetime import timedelta
from itertools import product
from typing import NamedTuple

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from sharehub.models import Application, ReachByGroup, Share
from sharehub.recruitment import impact
from tests import factories
from tests.sharehub.test_nobody_is_singled_out import told_of
from themes.metrics import Period
from themes.models import Organisation

LEAST, TEAM_OF, THEMES, WEEKS = 3, (0, 0, 0, 1, 1, 1, 2, 2), 4, 3
# Of theme, team and week.
PLACES = {place: number for number, place in enumerate(product(range(THEMES), range(3), range(WEEKS)))}
PERIODS = ((0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2))  # the first and the last week back
EXAMPLES = int(os.environ.get("ATTACKS", "4"))


class Brought(NamedTuple):
    """Somebody's link brought an application; a vacancy's link, or another piece's."""

    person: int
    theme: int
    week: int
    of_vacancy: bool


BROUGHT = st.lists(
    st.builds(
        Brought,
        st.integers(0, len(TEAM_OF) - 1),
        st.sampled_from([0, 0, 0, 1, 1, 1, 2, 3]),
        st.integers(0, WEEKS - 1),
        st.booleans(),
    ),
    min_size=6,
    max_size=30,
    unique=True,
)


@pytest.fixture
def world(programme):
    teams = [factories.TeamFactory(name=f"T{number}", slug=f"t{number}") for number in range(3)]
    people = [factories.AmbassadorFactory(team=teams[team]) for team in TEAM_OF]
    themes = [factories.ThemeFactory(programme=programme, name=f"H{n}", slug=f"h{n}") for n in range(THEMES)]
    Organisation.load()
    Organisation.objects.update(minimum_group_size=LEAST)
    return people, themes, factories.vacancy(), factories.article()


def bring(world, brought):
    people, themes, vacancy, article = world
    now = timezone.now()
    shares = Share.objects.bulk_create(
        Share(
            ambassador=people[one.person],
            theme=themes[one.theme],
            piece=vacancy if one.of_vacancy else article,
            network="linkedin",
            state="confirmed",
            confirmed_at=now,
        )
        for one in brought
    )
    for one, share in zip(brought, shares, strict=True):
        at = now - timedelta(days=7 * one.week)
        factories.application(vacancy=vacancy, share=share, network="linkedin", created_at=at)
        if one.of_vacancy:
            group = {"theme": share.theme, "network": "linkedin", "team": share.ambassador.team}
            row, _made = ReachByGroup.objects.get_or_create(day=at.date(), piece=vacancy, **group)
            ReachByGroup.objects.filter(pk=row.pk).update(human=row.human + 1)


def seen(brought):
    """Yield each figure of applications that a report shows, as the places that it adds up."""
    today = timezone.localdate()
    for first, last in PERIODS:
        found = impact.impact(Period(today - timedelta(days=7 * last + 3), today - timedelta(days=7 * first - 3)))
        weeks = range(first, last + 1)
        yield tuple(week in weeks for _theme, _team, week in PLACES)
        for table, at, letter in (("themes", 0, "H"), ("teams", 1, "T")):
            shown = {line.name: line for line in found.tables[table]}
            for number in range(THEMES if at == 0 else 3):
                row = tuple(place[at] == number and place[2] in weeks for place in PLACES)
                line = shown.get(f"{letter}{number}")
                here = [one for one in brought if (one.theme, TEAM_OF[one.person])[at] == number and one.week in weeks]
                if line is None:
                    assert not here
                    yield row
                elif not line.is_few:
                    assert line.applied == len(here)
                    yield row


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(brought=BROUGHT)
def test_no_two_reports_together_tell_of_fewer_people_than_the_threshold(world, brought):
    # What everybody together brought is told whoever that is, as each source is.
    assume(len({one.person for one in brought}) >= LEAST)
    with transaction.atomic():
        bring(world, brought)
        behind = defaultdict(set)
        for one in brought:
            for week in range(WEEKS):
                behind[PLACES[one.theme, TEAM_OF[one.person], week]].add(one.person)
        assert told_of(list(seen(brought)), behind, LEAST) is None
        transaction.set_rollback(True)


def test_what_another_piece_brought_hides_like_what_a_vacancy_brought(world):
    bring(world, [Brought(person, 0, 0, True) for person in range(6)] + [Brought(6, 1, 0, False)])
    assert Application.objects.count() == 7
    today = timezone.localdate()
    found = impact.impact(Period(today - timedelta(days=6), today))
    assert [(line.name, line.is_few) for line in found.tables["themes"]] == [("H0", True), ("H1", True)]
