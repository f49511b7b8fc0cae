"""Pages ask few questions, however many people, shares and clicks there are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from ambassadors.models import Ambassador, Role
from sharehub.benchmark import pages
from sharehub.large import loader
from sharehub.large.bulk import Bar
from sharehub.large.sizes import Sizes
from sharehub.models import Challenge
from themes.models import Programme


@pytest.fixture
def large(db, settings) -> Programme:
    settings.STEPS_FRESH_SECONDS = 60
    sizes = Sizes(ambassadors=400, shares=1_200, visits=2_000, applications=60)
    today = datetime.now(UTC).date()
    programme = loader.load(sizes, today=today, bar=Bar())
    for counts in (Challenge.Counts.SHARES, Challenge.Counts.OWN_WORDS):
        Challenge.objects.create(
            programme=programme, title=f"Together: {counts}", counts=counts, target=500,
            starts_on=today - timedelta(days=9), ends_on=today + timedelta(days=9),
        )  # fmt: skip
    return programme


MOST_ELSEWHERE = 25  # on pages whose speed is not promised


def test_no_promised_page_asks_more_than_twenty_questions_and_no_other_many_more(large, django_assert_max_num_queries):
    for page in pages.pages(large):
        client = Client(headers={"Host": "localhost"})
        if page.user is not None:
            client.force_login(page.user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(page.address).status_code == 200
        most = pages.MOST_QUERIES if page.promised else MOST_ELSEWHERE
        with django_assert_max_num_queries(most, info=page.name):
            client.get(page.address)


def test_no_page_shows_everybody(large):
    assert Ambassador.objects.count() == 400
    for page in pages.pages(large):
        client = Client(headers={"Host": "localhost"})
        if page.user is not None:
            client.force_login(page.user, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(page.address).content.count(b"Visser") <= 60, page.name


def test_a_place_of_the_matrix_weighs_little_however_many_hold_the_role(large):
    [page] = [page for page in pages.pages(large) if page.name == "roles"]
    client = Client(headers={"Host": "localhost"})
    client.force_login(page.user, backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(page.address).content.decode()
    matrix = html[html.index("<table") : html.index("</table>")]
    places = matrix.count('class="matrix__cell"')
    assert places == large.themes.live().count() * Role.objects.live().count()
    assert len(matrix.encode()) < 1_200 * places
    assert matrix.count("<form") == 0
    assert matrix.count("<li") <= 3 * places
