"""Figures about groups of whole months that are over: which months these are, that nothing tells of the running one, and how people choose."""

import re
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors.models import Headcount
from cms import effects
from sharehub import health, statement, steps, wall
from sharehub.measurement import monthly, periods, piece_report, truth
from sharehub.measurement.dashboard import Dashboard
from sharehub.measurement.overview import Overview
from sharehub.models import Challenge, DailyReach, LedgerEntry, PlannedShare, StatementVersion, TrackedLink
from sharehub.reach import classification, own, rollup, visits
from sharehub.recognition import boards, challenges, preview
from tests import factories
from tests.sharehub.test_measurement import NOON
from tests.sharehub.test_nobody_is_singled_out import NETWORKS, TEAM_OF, Post, post
from tests.sharehub.test_raising_the_threshold import fill, told
from tests.sharehub.test_raising_the_threshold import world as world  # a fixture
from themes import readings, reporting
from themes.course import course_of
from themes.metrics import Period
from themes.models import KPI, Organisation

AUGUST, JULY = Period(date(2026, 8, 1), date(2026, 8, 31)), Period(date(2026, 7, 1), date(2026, 7, 31))


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


@pytest.fixture
def _months(db):
    Organisation.objects.update(reporting="months", minimum_group_size=3)
    cache.clear()


def test_a_new_installation_tells_whole_months():
    assert Organisation().reporting == "months"


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 9, 30), AUGUST),
        (date(2026, 9, 2), AUGUST),
        (date(2026, 9, 1), JULY),  # everything that belongs to a month is counted by the day after it
        (date(2026, 1, 1), Period(date(2025, 11, 1), date(2025, 11, 30))),
        (date(2026, 1, 2), Period(date(2025, 12, 1), date(2025, 12, 31))),
        (date(2024, 3, 2), Period(date(2024, 2, 1), date(2024, 2, 29))),
    ],
)
def test_a_month_is_told_from_the_second_day_after_it_on(today, month):
    assert reporting.last_month(today) == month


def test_months_follow_each_other_without_a_gap_or_an_overlap():
    months = reporting.months(date(2026, 9, 30), 40)
    assert months[:2] == [AUGUST, JULY]
    assert all(later.start - earlier.end == timedelta(days=1) for later, earlier in pairwise(months))


@pytest.mark.usefixtures("_months")
@pytest.mark.parametrize(
    ("query", "month", "problem"),
    [
        ({}, AUGUST, ""),
        ({"period": "2026-07"}, JULY, ""),
        ({"period": "2026-09"}, AUGUST, "That month is told of from 2 October 2026 on."),
        ({"period": "2031-01"}, AUGUST, "That month is told of from 2 February 2031 on."),
        ({"period": "quarter"}, AUGUST, "Figures are told of whole months here, so this is the last one."),
        (
            {"period": "custom", "from": "2026-08-03", "to": "2026-08-20"},
            AUGUST,
            "Figures are told of whole months here, so this is the last one.",
        ),
        ({"period": "2026-13"}, AUGUST, "Figures are told of whole months here, so this is the last one."),
        ({"period": "0001-01"}, AUGUST, "Figures are told of whole months here, so this is the last one."),
        ({"period": "9999-12"}, AUGUST, "Figures are told of whole months here, so this is the last one."),
        ({"period": "2026-08-01"}, AUGUST, "Figures are told of whole months here, so this is the last one."),
    ],
)
def test_an_address_names_a_whole_month(query, month, problem):
    chosen = periods.chosen(query)
    assert (chosen.period, str(chosen.problem)) == (month, problem)
    assert chosen.query == f"period={month.start:%Y-%m}"


@pytest.mark.usefixtures("_months")
def test_the_month_before_is_what_a_month_is_compared_with():
    chosen = periods.chosen({})
    assert chosen.before == JULY
    assert chosen.words == "August 2026"
    assert chosen.coming == "Figures about groups are told of whole months: those of September from 2 October on."
    assert list(periods.offered())[:2] == ["2026-08", "2026-07"]
    assert periods.usual() == ["2026-08"]


@pytest.mark.usefixtures("_months")
def test_of_oneself_any_period_is_told():
    assert periods.of_oneself({"period": "week"}).period == Period(date(2026, 9, 24), date(2026, 9, 30))


