"""A source of vacancies is asked in its turn: new ones come in, changes follow, and what vanished closes only in the end."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import respx
from django.urls import reverse

from cms import site, tasks, vacancy_schedule
from cms.models import AdvertisedVacancy, Vacancy, VacancySource
from tests.cms.test_vacancies_are_imported import POSTING

URL = "https://93.184.215.14/jobs.json"
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _noon(time_machine, db):
    time_machine.move_to(NOW, tick=False)
    site.lay_out("Noorderlicht")


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        yield mock


@pytest.fixture
def source(theme):
    return VacancySource.objects.create(
        name="Our ATS", address=URL, theme=theme, language="nl", next_try_at=NOW, every_minutes=60
    )


@pytest.fixture
def read(source, web, time_machine):
    """Read the source `hours` after noon, twice as a queue may, while it names these."""

    def at(hours, *names, **answer):
        if not answer:
            answer = {"json": [_posting(name) for name in names], "headers": {"ETag": f'"{"-".join(names)}"'}}
        time_machine.move_to(NOW + hours * HOUR, tick=False)
        web.get(URL).respond(**answer)
        before = len(web.calls)
        tasks.poll_vacancy_source(source.pk)
        tasks.poll_vacancy_source(source.pk)
        assert len(web.calls) == before + 1
        source.refresh_from_db()
        return source

    return at


def _posting(name, **fields):
    return POSTING | {"title": name.title(), "identifier": name, "url": f"https://jobs.example.org/{name}"} | fields


def _open():
    return sorted(Vacancy.objects.open().values_list("identifier", flat=True))


def test_what_a_source_names_comes_in_once_and_changes_with_it(read, theme, web):
    source = read(0, "fitter", "welder")
    assert _open() == ["fitter", "welder"]
    vacancy = Vacancy.objects.get(identifier="fitter")
    assert (vacancy.language, vacancy.apply_url) == ("nl", "https://jobs.example.org/fitter")
    assert list(vacancy.themes.all()) == [theme]
    assert (source.health, source.next_try_at, source.last_report["made"]) == ("good", NOW + HOUR, 2)
    read(1, json=[_posting("fitter", title="Senior fitter"), _posting("welder")])
    assert web.calls.last.request.headers["If-None-Match"] == '"fitter-welder"'
    assert (Vacancy.objects.count(), AdvertisedVacancy.objects.count()) == (2, 2)
    assert Vacancy.objects.get(identifier="fitter").title == "Senior fitter"


@pytest.mark.parametrize(
    "content",
    [
        "\n".join(json.dumps(_posting(name)) for name in ("fitter", "welder")),
        json.dumps({"@graph": [{"@type": "Organization"}, _posting("fitter"), _posting("welder")]}),
        json.dumps({"version": "1", "items": [_posting("fitter"), _posting("welder")]}),
        json.dumps({"@type": "ItemList", "itemListElement": [{"item": _posting("fitter")}, _posting("welder")]}),
    ],
)
def test_postings_stand_in_a_list_a_line_each_or_within_a_feed(read, content):
    read(0, text=content)
    assert _open() == ["fitter", "welder"]


def test_a_vacancy_that_vanished_closes_only_at_the_second_good_reading(read):
    read(0, "fitter", "welder")
    read(1, "welder")
    assert AdvertisedVacancy.objects.get(identifier="fitter").gone_at == NOW + HOUR
    assert _open() == ["fitter", "welder"]
    read(2, status_code=503)
    assert _open() == ["fitter", "welder"]
    read(3, status_code=304)
    fitter = Vacancy.objects.get(identifier="fitter")
    assert (_open(), fitter.live, fitter.valid_through) == (["welder"], True, date(2026, 11, 19))
    read(4, "fitter", "welder")
    assert (_open(), AdvertisedVacancy.objects.gone().count()) == (["fitter", "welder"], 0)


@pytest.mark.parametrize(
    "answer", [{"json": []}, {"json": [POSTING | {"title": ""}]}, {"json": [_posting("welder"), {"@type": "Event"}]}]
)
def test_a_reading_that_may_have_missed_some_closes_nothing(read, answer):
    read(0, "fitter")
    for hours in (1, 4, 12):
        read(hours, **answer)
    assert "fitter" in _open()


def test_what_was_edited_here_is_neither_overwritten_nor_closed_by_itself(read, as_ed, ed, as_hanna):
    read(0, "fitter", "welder")
    vacancy = Vacancy.objects.get(identifier="fitter")
    vacancy.title = "Fitter of pipes"
    vacancy.save_revision(user=ed).publish()
    source = read(1, json=[_posting("fitter", title="Plumber"), _posting("welder")])
    assert Vacancy.objects.get(identifier="fitter").title == "Fitter of pipes"
    assert source.last_report["noticed"] == [["posting 1", "Plumber", "It changed there, but was edited here."]]
    for hours in (2, 3, 4):
        read(hours, "welder")
    assert _open() == ["fitter", "welder"]
    row = AdvertisedVacancy.objects.get(identifier="fitter")
    assert "Fitter of pipes" in as_hanna.get(reverse("cms_vacancy_source", args=[source.pk])).text
    assert "the source names it no longer" in as_hanna.get(reverse("wagtailadmin_pages:edit", args=[vacancy.pk])).text
    for _twice in range(2):
        as_hanna.post(reverse("cms_vacancy_closing", args=[row.pk]))
    assert _open() == ["welder"]
    vacancy.refresh_from_db()
    assert (vacancy.title, vacancy.get_latest_revision_as_object().valid_through) == (
        "Fitter of pipes",
        date(2026, 11, 19),
    )


def test_what_was_deleted_here_or_belongs_to_another_source_is_left(read, theme, web):
    read(0, "fitter", "welder")
    Vacancy.objects.get(identifier="fitter").delete()
    source = read(1, json=[_posting("fitter"), _posting("welder")])
    assert _open() == ["welder"]
    assert source.last_report["noticed"] == [["posting 1", "Fitter", "It was deleted here."]]
    other = VacancySource.objects.create(name="Other", address="https://93.184.215.14/b", next_try_at=NOW)
    web.get(other.address).respond(json=[_posting("welder", title="Taken over")])
    tasks.poll_vacancy_source(other.pk)
    other.refresh_from_db()
    assert other.last_report["noticed"][0][2] == "A vacancy with this reference comes from another source."
    assert Vacancy.objects.get().title == "Welder"


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"status_code": 404}, "gone"),
        ({"text": "<!doctype html><html>"}, "web_page"),
        ({"text": "jobs"}, "unreadable"),
        ({"text": '{"jobs": 3}'}, "unreadable"),
        ({"text": '{"@type": "JobPosting"'}, "unreadable"),
        ({"text": "[" * 100_000}, "unreadable"),
    ],
)
def test_what_goes_wrong_stands_at_the_source_and_it_is_left_alone_for_longer(read, answer, problem, as_ed):
    source = read(0, **answer)
    assert (source.health, source.problem, source.next_try_at) == ("care", problem, NOW + HOUR)
    source = read(1, **answer)
    assert (source.failures, source.next_try_at, Vacancy.objects.count()) == (2, NOW + 3 * HOUR, 0)
    page = as_ed.get(reverse("cms_vacancy_source", args=[source.pk])).text
    assert "its vacancies stay as they are" in page


def test_a_private_address_is_refused_when_it_is_typed_and_when_it_is_asked(source, as_hanna):
    data = {"name": "In", "address": "http://127.0.0.1/jobs", "language": "en", "comes_in_as": "live"}
    answer = as_hanna.post(reverse("cms_vacancy_source_new"), data | {"every_minutes": 60})
    assert "lies inside a network" in answer.text
    assert VacancySource.objects.get() == source
    VacancySource.objects.update(address="http://127.0.0.1/jobs")
    with respx.mock(assert_all_mocked=False) as open_web:
        open_web.route(host="127.0.0.1").pass_through()
        tasks.poll_vacancy_source(source.pk)
    source.refresh_from_db()
    assert source.problem == "refused"


def test_of_very_many_new_vacancies_the_rest_follows_at_the_next_turn(read, monkeypatch):
    monkeypatch.setattr(vacancy_schedule, "MOST_A_TURN", 2)
    assert read(0, "a", "b", "c").etag == ""
    assert len(_open()) == 2
    assert read(1, "a", "b", "c").etag == '"a-b-c"'
    assert (len(_open()), AdvertisedVacancy.objects.gone().count()) == (3, 0)


def test_each_source_whose_turn_it_is_gets_its_own_message(source, django_capture_on_commit_callbacks):
    VacancySource.objects.create(name="Paused", address=f"{URL}?p", paused_at=NOW)
    VacancySource.objects.create(name="Later", address=f"{URL}?l", next_try_at=NOW + HOUR)
    for _twice in range(2):
        with django_capture_on_commit_callbacks() as callbacks:
            tasks.poll_vacancies()
        assert len(callbacks) == 1


def test_hr_adds_pauses_tries_and_removes_a_source(as_hanna, theme):
    data = {
        "name": "Our ATS",
        "address": URL,
        "theme": theme.pk,
        "language": "nl",
        "comes_in_as": "draft",
        "applies_elsewhere": "on",
        "every_minutes": 360,
    }
    as_hanna.post(reverse("cms_vacancy_source_new"), data)
    source = VacancySource.objects.get()
    assert (source.comes_in_as, source.every_minutes, source.health) == ("draft", 360, "new")
    edit = reverse("cms_vacancy_source_edit", args=[source.pk])
    assert as_hanna.get(edit).status_code == 200
    as_hanna.post(edit, data | {"is_paused": "on", "name": "The ATS"})
    source.refresh_from_db()
    assert (source.name, source.health) == ("The ATS", "paused")
    assert "The ATS" in as_hanna.get(reverse("cms_vacancy_sources")).text
    as_hanna.post(reverse("cms_vacancy_source_turn", args=[source.pk]))
    source.refresh_from_db()
    assert source.health == "new"
    as_hanna.post(reverse("cms_vacancy_source_removal", args=[source.pk]))
    assert not VacancySource.objects.exists()


@pytest.mark.parametrize("who", ["as_ann", "as_mia"])
def test_others_have_no_say_in_where_vacancies_come_from(who, source, request):
    client = request.getfixturevalue(who)
    for name in ("cms_vacancy_source_turn", "cms_vacancy_source_removal", "cms_vacancy_source_edit"):
        assert client.post(reverse(name, args=[source.pk]), {"name": "Mine"}).status_code in (302, 403)
    assert client.get(reverse("cms_vacancy_sources")).status_code in (302, 403)
    assert VacancySource.objects.get().name == "Our ATS"
