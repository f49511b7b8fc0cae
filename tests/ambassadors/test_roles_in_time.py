"""Roles from a day until a day, accepted by the person, with rights that take effect."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ambassadors.models import Role, RoleAssignment
from cms.actions.posts import submit_post
from cms.models import BlogPost
from tests.factories import AmbassadorFactory, RoleFactory, ThemeFactory, blog_post
from themes import permissions

DAY = timedelta(days=1)


@pytest.fixture
def role(db):
    return RoleFactory(name="Scout")


def _give(client, theme, role, person, **fields):
    url = reverse("ambassadors:assignment_new", args=[theme.programme.slug])
    return client.post(url, {"ambassador": person.pk, "role": role.pk, "theme": theme.pk, **fields})


def _periods():
    return list(RoleAssignment.objects.order_by("starts_on").values_list("starts_on", "ends_on"))


def test_overlapping_periods_are_refused_and_adjoining_ones_are_not(as_mia, theme, role, ann):
    _give(as_mia, theme, role, ann, starts_on="2030-01-01", last_day="2030-06-30")
    for first, last in (
        ("2030-06-30", ""),
        ("2029-01-01", "2030-01-01"),
        ("2030-02-01", "2030-03-01"),
        ("2029-01-01", ""),
    ):
        refused = _give(as_mia, theme, role, ann, starts_on=first, last_day=last)
        assert refused.status_code == 422, first
        assert "is Scout here from 1 January 2030 until 30 June 2030; the periods overlap." in refused.content.decode()
    assert _periods() == [(date(2030, 1, 1), date(2030, 7, 1))]
    assert _give(as_mia, theme, role, ann, starts_on="2030-07-01").status_code == 302
    assert _periods() == [(date(2030, 1, 1), date(2030, 7, 1)), (date(2030, 7, 1), None)]
    backwards = _give(as_mia, theme, role, ann, starts_on="2028-02-01", last_day="2028-01-01")
    assert "The last day comes before the first." in backwards.content.decode()


def test_the_database_itself_refuses_an_overlap(theme, role, ann):
    held = {"ambassador": ann, "role": role, "theme": theme}
    RoleAssignment.objects.create(**held, starts_on=date(2030, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(**held, starts_on=date(2031, 1, 1), ends_on=date(2032, 1, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleAssignment.objects.create(**held, starts_on=date(2029, 1, 1), ends_on=date(2028, 1, 1))
    assert RoleAssignment.objects.count() == 1


@pytest.mark.parametrize(("answer", "counts"), [("yes", 1), ("no", 0)])
def test_a_role_counts_once_the_person_said_yes(as_mia, as_ann, as_bob, theme, role, ann, answer, counts):
    _give(as_mia, theme, role, ann)
    held = RoleAssignment.objects.get()
    assert (RoleAssignment.objects.current().count(), RoleAssignment.objects.asked().count()) == (0, 1)
    url = reverse("ambassadors:me_role_answer", args=[held.pk])
    assert as_bob.post(url, {"answer": answer}).status_code == 404
    assert RoleAssignment.objects.asked().count() == 1
    assert "you were asked" in as_ann.get(reverse("ambassadors:me_themes")).content.decode()
    for said in (answer, "yes", "no"):
        as_ann.post(url, {"answer": said})
    assert (RoleAssignment.objects.current().count(), RoleAssignment.objects.asked().count()) == (counts, 0)


def test_a_right_of_a_role_changes_what_a_page_answers(as_mia, as_ann, as_bob, theme, role, ann):
    url = reverse("themes:stakeholder_list", args=[theme.programme.slug])
    edit = reverse("ambassadors:role_edit", args=[theme.programme.slug, role.pk])
    fields = {"name": "Scout", "description": "Signals."}
    held = RoleAssignment.objects.create(ambassador=ann, role=role, theme=theme)
    assert as_ann.get(url).status_code == 403
    as_mia.post(edit, {**fields, "rights": ["outside"]})
    assert Role.objects.get().rights == ["outside"]
    assert (as_ann.get(url).status_code, as_bob.get(url).status_code) == (200, 403)
    as_mia.post(edit, fields)
    assert as_ann.get(url).status_code == 403
    as_mia.post(edit, {**fields, "rights": ["outside"]})
    for change in ({"ends_on": timezone.localdate()}, {"ends_on": None, "accepted_at": None}):
        RoleAssignment.objects.filter(pk=held.pk).update(**change)
        assert as_ann.get(url).status_code == 403, change
    later = {"accepted_at": timezone.now(), "starts_on": timezone.localdate() + DAY}
    RoleAssignment.objects.filter(pk=held.pk).update(**later)
    assert as_ann.get(url).status_code == 403


def test_only_known_rights_can_be_given(as_mia, programme, role):
    edit = reverse("ambassadors:role_edit", args=[programme.slug, role.pk])
    refused = as_mia.post(edit, {"name": "Scout", "description": "x", "rights": ["superuser"]})
    assert (refused.status_code, Role.objects.get().rights) == (422, [])


def test_a_trusted_author_publishes_without_an_editor(theme, ann, bob):
    trusted = RoleFactory(rights=["publish"])
    RoleAssignment.objects.create(ambassador=ann, role=trusted, theme=theme)
    for author, state in ((ann, BlogPost.State.LIVE), (bob, BlogPost.State.WAITING)):
        post = blog_post(author=author, live=False)
        post.save_revision(user=author.user)
        submit_post(post=BlogPost.objects.get(pk=post.pk), author=author)
        assert BlogPost.objects.get(pk=post.pk).state == state, author


def test_the_matrix_is_changed_in_place(as_mia, as_ed, theme, role, ann):
    url = reverse("ambassadors:assignment_new", args=[theme.programme.slug])
    htmx = {"HX-Request": "true"}
    opened = as_mia.get(url, {"theme": theme.pk, "role": role.pk}, headers=htmx).content.decode()
    assert "<html" not in opened
    assert 'name="ambassador"' in opened
    given = as_mia.post(url, {"ambassador": "ann", "role": role.pk, "theme": theme.pk}, headers=htmx).content.decode()
    assert "Ann Jansen" in given
    assert "is asked to be Scout" in given
    again = {"ambassador": "ann@example.nl", "role": role.pk, "theme": theme.pk, "last_day": "2040-01-01"}
    assert "the periods overlap" in as_mia.post(url, again, headers=htmx).content.decode()
    held = RoleAssignment.objects.get()
    end = reverse("ambassadors:assignment_end", args=[theme.programme.slug, held.pk])
    assert as_ed.post(end, headers=htmx).status_code == 403
    assert "matrix__person" not in as_mia.post(end, headers=htmx).content.decode()
    assert not RoleAssignment.objects.planned().exists()


def test_a_name_that_several_have_is_asked_for_again(as_mia, theme, role, ann):
    AmbassadorFactory(user__first_name="Ann", user__last_name="Smit")
    url = reverse("ambassadors:assignment_new", args=[theme.programme.slug])
    for who, told in (("ann", "Several people fit"), ("zed", "Nobody who takes part"), ("ed@example.nl", "Nobody who")):
        refused = as_mia.post(url, {"ambassador": who, "role": role.pk, "theme": theme.pk})
        assert (refused.status_code, told in refused.content.decode()) == (422, True)
    assert not RoleAssignment.objects.exists()
    as_mia.post(url, {"ambassador": "Ann Jansen <ann@example.nl>", "role": role.pk, "theme": theme.pk})
    assert RoleAssignment.objects.get().ambassador == ann


def test_who_carries_too_much_and_what_nobody_carries_is_told(as_mia, theme, ann, bob):
    busy = RoleFactory(name="Sharer", expected_number=3)
    for number in range(3):
        other = ThemeFactory(programme=theme.programme, name=f"Other {number}")
        RoleAssignment.objects.create(ambassador=ann, role=busy, theme=other)
    RoleAssignment.objects.create(ambassador=bob, role=busy, theme=other)
    RoleFactory(name="Coach")
    page = as_mia.get(reverse("ambassadors:role_list", args=[theme.programme.slug]))
    assert [(load.ambassador, load.roles, load.a_month) for load in page.context["loads"]] == [(ann, 3, 9)]
    assert [str(row) for row in (*page.context["empty_themes"], *page.context["empty_roles"])] == [
        "Heat networks",
        "Coach",
    ]


def test_a_role_opens_no_programme_to_a_manager_of_another(theme, role, mia, client):
    role.rights = ["outside"]
    role.save()
    person = AmbassadorFactory(user=mia)
    RoleAssignment.objects.create(ambassador=person, role=role, theme=theme)
    theme.programme.managers.create(user=AmbassadorFactory().user)
    client.force_login(mia, backend="django.contrib.auth.backends.ModelBackend")
    url = reverse("themes:stakeholder_list", args=[theme.programme.slug])
    assert client.get(url).status_code == 403
    mia.groups.set(Group.objects.filter(name=permissions.AMBASSADOR))
    assert client.get(url).status_code == 200