@pytest.mark.usefixtures("_months")
@pytest.mark.parametrize(
    ("every", "today", "month"),
    [
        ("week", date(2026, 9, 7), AUGUST),
        ("month", date(2026, 9, 7), AUGUST),
        ("quarter", date(2026, 9, 7), Period(date(2026, 6, 1), date(2026, 6, 30))),
    ],
)
def test_a_report_by_mail_is_about_a_whole_month(every, today, month):
    assert periods.closed(every, today) == month
    assert periods.of(month).period == month


@pytest.mark.usefixtures("_months")
def test_a_period_that_was_asked_for_before_becomes_a_month():
    assert periods.of(Period(date(2026, 7, 6), date(2026, 7, 19))).period == JULY
    assert periods.of(Period(date(2026, 9, 6), date(2026, 9, 19))).period == AUGUST


def busy(world, days_ago=(1, 3, 12)):
    """Everybody shares, is visited, earns points in the running month, and some plan to."""
    people = world[1]
    posts = [Post(person, piece, 0, days) for person in range(8) for piece in (0, 2, 5, 6) for days in days_ago]
    post(world, posts)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            ambassador=one, points=7, rule="share", reason="share", key=f"b:{number}", created_at=timezone.now()
        )
        for number, one in enumerate(people)
    )
    cache.clear()


@pytest.mark.parametrize("seed", [1, 4])
def test_nothing_that_is_done_in_the_running_month_changes_a_figure(world, seed):
    fill(world, Random(seed))
    Organisation.objects.update(reporting="months", minimum_group_size=2)
    cache.clear()
    before = list(told(world, ("2026-08", "2026-07", "2026-09")))
    assert len(before) > 50
    assert {kind for kind, *_rest in before} >= {"2026-08", "2026-07", "wall", "preview", "survey"}
    busy(world)
    assert list(told(world, ("2026-08", "2026-07", "2026-09"))) == before


# Pages on which live figures follow what is done, with who reads them.
MANAGERS = ["sharehub:measurement", "sharehub:overview", "themes:workspace", "themes:goal_list", "sharehub:points"]
HRS = ["sharehub:recruitment_report", "sharehub:vacancy_list"]


@pytest.mark.parametrize(("mode", "changes"), [("live", True), ("months", False)])
def test_no_page_of_figures_follows_the_running_month_unless_they_are_live(as_mia, as_hanna, world, mode, changes):
    programme, _people, themes, pieces, _tree = world
    fill(world, Random(1))
    Organisation.objects.update(reporting=mode, minimum_group_size=3)
    asked = [(as_mia, reverse(name, args=[programme.slug])) for name in MANAGERS]
    asked += [(as_mia, reverse("sharehub:theme_truth", args=[programme.slug, themes[0].slug]))]
    asked += [(as_mia, reverse("sharehub:piece_truth", args=[pieces[0].pk]))]
    asked += [(as_mia, reverse("sharehub:overview_sheet", args=[programme.slug, "themes", "csv"]))]
    asked += [(as_mia, reverse("sharehub:measurement_export", args=[programme.slug, "networks"]))]
    asked += [(as_hanna, reverse(name)) for name in HRS]
    asked += [(as_hanna, reverse("sharehub:vacancy_detail", args=[pieces[6].pk]))]

    def look():
        cache.clear()
        return {url: _ONCE.sub("", who.get(url).content.decode()) for who, url in asked}

    before = look()
    assert look() == before
    busy(world)
    after = look()
    assert {url for url in before if before[url] != after[url]} == (before.keys() if changes else set())


# What differs from one answer to the next, whatever it says.
_ONCE = re.compile(r'csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"|X-CSRFToken[^}]+')


def test_what_the_workspace_says_is_of_the_last_month(world, _months):
    programme, _people, _themes, _pieces, _tree = world
    post(world, [Post(person, 0, 0, 40) for person in range(5)])

    def says():
        cache.clear()
        signs = [health.identical_copy, health.lapsed_plans, steps.own_words, steps.concentration]
        return steps.measurement_progress(programme).summary, [sign(programme) for sign in signs], wall.wall(programme)

    before = says()
    assert before[0] == "5 people reached in August 2026"
    assert (before[2].reached, before[2].when) == (5, "in August 2026")
    busy(world)
    assert says() == before


def test_a_kpi_reads_the_last_whole_month(world, _months):
    programme, _people, _themes, _pieces, _tree = world
    goal = programme.goals.create(title="Be seen")
    kpi = KPI.objects.create(
        goal=goal,
        name="People reached",
        metric_key="visitors",
        baseline_value=0,
        baseline_on=NOON.date(),
        target_value=100,
        due_on=NOON.date() + timedelta(days=90),
        owner=factories.UserFactory(),
    )
    post(world, [Post(person, 0, 0, days) for person in range(5) for days in (1, 40, 70)])
    assert readings.value_on(kpi, NOON.date()) == 5
    assert readings.value_on(kpi, date(2026, 9, 1)) == 5  # July: August is told from the second day after it on
    assert readings.value_on(kpi, date(2026, 8, 1)) == 0


