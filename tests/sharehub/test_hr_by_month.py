"""Where figures are told of whole months, HR reads visits of a month only where enough colleagues brought them in that month.

The attacker of overlapping periods plays here as well, with months: behind a place are those whose links brought somebody in its month, or
somebody who applied, and no others; and where a figure is nothing, the attacker knows that nobody did anything there.
"""

import os
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import NamedTuple

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from sharehub.measurement import periods, piece_report, truth
from sharehub.models import Application, DailyReach, ReachByGroup, Share, TrackedLink
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
from themes.metrics import Period, Scope
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

    def __init__(self, brought, closed=CLOSED):
        self.came, self.applied, self.brought, self.closed = [], [], brought, closed

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
    vacancies, closed = world[2][:ARTICLE], found.closed
    few = visits.withheld_by_month()
    named = {number: few.get(moment(number).date().replace(day=1)) for number in closed}
    funnels = funnel.of_vacancies(vacancies, few)
    for key, vacancy in enumerate(vacancies):
        one, hidden = funnels[vacancy.pk], {n for n in closed if named[n] and vacancy.pk in named[n].vacancies}
        if one.total.visits is not None:
            found.see_came(one.total.visits, {*closed} - hidden, piece=key)
        hidden |= {number for number in closed if named[number] and named[number].networks_of_one}
        for line in one.rows:
            if line.visits is not None:
                found.see_came(line.visits, {*closed} - hidden, piece=key, network=NETWORKS.index(line.source))
    together = funnel.together(funnels.values(), few).total
    if together.visits is not None:
        found.see_came(together.visits, [number for number in closed if not (named[number] and named[number].total)])


def see_applications(found):
    """The page of an application says on which theme the link stood: whoever opens them all has counted."""
    named = defaultdict(int)
    for one in Application.objects.select_related("share__theme"):
        if name := attribution.theme_told(one.share, one.created_at):
            named[int(name.removeprefix("H")), MONTHS.index(one.created_at.month)] += 1
    assert all(number in found.closed for _theme, number in named)
    for (theme, number), count in named.items():
        found.see_applied(count, [number], theme=theme)


def seen(world, brought, closed=CLOSED):
    """Return all that the pages, the files and the printed report of HR show."""
    found = Seen(brought, closed)
    for number in closed:
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


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    derandomize="ATTACKS" not in os.environ,
)
@given(brought=BROUGHT)
def test_looks_at_a_month_on_different_days_tell_no_more_nor_does_a_larger_threshold(world, time_machine, brought):
    for number in (*CLOSED, RUNNING):
        applied = {one.person for one in brought if one.month == number and one.has_applied}
        assume(not applied or len(applied) >= LEAST)
    before = [one for one in brought if one.month in CLOSED]
    with transaction.atomic():
        time_machine.move_to(NOON)
        bring(world, before)
        looks = [seen(world, before)]
        # What was shared since changes which groups too few ever shared, and the month that ran is told of.
        bring(world, [one for one in brought if one.month == RUNNING])
        time_machine.move_to(NOON + timedelta(days=30))
        cache.clear()
        looks.append(seen(world, brought, (*CLOSED, RUNNING)))
        Organisation.objects.update(minimum_group_size=LEAST + 1)
        cache.clear()
        looks.append(seen(world, brought, (*CLOSED, RUNNING)))
        every = Seen(brought)
        for look in looks:
            every.came += look.came
            every.applied += look.applied
        assert told_of_few(brought, every) == (None, None)
        transaction.set_rollback(True)
    time_machine.move_to(NOON)


def test_the_attacker_does_find_what_is_not_hidden(world):
    brought = [Brought(person, 0, 0, 0, 0, True) for person in range(3)] + [Brought(3, 0, 0, 0, 1, True)]
    found = Seen(brought)
    found.see_came(4, [0, 1])
    found.see_came(3, [0])
    found.see_applied(1, [1])
    assert told_of_few(brought, found) == ((3,), (3,))


FEW = "too few to show"
# Three share the first vacancy in July, two of them bring people in August as well; five share the second in both.
SHARED = [
    *(Brought(person, 0, 0, 0, 0) for person in range(3)),
    *(Brought(person, 0, 0, 0, 1) for person in range(2)),
    *(Brought(person, 1, 1, 0, number) for person in range(5) for number in (0, 1)),
    *(Brought(person, 2, 2, 0, number) for person in range(6) for number in (0, 1)),
]


