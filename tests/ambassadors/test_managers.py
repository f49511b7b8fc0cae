"""A programme can have a team of managers; then other managers stay outside."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ModelLogEntry

from ambassadors.models import ProgrammeManager
from tests import factories
from tests.conftest import _signed_in
from themes import permissions

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto(db):
    """A programme manager as well."""
    user = factories.UserFactory(first_name="Otto", email="otto@example.nl")
    user.groups.add(Group.objects.get(name=permissions.MANAGER))
    return user


@pytest.fixture
def as_otto(otto):
    return _signed_in(otto)


@pytest.fixture
def url(programme):
    return reverse("ambassadors:manager_list", args=[programme.slug])


PAGES = [
    "themes:workspace",
    "themes:goal_list",
    "themes:timeline",
    "ambassadors:person_list",
    "ambassadors:role_list",
    "ambassadors:support",
    "sharehub:measurement",
]


def test_a_programme_without_a_team_is_open_to_every_manager(as_otto, programme):
    for page in PAGES:
        assert as_otto.get(reverse(page, args=[programme.slug])).status_code == 200


def test_who_begins_a_team_is_in_it(as_mia, mia, otto, programme, url):
    for _ in range(2):
        as_mia.post(url, {"user": otto.pk})
    assert {place.user for place in programme.managers.all()} == {mia, otto}
    assert ModelLogEntry.objects.filter(action="themes.add").count() == 2


def test_managers_outside_the_team_neither_see_nor_enter_it(as_mia, as_otto, mia, programme):
    ProgrammeManager.objects.create(programme=programme, user=mia)
    other = factories.ProgrammeFactory(name="Another")
    for page in PAGES:
        assert as_otto.get(reverse(page, args=[programme.slug])).status_code == 403
        assert as_mia.get(reverse(page, args=[programme.slug])).status_code == 200
    assert as_otto.get(reverse("themes:programme_list")).url == other.get_absolute_url()
    page = as_mia.get(reverse("themes:programme_list")).content.decode()
    assert programme.name in page and "Another" in page


def test_a_refused_manager_changes_nothing(as_otto, mia, otto, programme, url):
    place = ProgrammeManager.objects.create(programme=programme, user=mia)
    goals = reverse("themes:goal_new", args=[programme.slug])
    assert as_otto.post(goals, {"title": "Mine", "kind": "trust", "beneficiary": "organisation"}).status_code == 403
    assert as_otto.post(url, {"user": otto.pk}).status_code == 403
    assert as_otto.post(reverse("ambassadors:manager_removal", args=[programme.slug, place.pk])).status_code == 403
    assert list(programme.managers.all()) == [place]
    assert programme.goals.count() == 0


@pytest.mark.parametrize("user", ["", "0", "x"])
def test_only_a_programme_manager_can_join(as_mia, programme, url, user):
    assert as_mia.post(url, {"user": user}).status_code == 422
    assert programme.managers.count() == 0


def test_an_ambassador_cannot_be_put_in_the_team(as_mia, ann, programme, url):
    assert as_mia.post(url, {"user": ann.user.pk}).status_code == 422
    assert programme.managers.count() == 0


def test_when_the_last_has_gone_the_programme_is_open_again(as_mia, as_otto, mia, programme):
    place = ProgrammeManager.objects.create(programme=programme, user=mia)
    as_mia.post(reverse("ambassadors:manager_removal", args=[programme.slug, place.pk]))
    assert as_otto.get(programme.get_absolute_url()).status_code == 200


def test_who_goes_while_others_stay_is_outside(as_mia, mia, otto, programme):
    place = ProgrammeManager.objects.create(programme=programme, user=mia)
    ProgrammeManager.objects.create(programme=programme, user=otto)
    response = as_mia.post(reverse("ambassadors:manager_removal", args=[programme.slug, place.pk]))
    assert response.url == reverse("themes:programme_list")
    assert as_mia.get(programme.get_absolute_url()).status_code == 403


def test_a_place_in_another_programme_is_not_found(as_mia, mia, programme):
    place = ProgrammeManager.objects.create(programme=factories.ProgrammeFactory(), user=mia)
    assert as_mia.post(reverse("ambassadors:manager_removal", args=[programme.slug, place.pk])).status_code == 404
    assert ProgrammeManager.objects.count() == 1


def test_a_superuser_enters_every_programme(admin_client, mia, programme):
    ProgrammeManager.objects.create(programme=programme, user=mia)
    assert admin_client.get(programme.get_absolute_url()).status_code == 200


def test_programmes_stand_side_by_side_with_what_helps_most(as_mia, programme):
    factories.ProgrammeFactory(name="Another")
    page = as_mia.get(reverse("themes:programme_list")).content.decode()
    assert page.count("Write the first goal") == 2
