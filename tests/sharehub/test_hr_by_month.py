"""Where figures are told of whole months, HR reads visits of a month only where enough colleagues brought them in that month.

The attacker of overlapping periods plays here as well, with months: behind a place are those whose links brought somebody in its month, or
somebody who applied, and no others; and where a figure is nothing, the attacker knows that nobody did anything there.
"""

import os
from collections import defaultdict
from datetime import UTC, datetime
from itertools import product
from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from sharehub.measurement import periods, piece_report, truth
from sharehub.models import Application, DailyReach, Share, TrackedLink
from sharehub.reach import rollup
from sharehub.recruitment import attribution, funnel, impact, visits
from tests import factories
from tests.sharehub.test_hr_singles_nobody_out import (
    ARTICLE,
    LEAST,
    NAMES,
    NETWORKS,
    PIECES,
    TABLES,
    TEAM_OF,
    THEMES,
)
from tests.sharehub.test_hr_singles_nobody_out import world as world  # a fixture
from tests.sharehub.test_nobody_is_singled_out import told_of
from themes import metrics
from themes.metrics import Scope
from themes.models import Organisation

NOON = datetime(2026, 9, 16, 12, 0, tzinfo=UTC)
# July and August are over, September runs.
MONTHS, RUNNING = (7, 8, 9), 2
CLOSED = (0, 1)
EXAMPLES = int(os.environ.get("ATTACKS", "3"))


@pytest.fixture(autouse=True)
def _in_months(db, time_machine):
    time_machine.move_to(NOON)
    Organisation.load()
    Organisation.objects.update(reporting="months", minimum_group_size=LEAST)
    cache.clear()


def month(number):
    """Return a closed month by its place."""
    return periods.chosen({"period": f"2026-{MONTHS[number]:02}"})


def moment(number, day=5):
    """Return a moment of a month."""
    return datetime(2026, MONTHS[number], day, 12, tzinfo=UTC)


class Place(NamedTuple):
    """One place of the table of everything."""

    piece: int
    theme: int
    team: int
    network: int
    month: int


PLACES = [Place(*place) for place in product(range(PIECES), range(THEMES), range(3), range(2), range(len(MONTHS)))]
NUMBER = {place: number for number, place in enumerate(PLACES)}


class Brought(NamedTuple):
    """Somebody's link to a vacancy, or to another piece, was followed by a person or a robot; somebody perhaps applied for the first vacancy."""

    person: int
    piece: int
    theme: int
    network: int
    month: int
    has_applied: bool = False
    is_confirmed: bool = True
    people: int = 1

    @property
    def place(self):
        return Place(self.piece, self.theme, TEAM_OF[self.person], self.network, self.month)


BROUGHT = st.lists(
    st.builds(
        Brought,
        st.integers(0, len(TEAM_OF) - 1),
        st.sampled_from([0, 0, 0, 1, 1, 2, ARTICLE]),
        st.sampled_from([0, 0, 0, 1, 1, 1, 2, 3]),
        st.sampled_from([0, 0, 0, 1]),
        st.sampled_from([0, 0, 0, 1, 1, RUNNING]),
        st.booleans(),
        st.sampled_from([True, True, True, False]),
        st.sampled_from([1, 1, 1, 0]),
    ),
    min_size=8,
    max_size=48,
    unique=True,
)


def bring(world, brought):
    """What everybody's links brought is there, and counted."""
    cache.clear()
    people, themes, pieces = world
    shares = Share.objects.bulk_create(
        Share(
            ambassador=people[one.person],
            theme=themes[one.theme],
            piece=pieces[one.piece],
            network=NETWORKS[one.network],
            state="confirmed" if one.is_confirmed else "opened",
            confirmed_at=moment(one.month) if one.is_confirmed else None,
        )
        for one in brought
    )
    links = TrackedLink.objects.bulk_create(TrackedLink(share=share) for share in shares)
    days = [moment(one.month).date() for one in brought]
    DailyReach.objects.bulk_create(
        DailyReach(link=link, day=day, hits=1, human=one.people, visitors=one.people, bot=1 - one.people)
        for link, day, one in zip(links, days, brought, strict=True)
    )
    with connection.cursor() as cursor:
        for statement in (rollup._CLEAR_GROUPS, rollup._COUNT_GROUPS):
            cursor.execute(statement, {"links": [link.pk for link in links], "days": days})
    for one, share in zip(brought, shares, strict=True):
        if one.has_applied:
            factories.application(
                vacancy=pieces[0], share=share, network=share.network, created_at=moment(one.month, 6)
            )


def row_of(months, *, vacancies=False, **group):
    """Return the places that a figure adds up."""
    return tuple(
        place.month in months
        and (place.piece != ARTICLE or not vacancies)
        and all(getattr(place, key) == number for key, number in group.items())
        for place in PLACES
    )


class Seen:
    """The figures that were shown, each as the places it adds up and whether it is right."""

    def __init__(self, brought):
        self.came, self.applied, self.brought = [], [], brought

    def see_came(self, value, months, **group):
        row = row_of(months, vacancies=True, **group)
        assert value == sum(row[NUMBER[one.place]] and one.people for one in self.brought)
        self.came.append(row)

    def see_applied(self, value, months, **group):
        row = row_of(months, **group)
        assert value == sum(row[NUMBER[one.place]] and one.has_applied for one in self.brought)
        # That nobody at all applied in a month is HR's own, as is every application.
        if any(one.has_applied and one.month in months for one in self.brought):
            self.applied.append(row)


