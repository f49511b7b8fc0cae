"""People from a file: looked at first, carried out whole, the same twice, and undone where possible."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ambassadors import import_problems, personal_data, tasks
from ambassadors.actions.people import leave
from ambassadors.models import Ambassador, Invitation, PeopleImport, RoleAssignment, Team, ThemeLink, User
from tests.factories import AmbassadorFactory, RoleFactory, TeamFactory, ThemeFactory

HEAD = "E-mail;Voornaam;Achternaam;Functie;Team;Plaats;Talen;Kennis\n"


@pytest.fixture(autouse=True)
def _files(tmp_path, settings):
    storages._storages.pop("private", None)
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }
    yield
    storages._storages.pop("private", None)


@pytest.fixture
def load(as_mia, programme, django_capture_on_commit_callbacks):
    """Upload a file and let the worker read it, twice as workers do."""

    def upload(data, name="people.csv", **fields):
        data = data if isinstance(data, bytes) else data.encode()
        url = reverse("ambassadors:import_list", args=[programme.slug])
        response = as_mia.post(url, {"file": SimpleUploadedFile(name, data), "makes_teams": "on", **fields})
        assert response.status_code == 302
        row = PeopleImport.objects.first()
        for _again in range(2):
            tasks.import_people(row.pk)
        row.refresh_from_db()
        return row

    return upload


@pytest.fixture
def carry_out(as_mia, programme):
    def decide(row, **fields):
        as_mia.post(reverse("ambassadors:import_decision", args=[programme.slug, row.pk]), {"answer": "yes", **fields})
        for _again in range(2):
            tasks.import_people(row.pk)
        row.refresh_from_db()
        return row

    return decide


def test_a_file_makes_people_and_teams_only_after_the_yes(as_mia, programme, load, carry_out):
    row = load(
        HEAD
        + "Anna@example.nl;Anna;Smit;Lasser;Noord > Assen;Assen;nl, Engels;lassen\npiet@example.nl;Piet;;;Noord;;;\n"
    )
    assert row.counts == {"rows": 2, "new": 2, "changed": 0, "same": 0, "bad": 0, "missing": 0, "teams": 2}
    assert not Ambassador.objects.exists()
    assert not Team.objects.exists()
    page = as_mia.get(row.get_absolute_url()).content.decode()
    assert "Anna Smit" in page
    assert "Bring the directory up to date" in page

    carry_out(row)
    assert row.state == "done"
    anna = Ambassador.objects.select_related("user", "team__parent").get(user__email="anna@example.nl")
    told = (
        str(anna),
        anna.job_title,
        str(anna.team),
        str(anna.team.parent),
        anna.location,
        anna.languages,
        anna.expertise,
    )
    assert told == ("Anna Smit", "Lasser", "Assen", "Noord", "Assen", ["en", "nl"], "lassen")
    assert (anna.joined_at, anna.user.has_usable_password()) == (None, False)
    assert not row.file
    assert ModelLogEntry.objects.get(action="ambassadors.import_people").data["new"] == 2


def test_ten_thousand_rows_of_which_fifty_are_bad(load, carry_out):
    lines = [f"p{n}@example.nl;Per;Soon {n};Job;T{n % 20};Assen;nl;heat" for n in range(10_000)]
    for n in range(0, 10_000, 1000):
        lines[n] = "no address;Per;Soon;;;;;"
        lines[n + 1] = ";Per;Soon;;;;;"
        lines[n + 2] = f"p{n + 5}@example.nl;Twice;Soon;;;;;"
        lines[n + 3] = f"p{n + 3}@example.nl;Per;Soon;;A > B > A;;;"
        lines[n + 4] = f"p{n + 4}@example.nl;Per;Soon;;;;Klingon;"
    row = load(HEAD + "\n".join(lines))
    assert (row.counts["bad"], row.counts["new"]) == (50, 9_950)
    first = [(problem.line, problem.reason) for problem in import_problems.told(row)[:6]]
    assert first == [
        (2, "this is not an e-mail address"),
        (3, "there is no e-mail address"),
        (5, "the team “A” would be part of itself"),
        (6, "the language “Klingon” is not offered"),
        (7, "occurs already on line 4"),
        (1002, "this is not an e-mail address"),
    ]
    carry_out(row)
    assert (Ambassador.objects.count(), Team.objects.count()) == (9_950, 20)

    again = load(HEAD + "\n".join(lines))
    assert (again.counts["new"], again.counts["changed"], again.counts["same"]) == (0, 0, 9_950)


def test_a_workbook_is_read_like_a_text(load, carry_out, ann):
    book = openpyxl.Workbook()
    book.active.append(["E-mail address", "Job title", "Team"])
    book.active.append(["ann@example.nl", "Welder", 12.0])
    target = io.BytesIO()
    book.save(target)
    carry_out(load(target.getvalue(), "people.xlsx"))
    ann.refresh_from_db()
    assert (ann.job_title, ann.team.name) == ("Welder", "12")


def test_own_words_and_empty_cells_change_nothing(load, ann):
    ann.expertise, ann.job_title, ann.location = "my own words", "Welder", "Assen"
    ann.save()
    row = load(HEAD + "ann@example.nl;Ann;;;;;en;organisation's words\n")
    assert (row.counts["same"], row.counts["changed"]) == (1, 0)


def test_who_is_missing_becomes_inactive_only_when_the_manager_says_so(load, carry_out, ann, bob, mia):
    AmbassadorFactory(user=mia)
    carry_out(load(HEAD + "ann@example.nl;Ann;Jansen;;;;;\n"))
    bob.refresh_from_db()
    assert (bob.inactive_at, bob.user.is_active) == (None, True)

    row = load(HEAD + "ann@example.nl;Ann;Jansen;;;;;\n")
    assert row.counts["missing"] == 1
    carry_out(row, deactivates="on")
    bob.refresh_from_db()
    assert (bob.inactive_at is None, User.objects.get(pk=bob.user_id).is_active, bob.left_at) == (False, False, None)
    assert User.objects.get(pk=mia.pk).is_active

    back = load(HEAD + "bob@example.nl;Bob;Jansen;;;;;\n")
    assert back.counts["changed"] == 1
    carry_out(back)
    bob.refresh_from_db()
    assert (bob.inactive_at, User.objects.get(pk=bob.user_id).is_active) == (None, True)


def test_undoing_puts_back_what_nobody_touched_since(as_mia, programme, load, carry_out, ann, bob):
    ann.job_title, bob.job_title = "Welder", "Plumber"
    ann.save()
    bob.save()
    old_team = ann.team
    text = "ann@example.nl;Ann;Jansen;Boss;New;;;\nbob@example.nl;Bob;Jansen;Chief;;;;\nnew@example.nl;New;One;;;;;\nin@example.nl;In;Vited;;;;;\n"
    row = carry_out(load(HEAD + text))
    Ambassador.objects.filter(pk=bob.pk).update(job_title="Changed since")
    Ambassador.objects.filter(user__email="in@example.nl").update(invited_at=timezone.now())
    url = reverse("ambassadors:import_undoing", args=[programme.slug, row.pk])
    for _again in range(2):
        as_mia.post(url)
    ann.refresh_from_db()
    bob.refresh_from_db()
    assert (ann.job_title, ann.team, bob.job_title) == ("Welder", old_team, "Changed since")
    assert not User.objects.filter(email="new@example.nl").exists()
    assert User.objects.filter(email="in@example.nl").exists()
    assert not Team.objects.filter(name="New").exists()
    row.refresh_from_db()
    assert (row.state, row.before, row.preview) == ("undone", {}, [])


def test_undoing_keeps_whoever_was_asked_something_since(as_mia, programme, load, carry_out):
    text = "".join(f"{name}@example.nl;{name};One;;;;;\n" for name in ("mailed", "linked", "asked", "new"))
    row = carry_out(load(HEAD + text))
    theme = ThemeFactory(programme=programme)
    people = {one.user.first_name: one for one in Ambassador.objects.select_related("user")}
    Invitation.objects.create(programme=programme, email="Mailed@example.nl", expires_at=timezone.now())
    ThemeLink.objects.create(ambassador=people["linked"], theme=theme)
    RoleAssignment.objects.create(ambassador=people["asked"], theme=theme, role=RoleFactory(), accepted_at=None)
    as_mia.post(reverse("ambassadors:import_undoing", args=[programme.slug, row.pk]))
    assert sorted(User.objects.filter(ambassador__isnull=False).values_list("first_name", flat=True)) == [
        "asked",
        "linked",
        "mailed",
    ]


def test_those_a_file_brought_are_invited_from_its_page_without_typing(as_mia, programme, load, carry_out, ann):
    row = carry_out(load(HEAD + "ann@example.nl;Ann;;;;;;\nida@example.nl;Ida;Bos;;;;;\njan@example.nl;Jan;Vos;;;;;\n"))
    Ambassador.objects.filter(user__email="jan@example.nl").update(joined_at=timezone.now())
    address = f"{reverse('ambassadors:invitation_new', args=[programme.slug])}?import={row.pk}"
    assert f'href="{address}"' in as_mia.get(row.get_absolute_url()).content.decode()
    assert as_mia.get(address).context["form"]["addresses"].value() == "Ida Bos <ida@example.nl>"
    ida = Ambassador.objects.get(user__email="ida@example.nl")
    for key, told in ((ida.pk, "Ida Bos <ida@example.nl>"), (ann.pk, ""), ("x", "")):
        page = as_mia.get(reverse("ambassadors:invitation_new", args=[programme.slug]), {"person": key})
        assert page.context["form"]["addresses"].value() == told
    Invitation.objects.create(programme=programme, email="IDA@example.nl", expires_at=timezone.now())
    assert "newcomer" not in as_mia.get(row.get_absolute_url()).content.decode()
    row.forget_people()
    assert as_mia.get(address).context["form"]["addresses"].value() == ""


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"name;job\nAnn;x\n", "The first row has to name the columns; one of them is “e-mail”."),
        (b"e-mail\n", "There is no one in this file."),
        (b"PK\x03\x04 no workbook", "The workbook cannot be read. Save it anew as XLSX or CSV."),
        (b"a\x00b\x00c", "This is no text file. Save the sheet as CSV and choose that file."),
    ],
)
def test_a_file_that_is_no_table_says_why_and_is_not_kept(as_mia, load, data, reason):
    row = load(data)
    assert (row.state, import_problems.in_words(row.reason), bool(row.file)) == ("failed", reason, False)
    shown = as_mia.get(row.get_absolute_url()).content.decode()
    assert f"{reason} Nothing changed." in shown


def test_what_is_wrong_with_a_file_is_said_in_the_language_of_who_reads_it(as_mia, mia, load):
    rows = load("e-mail;team\nnobody;Zuid\na@example.nl;A > B > A\n")
    table = load(b"name;job\nAnn;x\n")
    mia.language = "nl"
    mia.save()
    shown = as_mia.get(rows.get_absolute_url()).content.decode()
    assert "dit is geen e-mailadres" in shown
    assert "het team “A” zou onderdeel van zichzelf worden" in shown
    assert "De eerste rij moet de kolommen noemen" in as_mia.get(table.get_absolute_url()).content.decode()


def test_what_an_earlier_version_kept_in_words_is_shown_as_it_is(as_mia, load):
    row = load(HEAD + "nobody;Anna;Smit;;;;;\n")
    row.problems = [{"line": 2, "text": "nobody", "reason": "dit is geen e-mailadres"}]
    row.save()
    assert "dit is geen e-mailadres" in as_mia.get(row.get_absolute_url()).content.decode()


def test_a_circle_in_a_file_is_refused(load):
    TeamFactory(name="Heat", parent=TeamFactory(name="Noord"))
    row = load("e-mail;team\na@example.nl;Heat > Noord\nb@example.nl;Zuid > Heat\n")
    assert [problem.reason for problem in import_problems.told(row)] == [
        "“Heat” is part of “Noord”, so “Noord” cannot be part of it: that would be a circle",
        "“Heat” is not part of “Zuid” in the tree; move it on the page of teams first",
    ]
    assert row.counts["teams"] == 0


def test_an_import_thrown_away_or_decided_twice_changes_nothing(as_mia, programme, load, carry_out):
    row = load(HEAD + "anna@example.nl;Anna;Smit;;;;;\n")
    url = reverse("ambassadors:import_decision", args=[programme.slug, row.pk])
    as_mia.post(url, {"answer": "no"})
    carry_out(row)
    assert row.state == "cancelled"
    assert not Ambassador.objects.exists()


def test_what_an_import_keeps_of_a_person_is_exported_and_erased(load, carry_out, ann):
    row = carry_out(load(HEAD + "ann@example.nl;Ann;Jansen;Boss;;;;\n"))
    assert [dict(found) for found in personal_data.imports(ann)] == [
        {"file": "people.csv", "at": row.finished_at, "field": "job_title", "before": "", "after": "Boss"}
    ]
    leave(ambassador=ann)
    row.refresh_from_db()
    assert (row.before["changed"], row.preview) == ({}, [])


@pytest.mark.parametrize("who", ["as_ann", "as_ed", "as_hanna"])
def test_nobody_but_a_manager_imports_people(request, who, programme, load):
    row = load(HEAD + "anna@example.nl;Anna;Smit;;;;;\n")
    client, args = request.getfixturevalue(who), [programme.slug, row.pk]
    before = Ambassador.objects.count()
    assert client.get(reverse("ambassadors:import_list", args=args[:1])).status_code == 403
    assert client.get(reverse("ambassadors:import_detail", args=args)).status_code == 403
    assert client.post(reverse("ambassadors:import_decision", args=args), {"answer": "yes"}).status_code == 403
    assert client.post(reverse("ambassadors:import_undoing", args=args)).status_code == 403
    row.refresh_from_db()
    assert (row.state, Ambassador.objects.count()) == ("ready", before)


def test_a_lost_message_is_found_and_old_files_forget_their_people(load, django_capture_on_commit_callbacks):
    row = load(HEAD + "anna@example.nl;Anna;Smit;;;;;\n")
    PeopleImport.objects.update(state="reading")
    with django_capture_on_commit_callbacks() as callbacks:
        tasks.import_waiting_people()
    assert len(callbacks) == 1
    PeopleImport.objects.update(created_at=timezone.now() - timedelta(days=31), state="ready")
    for _again in range(2):
        tasks.import_waiting_people()
    row.refresh_from_db()
    assert (row.preview, row.counts["new"]) == ([], 1)
