"""Wagtail's report of what pieces did: for those who edit them, and nothing in it about too few people."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from cms import site
from sharehub.measurement import periods
from sharehub.measurement.piece_report import Did, did
from tests import factories
from tests.sharehub.test_measurement import NOON, shared

URL = "/cms/reports/pieces/"


@pytest.fixture(autouse=True)
def _that_noon(time_machine, db):
    time_machine.move_to(NOON)
    site.lay_out("Noorderlicht")
    cache.clear()


def _did(**query):
    cache.clear()
    return did(periods.chosen({"period": "month", **query}))


def _piece(shares, **fields):
    piece = shares[0].piece
    for name, value in fields.items():
        setattr(piece, name, value)
    piece.first_published_at = NOON
    piece.save()
    return piece


@pytest.fixture
def pieces(theme):
    """Four pieces on a theme: two that many shared, one of two people and one of a single person."""
    return [_piece(shared(theme, people), title=f"Shared by {people}", slug=f"by-{people}") for people in (9, 7, 2, 1)]


def _rows(client, **query):
    text = b"".join(client.get(URL, {"export": "csv", **query}).streaming_content).decode("utf-8-sig")
    return {row[0]: row[3:5] for row in csv.reader(io.StringIO(text))}


def test_what_is_about_too_few_people_is_left_out_with_so_many_that_nobody_can_subtract(pieces):
    nine, seven, two, one = (piece.pk for piece in pieces)
    found = _did()
    assert found[nine] == Did(9, 90, (NOON - timedelta(days=3)).date())
    # Seven may be told of alone, but with the two and the one it hides what those did.
    assert [found[pk] for pk in (seven, two, one)] == [Did(None, None), Did(None, None), Did(None, None)]


def test_pieces_of_enough_people_stand_side_by_side_and_one_that_nobody_shared_says_so(theme):
    nine, five = (_piece(shared(theme, people), title=f"By {people}") for people in (9, 5))
    lone = factories.article(title="Nobody yet")
    found = _did()
    assert ((found[nine.pk].shares, found[five.pk].visitors), found.get(lone.pk)) == ((9, 50), None)


def test_an_editor_reads_filters_and_exports_the_report(as_ed, pieces, theme, programme):
    page = as_ed.get(URL, {"period": "month"}).text
    assert page.count("too few people") == 6
    assert reverse("wagtailadmin_pages:edit", args=[pieces[0].pk]) in page
    rows = _rows(as_ed, period="month")
    assert (rows["Shared by 9"], rows["Shared by 1"]) == (["9", "90"], ["too few people", "too few people"])
    assert _rows(as_ed, period="week", language="nl").keys() == {"Piece"}
    wind = factories.ThemeFactory(programme=programme, name="Wind", slug="wind")
    assert _rows(as_ed, themes=wind.pk).keys() == {"Piece"}
    answer = as_ed.get(URL, {"export": "xlsx", "period": "month"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert {row[0].value: row[3].value for row in sheet}["Shared by 9"] == 9


def test_who_edits_some_pages_reads_of_those_alone_and_others_read_nothing(as_hanna, as_ann, as_mia, pieces):
    vacancy = factories.vacancy(title="Fitter", first_published_at=NOON)
    assert _rows(as_hanna).keys() == {"Piece", vacancy.title}
    for client in (as_ann, as_mia):
        assert client.get(URL).status_code in (302, 403)


def test_the_report_asks_as_much_for_many_pieces_as_for_one(as_ed, pieces):
    asked = []
    for number in range(4):
        with CaptureQueriesContext(connection) as queries:
            as_ed.get(URL)
        asked.append(len(queries))
        for one in range(number * 5):
            factories.article(title=f"{number} {one}", first_published_at=NOON)
    assert asked[1] == asked[2] == asked[3]


def test_what_is_withheld_in_one_period_is_withheld_in_one_where_it_did_nothing(pieces):
    cache.clear()
    quiet = did(periods.chosen({"period": "custom", "from": "2026-08-01", "to": "2026-08-10"}))
    nine, seven, two, one = (piece.pk for piece in pieces)
    assert nine not in quiet and [quiet[pk] for pk in (seven, two, one)] == [Did(None, None)] * 3
