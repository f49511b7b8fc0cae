"""Job postings become vacancies, once, and bad lines stop nobody."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from cms.actions.vacancies import import_vacancies
from cms.models import Vacancy
from tests.real import real

POSTING = {
    "@context": "https://schema.org",
    "@type": "JobPosting",
    "identifier": {"@type": "PropertyValue", "name": "heat", "value": "fitter-1"},
    "title": "Fitter",
    "url": "https://jobs.example.org/fitter",
    "datePosted": "2026-01-05",
    "validThrough": "2026-12-31T23:59",
    "employmentType": "PART_TIME",
    "hiringOrganization": {"@type": "Organization", "name": "Heat works"},
    "jobLocation": {"address": {"addressLocality": "Assen", "addressCountry": "NL"}},
    "baseSalary": {"currency": "EUR", "value": {"minValue": 2800, "maxValue": "3600.5", "unitText": "MONTH"}},
    "description": "<p>Come and <script>x()</script>fit pipes.</p>",
}


pytestmark = pytest.mark.django_db


def _import(*postings):
    lines = [posting if isinstance(posting, str) else json.dumps(posting) for posting in postings]
    return import_vacancies(lines=lines, language="en")


def test_a_posting_becomes_a_vacancy():
    report = _import(POSTING)
    vacancy = Vacancy.objects.get()
    assert (report.made, report.refused, report.noticed) == (1, [], [])
    assert (vacancy.title, vacancy.identifier, vacancy.live) == ("Fitter", "fitter-1", True)
    assert (vacancy.date_posted, vacancy.valid_through) == (date(2026, 1, 5), date(2026, 12, 31))
    assert (vacancy.locality, vacancy.country, vacancy.employment_type) == ("Assen", "NL", "PART_TIME")
    assert (vacancy.salary_minimum, vacancy.salary_maximum) == (Decimal("2800.00"), Decimal("3600.50"))
    assert vacancy.description == "<p>Come and fit pipes.</p>"
    assert vacancy.hiring_organisation == "Heat works"


def test_a_second_run_changes_nothing():
    _import(POSTING)
    before = Vacancy.objects.values().get()
    report = _import(POSTING)
    assert (report.made, report.changed, report.unchanged) == (0, 0, 1)
    assert Vacancy.objects.values().get() == before


def test_what_changed_there_changes_here_unless_it_was_edited_here(ed):
    _import(POSTING)
    assert _import(POSTING | {"title": "Senior fitter"}).changed == 1
    vacancy = Vacancy.objects.get()
    vacancy.title = "Fitter of pipes"
    vacancy.save_revision(user=ed).publish()
    report = _import(POSTING)
    assert (report.changed, report.noticed[0].reason) == (0, "It changed there, but was edited here.")
    assert Vacancy.objects.get().title == "Fitter of pipes"


def test_bad_lines_are_reported_with_their_number_and_the_good_ones_go_on():
    nameless = {key: value for key, value in POSTING.items() if key != "title"}
    unknown = {key: value for key, value in POSTING.items() if key not in ("identifier", "url")}
    report = _import("{", '{"@type": "Event"}', "", "[1]", nameless, unknown, POSTING, POSTING)
    assert report.made == 1
    assert [str(remark) for remark in report.refused] == [
        "line 1: This is not JSON.",
        "line 2: This is not a JobPosting.",
        "line 4: This is not a JobPosting.",
        "line 5: It has no title.",
        "line 6: It has neither a reference (identifier) nor an address (url).",
        "line 8: Fitter: Its reference was there already in this file.",
    ]


def test_missing_and_impossible_dates_are_reported():
    report = _import(POSTING | {"datePosted": "soon", "validThrough": None})
    assert [remark.reason for remark in report.noticed] == [
        "datePosted is not a date: soon.",
        "It has no validThrough.",
    ]
    assert Vacancy.objects.get().valid_through is None


def test_a_posting_without_text_is_a_draft():
    report = _import(POSTING | {"description": "<p></p>"})
    assert not Vacancy.objects.get().live
    assert [remark.reason for remark in report.noticed] == ["It has no text: it is a draft until someone writes it."]


def test_template_remarks_are_left_out():
    text = (
        "<p>Leave the line below.</p><p>Or delete it.\n🔻🔻🔻🔻🔻</p><h2>About</h2><p>Keep this.</p>"
        "<p>🔻🔻🔻🔻🔻\n<strong>Number:</strong> 1</p><p>💰💰💰\nPut the salary here.</p><p>Like so.</p><p>🔻🔻🔻🔻🔻</p><p>And this.</p>"
    )
    report = _import(POSTING | {"description": text})
    assert Vacancy.objects.get().description == (
        "<h2>About</h2><p>Keep this.</p><p><strong>Number:</strong> 1</p><p>And this.</p>"
    )
    assert [remark.reason for remark in report.noticed] == ["Remarks of its template were left out: read it over."]


def test_42_real_vacancies_come_in(capsys):
    path = real("vacancies.jsonl")
    call_command("import_vacancies", str(path))
    out = capsys.readouterr().out
    assert "42 vacancies made, 0 changed, 0 left as they were, 0 lines not imported." in out
    assert (Vacancy.objects.count(), Vacancy.objects.live().count()) == (42, 40)
    assert not Vacancy.objects.filter(description__contains="🔻").exists()
    assert not Vacancy.objects.filter(description__contains="If you do not want").exists()
    call_command("import_vacancies", str(path))
    assert "0 vacancies made, 0 changed, 42 left as they were" in capsys.readouterr().out
