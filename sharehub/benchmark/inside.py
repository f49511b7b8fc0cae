"""What is measured inside the benchmark's own database: counting a million visits, and the pages that show them."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ambassadors.models import User
from sharehub.benchmark.load import percentile
from sharehub.models import DailyReach, ReachByGroup, TrackedLink, Visit
from sharehub.reach import classification, rollup
from themes.models import Programme
from themes.permissions import MANAGER

_TIMES = 40


@dataclass(frozen=True)
class PageTimes:
    """Server time of a page in milliseconds, and its queries."""

    name: str
    p50: float
    p95: float
    queries: int
    kilobytes: float


@dataclass(frozen=True)
class Counting:
    """How long it took to classify and roll up, and whether every visit is in the figures once."""

    visits: int
    classify_seconds: float
    roll_up_seconds: float
    adds_up: bool


def count_visits() -> Counting:
    """Every visit is classified and in the figures."""
    classify_seconds = _until_done(classification.classify_visits)
    roll_up_seconds = _until_done(rollup.roll_up)
    visits = Visit.objects.count()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    daily, groups = DailyReach.objects.totals(), ReachByGroup.objects.totals()
    parts = sum(daily[name] for name in ("bot", "prefetch", "duplicate", "own", "human"))
    return Counting(visits, classify_seconds, roll_up_seconds, visits == daily["hits"] == groups["hits"] == parts)


def page_times(programme: Programme) -> list[PageTimes]:
    """Return the times of the pages that people open most."""
    manager = User.objects.filter(groups__name=MANAGER).get()
    ambassador = User.objects.filter(ambassador__shares__isnull=False).order_by("pk")[:1].get()
    return [
        _times("feed (ambassador)", ambassador, reverse("sharehub:feed")),
        _times("my reach (ambassador)", ambassador, reverse("sharehub:my_reach")),
        _times("measurement, 13 weeks (manager)", manager, reverse("sharehub:measurement", args=[programme.slug])),
    ]


def link_paths(count: int) -> list[str]:
    """Return the paths of so many links."""
    return [f"/s/{code}" for code in TrackedLink.objects.order_by("pk").values_list("code", flat=True)[:count]]


def _times(name: str, user: User, address: str) -> PageTimes:
    client = Client(headers={"Host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for _number in range(3):
        response = client.get(address)
        if response.status_code != 200:
            raise RuntimeError(f"{name}: {address} answered {response.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    count = len(queries)  # read now: the next request empties the list
    times = []
    for _number in range(_TIMES):
        started = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return PageTimes(name, percentile(times, 50), percentile(times, 95), count, len(response.content) / 1024)


def _until_done(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    while work():
        pass
    return time.perf_counter() - started
