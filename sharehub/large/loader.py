"""Puts the large organisation into a database that holds nobody else's."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model
from wagtail.models import Page

from ambassadors.models import Ambassador, User
from cms.models import Shareable
from sharehub.large import clicks, content, hiring, people, sharing
from sharehub.large.bulk import Bar
from sharehub.large.sizes import Sizes, Year
from sharehub.models import Badge
from themes.models import Organisation, Programme, Reporting

_APPS = ("themes", "ambassadors", "cms", "sharehub")


class LoadRefused(Exception):
    """The database holds a real organisation; nothing was changed."""


@dataclass(frozen=True)
class Loaded:
    """How much of what there is now."""

    ambassadors: int
    pieces: int
    shares: int
    links_days: int
    groups: int
    visits: int
    applications: int


def load(sizes: Sizes, *, today: date, bar: Bar, password: str | None = None) -> Programme:
    """The organisation is there, a former one of this kind is gone; or nothing changed at all.

    Raises LoadRefused where the database holds a programme or people that were not made up here.
    """
    if min(sizes.ambassadors, sizes.shares, sizes.applications) < 1 or sizes.visits < 0:
        raise LoadRefused("Every size is at least one; there may be no visits.")
    if not is_ours():
        raise LoadRefused("This database holds an organisation: only an empty one, or one made up here, is filled.")
    year = Year(today)
    with transaction.atomic():
        if Programme.objects.exists():
            bar.say("removing what was there")
            remove()
        organisation = Organisation.load()
        organisation.name = organisation.name or "A large organisation"
        organisation.reporting = Reporting.LIVE  # what costs most: any period, up to a year
        organisation.save()
        made = content.fill(sizes, year)
        everybody = people.fill(sizes, year, made, bar, password)
        shared = sharing.fill(sizes, year, made, everybody, bar)
        clicks.fill(sizes, year, shared, bar)
        hiring.fill(sizes, year, made, shared, bar)
        bar.say("analysing")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return made.programme


def is_ours() -> bool:
    """Whether the database is empty, or holds nothing but what was made up here."""
    if not Programme.objects.exists():
        return not Ambassador.objects.exists() and not Shareable.objects.exists()
    others = Programme.objects.exclude(slug=content.SLUG)
    strangers = Ambassador.objects.exclude(user__email__endswith=f"@{people.DOMAIN}")
    return not others.exists() and not strangers.exists()


def remove() -> None:
    """Nothing of the organisation that was made up is left; accounts of others, groups and badges stay."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {_tables('sharehub')} RESTART IDENTITY")
    for home in Page.objects.filter(slug=content.HOME_SLUG):
        home.delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {_tables(*_APPS)} RESTART IDENTITY")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    User.objects.filter(email__endswith=f"@{people.DOMAIN}").delete()


def vacuum() -> None:
    """The planner knows what is where, and nothing waits to be written to the disk; outside a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        with suppress(ProgrammingError):  # a right that the owner of a database need not have
            cursor.execute("CHECKPOINT")


def counted() -> Loaded:
    """Return how much of everything there is."""
    names = {field: apps.get_model(label) for field, label in _COUNTED.items()}
    return Loaded(**{field: model._default_manager.count() for field, model in names.items()})


_COUNTED = {
    "ambassadors": "ambassadors.Ambassador",
    "pieces": "cms.Shareable",
    "shares": "sharehub.Share",
    "links_days": "sharehub.DailyReach",
    "groups": "sharehub.ReachByGroup",
    "visits": "sharehub.Visit",
    "applications": "sharehub.Application",
}


def _tables(*labels: str) -> str:
    """Return the tables of the apps, but for accounts, badges and the organisation's settings."""
    stays: tuple[type[Model], ...] = (User, User.groups.through, User.user_permissions.through, Badge, Organisation)
    models = [model for label in labels for model in apps.get_app_config(label).get_models(include_auto_created=True)]
    return ", ".join(model._meta.db_table for model in models if model not in stays)