def test_a_challenge_moves_in_large_steps(world, _months):
    programme, _people, _themes, _pieces, _tree = world
    today = NOON.date()
    challenge = Challenge.objects.create(
        programme=programme,
        title="Together",
        promise="Cake",
        counts="shares",
        target=40,
        starts_on=today - timedelta(days=20),
        ends_on=today + timedelta(days=9),
    )
    said = []
    for number in (3, 4, 5, 8):
        post(world, [Post(person, number % 5, number % 3, 1) for person in range(number)])
        cache.clear()
        said.append(challenges.standing(challenge))
    # After 3, 7, 12 and 20 posts, in steps of twice the threshold.
    assert [one.value for one in said] == [0, 6, 12, 18]
    assert all(one.is_rough for one in said)
    for days in (1, 2, 3):
        post(world, [Post(person, 0, 1, days) for person in range(8)])
    challenges.note_met()
    challenge.refresh_from_db()
    assert challenge.met_at is not None
    assert challenges.standing(challenge).value == 40


def test_a_small_target_tells_nothing_until_it_is_met(world, _months):
    challenge = Challenge.objects.create(
        programme=world[0],
        title="Ten",
        promise="Tea",
        counts="shares",
        target=6,
        starts_on=NOON.date() - timedelta(days=20),
        ends_on=NOON.date() + timedelta(days=9),
    )
    said = []
    for person in range(3, 7):
        post(world, [Post(one, 0, 0, person - 2) for one in range(person)][-3 if person == 3 else -1 :])
        cache.clear()
        said.append(challenges.standing(challenge).value)
    assert said == [0, 0, 0, 6]


def test_two_challenges_about_the_same_do_not_run_in_the_same_days(as_mia, world, _months):
    programme, today = world[0], NOON.date()
    url = reverse("sharehub:challenge_list", args=[programme.slug])
    asked = {"title": "Once", "counts": "shares", "target": "40", "team": "", "promise": "Cake"}
    asked |= {"starts_on": str(today), "ends_on": str(today + timedelta(days=20))}
    assert as_mia.post(url, asked).status_code == 302
    again = as_mia.post(url, {**asked, "title": "Twice", "starts_on": str(today + timedelta(days=9))})
    assert again.status_code == 422
    assert "Something like this runs in those days already." in again.content.decode()
    assert Challenge.objects.count() == 1
    for other in ({"counts": "blog_posts"}, {"team": str(world[4][3].pk)}):
        assert as_mia.post(url, {**asked, **other}).status_code == 302
    Organisation.objects.update(reporting="live")
    assert as_mia.post(url, asked).status_code == 302


def test_reasons_of_a_month_go_before_its_days_go_one_by_one(world, settings, _months):
    _programme, _people, themes, pieces, _tree = world
    post(world, [Post(person, 0, 0, 20) for person in range(5)])
    share = pieces[0].shares.first()
    agent = "LinkedInBot/1.0 (compatible; Mozilla/5.0)"
    visits.record(link=share.link, ip="192.0.2.1", user_agent=agent, referrer="", is_prefetch=False, at=NOON)
    classification.classify_visits()
    while rollup.roll_up():
        pass
    september = Period(date(2026, 9, 1), date(2026, 9, 30))
    for days, is_told in ((90, True), (20, False)):  # twenty days back the first of September is gone already
        settings.VISIT_RETENTION_DAYS = days
        found = truth.of_theme(themes[0], september)
        assert (bool(found.agents), found.visitors) == (is_told, 5)
        assert truth.of_share(share, september).agents


def test_readers_of_a_post_are_those_of_the_months_in_the_period(world, _months):
    _programme, people, themes, _pieces, _tree = world
    piece = factories.blog_post(author=people[7], themes=[themes[0]])
    _bring(piece, people[:5], date(2026, 6, 10))
    _bring(piece, people[:5], date(2026, 8, 10), visitors=100)

    def read(start, end):
        return [(one.mine, one.others) for one in own.readers(people[7], Period(start, end), minimum=3, shown=9)]

    assert read(date(2026, 6, 1), date(2026, 6, 30)) == [(0, 5)]
    assert read(date(2026, 6, 1), date(2026, 7, 31)) == [(0, 5)]
    assert read(date(2026, 6, 1), date(2026, 9, 30)) == [(0, 505)]
    assert read(date(2026, 6, 2), date(2026, 7, 31)) == []
    _bring(piece, people[:1], date(2026, 9, 20))
    assert read(date(2026, 9, 1), date(2026, 9, 30)) == []