def lines_of(number, table="vacancies"):
    found = impact.impact(month(number).period).tables[table]
    return {line.name: FEW if line.few_visits or line.is_few else line.visits for line in found}


def test_a_vacancy_is_withheld_in_the_month_in_which_too_few_brought_people(as_hanna, world):
    bring(world, SHARED)
    assert lines_of(0) == {"V0": 3, "V1": 5, "V2": 6}
    assert lines_of(1) == {"V0": FEW, "V1": FEW, "V2": 6}
    assert lines_of(1, "themes") == {"H0": FEW, "H1": FEW, "H2": 6}
    assert impact.impact(month(1).period).total.visits == 13
    address = reverse("sharehub:recruitment_export", args=["vacancies", "csv"])
    assert f"V0,{FEW},0,0,0" in as_hanna.get(address, {"period": "2026-08"}).content.decode()
    html = as_hanna.get(reverse("sharehub:recruitment_report"), {"period": "2026-08"}).content.decode()
    assert FEW in html


def test_a_month_in_which_nobody_did_anything_says_so(world):
    bring(world, [one for one in SHARED if one.month == 0])
    assert impact.impact(month(1).period).total.visits == 0
    assert lines_of(1) == {}


def test_live_the_same_vacancy_is_told_of_any_period(world):
    bring(world, SHARED)
    Organisation.objects.update(reporting="live")
    cache.clear()
    assert lines_of_period(Period(moment(1, 1).date(), moment(1, 31).date())) == {"V0": 2, "V1": 5, "V2": 6}
    funnels = funnel.of_vacancies(world[2][:ARTICLE])
    assert [funnels[one.pk].total.visits for one in world[2][:ARTICLE]] == [5, 10, 12]


def lines_of_period(period):
    return {line.name: line.visits for line in impact.impact(period).tables["vacancies"]}


def test_the_pages_of_vacancies_add_up_the_months_that_are_told_and_not_the_running_one(as_hanna, world):
    people, _themes, pieces = world
    bring(world, [*SHARED, *(Brought(person, 1, 1, 0, RUNNING) for person in range(7))])
    for person in range(2):
        factories.application(vacancy=pieces[1], share=people[person].shares.first(), network="linkedin")
    funnels = funnel.of_vacancies(pieces[:ARTICLE])
    # Of the first July, of the second July, of the third both; in August some networks of a vacancy are of too few, as some vacancies are.
    assert [funnels[one.pk].total.visits for one in pieces[:ARTICLE]] == [3, 5, 12]
    assert [[row.visits for row in funnels[one.pk].rows] for one in pieces[:ARTICLE]] == [[3], [5], [6]]
    assert funnel.together(funnels.values(), visits.withheld_by_month()).total.visits == 27
    assert funnels[pieces[1].pk].total.applied == 2
    for page in (reverse("sharehub:vacancy_list"), reverse("sharehub:vacancy_detail", args=[pieces[1].pk])):
        assert "Visits are those of whole months that are over" in as_hanna.get(page).content.decode()
    Organisation.objects.update(reporting="live")
    cache.clear()
    assert funnel.of_vacancies(pieces[:ARTICLE])[pieces[1].pk].total.visits == 17
    assert "Visits are those of whole months" not in as_hanna.get(reverse("sharehub:vacancy_list")).content.decode()


def test_a_vacancy_of_which_no_month_is_told_says_so_and_not_that_nobody_came(as_hanna, world):
    bring(world, [one for one in SHARED if one.month == 1])
    vacancy = world[2][0]
    found = funnel.of_vacancies([vacancy])[vacancy.pk]
    assert (found.total.visits, found.total.few_visits, found.rows[0].visits, found.unseen) == (None, True, None, 0)
    assert FEW in as_hanna.get(reverse("sharehub:vacancy_detail", args=[vacancy.pk])).content.decode()


def test_what_the_running_month_brings_changes_nothing_that_was_told(world):
    bring(world, SHARED)
    vacancy = world[2][0]

    def told():
        cache.clear()
        return funnel.of_vacancies([vacancy])[vacancy.pk].total.visits, lines_of(0), lines_of(1, "teams")

    before = told()
    bring(world, [Brought(person, 0, 0, 0, RUNNING) for person in range(8)])
    assert told() == before


