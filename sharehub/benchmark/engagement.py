"""Whose reactions are read next, when very many posts are due at once: a few questions a sweep, however many posts there are."""

import time
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sharehub import engagement
from sharehub.benchmark import data, stage
from sharehub.benchmark.results import Part, Row, percentile
from sharehub.models import Engagement, Publication, Share

_MOST_QUERIES = 5  # of a sweep: new posts and their rows in a transaction, and those that are due


@dataclass
class _Planned:
    """What all sweeps together asked, and what they planned."""

    shares: list[int] = field(default_factory=list)
    queries: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    calls: int = 0


def measure(*, is_quick: bool = False) -> Part:
    """Nothing of these posts was ever read; sweep after sweep plans what is due, until nothing is."""
    count = 2_000 if is_quick else 100_000
    data.fill(people=1_000, shares=count, visits=0)
    _publish(count)
    stage.say(f"engagement: {count:,} posts stand on their networks")
    planned = _Planned()
    while shares := _sweep(planned):
        planned.shares += shares
        # They were read, and rest.
        Engagement.objects.filter(share__in=shares).update(next_at=timezone.now() + timedelta(hours=5))
    sweeps = len(planned.queries) - 1  # the last found nothing
    total, most = sum(planned.queries), max(planned.queries)
    row = Row(
        f"first readings of {count:,} posts planned",
        f"{total:,} queries, {sum(planned.seconds):.1f} s",
        f"no query for each: ≤ {_MOST_QUERIES} a sweep",
        most <= _MOST_QUERIES,
        f"{sweeps:,} sweeps of {count // max(sweeps, 1):,}: at most {most} queries, p50 "
        f"{percentile(sorted(planned.seconds), 50) * 1000:.0f} ms; {planned.calls:,} calls of networks planned",
    )
    different = len(set(planned.shares))
    adds_up = len(planned.shares) == different == count
    problem = f"{count:,} posts were due, {len(planned.shares):,} readings planned, of {different:,} posts"
    return Part([row], [] if adds_up else [problem])


def _publish(count: int) -> None:
    """Every share was posted two hours ago, half of them on a network that tells of many posts in one call."""
    posted_at = timezone.now() - timedelta(hours=2)
    half = Share.objects.order_by("pk")[count // 2].pk
    Share.objects.update(network="mastodon", state=Share.State.VERIFIED, verified_at=posted_at)
    Share.objects.filter(pk__gte=half).update(network="bluesky")
    Publication.objects.bulk_create(
        (
            Publication(share_id=pk, state=Publication.State.POSTED, posted_at=posted_at, post_id=str(pk))
            for pk in Share.objects.order_by("pk").values_list("pk", flat=True)
        ),
        batch_size=2_000,
    )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _sweep(planned: _Planned) -> list[int]:
    """Return the shares that one sweep of beat plans to read, and note what it asked."""
    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        portions = engagement.due()
        planned.seconds.append(time.perf_counter() - started)
    planned.queries.append(len(queries))
    planned.calls += len(portions)
    return [share for portion in portions for share in portion]
