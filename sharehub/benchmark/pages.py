"""Pages at the size of a large organisation: the server time of the whole Django request, and its queries."""

import time

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ambassadors.models import User
from sharehub.benchmark import data
from sharehub.benchmark.results import Part, Row, percentile
from sharehub.reach import classification, rollup
from themes.permissions import MANAGER

_TIMES = 40
_MILLISECONDS, _QUERIES = 100, 20


def measure(*, is_quick: bool = False) -> Part:
    """The pages that people open most, as in production, without the network, on a warm database."""
    visits = 10_000 if is_quick else 1_000_000
    programme = data.fill(people=visits // 1_000, shares=visits // 100, visits=visits)
    while classification.classify_visits():
        pass
    while rollup.roll_up():
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    manager = User.objects.filter(groups__name=MANAGER).get()
    ambassador = User.objects.filter(ambassador__shares__isnull=False).order_by("pk")[:1].get()
    return Part(
        [
            _times("feed (ambassador)", ambassador, reverse("sharehub:feed")),
            _times("my reach (ambassador)", ambassador, reverse("sharehub:my_reach")),
            _times("measurement, 13 weeks (manager)", manager, reverse("sharehub:measurement", args=[programme.slug])),
        ]
    )


def _times(name: str, user: User, address: str) -> Row:
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
    p50, p95 = percentile(times, 50), percentile(times, 95)
    return Row(
        name,
        f"p95 {p95:.0f} ms, {count} queries",
        f"≤ {_MILLISECONDS} ms, ≤ {_QUERIES} queries",
        p95 <= _MILLISECONDS and count <= _QUERIES,
        f"p50 {p50:.0f} ms, {len(response.content) / 1024:.0f} kB",
    )
