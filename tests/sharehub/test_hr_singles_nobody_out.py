"""An attacker combines all that HR reads of overlapping periods, by vacancy, theme, team, network and as a whole, and learns of no few.

Behind a figure are all who ever shared there: what lies between two periods tells of fewer days, not of fewer people. Who came and who
applied are two tables, each with places for a piece, a theme, a team, a network and a week.
"""

import os
from collections import defaultdict
from datetime import timedelta
from itertools import product
from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from sharehub.measurement import truth
from sharehub.models import Application, DailyReach, Share, TrackedLink
from sharehub.reach import rollup
from sharehub.recruitment import attribution, funnel, impact, visits
from tests import factories
from tests.sharehub.test_nobody_is_singled_out import told_of
from themes.metrics import Period
from themes.models import Organisation

LEAST, TEAM_OF, THEMES, PIECES, WEEKS = 3, (0, 0, 0, 1, 1, 1, 2, 2), 4, 4, 2
NETWORKS = ("linkedin", "mastodon")
ARTICLE = 3  # the last piece is none of HR's: only who applied through it is seen there
PERIODS = ((0, 0), (0, 1), (1, 1))  # the first and the last week back
EXAMPLES = int(os.environ.get("ATTACKS", "3"))


class Place(NamedTuple):
    """One place of the table of everything."""

    piece: int
    theme: int
    team: int
    network: int
    week: int


PLACES = [Place(*place) for place in product(range(PIECES), range(THEMES), range(3), range(2), range(WEEKS))]
NUMBER = {place: number for number, place in enumerate(PLACES)}


class Brought(NamedTuple):
    """Somebody's link to a vacancy, or to another piece, brought a visitor; who perhaps applied for the first vacancy."""

    person: int
    piece: int
    theme: int
    network: int
    week: int
    has_applied: bool
    is_confirmed: bool

    @property
    def place(self):
        return Place(self.piece, self.theme, TEAM_OF[self.person], self.network, self.week)


BROUGHT = st.lists(
    st.builds(
        Brought,
        st.integers(0, len(TEAM_OF) - 1),
        st.sampled_from([0, 0, 0, 1, 1, 2, ARTICLE]),
        st.sampled_from([0, 0, 0, 1, 1, 1, 2, 3]),
        st.sampled_from([0, 0, 0, 1]),
        st.integers(0, WEEKS - 1),
        st.booleans(),
        st.sampled_from([True, True, True, False]),
    ),
    min_size=6,
    max_size=36,
    unique=True,
)


@pytest.fixture
def world(programme):
    teams = [factories.TeamFactory(name=f"T{number}", slug=f"t{number}") for number in range(3)]
    people = [factories.AmbassadorFactory(team=teams[team]) for team in TEAM_OF]
    themes = [factories.ThemeFactory(programme=programme, name=f"H{n}", slug=f"h{n}") for n in range(THEMES)]
    vacancies = [factories.vacancy(title=f"V{number}") for number in range(ARTICLE)]
    Organisation.load()
    Organisation.objects.update(minimum_group_size=LEAST)
    return people, themes, [*vacancies, factories.article()]


def bring(world, brought):
    """What everybody's links brought is there, and counted."""
    cache.clear()
    people, themes, pieces = world
    now = timezone.now()
    shares = Share.objects.bulk_create(
        Share(
            ambassador=people[one.person],
            theme=themes[one.theme],
            piece=pieces[one.piece],
            network=NETWORKS[one.network],
            state="confirmed" if one.is_confirmed else "opened",
            confirmed_at=now if one.is_confirmed else None,
        )
        for one in brought
    )
    links = TrackedLink.objects.bulk_create(TrackedLink(share=share) for share in shares)
    days = [(now - timedelta(days=7 * one.week)).date() for one in brought]
    DailyReach.objects.bulk_create(
        DailyReach(link=link, day=day, hits=1, human=1, visitors=1) for link, day in zip(links, days, strict=True)
    )
    with connection.cursor() as cursor:
        for statement in (rollup._CLEAR_GROUPS, rollup._COUNT_GROUPS):
            cursor.execute(statement, {"links": [link.pk for link in links], "days": days})
    for one, share in zip(brought, shares, strict=True):
        if one.has_applied:
            at = now - timedelta(days=7 * one.week)
            factories.application(vacancy=pieces[0], share=share, network=share.network, created_at=at)


def row_of(weeks=range(WEEKS), *, vacancies=False, **group):
    """Return the places that a figure adds up."""
    return tuple(
        place.week in weeks
        and (place.piece != ARTICLE or not vacancies)
        and all(getattr(place, key) == number for key, number in group.items())
        for place in PLACES
    )