def see_report(found, number):
    """The report of a month, its files and its print are seen."""
    report = impact.impact(month(number).period)
    found.see_applied(report.total.applied, [number])
    if report.total.visits is not None:
        found.see_came(report.total.visits, [number])
    for table, (kind, letter, many) in TABLES.items():
        named = {line.name: line for line in report.tables[table]}
        lines = {NAMES[name] if name in NAMES else int(name.removeprefix(letter)): named[name] for name in named}
        for key, line in lines.items():
            if line.visits is not None:
                found.see_came(line.visits, [number], **{kind: key})
            # Who applied for a vacancy or came from a network is told whoever shared it.
            if line.applied is not None and kind in ("theme", "team"):
                found.see_applied(line.applied, [number], **{kind: key})
        for key in set(range(many)) - lines.keys():
            found.see_came(0, [number], **{kind: key})


def see_elsewhere(world, found, number):
    """What Wagtail, and KPIs, tell of a month is seen."""
    period = month(number).period
    _people, themes, pieces = world
    listed = piece_report.did(month(number))
    for key, vacancy in enumerate(pieces[:ARTICLE]):
        every_hit = truth.of_piece(vacancy, period)
        if not every_hit.is_few:
            found.see_came(every_hit.human, [number], piece=key)
        told = listed.get(vacancy.pk)
        assert told is None or told.visitors in (None, every_hit.visitors)
    for (key, theme), network in product(enumerate(themes), (None, *range(2))):
        group = {} if network is None else {"network": network}
        scope = Scope(theme.programme_id, theme_id=theme.pk, network="" if network is None else NETWORKS[network])
        if (value := metrics.metric("applications").value(scope, period).value) is not None:
            found.see_applied(value, [number], theme=key, **group)


def see_vacancies(world, found):
    """The list and the pages of vacancies are seen: what stands there adds up months that are told."""
    vacancies = world[2][:ARTICLE]
    few = visits.withheld_by_month()
    named = {number: few.get(moment(number).date().replace(day=1)) for number in CLOSED}
    funnels = funnel.of_vacancies(vacancies, few)
    for key, vacancy in enumerate(vacancies):
        one, hidden = funnels[vacancy.pk], {n for n in CLOSED if named[n] and vacancy.pk in named[n].vacancies}
        if one.total.visits is not None:
            found.see_came(one.total.visits, {*CLOSED} - hidden, piece=key)
        hidden |= {number for number in CLOSED if named[number] and named[number].networks_of_one}
        for line in one.rows:
            if line.visits is not None:
                found.see_came(line.visits, {*CLOSED} - hidden, piece=key, network=NETWORKS.index(line.source))
    together = funnel.together(funnels.values(), few).total
    if together.visits is not None:
        found.see_came(together.visits, [number for number in CLOSED if not (named[number] and named[number].total)])


def see_applications(found):
    """The page of an application says on which theme the link stood: whoever opens them all has counted."""
    named = defaultdict(int)
    for one in Application.objects.select_related("share__theme"):
        if name := attribution.theme_told(one.share, one.created_at):
            named[int(name.removeprefix("H")), MONTHS.index(one.created_at.month)] += 1
    assert all(number in CLOSED for _theme, number in named)
    for (theme, number), count in named.items():
        found.see_applied(count, [number], theme=theme)


def seen(world, brought):
    """Return all that the pages, the files and the printed report of HR show."""
    found = Seen(brought)
    for number in CLOSED:
        see_report(found, number)
        see_elsewhere(world, found, number)
    see_vacancies(world, found)
    see_applications(found)
    return found


def told_of_few(brought, found):
    """Return whom the figures tell of, by visits and by applications."""
    came, all_of_them = defaultdict(set), defaultdict(set)
    for one in brought:
        if one.piece != ARTICLE and one.people:
            came[NUMBER[one.place]].add(one.person)
            all_of_them[NUMBER[one.place]].add(one.person)
        if one.has_applied:
            all_of_them[NUMBER[one.place]].add(one.person)
    by_visits = told_of(found.came, came, LEAST) if came and found.came else None
    return by_visits, told_of(found.applied, all_of_them, LEAST) if found.applied else None


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize="ATTACKS" not in os.environ,
)
@given(brought=BROUGHT)
def test_nothing_that_hr_reads_of_months_tells_of_fewer_people_than_the_threshold(world, brought):
    # What everybody together brought in a month is told whoever that is, as each source is.
    for number in CLOSED:
        applied = {one.person for one in brought if one.month == number and one.has_applied}
        assume(not applied or len(applied) >= LEAST)
    with transaction.atomic():
        bring(world, brought)
        found = seen(world, brought)
        assert told_of_few(brought, found) == (None, None)
        transaction.set_rollback(True)


def test_the_attacker_does_find_what_is_not_hidden(world):
    brought = [Brought(person, 0, 0, 0, 0, True) for person in range(3)] + [Brought(3, 0, 0, 0, 1, True)]
    found = Seen(brought)
    found.see_came(4, [0, 1])
    found.see_came(3, [0])
    found.see_applied(1, [1])
    assert told_of_few(brought, found) == ((3,), (3,))
