"""Choosing a time zone: short where most people live, complete for everybody else."""

from django.urls import reverse

from ambassadors import zones


def test_every_zone_stands_once_with_the_usual_ones_first():
    groups = zones.choices()
    keys = [key for _name, rows in groups for key, _city in rows]
    assert len(keys) == len(set(keys)) > 300
    name, usual = groups[0]
    assert (name, len(usual), usual[0]) == ("Often chosen", 18, ("Europe/Amsterdam", "Amsterdam"))
    assert ("America/Argentina/Ushuaia", "Ushuaia (Argentina)") in dict(groups)["America"]


def test_only_who_is_new_starts_where_the_browser_is(as_ann, ann):
    page = as_ann.get(reverse("ambassadors:welcome_step", args=["language"])).content.decode()
    assert "data-browser-zone" in page
    assert "zones.js" in page
    ann.welcome_step = 1
    ann.save()
    assert "data-browser-zone" not in as_ann.get(reverse("ambassadors:me_preferences")).content.decode()
    assert (
        "data-browser-zone" not in as_ann.get(reverse("ambassadors:welcome_step", args=["language"])).content.decode()
    )


def test_a_zone_from_any_part_of_the_world_is_kept(as_ann, ann):
    as_ann.post(reverse("ambassadors:me_preferences"), {"language": "en", "time_zone": "Asia/Tokyo"})
    ann.user.refresh_from_db()
    assert ann.user.time_zone == "Asia/Tokyo"
    as_ann.post(reverse("ambassadors:me_preferences"), {"language": "en", "time_zone": "Mars/Olympus"})
    ann.user.refresh_from_db()
    assert ann.user.time_zone == "Asia/Tokyo"
