"""A large organisation can be made up: the same for the same seed, true to the project's own rules, and for nobody real."""

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum

from ambassadors.models import Ambassador, RoleAssignment, Team, ThemeLink, User
from sharehub.large import loader
from sharehub.large.bulk import Bar
from sharehub.large.sizes import Sizes
from sharehub.models import Application, DailyReach, LedgerEntry, ReachByGroup, Share, TrackedLink, Visit
from sharehub.reach import classification, rollup
from tests import factories
from themes.models import Programme

SIZES = Sizes(ambassadors=60, shares=300, visits=3_000, applications=40)
REACH = ("link_id", "day", "hits", "bot", "prefetch", "duplicate", "own", "human", "visitors")


def _load(sizes=SIZES):
    return loader.load(sizes, today=datetime.now(UTC).date(), bar=Bar())


def _world():
    """Return totals, and rows without the ids of what they belong to."""
    first = TrackedLink.objects.order_by("pk").first().pk
    reach = sorted((link - first, *rest) for link, *rest in DailyReach.objects.values_list(*REACH))
    visits = Visit.objects.order_by("at", "visitor", "pk").values_list("at", "visitor", "kind", "reason")
    shares = Share.objects.order_by("pk").values_list("network", "state", "text", "potential_audience", "confirmed_at")
    codes = TrackedLink.objects.order_by("pk").values_list("code", flat=True)
    stages = Application.objects.order_by("pk").values_list("token", "stage", "created_at")
    return reach, [(at, bytes(who), *rest) for at, who, *rest in visits], list(shares), list(codes), list(stages)


@pytest.mark.django_db
def test_there_are_exactly_as_many_as_asked_for():
    _load()
    assert Ambassador.objects.count() == 60
    assert Share.objects.count() == TrackedLink.objects.count() == 300
    assert Visit.objects.count() == 3_000
    assert Application.objects.count() == 40
    assert LedgerEntry.objects.count() == Share.objects.counting().count()
    assert {Team.objects.filter(parent=None).count(), Team.objects.filter(parent__parent__isnull=False).count()} == {
        1,
        3,
    }
    assert ThemeLink.objects.count() == 120
    assert RoleAssignment.objects.count() == 20


@pytest.mark.django_db
def test_the_same_seed_makes_the_same_organisation_and_another_seed_another():
    _load()
    first = _world()
    _load()
    assert _world() == first
    _load(Sizes(60, 300, 3_000, 40, seed=2))
    assert _world()[0] != first[0]


@pytest.mark.django_db
def test_a_recount_of_the_raw_visits_by_our_own_rules_changes_nothing():
    _load()
    since = rollup.oldest_kept_day()
    before = (DailyReach.objects.totals(), _groups())
    assert DailyReach.objects.filter(day__gte=since).aggregate(all=Sum("hits"))["all"] == 3_000
    Visit.objects.update(kind="", reason="")
    DailyReach.objects.filter(day__gte=since).update(hits=0, human=0, visitors=0)
    assert classification.classify_visits() == 3_000
    while rollup.roll_up():
        pass
    assert (DailyReach.objects.totals(), _groups()) == before


@pytest.mark.django_db
def test_a_real_organisation_is_left_alone():
    factories.AmbassadorFactory(user__email="real@example.nl")
    with pytest.raises(loader.LoadRefused):
        _load()
    assert list(User.objects.values_list("email", flat=True)) == ["real@example.nl"]
    assert not Programme.objects.exists()


@pytest.mark.django_db
def test_a_real_programme_is_left_alone(programme, settings):
    settings.DEBUG = True
    with pytest.raises(CommandError, match="holds an organisation"):
        call_command("make_load", "--ambassadors=5", "--shares=5", "--visits=5", "--applications=5")
    assert list(Programme.objects.all()) == [programme]
    assert not Share.objects.exists()


@pytest.mark.django_db
def test_production_has_no_use_for_it(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="DEBUG"):
        call_command("make_load", "--ambassadors=5", "--shares=5", "--visits=5", "--applications=5")
    assert not Programme.objects.exists()


def _groups():
    names = ("day", "piece_id", "theme_id", "network", "team_id", "hits", "human", "visitors", "shares")
    return sorted(ReachByGroup.objects.values_list(*names), key=str)