def _bring(piece, people, day, visitors=1):
    for person in people:
        share = factories.ShareFactory(ambassador=person, piece=piece, network="x", confirmed_at=None)
        link = TrackedLink.objects.get_or_create(share=share)[0]
        DailyReach.objects.create(link=link, day=day, hits=visitors, human=visitors, visitors=visitors)


def test_the_day_of_the_last_share_is_told_of_no_month(world, _months):
    pieces = world[3]
    post(world, [Post(person, 0, 0, 40) for person in range(5)])
    told = piece_report.did(periods.chosen({}))[pieces[0].pk]
    assert (told.shares, told.visitors, told.last_on) == (5, 5, None)


def test_nobody_and_a_few_who_plan_read_alike(as_mia, world, _months):
    programme, people, themes, pieces, _tree = world
    url = reverse("themes:theme_detail", args=[programme.slug, themes[0].slug])
    said = "Fewer than 3 colleagues planned to share about it in the coming seven days."
    assert said in as_mia.get(url).content.decode()
    share = factories.ShareFactory(ambassador=people[0], piece=pieces[0], theme=themes[0], network="mastodon")
    PlannedShare.objects.create(share=share, due_at=timezone.now() + timedelta(days=1))
    assert said in as_mia.get(url).content.decode()


def test_a_kpi_has_one_reading_a_month_and_keeps_live_ones_apart(world, _months, time_machine):
    programme = world[0]
    kpi = programme.goals.create(title="Be seen").kpis.create(
        name="People reached",
        metric_key="visitors",
        baseline_value=0,
        baseline_on=date(2026, 7, 20),
        target_value=100,
        due_on=date(2026, 8, 31),
        owner="Mia",
    )
    post(world, [Post(person, 0, 0, days) for person in range(5) for days in (40, 62)])
    kpi.readings.create(day=date(2026, 8, 2), value=77)
    for _again in range(2):
        readings.read_kpis(day=NOON.date())
        told = [(one.day, int(one.value)) for one in readings.of(kpi)]
        assert told == [(date(2026, 8, 2), 5), (date(2026, 9, 2), 5)]
    assert kpi.readings.count() == 3
    assert course_of(kpi, on=date(2026, 9, 2)).now == course_of(kpi).now == 5
    # After its due date it stands as its last month left it.
    time_machine.move_to(datetime(2026, 10, 5, 12, tzinfo=UTC))
    readings.read_kpis(day=date(2026, 10, 5))
    assert kpi.readings.filter(is_live=False).count() == 2
    assert course_of(kpi).now == 5
    # A month without a reading is not told by the one before it.
    kpi.readings.get(day=date(2026, 9, 2), is_live=False).delete()
    kpi.refresh_from_db()
    assert course_of(kpi).now is course_of(kpi, on=date(2026, 9, 2)).now is None
    assert course_of(kpi, on=date(2026, 8, 2)).now == 5
    Organisation.objects.update(reporting="live")
    assert [int(one.value) for one in readings.of(kpi)] == [77]


def test_the_month_is_the_same_at_the_turn_of_a_day_here_and_there(time_machine, _months):
    time_machine.move_to(datetime(2026, 10, 1, 22, 30, tzinfo=UTC))  # the second of October in Amsterdam
    assert reporting.period_of(28, timezone.localdate()) == periods.chosen({}).period == AUGUST


def test_who_joins_or_leaves_later_changes_no_board_of_a_month(world, _months):
    _programme, people, _themes, _pieces, tree = world
    east = [one for one, team in zip(people, TEAM_OF, strict=True) if team == 1]
    for number, one in enumerate(east):
        at = datetime(2026, 8, 20, 12, tzinfo=UTC)
        LedgerEntry.objects.create(
            ambassador=one, points=number + 5, rule="share", reason="share", key=f"c:{number}", created_at=at
        )
    Headcount.objects.create(day=AUGUST.end, team=tree[1], eligible=4, joined=3)

    def lines():
        cache.clear()
        return [line.points for line in boards.team_lines(boards.of_teams(boards.count(AUGUST))[0])]

    assert lines() == [4.5]
    factories.AmbassadorFactory(team=tree[1])
    east[0].left_at = timezone.now()
    east[0].save()
    assert lines() == [4.5]


