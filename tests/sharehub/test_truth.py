"""Every hit explained: exact sums, reasons in words, and nothing about too few people."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from sharehub.measurement import truth
from sharehub.models import Visit
from sharehub.reach import classification, reasons, rollup, visits
from tests import factories
from themes.metrics import Period

NOON = datetime(2026, 9, 30, 12, 0, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
LINKEDIN = "LinkedInBot/1.0 (compatible; Mozilla/5.0)"
PERIOD = Period(NOON.date() - timedelta(days=29), NOON.date())


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


def _visit(share, ip="192.0.2.1", agent=FIREFOX, minutes=60, prefetch=False):
    visits.record(
        link=share.link,
        ip=ip,
        user_agent=agent,
        referrer="https://www.linkedin.com/",
        is_prefetch=prefetch,
        at=NOON - timedelta(minutes=minutes),
    )


def _visited(share):
    """Nine hits: three robots, one fetched ahead, one own, one double, three by two people."""
    for number in range(2):
        _visit(share, ip=f"192.0.2.{20 + number}", agent=LINKEDIN)
    _visit(share, ip="192.0.2.30", agent="")
    _visit(share, ip="192.0.2.31", prefetch=True)
    _visit(share, ip="192.0.2.32")
    Visit.objects.filter(link=share.link).order_by("-pk")[:1].get()
    Visit.objects.filter(pk=Visit.objects.order_by("-pk").first().pk).update(is_own=True)
    for minutes in (50, 45, 5):
        _visit(share, ip="192.0.2.40", minutes=minutes)
    _visit(share, ip="192.0.2.41")


def _counted():
    classification.classify_visits()
    while rollup.roll_up():
        pass


def _shared(piece, theme, people=1):
    shares = [factories.ShareFactory(piece=piece, theme=theme) for _number in range(people)]
    for share in shares:
        _visited(share)
    _counted()
    return shares


@pytest.fixture
def piece(theme):
    return factories.article(title="Forty kitchens", themes=[theme])


def test_the_sum_of_a_link_is_exact_and_every_class_has_its_reasons(ann, piece, theme):
    share = factories.ShareFactory(ambassador=ann, piece=piece, theme=theme)
    _visited(share)
    _counted()
    found = truth.of_share(share, PERIOD)
    assert (found.hits, found.human, found.visitors, found.sum) == (9, 3, 2, "9 − 3 − 1 − 1 − 1 = 3")
    assert {part.kind: [(reason.words, reason.count) for reason in part.reasons] for part in found.rejected} == {
        "bot": [
            ("LinkedIn, fetching its preview of the link", 2),
            ("gave no name, while every browser does", 1),
        ],
        "prefetch": [("loaded by a browser or a program before anybody clicked", 1)],
        "own": [("the browser of the person who shared the link", 1)],
        "duplicate": [("the same visitor on the same link within 30 minutes", 1)],
    }
    for part in found.rejected:
        assert sum(reason.count for reason in part.reasons) == part.count
    assert [(agent.text, agent.count) for agent in found.agents] == [(LINKEDIN, 2), ("–", 1)]


def test_what_is_older_than_the_raw_visits_is_counted_without_its_reason(ann, piece, theme):
    [share] = _shared(piece, theme)
    Visit.objects.filter(link=share.link, user_agent__text=LINKEDIN).delete()
    robots = truth.of_share(share, PERIOD).rejected[0]
    assert [(reason.words, reason.count) for reason in robots.reasons] == [
        ("gave no name, while every browser does", 1),
        ("so long ago that the reason is no longer kept", 2),
    ]


def test_the_sharer_reads_it_and_nobody_else(as_ann, as_bob, as_mia, client, ann, piece, theme):
    share = factories.ShareFactory(ambassador=ann, piece=piece, theme=theme)
    _visited(share)
    _counted()
    url = reverse("sharehub:share_truth", args=[share.pk])
    page = as_ann.get(url).content.decode()
    assert "= 3" in page and LINKEDIN in page and FIREFOX not in page
    for stranger, code in ((as_bob, 404), (as_mia, 403), (client, 302)):
        response = stranger.get(url)
        assert response.status_code == code
        assert LINKEDIN not in response.content.decode()


def test_a_sheet_gets_the_panel_alone(as_ann, ann, piece, theme):
    share = factories.ShareFactory(ambassador=ann, piece=piece, theme=theme)
    url = reverse("sharehub:share_truth", args=[share.pk])
    page = as_ann.get(url, {"period": "week"}, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith('<div class="truth">')
    assert f'hx-get="{url}?period=month"' in page
    assert "Nobody and nothing asked for a link in this period." in page


def test_a_theme_adds_up_its_links_for_the_manager(as_mia, piece, theme):
    _shared(piece, theme, people=5)
    found = truth.of_theme(theme, PERIOD)
    assert (found.hits, found.human, found.visitors, found.sum) == (45, 15, 10, "45 − 15 − 5 − 5 − 5 = 15")
    url = reverse("sharehub:theme_truth", args=[theme.programme.slug, theme.slug])
    page = as_mia.get(url).content.decode()
    assert "= 15" in page and "Forty kitchens" in page
    steps = re.findall(r'aria-current="page">\s*<span class="side__number">(\d)', page)
    assert steps == ["2", "2"]  # in the side menu and in its sheet
    detail = as_mia.get(reverse("themes:theme_detail", args=[theme.programme.slug, theme.slug])).content.decode()
    assert url in detail


def test_four_people_are_too_few_for_a_theme_and_a_piece(as_mia, as_ed, piece, theme):
    _shared(piece, theme, people=4)
    assert truth.of_theme(theme, PERIOD) == truth.Truth(is_few=True)
    assert truth.of_piece(piece, PERIOD) == truth.Truth(is_few=True)
    for client, url in (
        (as_mia, reverse("sharehub:theme_truth", args=[theme.programme.slug, theme.slug])),
        (as_ed, reverse("sharehub:piece_truth", args=[piece.pk])),
    ):
        page = client.get(url).content.decode()
        assert "too few to show" in page
        assert LINKEDIN not in page
        # As a figure: an address or a token may hold the same digits.
        assert not re.search(r"(?<![\w/-])36(?![\w/-])", page.split('class="truth"')[1].split("The rules")[0])


def test_a_piece_is_hidden_too_where_another_could_be_found_by_subtraction(piece, theme):
    other = factories.article(title="Small", themes=[theme])
    _shared(other, theme, people=2)
    _shared(piece, theme, people=5)
    assert truth.of_piece(piece, PERIOD).is_few
    assert truth.of_piece(other, PERIOD).is_few
    assert truth.of_theme(theme, PERIOD).hits == 63


@pytest.mark.parametrize(("who", "code"), [("as_ed", 200), ("as_mia", 200), ("as_hanna", 403), ("as_ann", 403)])
def test_a_piece_is_explained_to_editors_and_managers(who, code, request, piece, theme):
    _shared(piece, theme, people=5)
    response = request.getfixturevalue(who).get(reverse("sharehub:piece_truth", args=[piece.pk]))
    assert response.status_code == code
    assert ("= 15" in response.content.decode()) is (code == 200)


@pytest.mark.parametrize("who", ["as_ed", "as_hanna", "as_ann"])
def test_a_theme_is_explained_to_managers_only(who, request, piece, theme):
    _shared(piece, theme, people=5)
    url = reverse("sharehub:theme_truth", args=[theme.programme.slug, theme.slug])
    response = request.getfixturevalue(who).get(url)
    assert response.status_code == 403
    assert LINKEDIN not in response.content.decode()


def test_the_pages_ask_few_questions_however_many_links_there_are(
    as_mia, as_ed, piece, theme, django_assert_max_num_queries
):
    _shared(piece, theme, people=12)
    for client, url in (
        (as_mia, reverse("sharehub:theme_truth", args=[theme.programme.slug, theme.slug])),
        (as_ed, reverse("sharehub:piece_truth", args=[piece.pk])),
    ):
        client.get(url)  # counts the seven steps beside it, which are kept from then on
        with django_assert_max_num_queries(20):
            client.get(url)


def test_every_rule_has_words_and_stands_on_the_page_of_rules(client, db, settings):
    settings.REPOSITORY_URL = "https://git.example.org/ambassadors"
    page = client.get(reverse("sharehub:counting")).content.decode()
    assert "^linkedinbot" in page and "Googlebot" in page
    assert "https://git.example.org/ambassadors/blob/main/sharehub/reach/agents.txt" in page
    settings.REPOSITORY_URL = ""
    assert "agents.txt" not in client.get(reverse("sharehub:counting")).content.decode()


def test_our_own_rules_all_have_words_in_dutch():
    from sharehub.reach import agents

    own = {rule.reason for rule in agents.rules() if not rule.is_public}
    with translation.override("nl"):
        assert [reason for reason in own if reasons.words_of(reason) == reason] == []
        assert reasons.words_of("swarm").startswith("hoorde bij een zwerm")
        assert reasons.words_of("crawler: AhrefsBot") == "op de openbare lijst van robots, als “AhrefsBot”"
    assert reasons.words_of("something new") == "something new"
