"""Who leads a team sees what it does together, and nothing that would tell of one person."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Headcount
from sharehub.models import DailyReach, ReachByGroup
from tests import factories
from themes.models import Organisation


@pytest.fixture
def team(programme):
    return factories.TeamFactory(name="Warm water", lead=factories.UserFactory(first_name="Leo"))


@pytest.fixture
def as_leo(team):
    client = Client()
    client.force_login(team.lead, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _members(team, number, sharing):
    Headcount.objects.create(day=timezone.localdate() - timedelta(days=1), team=team, eligible=number, joined=number)
    piece = factories.article()
    for position in range(number):
        member = factories.AmbassadorFactory(team=team)
        if position < sharing:
            factories.ShareFactory(ambassador=member, piece=piece)


def test_a_lead_sees_the_team_together(as_leo, team):
    _members(team, number=8, sharing=6)
    page = as_leo.get(reverse("sharehub:my_team")).content.decode()
    assert "Warm water" in page
    assert "75" in page


def test_a_team_that_is_too_small_shows_no_figure(as_leo, team):
    _members(team, number=4, sharing=4)
    page = as_leo.get(reverse("sharehub:my_team")).content.decode()
    assert "Too few people to show figures about" in page
    assert "Confirmed shares" not in page


def test_shares_of_too_few_people_are_not_shown(as_leo, team):
    _members(team, number=8, sharing=2)
    page = as_leo.get(reverse("sharehub:my_team")).content.decode()
    assert "too few to show" in page


def _figures(as_leo, query="?period=month"):
    """Return what stands under each of the three words on the page."""
    response = as_leo.get(reverse("sharehub:my_team") + query)
    [page] = response.context["pages"]
    html = response.content.decode()
    assert re.findall(r"<span>(\d+)</span>", html) == [str(one.value) for one in page.figures if not one.few]
    return {str(figure.label): None if figure.few else figure.value for figure in page.figures}


def _share(people, times, *, days_ago=3):
    """Each of them shared once, and so many people followed the link."""
    cache.clear()
    at, piece = timezone.now() - timedelta(days=days_ago), factories.article()
    for person in people:
        share = factories.ShareFactory(ambassador=person, piece=piece, confirmed_at=at)
        DailyReach.objects.create(link=share.link, day=at.date(), hits=times, human=times, visitors=times)
        reach, _made = ReachByGroup.objects.get_or_create(
            day=at.date(), piece=piece, network="linkedin", team=person.team, defaults={"hits": 0}
        )
        ReachByGroup.objects.filter(pk=reach.pk).update(
            hits=F("hits") + times, human=F("human") + times, visitors=F("visitors") + times
        )


def _teams(team, *sizes):
    """Return the people of the lead's team and of others beside it, so many as are said; three are enough."""
    Organisation.load()
    Organisation.objects.update(minimum_group_size=3)
    every = [team, *(factories.TeamFactory(name=f"Other {number}") for number in range(len(sizes) - 1))]
    day = timezone.localdate() - timedelta(days=1)
    Headcount.objects.create(day=day, team=None, eligible=sum(sizes), joined=sum(sizes))
    for one, size in zip(every, sizes, strict=True):
        Headcount.objects.create(day=day, team=one, eligible=size, joined=size)
    return [factories.AmbassadorFactory.create_batch(size, team=one) for one, size in zip(every, sizes, strict=True)]


def test_what_one_of_a_large_team_did_stays_theirs(as_leo, team):
    mine, others = _teams(team, 6, 6)
    _share(mine[:1], 73)
    _share(others, 10)
    # How many of all took part names nobody; how often, and whom it reached, would be that one person's.
    assert _figures(as_leo) == {"Took part": 17, "Confirmed shares": None, "People reached": None}


def test_a_team_that_hides_a_small_one_is_withheld_as_everywhere(as_leo, team):
    mine, second, third = _teams(team, 5, 5, 6)
    _share(mine[:4], 7)
    _share(second[:2], 31)
    _share(third, 10)
    # Beside the total and the third, four would tell of the two.
    assert _figures(as_leo) == {"Took part": 80, "Confirmed shares": None, "People reached": None}
    _share(second[2:], 31)
    assert _figures(as_leo) == {"Took part": 80, "Confirmed shares": 4, "People reached": 28}


def test_a_team_of_which_too_few_ever_did_something_is_not_told_of_in_a_period_of_nothing(as_leo, team):
    mine, others = _teams(team, 6, 6)
    _share(mine[:2], 31, days_ago=200)
    _share(others, 10)
    assert _figures(as_leo) == {"Took part": 0, "Confirmed shares": None, "People reached": None}


def test_participation_is_not_found_between_two_teams_either(as_leo, team):
    _teams(team, 4, 2, 6)
    # Two of another team: the rest of everybody less the four and the six.
    assert _figures(as_leo)["Took part"] is None


def test_the_change_is_told_where_the_period_before_may_be(as_leo, team):
    mine, others = _teams(team, 6, 6)
    _share(mine[:4], 20)
    _share(mine[:2], 10, days_ago=40)
    _share(others, 10)
    html = as_leo.get(reverse("sharehub:my_team") + "?period=month").content.decode()
    assert "<span>80</span>" in html
    assert "against the period before" not in html
    _share(mine[2:4], 10, days_ago=40)
    assert "+100 %" in as_leo.get(reverse("sharehub:my_team") + "?period=month").content.decode()


def test_who_leads_no_team_is_refused(as_ann, as_mia, client, team):
    assert as_ann.get(reverse("sharehub:my_team")).status_code == 403
    assert as_mia.get(reverse("sharehub:my_team")).status_code == 403
    assert client.get(reverse("sharehub:my_team")).status_code == 302


def test_a_lead_does_not_see_the_programmes_figures(as_leo, programme):
    assert as_leo.get(reverse("sharehub:measurement", args=[programme.slug])).status_code == 403
