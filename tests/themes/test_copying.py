"""A programme is copied as a template: what describes comes along, what was measured and who takes part does not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from themes.models import KPI, Goal, KPIReading, ListeningSource, Programme, Stakeholder, Theme


@pytest.fixture
def full(programme, theme, goal, kpi):
    """A programme with something of everything."""
    theme.summary = "Warmth for everybody"
    theme.save()
    theme.terms.create(kind="hashtag", language="nl", text="Warmtenet")
    KPIReading.objects.create(kpi=kpi, day=kpi.baseline_on, value=100)
    outside = Stakeholder.objects.create(programme=programme, name="Eva", kind="influencer", influence=5)
    outside.themes.add(theme)
    outside.handles.create(network="bluesky", handle="eva.example")
    programme.themes.create(name="Old", slug="old").retire()
    return programme


@pytest.fixture
def url(full):
    return reverse("themes:programme_copy", args=[full.slug])


def _data(programme, **data):
    start = programme.ends_on + timedelta(days=1)
    return {
        "name": "Next year",
        "purpose": "Again",
        "starts_on": start.isoformat(),
        "ends_on": (start + timedelta(days=300)).isoformat(),
        "parts": ["goals", "themes", "outside"],
    } | data


def test_a_copy_has_what_describes_and_none_of_what_was_measured(as_mia, mia, full, url, goal, theme):
    response = as_mia.post(url, _data(full))
    copy = Programme.objects.get(name="Next year")
    assert response.url == copy.get_absolute_url()
    assert [(one.title, one.copied_from) for one in copy.goals.all()] == [(goal.title, goal)]
    assert KPI.objects.filter(goal__programme=copy).count() == 0
    new = copy.themes.get()
    assert (new.name, new.summary, new.hue) == (theme.name, "Warmth for everybody", theme.hue)
    assert new.slug != theme.slug
    assert [str(term) for term in new.terms.all()] == ["#Warmtenet"]
    person = copy.stakeholders.get()
    assert (person.name, person.influence, list(person.themes.all())) == ("Eva", 5, [new])
    assert person.handles.get().handle == "eva.example"
    assert copy.readiness_items.filter(met_on=None).count() == 6
    assert ModelLogEntry.objects.get(action="themes.copy").data["source"] == full.name


def test_sources_come_along_and_wait(as_mia, full, url):
    ListeningSource.objects.create(
        programme=full, name="Blog", kind="feed", address="https://b.example/", every_minutes=60
    )
    as_mia.post(url, _data(full, parts=["sources"]))
    [copy] = Programme.objects.get(name="Next year").listening_sources.all()
    assert (copy.name, copy.address, copy.every_minutes, copy.health) == ("Blog", "https://b.example/", 60, "paused")
    assert full.listening_sources.get().health == "new"


def test_the_source_is_as_it_was(as_mia, full, url):
    before = (Goal.objects.count(), list(full.themes.values()), list(KPI.objects.values()))
    as_mia.post(url, _data(full))
    assert (full.goals.count(), list(full.themes.values()), list(KPI.objects.values())) == before


def test_only_what_was_chosen_comes_along(as_mia, full, url):
    as_mia.post(url, _data(full, parts=["outside"]))
    copy = Programme.objects.get(name="Next year")
    assert (copy.goals.count(), copy.themes.count(), copy.stakeholders.get().themes.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    "bad", [{"name": ""}, {"parts": []}, {"parts": ["people"]}, {"ends_on": "2020-01-01"}, {"starts_on": "soon"}]
)
def test_a_refused_copy_leaves_nothing_behind(as_mia, full, url, bad):
    before = (Programme.objects.count(), Theme.objects.count(), Goal.objects.count())
    assert as_mia.post(url, _data(full, **bad)).status_code == 422
    assert (Programme.objects.count(), Theme.objects.count(), Goal.objects.count()) == before


def test_the_name_of_the_source_is_taken(as_mia, full, url):
    assert as_mia.post(url, _data(full, name=full.name.upper())).status_code == 422
    assert Programme.objects.count() == 1


def test_an_ambassador_may_not_copy(as_ann, full, url):
    assert as_ann.post(url, _data(full)).status_code == 403
    assert Programme.objects.count() == 1


def test_a_copied_goal_offers_to_be_measured_as_before(as_mia, full, url, kpi):
    as_mia.post(url, _data(full))
    copy = Programme.objects.get(name="Next year")
    page = as_mia.get(reverse("themes:goal_list", args=[copy.slug])).content.decode()
    address = reverse("themes:kpi_new", args=[copy.slug, copy.goals.get().pk]) + f"?like={kpi.pk}"
    assert f'href="{address}"' in page
    form = as_mia.get(address).content.decode()
    assert f'value="{kpi.name}"' in form
    assert f'<option value="{kpi.metric_key}" selected>' in form
    assert 'name="baseline_value" value=' not in form


@pytest.mark.parametrize("like", ["0", "x", "-1", "99999999999999999999"])
def test_an_address_with_a_strange_kpi_gives_an_empty_form(as_mia, programme, goal, like):
    response = as_mia.get(reverse("themes:kpi_new", args=[programme.slug, goal.pk]), {"like": like})
    assert response.status_code == 200
