"""An attacker combines every figure that may be shown, by any sums and differences, and still learns of no group below the threshold.

Each figure adds up places of one large table: of pieces (and so themes), networks, weeks and teams. What can be worked out from figures is
what lies in the space that they span; none of it may add up what fewer people did than the threshold. The attacker knows every figure of a
period and which groups are shown as nothing, not where else nobody shared.

Across periods a place of the table tells of all who ever shared there: what lies between two periods tells of fewer days, not of a smaller
group, and on which days somebody did nothing the attacker does not know (docs/adr/0010).
"""

import os
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, combinations, product, zip_longest
from typing import NamedTuple

import numpy as np
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ambassadors import teams
from sharehub.measurement import about, periods, tables, truth
from sharehub.measurement.overview import Overview
from sharehub.models import DailyReach, Share, TrackedLink
from sharehub.reach import rollup
from tests import factories
from tests.sharehub.test_measurement import NOON
from themes import metrics
from themes.metrics import Scope
from themes.models import Organisation

PEOPLE, LEAST = 8, 3
# Of 30 September: this month, the last week of August and the one before it, July.
MONTHS_AGO = {2: 0, 33: 1, 40: 2, 62: 3}
NETWORKS = ("linkedin", "mastodon", "facebook")
TEAM_OF = (0, 1, 1, 1, 2, 2, 2, 3)  # of North, East, West and South; East and West are part of North


class Cell(NamedTuple):
    """One place of the table of everything."""

    piece: int
    network: int
    week: int
    team: int


CELLS = [Cell(*place) for place in product(range(6), range(3), range(4), range(4))]
PLACE = {cell: number for number, cell in enumerate(CELLS)}


