"""Step 4: roles are data, held on a theme."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from ambassadors.actions.roles import RoleRetired, assign_role
from ambassadors.models import Contact, Role, RoleAssignment
from tests.factories import AmbassadorFactory, RoleFactory, ThemeFactory
from themes.models import Stakeholder


def _url(name, programme, *args):
    return reverse(f"ambassadors:{name}", args=[programme.slug, *args])


def test_a_programme_starts_with_six_roles(as_mia, programme):
    assert "Start with six roles" in as_mia.get(_url("role_list", programme)).content.decode()
    for _again in range(2):
        as_mia.post(_url("role_defaults", programme))
    keys = list(Role.objects.values_list("key", flat=True))
    assert keys == ["sharer", "scout", "expert", "author", "connector", "coach"]


def test_the_six_roles_read_in_the_language_of_who_reads_until_somebody_changes_them(as_mia, mia, programme):
    mia.language = "nl"
    mia.save()
    as_mia.post(_url("role_defaults", programme))
    sharer = Role.objects.get(key="sharer")
    page, edit = _url("role_list", programme), _url("role_edit", programme, sharer.pk)
    assert "Deler" in as_mia.get(page).content.decode()
    shown = as_mia.get(edit)
    assert 'value="Deler"' in shown.content.decode()
    fields = {name: str(shown.context["form"][name].value() or "") for name in shown.context["form"].fields}
    as_mia.post(edit, {**fields, "rights": [], "expectation": "Eén keer per week."})
    mia.language = "en"
    mia.save()
    html = as_mia.get(page).content.decode()
    assert "Sharer" in html
    assert "Passes content on, in own words, to people who care." in html
    assert "Eén keer per week." in html
    assert "Deler" not in html
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, expectation FROM ambassadors_role WHERE key = 'sharer'")
        assert cursor.fetchone() == ("Sharer", "Eén keer per week.")


def test_roles_kept_in_dutch_by_an_earlier_version_read_in_english_too(as_mia, programme):
    role = RoleFactory(name="Sharer")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ambassadors_role SET name = 'Deler' WHERE id = %s", [role.pk])
    assert str(Role.objects.get()) == "Sharer"
    with translation.override("nl"):
        assert str(Role.objects.get()) == "Deler"


def test_a_role_is_added_changed_retired_and_given_again(as_mia, mia, programme):
    fields = {"name": "Photographer", "description": "Takes pictures."}
    as_mia.post(_url("role_new", programme), fields)
    role = Role.objects.get()
    assert (role.key, role.name) == ("photographer", "Photographer")
    assert as_mia.post(_url("role_new", programme), fields).status_code == 422
    as_mia.post(_url("role_edit", programme, role.pk), {**fields, "name": "Picture maker"})
    as_mia.post(_url("role_retirement", programme, role.pk))
    role.refresh_from_db()
    assert (role.key, role.name, role.retired_at is None) == ("photographer", "Picture maker", False)
    as_mia.post(_url("role_restoration", programme, role.pk))
    assert Role.objects.live().count() == 1
    actions = list(ModelLogEntry.objects.order_by("pk").values_list("action", "user"))
    assert actions == [(f"ambassadors.{name}_role", mia.pk) for name in ("save", "save", "retire", "restore")]


def test_a_role_is_given_on_a_theme_once_and_shown_in_the_matrix(as_mia, ann, theme):
    role = RoleFactory(name="Scout")
    for _again in range(2):
        as_mia.post(_url("assignment_new", theme.programme), {"ambassador": ann.pk, "role": role.pk, "theme": theme.pk})
    held = RoleAssignment.objects.get()
    assert (held.ambassador, held.role, held.theme, held.starts_on) == (ann, role, theme, timezone.localdate())
    assert held.is_asked
    assert "Ann Jansen" in as_mia.get(_url("role_list", theme.programme)).content.decode()
    assert ModelLogEntry.objects.filter(action="ambassadors.assign_role").count() == 1


@pytest.mark.parametrize("days", [None, 40])
def test_ending_a_role_holds_from_today_and_undoing_it_brings_back_the_day_it_had(as_mia, as_ann, ann, theme, days):
    until = timezone.localdate() + timedelta(days=days) if days else None
    held = RoleAssignment.objects.create(
        ambassador=ann,
        role=RoleFactory(),
        theme=theme,
        starts_on=timezone.localdate() - timedelta(days=9),
        ends_on=until,
    )
    end = _url("assignment_end", theme.programme, held.pk)
    undo = re.search(rf"{end[:-4]}restoration/[^\"/]+/", as_mia.post(end, follow=True).content.decode())[0]
    assert "ended already" in as_mia.post(end, follow=True).content.decode()
    assert not RoleAssignment.objects.current().exists()
    assert as_ann.post(undo).status_code == 403
    assert not RoleAssignment.objects.current().exists()
    as_mia.post(undo)
    assert (RoleAssignment.objects.current().get(), RoleAssignment.objects.get().ends_on) == (held, until)
    assert "too late" in as_mia.post(undo, follow=True).content.decode()
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["ambassadors.end_role", "ambassadors.assign_role"]


def test_a_role_given_anew_meanwhile_stays_as_it_is(as_mia, ann, theme):
    held = RoleAssignment.objects.create(
        ambassador=ann, role=RoleFactory(), theme=theme, starts_on=timezone.localdate() - timedelta(days=9)
    )
    end = _url("assignment_end", theme.programme, held.pk)
    undo = re.search(rf"{end[:-4]}restoration/[^\"/]+/", as_mia.post(end, follow=True).content.decode())[0]
    as_mia.post(
        _url("assignment_new", theme.programme), {"ambassador": ann.pk, "role": held.role_id, "theme": theme.pk}
    )
    assert "somebody gave this role meanwhile" in as_mia.post(undo, follow=True).content.decode()
    held.refresh_from_db()
    assert held.ends_on == timezone.localdate()
    assert RoleAssignment.objects.planned().get() != held


def test_a_retired_role_and_a_foreign_theme_are_refused(as_mia, mia, ann, theme):
    retired = RoleFactory(retired_at=timezone.now())
    with pytest.raises(RoleRetired):
        assign_role(ambassador=ann, role=retired, theme=theme, by=mia)
    foreign = {"ambassador": ann.pk, "role": RoleFactory().pk, "theme": ThemeFactory().pk}
    assert as_mia.post(_url("assignment_new", theme.programme), foreign).status_code == 422
    assert not RoleAssignment.objects.exists()


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_touches_roles(request, who, ann, theme):
    client, role = request.getfixturevalue(who), RoleFactory()
    programme = theme.programme
    held = RoleAssignment.objects.create(ambassador=ann, role=role, theme=theme)
    assert client.get(_url("role_list", programme)).status_code == 403
    assert client.post(_url("role_new", programme), {"name": "Boss", "description": "x"}).status_code == 403
    assert client.post(_url("role_retirement", programme, role.pk)).status_code == 403
    assert client.post(_url("assignment_end", programme, held.pk)).status_code == 403
    role.refresh_from_db()
    assert (Role.objects.count(), role.retired_at) == (1, None)
    assert RoleAssignment.objects.current().get() == held


def test_the_matrix_asks_as_many_questions_for_one_as_for_ten(as_mia, theme):
    role, url, counts = RoleFactory(), _url("role_list", theme.programme), []
    for number in (1, 9):
        for person in AmbassadorFactory.create_batch(number):
            RoleAssignment.objects.create(ambassador=person, role=role, theme=theme)
        as_mia.get(url)
        with CaptureQueriesContext(connection) as queries:
            as_mia.get(url)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.fixture
def stakeholder(programme):
    return Stakeholder.objects.create(programme=programme, name="Warm Assen", kind="community")


def test_a_colleague_keeps_a_contact_until_it_ends(as_mia, as_ed, ann, stakeholder):
    programme = stakeholder.programme
    url = _url("contact_form", programme, stakeholder.pk)
    assert as_ed.post(url, {"ambassador": ann.pk}).status_code == 403
    assert not Contact.objects.exists()
    as_mia.post(url, {"ambassador": ann.pk})
    contact = Contact.objects.get()
    assert (contact.ambassador, contact.stakeholder) == (ann, stakeholder)
    page = reverse("themes:stakeholder_detail", args=[programme.slug, stakeholder.pk])
    assert "Ann Jansen" in as_mia.get(page).content.decode()
    part = as_mia.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "Ann Jansen" in part
    assert "<html" not in part
    end = _url("contact_end", programme, stakeholder.pk, contact.pk)
    assert as_ed.post(end).status_code == 403
    assert Contact.objects.exists()
    as_mia.post(end)
    assert not Contact.objects.exists()
    actions = (
        ModelLogEntry.objects.filter(action__startswith="ambassadors.").order_by("pk").values_list("action", flat=True)
    )
    assert list(actions) == ["ambassadors.keep_contact", "ambassadors.end_contact"]
