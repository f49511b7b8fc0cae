"""A changed rule is shown before it is applied, and applied to history while the site runs."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sharehub.models import DailyReach, DirtyDay, ReachByGroup, UserAgent, Visit
from sharehub.reach import classification, rollup, visits
from tests import factories

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PREVIEWER = "Mozilla/5.0 (Brand New Previewer)"
NOON = datetime(2026, 9, 7, 12, 0, tzinfo=UTC)
DAYS = ("--from", "2026-09-07", "--to", "2026-09-08")


@pytest.fixture(autouse=True)
def _two_days_later(time_machine):
    time_machine.move_to(NOON + timedelta(days=2))


@pytest.fixture
def link(ann):
    """Two people and a new previewer came on the first day, the previewer alone on the second; all is counted."""
    link = factories.ShareFactory(ambassador=ann).link
    for minute, ip, agent in (
        (0, 7, FIREFOX),
        (1, 7, FIREFOX),
        (2, 8, FIREFOX),
        (3, 9, PREVIEWER),
        (900, 9, PREVIEWER),
    ):
        record(link, minute, ip, agent)
    while classification.classify_visits():
        pass
    while rollup.roll_up():
        pass
    return link


def record(link, minute, ip, agent):
    at = NOON + timedelta(minutes=minute)
    return visits.record(link=link, ip=f"192.0.2.{ip}", user_agent=agent, referrer="", is_prefetch=False, at=at)


def everything():
    return [
        list(model.objects.order_by("pk").values()) for model in (Visit, UserAgent, DirtyDay, DailyReach, ReachByGroup)
    ]


def figures():
    return list(DailyReach.objects.order_by("day").values_list("hits", "bot", "duplicate", "human", "visitors"))


def groups():
    return list(ReachByGroup.objects.order_by("day").values_list("bot", "human"))


def said(*arguments):
    out = StringIO()
    call_command("rebuild_reach", *arguments, stdout=out)
    return [line.rstrip() for line in out.getvalue().splitlines()]


def test_a_dry_run_shows_what_a_new_rule_moves_and_changes_nothing(link, own_rules):
    before = everything()
    own_rules(PREVIEWER)
    assert said(*DAYS, "--dry-run") == [
        "                  before       after      change",
        "human                  4           2          -2",
        "bot                    0           2          +2",
        "duplicate              1           1          +0",
        "Agents that move the most:",
        "           2  human → bot (a new rule): Mozilla/5.0 (Brand New Previewer)",
        "Nothing was changed.",
    ]
    assert everything() == before


def test_the_same_run_in_earnest_does_what_the_dry_run_said(link, own_rules):
    assert figures() == [(4, 0, 1, 3, 3), (1, 0, 0, 1, 1)]
    own_rules(PREVIEWER)
    said(*DAYS, "--dry-run")
    assert said(*DAYS)[-1] == "5 visits judged anew, reach counted from 2026-09-07 to 2026-09-08."
    assert figures() == [(4, 1, 1, 2, 2), (1, 1, 0, 0, 0)]
    assert groups() == [(1, 2), (1, 0)]
    once = everything()
    said(*DAYS)
    assert [figures(), everything()[0]] == [[(4, 1, 1, 2, 2), (1, 1, 0, 0, 0)], once[0]]
    assert said(*DAYS, "--dry-run")[:3] == [
        "                  before       after      change",
        "human                  2           2          +0",
        "bot                    2           2          +0",
    ]


def test_only_the_days_asked_for_are_judged_anew(link, own_rules):
    own_rules(PREVIEWER)
    said("--from", "2026-09-08", "--to", "2026-09-08")
    assert figures() == [(4, 0, 1, 3, 3), (1, 1, 0, 0, 0)]


def test_figures_that_were_spoilt_are_counted_again(link):
    DailyReach.objects.update(human=99, hits=99)
    said(*DAYS)
    assert figures() == [(4, 0, 1, 3, 3), (1, 0, 0, 1, 1)]


def test_visits_that_nobody_looked_at_yet_are_judged_too(link):
    record(link, 5, 10, FIREFOX)
    assert said(*DAYS, "--dry-run")[1] == "not judged             1           0          -1"
    said(*DAYS)
    assert figures()[0] == (5, 0, 1, 4, 4)


def test_what_is_older_than_the_raw_visits_stays_as_it_is(link, settings, time_machine):
    time_machine.move_to(NOON + timedelta(days=settings.VISIT_RETENTION_DAYS + 1))
    before = figures(), groups()
    lines = said("--from", "2026-09-01", "--to", "2026-09-08")
    assert lines[0] == "Raw visits are kept from 2026-09-08 on; what was counted before stays as it is."
    assert (figures(), groups()) == before


def test_days_in_the_wrong_order_are_refused(link):
    before = everything()
    with pytest.raises(CommandError, match="The last day comes before the first"):
        call_command("rebuild_reach", "--from", str(date(2026, 9, 8)), "--to", str(date(2026, 9, 7)))
    assert everything() == before


@pytest.mark.django_db(transaction=True)
def test_the_site_counts_on_while_history_is_judged_anew(link):
    from threading import Thread

    from django.db import connection

    def site():
        try:
            for number in range(20):
                record(link, 100 + number, 100 + number, FIREFOX)
                classification.classify_visits()
                rollup.roll_up()
        finally:
            connection.close()

    running = Thread(target=site)
    running.start()
    while running.is_alive():
        said(*DAYS)
    running.join()
    while classification.classify_visits():
        pass
    said(*DAYS)
    assert figures() == [(24, 0, 1, 23, 23), (1, 0, 0, 1, 1)]
