"""Raised, the threshold shows nothing that it did not show before: on every page and in every file that asks it, in every period.

What is estimated from figures that may be shown (estimated reach, media value) is a sum of fewer of them then, and the busiest few are more of
them: both can be worked out from what stood there before, or are about at least as many people as had to be then.
"""

import os
from datetime import timedelta
from itertools import pairwise, product
from random import Random

import pytest
from django.core.cache import cache
from django.utils import timezone

from ambassadors import privacy
from ambassadors.models import Headcount, Question
from sharehub import good_hours, health, pulse, statement, wall
from sharehub.measurement import about, exports, periods, piece_report, tables, team, truth
from sharehub.measurement.dashboard import Dashboard
from sharehub.measurement.overview import Overview
from sharehub.models import LedgerEntry, PointRules, Pulse, PulseAnswer
from sharehub.recognition import boards, preview
from sharehub.recruitment import attribution, funnel, impact, visits
from tests import factories
from tests.sharehub.test_measurement import NOON
from tests.sharehub.test_nobody_is_singled_out import NETWORKS, TEAM_OF, Post, post
from themes import metrics
from themes.metrics import Scope
from themes.models import Organisation

SEEDS = range(int(os.environ.get("ATTACKS", "1")))
ASKS_EVERYTHING = "ATTACKS" in os.environ
LEASTS = range(1, 8) if ASKS_EVERYTHING else (2, 4)
DAYS_AGO = (1, 1, 3, 12, 20, 45, 80, 200, 300)
ESTIMATED = {"estimated_reach", "media_value"}


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def world(programme):
    """Eight people in a tree of teams; four themes of two pieces each, those of the last are vacancies."""
    north, *others = (
        factories.TeamFactory(name=name, slug=name.lower()) for name in ("North", "East", "West", "South")
    )
    for part in others[:2]:
        part.parent = north
        part.save()
    tree = [north, *others]
    people = [factories.AmbassadorFactory(team=tree[number]) for number in TEAM_OF]
    themes = [factories.ThemeFactory(programme=programme, slug=f"theme-{number}") for number in range(4)]
    pieces = [factories.article(themes=[themes[number // 2]]) for number in range(6)]
    pieces += [factories.vacancy(themes=[themes[3]]) for _number in range(2)]
    Organisation.load()
    return programme, people, themes, pieces, tree


def fill(world, random):
    """A year of posts, of what they brought, of points, questions and answers."""
    programme, people, themes, pieces, tree = world
    choose, today, now = random.choice, timezone.localdate(), timezone.now()
    piece_numbers, network_numbers = (0, 0, 0, 1, 1, 2, 2, 3, 4, 6, 6, 6, 7), (0, 0, 0, 1, 1, 2)
    posts = {
        Post(choose(range(8)), choose(piece_numbers), choose(network_numbers), choose(DAYS_AGO)) for _n in range(40)
    }
    post(world, sorted(posts, key=str))
    shares = list(pieces[6].shares.all()) + list(pieces[0].shares.all())[:3]
    for share in shares:
        factories.application(vacancy=pieces[6], share=share, network=share.network, created_at=share.confirmed_at)
    for days_ago in (0, 8, 31, 92):
        day = today - timedelta(days=days_ago)
        for number, size in ((None, 8), *((one, TEAM_OF.count(one)) for one in range(4))):
            of = {"team": None if number is None else tree[number], "eligible": size, "joined": size}
            Headcount.objects.create(day=day, **of)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(ambassador=one, points=5, rule="share", reason="share", key=f"t:{number}", created_at=now)
        for number, one in enumerate(random.sample(people, 6))
    )
    for one in random.sample(people, 6):
        at = now - timedelta(days=choose(DAYS_AGO))
        Question.objects.create(
            programme=programme,
            theme=choose(themes[:2]),
            asker=people[0],
            expert=one,
            text="May I?",
            language="en",
            state="answered",
            due_at=at,
            escalates_at=at,
            answered_at=at,
            answered_in_hours=choose((2, 9)),
            was_on_time=True,
        )
    asked = Pulse.objects.create(programme=programme, opens_on=today, closes_on=today, closed_at=now)
    for number in range(5):
        PulseAnswer.objects.create(pulse=asked, joy=4, pride=3 if number < 3 else None, words="More" * (number < 4))


def told(world, kinds=tuple(periods.NAMES)):
    """Yield every figure that is shown, with where it stands."""
    for kind in kinds:
        chosen = periods.chosen({"period": kind})
        yield from ((kind, *figure) for figure in (*of_period(world, chosen), *of_hr(chosen)))
    yield from of_any_time(world)


def some(every, number, kind):
    """Return so many of them, in each period others and always the same; all where there is time."""
    return every if ASKS_EVERYTHING else Random(kind).sample(every, number)


def of_period(world, chosen):
    programme, _people, themes, pieces, tree = world
    queries = [*({"theme": one.slug} for one in themes), *({"network": one} for one in NETWORKS)]
    queries += [{"team": one.slug} for one in tree]
    asked_of = [{}] if chosen.kind in ("week", "year") else some(queries, 1, chosen.kind)
    for query in [{}, *queries] if ASKS_EVERYTHING else asked_of:
        page = Overview(programme, chosen, about.chosen(programme, query))
        for entry in page.entries:
            if entry.key not in ESTIMATED and not entry.few:
                shown = {"overview": entry.value, "overview before": entry.before}
                yield from ((name, str(query), entry.key, one) for name, one in shown.items() if one is not None)
        for sheet in tables.sheets(page) if not query else []:
            for name, *row in sheet.rows if sheet.key != "figures" else []:
                yield from (("file", sheet.key, name, *cell) for cell in enumerate(row) if cell[1] is not None)
    dashboard = Dashboard(programme, chosen)
    for table, rows in exports.TABLES.items():
        for name, *row in rows(dashboard)[1]:
            yield from (("measurement", table, name, *cell) for cell in enumerate(row) if cell[1] is not None)
    asked = list(product(sorted(metrics.metrics(), key=lambda one: one.key), CROSSED))
    for metric, (theme, network, group) in some(asked, 2, chosen.kind):
        scope = Scope(programme.pk, theme and themes[theme].pk, network, group and tree[group].pk, bool(group))
        if metric.key not in ESTIMATED and (not group or metric.by_team):
            reading = metric.value(scope, chosen.period)
            if not reading.too_few:
                yield "KPI", metric.key, scope, reading.value
    for one in some(themes, 1, chosen.kind):
        found = truth.of_theme(one, chosen.period)
        if not found.is_few:
            yield "theme", one.slug, found
    did = piece_report.did(chosen)
    for number, piece in some(list(enumerate(pieces)), 1, chosen.kind):
        found, mine = truth.of_piece(piece, chosen.period), did.get(piece.pk, piece_report.Did())
        if not found.is_few:
            yield "piece", number, found
        yield from (("Wagtail", number, name, one) for name, one in vars(mine).items() if one is not None)
    for one in some(tree, 1, chosen.kind):
        for figure in team.of(one, programme.pk, chosen).figures:
            if not figure.few:
                yield "team lead", one.slug, str(figure.label), figure.value


# Of theme, network and team: each alone, and some at once; a team by its place in the tree.
CROSSED = [(None, "", None), (0, "", None), (1, "", None), (None, NETWORKS[0], None), (None, NETWORKS[1], None)]
CROSSED += [(None, "", 1), (None, "", 3), (0, NETWORKS[0], None), (0, "", 2)]


def of_hr(chosen):
    found = impact.impact(chosen.period)
    for table, lines in found.tables.items():
        for line in lines:
            for name in ("visits", "applied", "talked", "hired"):
                value = getattr(line, name)
                # A source that is withheld stands there without applications too: nothing, as where it is not listed.
                if value is not None and (value or name == "visits"):
                    yield "HR", table, line.name, name, value
    if found.total.visits is not None:
        yield "HR", "total", found.total.visits


def of_any_time(world):
    programme, _people, _themes, pieces, _tree = world
    vacancies = pieces[6:]
    funnels = funnel.of_vacancies(vacancies)
    for number, vacancy in enumerate(vacancies):
        rows = (funnels[vacancy.pk].total, *funnels[vacancy.pk].rows)
        yield from (("vacancy", number, row.source, row.visits) for row in rows if row.visits is not None)
        for one in vacancy.applications.select_related("share__theme"):
            yield "application", one.pk, attribution.theme_told(one.share) or "not told"
    together = funnel.together(funnels.values(), visits.withheld_by_month()).total
    if together.visits is not None:
        yield "vacancies", together.visits
    today = timezone.localdate()
    standings, _month = boards.of_teams(boards.count(metrics.Period(today - timedelta(days=30), today)))
    yield from (("board", line.name, line.points) for line in boards.team_lines(standings))
    rules = PointRules()
    gave = preview.preview(rules, against=rules)
    yield from (("preview", line.kind, line.now) for line in gave.lines if line.now is not None)
    yield from (("preview", name, getattr(gave, name)) for name in ("people", "now") if getattr(gave, name) is not None)
    survey = pulse.result(programme.pulses.get())
    yield from (("survey", str(one.words), one.average, one.agree) for one in survey.statements if one.average)
    yield from (("survey", word) for word in survey.words)
    display = wall.wall(programme)
    yield from (("wall", name, one) for name in ("reached", "shared") if (one := getattr(display, name)) is not None)
    yield from (("hours", *busy) for busy in good_hours._busy().items())
    for sign in (health.identical_copy, health.lapsed_plans):
        if found := sign(programme):
            yield "health", found.figure


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_shown_under_a_higher_threshold_was_shown_under_a_lower_one(world, seed):
    fill(world, Random(seed))
    sizes, before = [], None
    for least in LEASTS:
        Organisation.objects.update(minimum_group_size=least)
        shown = {repr(one) for one in told(world) if one[-1] != "not told"}
        assert before is None or sorted(shown - before)[:9] == []
        before, sizes = shown, [*sizes, len(shown)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[-1] > 0


def test_the_busiest_of_a_higher_threshold_are_so_many_more_that_the_lower_one_holds_for_those_between():
    numbers = [privacy.few(least) for least in range(1, 200)]
    assert numbers == sorted(numbers)
    for least, (number, after) in enumerate(pairwise(numbers), start=1):
        assert number >= least
        assert after == number or after - number >= least


def test_the_statement_for_the_works_council_says_the_threshold_and_nothing_else_of_it(programme):
    said = []
    for least in (5, 8):
        Organisation.load()
        Organisation.objects.update(minimum_group_size=least)
        cache.clear()
        version = statement.current()
        said.append(
            [repr(row).replace(f"least {least} people", "least so many people") for row in statement.rows(version)]
        )
    assert said[0] == said[1]