@dataclass(frozen=True)
class Post:
    """Who shared which piece on which network, and how many days ago; a theme has two pieces."""

    person: int
    piece: int
    network: int
    days_ago: int

    @property
    def theme(self):
        return self.piece // 2

    @property
    def week(self):
        """The week, counted back; where figures are told of months one of four that stand for all of them."""
        return MONTHS_AGO.get(self.days_ago, self.days_ago // 7)


POSTS = st.lists(
    st.builds(
        Post,
        person=st.integers(0, PEOPLE - 1),
        piece=st.sampled_from([0, 0, 0, 1, 2, 2, 3, 4]),
        network=st.sampled_from([0, 0, 0, 1, 1, 2]),
        days_ago=st.sampled_from([1, 1, 9, 16]),
    ),
    min_size=8,
    max_size=40,
    unique=True,
)


# What KPIs are about: a team with its parts, or two or three things at once.
_CROSSED = [
    (theme, network, team)
    for theme in (None, 0, 1, 2)
    for network in (None, 0, 1, 2)
    for team in (None, 0, 1, 2, 3)
    if team is not None or (theme is not None and network is not None)
]
SCOPES = st.lists(st.sampled_from(_CROSSED), max_size=12, unique=True)
EXAMPLES = int(os.environ.get("ATTACKS", "2"))
# What an address can ask for, and the weeks (counted back) that it is about; the month has all of them.
MONTH: tuple[dict[str, str], range] = {"period": "month"}, range(4)
OTHERS = (
    ({"period": "week"}, range(1)),
    ({"period": "custom", "from": "2026-09-10", "to": "2026-09-23"}, range(1, 3)),
    ({"period": "custom", "from": "2026-09-17", "to": "2026-09-30"}, range(2)),
)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def world(programme):
    """Eight people in a tree of teams, three themes with two pieces each; and the threshold is three."""
    north = factories.TeamFactory(name="North", slug="north")
    tree = [
        north,
        factories.TeamFactory(name="East", slug="east", parent=north),
        factories.TeamFactory(name="West", slug="west", parent=north),
        factories.TeamFactory(name="South", slug="south"),
    ]
    people = [factories.AmbassadorFactory(team=tree[number]) for number in TEAM_OF]
    themes = [factories.ThemeFactory(programme=programme, slug=f"theme-{number}") for number in range(3)]
    pieces = [factories.article(themes=[themes[number // 2]]) for number in range(6)]
    organisation = Organisation.load()
    organisation.minimum_group_size = LEAST
    organisation.save()
    return programme, people, themes, pieces, tree


def post(world, posts):
    """The posts are there, each with a click, and everything derived from them is counted."""
    cache.clear()
    _programme, people, themes, pieces, _tree = world
    shares = Share.objects.bulk_create(
        Share(
            ambassador=people[one.person],
            piece=pieces[one.piece],
            theme=themes[one.theme],
            network=NETWORKS[one.network],
            state="confirmed",
            confirmed_at=NOON - timedelta(days=one.days_ago),
        )
        for one in posts
    )
    links = TrackedLink.objects.bulk_create(TrackedLink(share=share) for share in shares)
    days = [share.confirmed_at.date() for share in shares]
    DailyReach.objects.bulk_create(
        DailyReach(link=link, day=day, hits=1, human=1, visitors=1) for link, day in zip(links, days, strict=True)
    )
    given_ = {"links": [link.pk for link in links], "days": days}
    with connection.cursor() as cursor:
        cursor.execute(rollup._CLEAR_GROUPS, given_)
        cursor.execute(rollup._COUNT_GROUPS, given_)


def cell_of(one):
    """Return where a post stands in the table."""
    return Cell(one.piece, one.network, one.week, TEAM_OF[one.person])


def which(tree, weeks, theme=None, network=None, team=None, piece=None):
    """Return the row of the places that a figure adds up; a team stands for all that is part of it."""
    below = {number for number, one in enumerate(tree) if team in (one.pk, one.parent_id)}
    return tuple(
        cell.week in weeks
        and (theme is None or cell.piece // 2 == theme)
        and (network is None or cell.network == network)
        and (team is None or cell.team in below)
        and (piece is None or cell.piece == piece)
        for cell in CELLS
    )


def seen(world, posts, scopes, asked=MONTH):
    """Yield what every page, file and KPI shows of a period, each as the posts that it adds up."""
    programme, _people, themes, pieces, tree = world
    query, weeks = asked
    chosen = periods.chosen(query)

    def of(**group):
        return which(tree, weeks, **group)

    def count(row):
        return sum(row[PLACE[cell_of(one)]] for one in posts)

    whole = Overview(programme, chosen)
    abouts = [({}, {})]
    abouts += [({"theme": theme.slug}, {"theme": number}) for number, theme in enumerate(themes)]
    abouts += [({"network": network}, {"network": number}) for number, network in enumerate(NETWORKS)]
    abouts += [({"team": team.slug}, {"team": team.pk}) for team in tree]
    for query, group in abouts:
        page = Overview(programme, chosen, about.chosen(programme, query))
        for key in ("visitors", "shares"):
            entry = page.entry(key)
            if not entry.few:
                assert entry.value == count(of(**group))
                yield of(**group)
    for rows, kind, keys in (
        (whole.themes, "theme", [theme.slug for theme in themes]),
        (whole.networks, "network", list(NETWORKS)),
    ):
        files = {row[0]: row for sheet in tables.sheets(whole) if sheet.key == f"{kind}s" for row in sheet.rows}
        for row in rows:
            assert files[row.name][1] == row.visitors
            if row.visitors is not None or row.shares is not None:
                yield of(**{kind: keys.index(row.key)})
    # Of the four weeks of a month nobody did anything in more than the last two.
    for week, (_day, value) in zip_longest(weeks, reversed(whole.dashboard.weeks)):
        if value is not None and week is not None:
            yield which(tree, [week])
        assert value == 0 or week is not None
    for number, theme in enumerate(themes):
        if not truth.of_theme(theme, chosen.period).is_few:
            yield of(theme=number)
    listed = {row.pk: row.visitors for row in whole.pieces}
    for number, piece in enumerate(pieces):
        told = truth.of_piece(piece, chosen.period)
        assert listed.get(piece.pk, 0) == (0 if told.is_few else told.visitors)
        if not told.is_few:
            yield of(piece=number)
    for theme, network, number in scopes:
        team = None if number is None else tree[number]
        scope = Scope(
            programme.pk,
            theme_id=None if theme is None else themes[theme].pk,
            network="" if network is None else NETWORKS[network],
            team_id=team and team.pk,
            with_subteams=True,
        )
        if metrics.metric("shares").value(scope, chosen.period).value is not None:
            yield of(theme=theme, network=network, team=team and team.pk)


def singled_out(figures, posts, least):
    """Return people, fewer than the least, of whom a sum follows from the figures; None where nothing does."""
    behind = defaultdict(set)
    for one in posts:
        behind[PLACE[cell_of(one)]].add(one.person)
    return told_of(figures, behind, least)


def circles(posts, nothing=()):
    """Return for each place of the table who ever shared there, but for places in figures of nothing, where these may be used."""
    behind = defaultdict(set)
    for one, week in product(posts, range(4)):
        place = PLACE[cell_of(one)._replace(week=week)]
        if not any(row[place] for row in nothing):
            behind[place].add(one.person)
    return behind


def told_of(figures, behind, least):
    """The same where it is known who may be behind each place of the table; figures are rows of its places."""
    places = len(figures[0])
    filled = np.array([number in behind for number in range(places)])
    rows = np.array(sorted(set(figures)), dtype=float)
    nothing = rows[~(rows[:, filled].any(axis=1))].any(axis=0)  # shown as nothing, so nobody shared there
    matrix = rows[rows[:, filled].any(axis=1)]
    rank = np.linalg.matrix_rank(matrix)
    everybody = sorted(set().union(*behind.values()))
    for few in chain.from_iterable(combinations(everybody, size) for size in range(1, least)):
        mine = np.array([bool(behind.get(place)) and behind[place] <= set(few) for place in range(places)])
        others = filled & ~mine
        beyond = rank > (np.linalg.matrix_rank(matrix[:, others]) if others.any() else 0)
        if beyond and follows(matrix, mine, others, ~filled & ~nothing):
            return few
    return None


def follows(matrix, mine, others, empty):
    """Whether some combination of the figures adds up what a few did, and nothing of the others.

    With minus signs left over it is the difference between two unknowns, which tells neither of them.
    """
    at_least_nothing = np.unique(matrix[:, mine | empty].T, axis=0)
    found = linprog(
        np.zeros(len(matrix)),
        A_ub=-at_least_nothing,
        b_ub=np.zeros(len(at_least_nothing)),
        A_eq=np.vstack([np.unique(matrix[:, others].T, axis=0), matrix[:, mine].T.sum(axis=0)]),
        b_eq=np.append(np.zeros(len(np.unique(matrix[:, others].T, axis=0))), 1.0),
        bounds=(None, None),
    )
    return found.status == 0


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(posts=POSTS, scopes=SCOPES)
def test_no_combination_of_figures_tells_of_fewer_people_than_the_threshold(world, posts, scopes):
    with transaction.atomic():
        post(world, posts)
        figures = list(seen(world, posts, scopes))
        assert singled_out(figures, posts, LEAST) is None
        compared = list(chain(figures, *(seen(world, posts, scopes, asked) for asked in OTHERS)))
        assert told_of(compared, circles(posts), LEAST) is None
        Organisation.objects.update(minimum_group_size=LEAST + 1)
        # Raised, it shows nothing that it did not show before, so that both together tell no more than the first did.
        assert set(seen(world, posts, scopes)) <= set(figures)
        transaction.set_rollback(True)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(sizes=st.lists(st.integers(0, 6), min_size=5, max_size=5), least=st.integers(3, 6))
def test_no_team_is_found_between_the_list_of_teams_and_the_teams_with_their_parts(world, sizes, least):
    _programme, _people, _themes, _pieces, tree = world
    Organisation.objects.update(minimum_group_size=least)
    groups = [None, *(team.pk for team in tree)]
    people = dict(zip(groups, sizes, strict=True))
    if sum(sizes) < least:
        return
    below = {team.pk: {team.pk} | {one.pk for one in tree if one.parent_id == team.pk} for team in tree}
    found = [[1.0] * 5]
    found += [[float(group == one) for one in groups] for group in teams.own_to_show(people, least)]
    found += [
        [float(one in below[team.pk]) for one in groups]
        for team in tree
        if teams.may_show(Scope(1, team_id=team.pk, with_subteams=True), people)
    ]
    filled = [number for number, size in enumerate(sizes) if size]
    matrix = np.array(found)[:, filled]
    rank = np.linalg.matrix_rank(matrix)
    for few in chain.from_iterable(combinations(range(len(filled)), size) for size in range(1, len(filled))):
        if sum(sizes[filled[number]] for number in few) < least:
            others = [number for number in range(len(filled)) if number not in few]
            assert rank == np.linalg.matrix_rank(matrix[:, others]), (people, few)


def test_the_attacker_does_find_what_is_not_hidden():
    posts = [Post(person, 0 if person < 6 else 2, 0, 1) for person in range(8)]
    everybody, most = tuple(True for _cell in CELLS), tuple(cell.piece == 0 for cell in CELLS)
    assert singled_out([everybody, most], posts, LEAST) == (6, 7)
    assert singled_out([everybody], posts, LEAST) is None


def test_the_theme_that_hides_a_small_one_is_the_same_in_every_period(world):
    programme, _people, themes, _pieces, _tree = world
    posts = [Post(person, 0, 0, 1) for person in range(3)] + [Post(person, 0, 0, 9) for person in range(6)]
    posts += [Post(person, 2, 0, 1) for person in range(3, 7)] + [Post(person, 2, 0, 9) for person in range(3, 6)]
    post(world, [*posts, Post(7, 4, 0, 1)])
    names = [theme.name for theme in themes]
    for query, _weeks in (MONTH, *OTHERS):
        found = Overview(programme, periods.chosen(query))
        # The second theme has fewer people in all, the first fewer of the last week; the third is there also where it did nothing.
        assert {row.name: row.visitors for row in found.themes if row.name in names[1:]} == dict.fromkeys(names[1:])
        assert found.has_withheld
        assert found.themes[0].name == names[0] and found.themes[0].visitors
    assert truth.of_theme(themes[2], periods.chosen(OTHERS[1][0]).period).is_few


MONTHS = (({"period": "2026-08"}, (1, 2)), ({"period": "2026-07"}, (3,)))
POSTS_OF_MONTHS = st.lists(
    st.builds(
        Post,
        person=st.integers(0, PEOPLE - 1),
        piece=st.sampled_from([0, 0, 0, 1, 2, 2, 3, 4]),
        network=st.sampled_from([0, 0, 0, 1, 1, 2]),
        days_ago=st.sampled_from([2, 33, 33, 40, 62, 62]),
    ),
    min_size=8,
    max_size=40,
    unique=True,
)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(posts=POSTS_OF_MONTHS, scopes=SCOPES)
def test_no_combination_of_whole_months_tells_of_fewer_people_than_the_threshold(world, posts, scopes):
    with transaction.atomic():
        Organisation.objects.update(reporting="months")
        post(world, posts)
        figures = list(chain.from_iterable(seen(world, posts, scopes, asked) for asked in MONTHS))
        # Known by their months, with who really did something there, and with all that is shown as nothing.
        assert not figures or singled_out(figures, posts, LEAST) is None
        assert not any(row[PLACE[cell]] for row in figures for cell in CELLS if cell.week == 0)
        Organisation.objects.update(minimum_group_size=LEAST + 1)
        raised = chain.from_iterable(seen(world, posts, scopes, asked) for asked in MONTHS)
        assert set(raised) <= set(figures)
        transaction.set_rollback(True)


def test_live_figures_of_nothing_in_the_days_between_can_single_somebody_out(world):
    """Why live figures are a choice (docs/adr/0011)."""
    rows = [(6, 1, 0, 1), (1, 3, 0, 9), (6, 0, 0, 9), (2, 3, 0, 1), (5, 2, 2, 9)]
    rows += [(0, 2, 2, 16), (2, 1, 0, 9), (0, 1, 2, 16), (1, 4, 0, 9), (3, 2, 2, 16)]
    posts = [Post(*row) for row in rows]
    post(world, posts)
    found = [row for asked in (MONTH, *OTHERS) for row in seen(world, posts, [(None, None, 1)], asked)]
    filled = {PLACE[cell_of(one)] for one in posts}
    nothing = [row for row in found if not any(row[place] for place in filled)]
    assert told_of(found, circles(posts, nothing), LEAST) is not None
