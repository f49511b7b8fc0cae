"""A KPI that is not SMART is refused with the letter that is missing, and nothing is saved."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from tests import factories
from themes import metrics
from themes.models import KPI


def _days(number):
    return (timezone.localdate() + timedelta(days=number)).isoformat()


@pytest.fixture
def smart(programme):
    programme.starts_on, programme.ends_on = _days(-100), _days(200)
    programme.save()
    return {
        "name": "Clicks on our stories",
        "metric_key": "test.count",
        "theme": "",
        "network": "",
        "baseline_value": "100",
        "baseline_on": _days(-10),
        "target_value": "200",
        "due_on": _days(90),
        "owner": "Mia",
        "relevance": "Clicks show that people outside read it.",
    }


@pytest.fixture
def url(programme, goal):
    return reverse("themes:kpi_new", args=[programme.slug, goal.pk])


def test_a_smart_kpi_is_saved_and_logged(as_mia, mia, url, smart, goal, theme):
    response = as_mia.post(url, smart | {"theme": theme.pk, "network": "linkedin"})
    assert response.status_code == 302
    kpi = KPI.objects.get()
    assert (kpi.goal, kpi.theme, kpi.network, kpi.baseline_value, kpi.target_value) == (
        goal,
        theme,
        "linkedin",
        100,
        200,
    )
    entry = ModelLogEntry.objects.get()
    assert entry.user_id == mia.pk
    assert entry.data["target"] == "200"


@pytest.mark.parametrize(
    ("letter", "field", "value", "advice"),
    [
        ("S", "name", "", "Say in your own words what is measured."),
        ("S", "name", "Clicks", "Use a few words, so that a colleague knows what is meant."),
        ("S", "theme", "999999", "Choose a live theme of this programme."),
        ("M", "metric_key", "", "Choose what is counted."),
        ("M", "metric_key", "invented", "Choose a metric from the catalogue."),
        (
            "M",
            "baseline_value",
            "",
            "Give the figure from before the start; without it nothing can be shown to have changed.",
        ),
        ("M", "baseline_value", "many", "Give the baseline as a number."),
        ("M", "baseline_value", "-1", "A baseline is zero or more."),
        ("M", "baseline_on", "", "Say on which day the baseline was measured."),
        ("M", "baseline_on", 1, "A baseline is measured, not expected: give a day that has been."),
        ("A", "target_value", "", "Set a target as a number."),
        ("A", "target_value", "100", "The target equals the baseline: say how far you want to come."),
        ("A", "target_value", "90", "For this metric more is better: set the target above the baseline."),
        (
            "A",
            "target_value",
            "2001",
            "This is more than 20 times the baseline. Set a nearer target first, and raise it once it is reached.",
        ),
        ("A", "owner", "", "Name the person or function that answers for it."),
        ("R", "relevance", "", "Write in one sentence what this figure tells about the goal."),
        ("R", "relevance", "Because clicks", "Make it a sentence: what does this figure tell about the goal?"),
        ("T", "due_on", "", "Set the day on which the target should be reached."),
        ("T", "due_on", "soon", "Give the day as a date."),
        ("T", "due_on", -1, "Choose a day that is still to come."),
        ("T", "due_on", -20, "The due date comes after the day of the baseline."),
        ("T", "due_on", 201, "Choose a day within the programme."),
    ],
)
def test_a_kpi_is_refused_by_letter(as_mia, url, smart, letter, field, value, advice):
    response = as_mia.post(url, smart | {field: _days(value) if isinstance(value, int) else value})
    form = response.context["form"]
    assert response.status_code == 422
    assert [missing.letter for missing in form.missing()] == [letter]
    assert advice in form.errors[field]
    assert not KPI.objects.exists()
    assert not ModelLogEntry.objects.exists()


def test_an_empty_kpi_misses_every_letter_and_says_so_on_top_and_beside_the_fields(as_mia, url):
    response = as_mia.post(url, {})
    page = response.content.decode()
    assert [missing.letter for missing in response.context["form"].missing()] == ["S", "M", "A", "R", "T"]
    assert "This KPI is not SMART yet. Nothing was saved." in page
    assert page.count("Name the person or function that answers for it.") == 2
    assert not KPI.objects.exists()


def test_where_less_is_better_the_target_lies_below(as_mia, url, smart):
    response = as_mia.post(url, smart | {"metric_key": "test.days"})
    assert response.context["form"].errors["target_value"] == [
        "For this metric less is better: set the target below the baseline."
    ]
    assert as_mia.post(url, smart | {"metric_key": "test.days", "target_value": "60"}).status_code == 302


def test_a_percentage_stays_within_a_hundred(as_mia, url, smart):
    response = as_mia.post(url, smart | {"metric_key": "test.share", "baseline_value": "60", "target_value": "120"})
    assert [missing.letter for missing in response.context["form"].missing()] == ["A"]
    assert not KPI.objects.exists()


def test_a_baseline_of_nothing_may_have_any_target(as_mia, url, smart):
    assert as_mia.post(url, smart | {"baseline_value": "0", "target_value": "400"}).status_code == 302


def test_the_same_measure_twice_is_not_specific(as_mia, url, smart, theme):
    as_mia.post(url, smart)
    response = as_mia.post(url, smart | {"name": "Clicks once more"})
    assert [missing.letter for missing in response.context["form"].missing()] == ["S"]
    assert KPI.objects.count() == 1
    assert as_mia.post(url, smart | {"theme": theme.pk}).status_code == 302


def test_a_team_is_part_of_the_scope_and_has_to_exist(as_mia, url, smart):
    metrics._metrics["test.count"] = replace(metrics.metric("test.count"), by_team=True)
    team = factories.TeamFactory(name="North")
    refused = as_mia.post(url, smart | {"team_id": "999999"})
    assert refused.context["form"].errors["team_id"] == ["Choose a team that exists."]
    assert not KPI.objects.exists()
    assert as_mia.post(url, smart | {"team_id": team.pk}).status_code == 302
    assert as_mia.post(url, smart).status_code == 302
    assert sorted(KPI.objects.values_list("team_id", flat=True), key=bool) == [None, team.pk]


def test_a_metric_that_is_not_divided_by_team_says_so(as_mia, url, smart):
    response = as_mia.post(url, smart | {"team_id": factories.TeamFactory().pk})
    assert [missing.letter for missing in response.context["form"].missing()] == ["S"]
    assert response.context["form"].errors["team_id"] == [
        "“Metric test.count” is counted for everybody together; it cannot be limited to a team."
    ]
    assert not KPI.objects.exists()


def test_a_retired_theme_and_one_of_another_programme_are_no_scope(as_mia, url, smart, programme):
    for theme in (factories.ThemeFactory(), factories.ThemeFactory(programme=programme, retired_at=timezone.now())):
        response = as_mia.post(url, smart | {"theme": theme.pk})
        assert [missing.letter for missing in response.context["form"].missing()] == ["S"]
    assert not KPI.objects.exists()


def test_a_kpi_whose_day_has_passed_can_still_get_another_owner(as_mia, programme, smart, kpi):
    kpi.baseline_on, kpi.due_on = _days(-90), _days(-5)
    kpi.save()
    url = reverse("themes:kpi_form", args=[programme.slug, kpi.pk])
    data = smart | {"baseline_on": _days(-90), "due_on": _days(-5), "owner": "Sanne"}
    assert as_mia.post(url, data).status_code == 302
    kpi.refresh_from_db()
    assert kpi.owner == "Sanne"


def test_a_changed_kpi_that_is_not_smart_stays_as_it_was(as_mia, programme, smart, kpi):
    url = reverse("themes:kpi_form", args=[programme.slug, kpi.pk])
    assert as_mia.post(url, smart | {"target_value": "100", "owner": "Sanne"}).status_code == 422
    kpi.refresh_from_db()
    assert (kpi.target_value, kpi.owner) == (200, "Mia")


def test_an_ambassador_cannot_write_a_kpi(as_ann, url, smart):
    assert as_ann.post(url, smart).status_code == 403
    assert not KPI.objects.exists()


def test_a_removed_kpi_comes_back(as_mia, programme, kpi):
    kpi.readings.create(day="2026-03-01", value=120)
    response = as_mia.post(reverse("themes:kpi_removal", args=[programme.slug, kpi.pk]), follow=True)
    assert not KPI.objects.exists()
    as_mia.post(next(iter(response.context["messages"])).extra_tags)
    assert KPI.objects.get().readings.get().value == 120


def test_an_ambassador_cannot_remove_a_kpi(as_ann, programme, kpi):
    assert as_ann.post(reverse("themes:kpi_removal", args=[programme.slug, kpi.pk])).status_code == 403
    assert KPI.objects.exists()
