"""The denominators of participation."""

from datetime import timedelta

from django.utils import timezone

from ambassadors import tasks
from ambassadors.models import Headcount, Invitation
from tests.factories import AmbassadorFactory, ProgrammeFactory, TeamFactory


def _rows():
    rows = Headcount.objects.order_by("team__name").values_list("team__name", "eligible", "joined")
    return {name: (eligible, joined) for name, eligible, joined in rows}


def _invite(programme, email, **fields):
    later = timezone.now() + timedelta(days=1)
    return Invitation.objects.create(programme=programme, email=email, expires_at=later, **fields)


def test_today_is_counted_per_team_and_altogether_and_twice_is_the_same(programme):
    nets, build = TeamFactory(name="Nets"), TeamFactory(name="Build")
    AmbassadorFactory(team=nets)
    AmbassadorFactory(team=nets, joined_at=None)
    AmbassadorFactory(team=nets, left_at=timezone.now())
    AmbassadorFactory(team=None)
    _invite(programme, "asked@example.nl", team=build)
    _invite(programme, "no@example.nl", team=build, declined_at=timezone.now())
    expected = {"Nets": (2, 1), "Build": (1, 0), None: (4, 2)}
    for _again in range(2):
        tasks.snapshot_headcounts()
        assert _rows() == expected
        assert set(Headcount.objects.values_list("day", flat=True)) == {timezone.localdate()}


def test_one_person_asked_twice_or_already_here_counts_once(programme, ann):
    _invite(programme, "piet@example.nl")
    _invite(ProgrammeFactory(), "Piet@Example.nl")
    _invite(programme, "ANN@example.nl")
    tasks.snapshot_headcounts()
    assert _rows()[None] == (2, 1)
