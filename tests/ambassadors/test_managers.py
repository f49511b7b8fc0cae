"""A programme can have a team of managers; then other managers stay outside."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import ModelLogEntry

from ambassadors import managing, notices
from ambassadors.models import Notice, ProgrammeManager, RoleAssignment
from ambassadors.privacy import has_other_work, personal_data
from sharehub.measurement import subscriptions
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
def test_somebody_has_to_be_named(as_mia, programme, url, user):
    assert as_mia.post(url, {"user": user}).status_code == 422
    assert programme.managers.count() == 0


def test_a_colleague_is_named_by_name_for_this_programme_only(as_mia, as_ann, ann, mia, programme, url):
    elsewhere = factories.ProgrammeFactory(name="Another")
    assert as_ann.get(programme.get_absolute_url()).status_code == 403
    page = as_mia.post(url, {"user": "ann jansen"}, follow=True).content.decode()
    assert "Ann Jansen is in the team, and is told by mail." in page
    assert {place.user for place in programme.managers.all()} == {mia, ann.user}
    for name in ("themes:goal_list", "ambassadors:support_terms"):
        assert as_ann.get(reverse(name, args=[programme.slug])).status_code == 200
        assert as_ann.get(reverse(name, args=[elsewhere.slug])).status_code == 403
    assert as_ann.get(reverse("themes:programme_new")).status_code == 403
    copy = {"name": "Mine", "starts_on": "2030-01-01", "ends_on": "2030-12-31", "parts": ["goals"]}
    assert as_ann.post(reverse("themes:programme_copy", args=[programme.slug]), copy).status_code == 403
    assert ann.user in managing.managers(programme)
    assert ann.user not in managing.managers(elsewhere)
    assert ann.user in subscriptions.readers(programme)


def test_who_is_named_in_one_programme_does_not_enter_another_by_a_role_there(as_ann, ann, programme):
    ProgrammeManager.objects.create(programme=programme, user=ann.user)
    theme = factories.ThemeFactory(programme=factories.ProgrammeFactory())
    RoleAssignment.objects.create(ambassador=ann, role=factories.RoleFactory(), theme=theme)
    assert as_ann.get(theme.programme.get_absolute_url()).status_code == 403


@pytest.mark.parametrize("typed", ["Nobody Here", "jansen", "nobody@example.nl"])
def test_a_name_that_fits_nobody_or_several_is_refused(as_mia, ann, bob, programme, url, typed):
    response = as_mia.post(url, {"user": typed})
    assert response.status_code == 422
    assert typed in response.content.decode()
    assert programme.managers.count() == 0


def test_who_has_not_joined_yet_cannot_be_named(as_mia, programme, url):
    coming = factories.AmbassadorFactory(joined_at=None)
    assert as_mia.post(url, {"user": coming.user.email}).status_code == 422
    assert programme.managers.count() == 0


def test_an_account_that_manages_is_not_taken_over_by_an_invitation(ann, programme):
    assert not has_other_work(ann.user)
    ProgrammeManager.objects.create(programme=programme, user=ann.user)
    assert has_other_work(ann.user)
    assert [row["programme__name"] for row in personal_data(ann)["managed_programmes"]] == [programme.name]


def test_who_is_named_and_who_is_taken_out_is_told(as_mia, ann, mia, programme, url):
    as_mia.post(url, {"user": ann.user.email})
    named = Notice.objects.get(kind="manager_named")
    assert named.user == ann.user
    assert f"You manage the programme {programme.name} from now on" in notices.compose(named).subject
    as_mia.post(_removal(programme.managers.get(user=ann.user)))
    gone = Notice.objects.get(kind="manager_gone")
    assert (gone.user, notices.compose(named)) == (ann.user, None)
    assert f"You do not manage the programme {programme.name} any more" in notices.compose(gone).subject
    assert not Notice.objects.filter(user=mia).exists()


def test_taking_out_can_be_taken_back_once_and_then_nobody_is_told(as_mia, as_ann, ann, mia, programme):
    ProgrammeManager.objects.create(programme=programme, user=mia)
    place = ProgrammeManager.objects.create(programme=programme, user=ann.user)
    [undo] = _told(as_mia.post(_removal(place)))
    assert as_ann.get(programme.get_absolute_url()).status_code == 403
    for _ in range(2):
        as_mia.post(undo)
        assert programme.managers.count() == 2
    assert as_ann.get(programme.get_absolute_url()).status_code == 200
    assert notices.compose(Notice.objects.get(kind="manager_gone")) is None


def test_who_was_named_again_meanwhile_stands_there_once(as_mia, ann, mia, programme, url):
    ProgrammeManager.objects.create(programme=programme, user=mia)
    place = ProgrammeManager.objects.create(programme=programme, user=ann.user)
    [undo] = _told(as_mia.post(_removal(place)))
    as_mia.post(url, {"user": ann.user.email})
    assert as_mia.post(undo).status_code == 302
    assert programme.managers.count() == 2


def test_the_last_one_stays(as_mia, mia, otto, programme):
    otto.is_active = False
    otto.save()
    ProgrammeManager.objects.create(programme=programme, user=otto)
    place = ProgrammeManager.objects.create(programme=programme, user=mia)
    page = as_mia.post(_removal(place), follow=True).content.decode()
    assert "a team keeps somebody" in page
    assert programme.managers.count() == 2


def test_an_administrator_opens_a_programme_to_every_manager_again(admin_client, as_otto, mia, programme):
    place = ProgrammeManager.objects.create(programme=programme, user=mia)
    admin_client.post(_removal(place))
    assert as_otto.get(programme.get_absolute_url()).status_code == 200


def _told(response):
    return [message.extra_tags for message in get_messages(response.wsgi_request)]


def _removal(place):
    return reverse("ambassadors:manager_removal", args=[place.programme.slug, place.pk])


def test_who_goes_while_others_stay_is_outside(as_mia, mia, otto, programme):
    place = ProgrammeManager.objects.create(programme=programme, user=mia)
    ProgrammeManager.objects.create(programme=programme, user=otto)
    response = as_mia.post(reverse("ambassadors:manager_removal", args=[programme.slug, place.pk]))
    assert response.url == reverse("home")
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
