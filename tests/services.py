"""A real PostgreSQL and Valkey of the tests' own, and a fresh database for every test process within a second.

The first run migrates a template database, named after everything that shapes the schema; each process then gets a
copy of it, and so does each test that committed something. Servers of a developer's own (TEST_DATABASE_URL, TEST_REDIS_URL) are
used where named.
"""

import atexit
import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import closing
from functools import cache

import psutil
import psycopg
import pytest
import redis
from psycopg.sql import SQL, Identifier

from config import messages
from config.embedded import BASE_DIR, Lease, ServicesError
from config.embedded.folder import Folder

TEST_DATA = BASE_DIR / ".data" / "test"
_VALKEY_DATABASES = range(1, 64)


def start() -> None:
    """Put addresses and folders of the tests' own into the environment, before the settings read it."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):  # a worker inherits what its controller has found
        os.environ.update(_addresses())
        messages.compile_all()
        os.environ["DEBUG"] = "1"
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in the tests' thread
        os.environ["AMBASSADORS_TEST_RUN"] = str(os.getpid())
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rpartition('/')[0]}/{_own_valkey_database()}"
    os.environ["DATA_DIR"] = files = tempfile.mkdtemp(prefix="ambassadors-test-")
    atexit.register(shutil.rmtree, files, ignore_errors=True)


def _addresses() -> dict[str, str]:
    own = {name: os.environ.get(f"TEST_{name}", "") for name in ("DATABASE_URL", "REDIS_URL")}
    if all(own.values()):
        TEST_DATA.mkdir(parents=True, exist_ok=True)
        return own
    lease = Lease(Folder(TEST_DATA), durable=False)
    try:
        addresses = lease.take()
    except ServicesError as error:
        pytest.exit(f"The servers of the tests cannot start: {error}", returncode=2)
    atexit.register(lease.leave)
    return {name: own[name] or address for name, address in addresses.items()}


def _own_valkey_database() -> int:
    """Return a database number nobody else uses; the lock goes with this process."""
    for number in _VALKEY_DATABASES:
        lock = os.open(TEST_DATA / f"valkey-{number}.lock", os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return number
    raise RuntimeError("Too many test processes at once.")


def _schema_key() -> str:
    """Name everything that shapes an empty database: migrations, the first pages, settings and the versions of the libraries."""
    shaping = ("cms/site.py", "cms/start_titles.py", "config/settings.py", "requirements/base.txt")
    files = [*BASE_DIR.glob("*/migrations/*.py"), *(BASE_DIR / name for name in shaping)]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


class Databases:
    """The template and this process's copy of it, on the tests' own server."""

    def __init__(self, *, rebuild: bool) -> None:
        from django.db import connection

        self.connection = connection
        self.template = f"template_{_schema_key()}"
        worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
        self.name = f"test_{os.environ['AMBASSADORS_TEST_RUN']}_{worker}"
        with (TEST_DATA / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if rebuild:
                self._drop(self.template)
            self._prepare_template()
            self.restore()

    def restore(self) -> None:
        """Make this process's database a fresh copy of the template."""
        self.connection.close()
        self._drop(self.name)
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", self.name, self.template)
        self.connection.settings_dict["NAME"] = self.name

    def drop(self) -> None:
        """Leave no database behind."""
        self.connection.close()
        self._drop(self.name)

    def _prepare_template(self) -> None:
        """Migrate once into a database of a passing name; only a complete one gets the template's name."""
        existing = self._names()
        for name in existing:
            if (name.startswith("template_") and name not in (self.template, "template_postgis")) or _is_orphan(name):
                self._drop(name)
        if self.template in existing:
            return
        from django.core.management import call_command

        new = f"{self.template}_new"
        self._run("CREATE DATABASE {}", new)
        self.connection.close()
        self.connection.settings_dict["NAME"] = new
        call_command("migrate", verbosity=0, interactive=False)
        # As every installation has it from its first start on: the pages below which others stand.
        from cms import site

        site.lay_out("Noorderlicht")
        # Most tests look at what was done a day ago; tests/sharehub/test_whole_months.py has the months that others begin with.
        from themes.models import Organisation

        Organisation.objects.create(reporting="live")
        self.connection.close()
        self._run("ALTER DATABASE {} RENAME TO {}", new, self.template)

    def _names(self) -> list[str]:
        with closing(self._server()) as server:
            return [name for (name,) in server.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")]

    def _drop(self, name: str) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with closing(self._server()) as server:
            server.execute(SQL(statement).format(*map(Identifier, names)))

    def _server(self) -> psycopg.Connection:
        return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


def _is_orphan(name: str) -> bool:
    """Whether a test database belongs to a run that was killed."""
    prefix, _, rest = name.partition("_")
    run = rest.partition("_")[0]
    return prefix == "test" and run.isdecimal() and not psutil.pid_exists(int(run))


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker):
    """Take the place of pytest-django's fixture: a copy of the template instead of a migration."""
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        databases = Databases(rebuild=request.config.getvalue("create_db"))
    patch = pytest.MonkeyPatch()
    # Flushing would also remove what migrations have put there: groups, the root page, the site.
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: databases.restore())
    yield
    patch.undo()
    with django_db_blocker.unblock():
        databases.drop()


@pytest.fixture(autouse=True)
def _empty_valkey():
    """Let no test see another's cache, rate limits or queued messages."""
    yield
    _valkey().flushdb()


@cache
def _valkey() -> redis.Redis:
    return redis.Redis.from_url(os.environ["REDIS_URL"])
