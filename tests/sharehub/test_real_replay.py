"""A real site's visits follow tracked links through the running edge: how many are no people, and why (docs/bots.md)."""

import csv
import zlib
from collections import Counter
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection

from sharehub.edge import targets
from sharehub.models import DailyReach, ReachByGroup, Visit
from sharehub.reach import classification, partitions, rollup
from tests import factories
from tests.real import real
from tests.sharehub.edge_host import edge_host

pytestmark = pytest.mark.django_db(transaction=True)
LINKS = 40


@pytest.fixture
def rows():
    file = real("visits.tsv")
    with file.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))


def follow(host, links, rows):
    """Each request comes through a trusted proxy that says who asked, one after the other."""
    for row in rows:
        visitor = int(row["visitor"])
        headers = {
            "x_forwarded_for": f"10.0.{visitor // 250}.{visitor % 250}",
            "user-agent": row["user_agent"].strip("-").encode(),
        }
        if row["referrer"] != "-":
            headers["referer"] = f"https://{row['referrer']}/page"
        code = links[zlib.crc32(row["path"].encode()) % LINKS].code
        assert host.get(f"/s/{code}", **headers).status_code == 302


def put_back_the_gaps(rows):
    """The edge stamped the seconds in which they were sent; the rows get the times that lay between them really."""
    starts_at = datetime.combine(datetime.now(UTC).date() - timedelta(days=5), time(), tzinfo=UTC)
    ids = list(Visit.objects.order_by("pk").values_list("pk", flat=True))
    moments = [starts_at + timedelta(seconds=int(row["second"])) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE sharehub_visit AS visit SET at = real.at FROM unnest(%s::bigint[], %s::timestamptz[]) AS real (id, at) "
            "WHERE real.id = visit.id",
            [ids, moments],
        )


def test_seven_thousand_real_visits_are_what_the_documentation_says(rows, tmp_path, ann):
    partitions.make_partitions()
    links = [factories.ShareFactory(ambassador=ann).link for _number in range(LINKS)]
    targets.point_links()
    with edge_host(tmp_path, TRUSTED_PROXIES="127.0.0.1") as host:
        host.refresh()
        follow(host, links, rows)
        assert host.move() == len(rows) == 7000
    put_back_the_gaps(rows)
    while classification.classify_visits():
        pass
    while rollup.roll_up():
        pass
    assert Counter(Visit.objects.values_list("kind", flat=True)) == {"human": 3775, "bot": 2192, "duplicate": 1033}
    assert DailyReach.objects.totals() == ReachByGroup.objects.totals()
    assert DailyReach.objects.totals()["human"] == 3775
    reasons = Counter(Visit.objects.filter(kind="bot").values_list("reason", flat=True))
    named = sum(count for reason, count in reasons.items() if reason.startswith("crawler: "))
    assert (named, sum(reasons.values()) - named) == (1083, 1109)
    assert {reason: count for reason, count in reasons.items() if not reason.startswith("crawler: ")} == {
        "feed reader": 657,
        "no user agent": 164,
        "gives the mail address of its owner": 114,
        "gives the address of its owner": 56,
        "X preview": 22,
        "program without a browser's name": 19,
        "program": 18,
        "fetched by Google for someone": 15,
        "program on a telephone": 12,
        "Facebook preview": 11,
        "calls itself a robot": 8,
        "automated browser": 5,
        "gives no more than a program's name": 5,
        "link checker": 2,
        "Gmail picture proxy": 1,
    }
    assert reasons["crawler: Googlebot/"] == 373