class Seen:
    """The figures that were shown, each as the places it adds up and whether it is right."""

    def __init__(self, brought):
        self.came, self.applied, self.brought = [], [], brought

    def adds(self, figures, row, value, counts=lambda one: True):
        assert value == sum(row[NUMBER[one.place]] and counts(one) for one in self.brought)
        figures.append(row)

    def see_came(self, value, weeks=range(WEEKS), **group):
        self.adds(self.came, row_of(weeks, vacancies=True, **group), value)

    def see_applied(self, value, weeks=range(WEEKS), **group):
        self.adds(self.applied, row_of(weeks, **group), value, lambda one: one.has_applied)


# What a table's lines are about, how their names begin, and how many there can be.
TABLES = {
    "vacancies": ("piece", "V", ARTICLE),
    "themes": ("theme", "H", THEMES),
    "teams": ("team", "T", 3),
    "sources": ("network", "", 2),
}
NAMES = {"Ambassadors on LinkedIn": 0, "Ambassadors on Mastodon": 1}


def seen(world, brought):
    """Return all that the pages, the files and the printed report of HR show."""
    found, today = Seen(brought), timezone.localdate()
    vacancies = world[2][:ARTICLE]
    for first, last in PERIODS:
        period = Period(today - timedelta(days=7 * last + 3), today - timedelta(days=7 * first - 3))
        weeks, report = range(first, last + 1), impact.impact(period)
        found.see_applied(report.total.applied, weeks)
        if report.total.visits is not None:
            found.see_came(report.total.visits, weeks)
        for table, (kind, letter, many) in TABLES.items():
            named = {line.name: line for line in report.tables[table]}
            lines = {NAMES[name] if name in NAMES else int(name.removeprefix(letter)): named[name] for name in named}
            for number, line in lines.items():
                if line.visits is not None:
                    found.see_came(line.visits, weeks, **{kind: number})
                # Who applied for a vacancy or came from a network is told whoever shared it.
                if line.applied is not None and kind in ("theme", "team"):
                    found.see_applied(line.applied, weeks, **{kind: number})
            for number in set(range(many)) - lines.keys():
                found.see_came(0, weeks, **{kind: number})
        for number, vacancy in enumerate(vacancies):
            every_hit = truth.of_piece(vacancy, period)
            if not every_hit.is_few:
                found.see_came(every_hit.human, weeks, piece=number)
    few = visits.withheld_by_month()
    funnels = funnel.of_vacancies(vacancies, few)
    for number, vacancy in enumerate(vacancies):
        one = funnels[vacancy.pk]
        if one.total.visits is not None:
            found.see_came(one.total.visits, piece=number)
        for line in one.rows:
            if line.visits is not None:
                found.see_came(line.visits, piece=number, network=NETWORKS.index(line.source))
    together = funnel.together(funnels.values(), few).total
    if together.visits is not None:
        found.see_came(together.visits)
    # The page of an application says on which theme the link stood: whoever opens them all has counted.
    names = [attribution.theme_told(one.share) for one in Application.objects.select_related("share__theme")]
    for number in range(THEMES):
        if told := names.count(f"H{number}"):
            found.see_applied(told, theme=number)
    return found


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize="ATTACKS" not in os.environ,
)
@given(brought=BROUGHT)
def test_nothing_that_hr_reads_tells_of_fewer_people_than_the_threshold(world, brought):
    # What everybody together brought is told whoever that is, as each source is.
    assume(len({one.person for one in brought if one.has_applied}) >= LEAST)
    with transaction.atomic():
        bring(world, brought)
        found = seen(world, brought)
        # HR may know who shared a vacancy; of another piece there is only who brought somebody who applied.
        of_vacancies, of_all = defaultdict(set), defaultdict(set)
        for one, week in product(brought, range(WEEKS)):
            number = NUMBER[one.place._replace(week=week)]
            if one.piece != ARTICLE:
                of_vacancies[number].add(one.person)
            if one.piece != ARTICLE or one.has_applied:
                of_all[number].add(one.person)
        assert found.came == [] or told_of(found.came, of_vacancies, LEAST) is None
        assert told_of(found.applied, of_all, LEAST) is None
        transaction.set_rollback(True)


def test_what_another_piece_brought_hides_like_what_a_vacancy_brought(world):
    bring(world, [Brought(person, 0, 0, 0, 0, True, True) for person in range(6)])
    bring(world, [Brought(6, ARTICLE, 1, 0, 0, True, True)])
    assert Application.objects.count() == 7
    today = timezone.localdate()
    found = impact.impact(Period(today - timedelta(days=6), today))
    assert [(line.name, line.is_few) for line in found.tables["themes"]] == [("H0", True), ("H1", True)]
    assert [attribution.theme_told(one.share) for one in Application.objects.all()] == [""] * 7
