"""Who leads a team sees what it does together, and nothing that would tell of one person."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Headcount
from tests import factories


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


def test_who_leads_no_team_is_refused(as_ann, as_mia, client, team):
    assert as_ann.get(reverse("sharehub:my_team")).status_code == 403
    assert as_mia.get(reverse("sharehub:my_team")).status_code == 403
    assert client.get(reverse("sharehub:my_team")).status_code == 302


def test_a_lead_does_not_see_the_programmes_figures(as_leo, programme):
    assert as_leo.get(reverse("sharehub:measurement", args=[programme.slug])).status_code == 403