def test_the_theme_of_an_application_is_told_with_its_month_and_where_enough_are_behind_it(as_hanna, world):
    _people, themes, _pieces = world
    bring(world, [*SHARED, *(Brought(person, 0, 0, 0, RUNNING, True) for person in range(4))])
    bring(world, [Brought(0, 0, 0, 0, number, True, False) for number in CLOSED])
    told = {}
    for one in Application.objects.order_by("created_at"):
        html = as_hanna.get(reverse("sharehub:application_detail", args=[one.pk])).content.decode()
        told[one.created_at.month] = themes[0].name in html
    assert told == {7: True, 8: False, 9: False}


def test_the_theme_of_a_link_is_told_where_the_months_of_the_link_and_of_the_application_are(world):
    bring(world, SHARED)
    share = world[0][0].shares.filter(theme=world[1][0]).first()
    told = [
        attribution.theme_told(share, moment(applied), moment(followed))
        for applied, followed in ((0, 0), (1, 0), (1, 1), (RUNNING, 0))
    ]
    assert told == ["H0", "", "", ""]
    assert attribution.theme_told(share) == ""
    assert attribution.theme_told(None, moment(0)) == ""


def test_wagtail_tells_no_more_of_a_vacancy_in_a_month_than_hr_reads(world):
    bring(world, SHARED)
    for number, told in ((0, [False, False, False]), (1, [True, True, False])):
        assert [truth.of_piece(one, month(number).period).is_few for one in world[2][:ARTICLE]] == told
        found = piece_report.did(month(number))
        assert [found[one.pk].visitors is None for one in world[2][:ARTICLE]] == told
    # Nor in a period that reaches into the running month.
    until_today = Period(moment(0, 1).date(), NOON.date())
    assert all(truth.of_piece(one, until_today).is_few for one in world[2][:ARTICLE])


def test_a_kpi_tells_no_more_of_a_theme_in_a_month_than_hr_reads(world):
    _people, themes, _pieces = world
    bring(world, [*SHARED, Brought(0, 0, 0, 0, 0, True, False), Brought(0, 0, 0, 0, 1, True, False)])
    late, early = Application.objects.all()
    Application.objects.update(stage=Application.Stage.HIRED, closed_at=moment(1, 20))

    def told(key, number, **scope):
        found = metrics.metric(key).value(Scope(themes[0].programme_id, **scope), month(number).period)
        return "few" if found.too_few else found.value

    assert [told("applications", number, theme_id=themes[0].pk) for number in CLOSED] == [1, "few"]
    assert [told("applications", number) for number in CLOSED] == [1, 1]
    assert told("hires", 1, theme_id=themes[0].pk) == "few"
    # Hired in a month in which enough are behind the theme, of one who applied in a month in which they were not.
    bring(world, [Brought(person, 0, 0, 0, 1) for person in (5, 6, 7)])
    assert told("hires", 1, theme_id=themes[0].pk) == 2
    early.share.theme, late.share.theme = themes[3], themes[3]
    early.share.save()
    cache.clear()
    assert told("hires", 1, theme_id=themes[3].pk) == "few"
    assert told("hires", 1) == 2


def test_a_team_whose_people_came_from_another_since_keeps_its_visits(world):
    people = world[0]
    bring(world, [Brought(person, 0, 0, 0, 0) for person in range(6)])
    assert lines_of(0, "teams") == {"T0": 3, "T1": 3}
    people[3].team = people[0].team
    people[3].save()
    cache.clear()
    # Those of the second are three people's still, as counted then; the first would seem to be of four.
    assert lines_of(0, "teams") == {"T0": FEW, "T1": FEW}


def test_what_is_behind_each_month_is_counted_in_a_few_queries_and_kept_where_it_is_slow(world, settings):
    def count():
        with CaptureQueriesContext(connection) as found:
            funnel.of_vacancies(world[2][:ARTICLE])
            impact.impact(month(0).period)
        return len(found)

    bring(world, SHARED[:3])
    few = count()
    bring(world, SHARED[3:])
    assert count() <= few
    settings.KEPT_FROM_SECONDS = 0
    cache.clear()
    visits.renew()
    kept = visits.withheld_in(month(1).period)
    ReachByGroup.objects.all().delete()
    DailyReach.objects.all().delete()
    assert visits.withheld_in(month(1).period) == kept
    assert visits.withheld_in(month(1).period).vacancies