def test_what_is_kept_of_a_workspace_is_of_what_figures_tell_now(as_mia, world):
    programme = world[0]
    post(world, [Post(person, 0, 0, days) for person in range(6) for days in (1, 40)])
    url = reverse("themes:workspace", args=[programme.slug])
    Organisation.objects.update(reporting="live", minimum_group_size=3)
    assert "6 people reached in 30 days" in as_mia.get(url).content.decode()
    Organisation.objects.update(reporting="months")
    assert "6 people reached in August 2026" in as_mia.get(url).content.decode()
    Organisation.objects.update(minimum_group_size=8)
    assert "people reached in August 2026" not in as_mia.get(url).content.decode()


def test_a_theme_says_that_something_is_planned_and_not_how_much(as_mia, world, _months):
    programme, people, themes, pieces, _tree = world
    url = reverse("themes:theme_detail", args=[programme.slug, themes[0].slug])
    for number, one in enumerate(people[:4]):
        share = factories.ShareFactory(ambassador=one, piece=pieces[0], theme=themes[0], network="mastodon")
        PlannedShare.objects.create(share=share, due_at=timezone.now() + timedelta(days=1 + number))
    page = as_mia.get(url).content.decode()
    assert "At least 3 colleagues planned to share about it in the coming seven days." in page
    assert "shares are planned" not in page
    PlannedShare.objects.create(
        share=factories.ShareFactory(ambassador=people[0], piece=pieces[1], theme=themes[0]),
        due_at=timezone.now() + timedelta(days=2),
    )
    assert "At least 3 colleagues planned to share about it" in as_mia.get(url).content.decode()


def test_the_plan_tells_of_a_piece_what_whole_months_brought(world, _months):
    _programme, _people, _themes, pieces, _tree = world
    post(world, [Post(person, 0, 0, days) for person in range(5) for days in (40, 70)])
    post(world, [Post(person, 0, 0, 100) for person in range(2)])  # June: too few
    before = effects.of_pages([pieces[0].pk])
    assert before[pieces[0].pk] == effects.Effect(shares=10, visitors=10, of_months=True)
    busy(world)
    assert effects.of_pages([pieces[0].pk]) == before


def test_teams_stand_on_the_board_of_the_last_month(world, _months):
    _programme, people, _themes, _pieces, tree = world
    east = [one for one, team in zip(people, TEAM_OF, strict=True) if team == 1]
    august = datetime(2026, 8, 20, 12, tzinfo=UTC)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(ambassador=one, points=6, rule="share", reason="share", key=f"a:{number}", created_at=august)
        for number, one in enumerate(east)
    )
    busy(world)
    found, month = boards.of_teams(boards.count(AUGUST))
    assert month == "August 2026"
    assert [(line.name, line.points) for line in boards.team_lines(found)] == [(tree[1].name, 6.0)]


def test_a_preview_of_point_rules_is_about_the_last_month(world, _months):
    from sharehub.models import PointRules

    post(world, [Post(person, 0, 0, 40) for person in range(4)])
    before = preview.preview(PointRules(), against=PointRules())
    assert before.people == 4
    busy(world)
    assert preview.preview(PointRules(), against=PointRules()) == before


def test_pages_offer_months_and_say_when_the_next_one_comes(as_mia, world, _months):
    programme = world[0]
    post(world, [Post(person, 0, 0, days) for person in range(5) for days in (1, 40, 70)])
    for name in ("sharehub:measurement", "sharehub:overview"):
        page = as_mia.get(reverse(name, args=[programme.slug])).content.decode()
        assert '<option value="2026-08" selected>August 2026</option>' in page
        assert "those of September from 2 October on." in page
        assert 'type="date"' not in page
    page = as_mia.get(
        reverse("sharehub:overview", args=[programme.slug]), {"period": "2026-07", "about": "network:linkedin"}
    )
    assert '<option value="2026-07" selected>July 2026</option>' in page.content.decode()
    assert NETWORKS[0] in page.context["overview"].chosen.query + str(page.context["about"].value)


