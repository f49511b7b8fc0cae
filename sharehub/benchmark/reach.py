"""Counting: how long a million fresh visits take to be classified and rolled up."""

import time
from collections.abc import Callable

from django.db import connection

from sharehub.benchmark import data
from sharehub.benchmark.results import Part, Row
from sharehub.models import DailyReach, ReachByGroup, Visit
from sharehub.reach import classification, rollup


def measure(*, is_quick: bool = False) -> Part:
    """Visits that nobody has looked at are classified and rolled up, and every one is in the figures once."""
    visits = 10_000 if is_quick else 1_000_000
    data.fill(people=visits // 1_000, shares=visits // 100, visits=visits)
    classify_seconds = _until_done(classification.classify_visits)
    roll_up_seconds = _until_done(rollup.roll_up)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    visits = Visit.objects.count()
    daily, groups = DailyReach.objects.totals(), ReachByGroup.objects.totals()
    parts = sum(daily[name] for name in ("bot", "prefetch", "duplicate", "own", "human"))
    adds_up = visits == daily["hits"] == groups["hits"] == parts
    rows = [
        Row(
            "classifying",
            f"{visits / classify_seconds:,.0f} visits / s",
            beside=f"{classify_seconds:.1f} s for {visits:,}",
        ),
        Row(
            f"rolling up {visits:,} fresh visits over {visits // 100:,} links",
            f"{roll_up_seconds:.1f} s",
            "≤ 30 s",
            roll_up_seconds <= 30,
            f"{visits / roll_up_seconds:,.0f} visits / s",
        ),
    ]
    return Part(
        rows, [] if adds_up else [f"{visits:,} visits, but {daily['hits']:,} and {groups['hits']:,} hits counted"]
    )


def _until_done(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    while work():
        pass
    return time.perf_counter() - started
