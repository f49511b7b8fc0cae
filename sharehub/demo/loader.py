"""Loads the demo: one year of a fictional organisation that ends at this moment, all of it or nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from ambassadors.models import Ambassador, User
from cms.models import Shareable
from sharehub.demo import (
    ahead,
    desk,
    elsewhere,
    hiring,
    history,
    listening,
    people,
    pictures,
    planning,
    programme,
    site,
    support,
    thanks,
    traffic,
    underway,
)
from sharehub.demo.accounts import DEMO_ACCOUNTS
from sharehub.demo.calendar import Calendar
from sharehub.edge import targets
from sharehub.models import Share
from sharehub.reach import classification, partitions, rollup
from themes import readings
from themes.models import Programme

_READ_EVERY_DAYS = 7


class DemoRefused(Exception):
    """The demo was not loaded and nothing was changed; the message says why."""


class NotEmpty(DemoRefused):
    """A programme exists."""


@dataclass(frozen=True)
class Loaded:
    """What the demo consists of."""

    ambassadors: int
    pieces: int
    shares: int
    visits: int


def load(now: datetime) -> Loaded:
    """The demo stands in the database, with a year that ends now; the same moment gives the same demo.

    Raises DemoRefused in production and where a programme exists.
    """
    if not settings.DEBUG:
        raise DemoRefused("The demo is for trying out: it has known passwords, so it needs DEBUG.")
    if Programme.objects.exists():
        raise NotEmpty("There is a programme already; the demo needs an empty installation.")
    scenes, portraits = _drawn()
    with translation.override("nl"), transaction.atomic():
        return _fill(Calendar(now), scenes, portraits)


def _fill(calendar: Calendar, scenes: dict[str, bytes], portraits: dict[str, bytes]) -> Loaded:
    programme.fill_organisation()
    the_programme = programme.fill_programme(calendar)
    colleagues = people.fill_people(calendar, the_programme, portraits)
    manager = User.objects.get(email=DEMO_ACCOUNTS[0].email)
    people.fill_policy(calendar, the_programme, colleagues.values())
    newcomers = underway.fill_import(calendar, the_programme, manager, colleagues)
    underway.fill_invitations(calendar, the_programme, manager, newcomers)
    underway.fill_roles_in_time(calendar, the_programme, colleagues)
    people.fill_headcounts(calendar, [*colleagues.values(), *newcomers])
    people.fill_contacts(calendar, colleagues, programme.fill_outside(calendar, the_programme))
    listening.remember_answers(
        the_programme, {key: one.ambassador for key, one in colleagues.items() if one.ambassador}
    )
    listening.fill_listening(calendar, the_programme)
    programme.fill_changes(calendar, the_programme, manager)
    programme.fill_rates()
    pieces = site.fill_site(calendar, colleagues, scenes)
    planning.fill_plan(calendar, colleagues, pieces)
    desk.fill_desk(calendar, colleagues, pieces)
    shares = _share(calendar, colleagues, pieces)
    visits = traffic.write_visits(traffic.Traffic(calendar), shares)
    _count(calendar)
    thanks.reward_blogs(pieces.values())
    thanks.give_kudos(calendar, colleagues)
    thanks.award_badges(colleagues.values())
    thanks.begin_challenges(calendar, the_programme, manager)
    thanks.ask_how_it_is(calendar, the_programme, manager, colleagues)
    thanks.begin_contest(calendar, the_programme, manager, colleagues)
    planned = ahead.fill_plans(calendar, colleagues)
    while targets.point_links():
        pass
    support.fill_support(calendar, the_programme, colleagues)
    hiring.fill_applications(calendar, pieces, shares)
    elsewhere.fill_vacancy_source(calendar, pieces)
    for day in calendar.days()[7::_READ_EVERY_DAYS]:
        readings.read_kpis(day=day)
    readings.read_kpis(day=calendar.today)
    return Loaded(Ambassador.objects.count(), len(pieces), len(shares) + planned, visits)


def _share(calendar: Calendar, colleagues: dict[str, people.Person], pieces: dict[str, Shareable]) -> list[Share]:
    historian = history.Historian(calendar, list(colleagues.values()), history.stories(pieces.values(), calendar.now))
    shares = history.write_shares(historian)
    thanks.reward_shares(shares)
    while targets.point_links():
        pass
    return shares


def _count(calendar: Calendar) -> None:
    """Visits are classified and rolled up by the project's own rules, the whole year of them; then the old ones go."""
    with connection.cursor() as cursor:
        # A year came in within seconds: nobody has told the planner yet, and without knowing it may choose to take minutes.
        cursor.execute("ANALYZE sharehub_visit, sharehub_trackedlink, sharehub_share, sharehub_useragent")
    while classification.classify_visits():
        pass
    while rollup.roll_up(since=calendar.start - timedelta(days=1)):
        pass
    rollup.delete_old_visits()
    partitions.make_partitions()


def _drawn() -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return every picture as a file, by the name of its text, and every portrait by the name of its person."""
    with ThreadPoolExecutor(max_workers=2) as hands:
        scenes = {
            slug: hands.submit(pictures.scene_file, *fields["scene"], seed=slug) for slug, fields in site.pictured()
        }
        portraits = {key: hands.submit(pictures.portrait_file, look, seed=key) for key, look in people.looks().items()}
    return (
        {slug: file.result() for slug, file in scenes.items()},
        {key: file.result() for key, file in portraits.items()},
    )
