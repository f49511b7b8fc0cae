"""People and things that tests speak of: Ann the ambassador, Bob her colleague, Mia the manager, Ed the editor, Hanna of HR."""

import gc
import os

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import translation
from wagtail.models import Page, Site
from xdist.scheduler import LoadScopeScheduling

from ambassadors.models import Ambassador, User
from cms.models import HomePage
from tests import factories
from tests.services import _empty_valkey, django_db_setup  # noqa: F401
from themes import permissions
from themes.models import Programme, Theme


class InGroups(LoadScopeScheduling):
    """Tests go to whoever is free; those that share something dear, an installation or a demo, all to one process.

    xdist's own groups (`--dist loadgroup`) rely on a name that pytest 9.2 no longer takes from them.
    """

    def _split_scope(self, nodeid: str) -> str:
        shared = (
            "tests/browser/colleagues/",
            "tests/browser/",
            "tests/sharehub/test_demo.py",
            "tests/sharehub/test_real_input.py",
        )
        return next((name for name in shared if nodeid.startswith(name)), nodeid)


def pytest_collection_finish() -> None:
    """The garbage collector leaves alone what stays until the end: it would look through all of it again and again."""
    gc.collect()
    gc.freeze()


def pytest_runtest_setup(item: pytest.Item) -> None:
    """The journeys take longest of all, so the other processes let theirs go first."""
    if os.environ.get("PYTEST_XDIST_WORKER") and not item.get_closest_marker("browser") and os.nice(0) == 0:
        os.nice(5)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return InGroups(config, log)


def _member(group: str, **fields: str) -> User:
    user = factories.UserFactory(**fields)
    user.groups.add(Group.objects.get(name=group))
    return user


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(autouse=True)
def _english():
    """Let no test speak the language that another one's visitor chose."""
    translation.activate("en")
    yield
    translation.activate("en")


@pytest.fixture
def programme(db: None) -> Programme:
    return factories.ProgrammeFactory()


@pytest.fixture
def no_site(db: None) -> None:
    """The pages as Wagtail's migrations leave them, where an organisation has not begun yet."""
    HomePage.objects.get().delete()
    welcome = Page.objects.get(depth=1).add_child(instance=Page(title="Welcome to your new Wagtail site!", slug="home"))
    Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)


@pytest.fixture
def theme(programme: Programme) -> Theme:
    return factories.ThemeFactory(programme=programme, name="Heat networks", slug="heat-networks")


@pytest.fixture
def ann(db: None) -> Ambassador:
    return factories.AmbassadorFactory(user__first_name="Ann", user__email="ann@example.nl")


@pytest.fixture
def bob(db: None) -> Ambassador:
    return factories.AmbassadorFactory(user__first_name="Bob", user__email="bob@example.nl")


@pytest.fixture
def mia(db: None) -> User:
    """The programme manager."""
    return _member(permissions.MANAGER, first_name="Mia", email="mia@example.nl")


@pytest.fixture
def ed(db: None) -> User:
    """The editor."""
    return _member(permissions.EDITOR, first_name="Ed", email="ed@example.nl")


@pytest.fixture
def hanna(db: None) -> User:
    """HR."""
    return _member(permissions.HR, first_name="Hanna", email="hanna@example.nl")


@pytest.fixture
def as_ann(ann: Ambassador) -> Client:
    return _signed_in(ann.user)


@pytest.fixture
def as_bob(bob: Ambassador) -> Client:
    return _signed_in(bob.user)


@pytest.fixture
def as_mia(mia: User) -> Client:
    return _signed_in(mia)


@pytest.fixture
def as_ed(ed: User) -> Client:
    return _signed_in(ed)


@pytest.fixture
def as_hanna(hanna: User) -> Client:
    return _signed_in(hanna)