def test_months_stand_beside_each_other_each_told_for_itself(as_mia, world, _months):
    programme = world[0]
    post(world, [Post(person, 0, 0, days) for person in range(5) for days in (1, 40, 100)])
    post(world, [Post(person, 0, 1, 70) for person in range(2)])  # July: too few
    told = Dashboard(programme, periods.chosen({})).months
    assert [(one.name, one.visitors, one.shares) for one in told] == [
        ("June 2026", 5, 5),
        ("July 2026", None, None),
        ("August 2026", 5, 5),
    ]
    cache.clear()
    url = reverse("sharehub:overview", args=[programme.slug])
    assert "People reached, month by month" in as_mia.get(url).content.decode()
    for name, args in (("sharehub:measurement_export", ["months"]), ("sharehub:overview_sheet", ["months", "csv"])):
        table = as_mia.get(reverse(name, args=[programme.slug, *args])).content.decode()
        assert "too few" in table
        assert "5,5" in table
    before = monthly.until(programme.pk, AUGUST)
    busy(world)
    assert monthly.until(programme.pk, AUGUST) == before


def test_what_is_kept_of_live_figures_is_never_read_as_a_month(world):
    """The same 31 days have 31 days before them when they are asked for live, and the month before when they are a month."""
    programme = world[0]
    post(world, [Post(person, 0, 0, days) for person in range(6) for days in (40, 70)])
    Organisation.objects.update(minimum_group_size=3)
    days = periods.chosen({"period": "custom", "from": "2026-08-01", "to": "2026-08-31"})
    assert days.before == Period(date(2026, 7, 1), date(2026, 7, 31))
    short = periods.Chosen("custom", Period(date(2026, 6, 1), date(2026, 6, 30)))
    month = periods.Chosen("2026-06", Period(date(2026, 6, 1), date(2026, 6, 30)))
    assert (short.before.start, month.before.start) == (date(2026, 5, 2), date(2026, 5, 1))
    assert short.key != month.key
    assert Overview(programme, days).entry("visitors").before == 6


def test_the_statement_says_of_which_periods_figures_are_told(db):
    Organisation.objects.update(reporting="live")
    live = statement.current()
    Organisation.objects.update(reporting="months")
    months = statement.current()
    assert months.number == live.number + 1
    assert [(str(one.name), one.before, one.now) for one in statement.changes(months)] == [
        ("figures about groups are told", "of any period, up to today", "of whole months, once they are over")
    ]


def test_a_manager_chooses_what_figures_tell_and_the_statement_says_so(as_mia, mia, programme):
    Organisation.load()
    Organisation.objects.update(reporting="months", minimum_group_size=5)
    first = statement.current().number
    page = as_mia.get(reverse("sharehub:telling"))
    assert page.status_code == 200
    answer = as_mia.post(reverse("sharehub:telling"), {"reporting": "live", "minimum_group_size": "6"}, follow=True)
    assert "Saved. The statement has a new version" in answer.content.decode()
    assert "whoever subtracts one period from another" in answer.content.decode()
    organisation = Organisation.load()
    assert (organisation.reporting, organisation.minimum_group_size) == ("live", 6)
    entry = ModelLogEntry.objects.get(action="sharehub.edit_telling")
    assert (entry.user, sorted(entry.data["changed"])) == (mia, ["minimum_group_size", "reporting"])
    as_mia.post(
        reverse("sharehub:telling"), {"reporting": "live", "minimum_group_size": "6"}
    )  # a second press changes nothing
    assert StatementVersion.objects.count() == first + 1
    assert ModelLogEntry.objects.filter(action="sharehub.edit_telling").count() == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"reporting": "hourly", "minimum_group_size": "5"}, "hourly"),
        ({"reporting": "live", "minimum_group_size": "2"}, "3"),
        ({"reporting": "live", "minimum_group_size": ""}, "required"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(as_mia, programme, data, error):
    Organisation.load()
    Organisation.objects.update(reporting="months", minimum_group_size=5)
    answer = as_mia.post(reverse("sharehub:telling"), data)
    assert answer.status_code == 422
    assert error in answer.content.decode()
    organisation = Organisation.objects.get()
    assert (organisation.reporting, organisation.minimum_group_size) == ("months", 5)
    assert not ModelLogEntry.objects.filter(action="sharehub.edit_telling").exists()


def test_nobody_else_chooses_what_figures_tell(as_ann, as_ed, as_hanna, client, programme):
    Organisation.load()
    Organisation.objects.update(reporting="months")
    for who in (as_ann, as_ed, as_hanna, client):
        for ask in (who.get, who.post):
            assert ask(reverse("sharehub:telling"), {"reporting": "live", "minimum_group_size": "3"}).status_code in (
                302,
                403,
            )
    assert Organisation.objects.get().reporting == "months"
