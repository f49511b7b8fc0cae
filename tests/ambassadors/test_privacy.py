"""The threshold under which nothing about a group is shown, and what one person can take along."""

import csv
import io
import json
import zipfile

import pytest

from ambassadors import privacy
from themes.models import Organisation


@pytest.fixture
def exports(monkeypatch):
    monkeypatch.setattr(privacy, "_exports", {})


@pytest.mark.parametrize(("people", "shown"), [(0, False), (4, False), (5, True), (6, True)])
def test_five_people_are_enough_unless_the_organisation_asks_for_more(db, people, shown):
    assert privacy.threshold() == 5
    assert privacy.is_large_enough(people) is shown


def test_the_organisation_sets_the_threshold(db):
    organisation = Organisation.load()
    organisation.minimum_group_size = 8
    organisation.save()
    assert privacy.threshold() == 8
    assert not privacy.is_large_enough(7)


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 6, "b": 9}, {"a", "b"}),
        ({"a": 3, "b": 6, "c": 9}, {"c"}),  # a alone would be the total less the others
        ({"a": 3, "b": 4, "c": 9}, {"c"}),
        ({"a": 1, "b": 1, "c": 5, "d": 9}, {"d"}),  # two people behind a difference are still too few
        ({"a": 3}, set()),
        ({"a": 3, "b": 9}, set()),
        ({"empty": 0, "b": 9}, {"b"}),
    ],
)
def test_no_hidden_group_can_be_found_by_subtraction(db, sizes, shown):
    assert privacy.groups_to_show(sizes) == shown


def test_the_archive_holds_what_every_app_knows(exports, ann):
    privacy.register_export("shares", lambda ambassador: [{"text": "Warm ëlf", "by": ambassador.pk}])
    privacy.register_export("thanks", lambda ambassador: [])
    with zipfile.ZipFile(io.BytesIO(privacy.archive(ann))) as files:
        assert sorted(files.namelist()) == ["data.json", "shares.csv"]
        assert json.loads(files.read("data.json")) == {"shares": [{"text": "Warm ëlf", "by": ann.pk}], "thanks": []}
        assert files.read("shares.csv").decode("utf-8-sig") == f"text,by\r\nWarm ëlf,{ann.pk}\r\n"


def test_a_text_that_looks_like_a_formula_stays_text(exports, ann):
    privacy.register_export("shares", lambda ambassador: [{"text": "=HYPERLINK(1)"}])
    with zipfile.ZipFile(io.BytesIO(privacy.archive(ann))) as files:
        rows = list(csv.DictReader(io.StringIO(files.read("shares.csv").decode("utf-8-sig"))))
    assert rows == [{"text": "'=HYPERLINK(1)"}]


def test_a_hook_registered_twice_runs_once(monkeypatch, ann):
    monkeypatch.setattr(privacy, "_leaving", [])
    left = []
    privacy.on_leaving(left.append)
    privacy.on_leaving(left.append)
    privacy.run_leaving_hooks(ann)
    assert left == [ann]
