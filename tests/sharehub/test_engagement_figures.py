"""What people did with posts is a figure that networks report: of enough people together, and each person's own for themselves."""

from decimal import Decimal

import pytest
from django.urls import reverse

from sharehub.models import Engagement
from tests import factories
from tests.sharehub.test_measurement import NOON, TODAY, shared
from themes.metrics import Period, Scope, metric

PERIOD = Period(TODAY.replace(day=1), TODAY)


@pytest.fixture(autouse=True)
def _that_noon(time_machine):
    time_machine.move_to(NOON)


def told(shares, reactions=3, comments=2, reposts=1):
    """Their networks told of these posts."""
    Engagement.objects.bulk_create(
        Engagement(share=share, reactions=reactions, comments=comments, reposts=reposts, read_at=NOON)
        for share in shares
    )


def reading(programme, **scope):
    return metric("engagement").value(Scope(programme.pk, **scope), PERIOD)


def test_what_networks_told_is_added_up_and_says_of_how_many_posts(programme, theme):
    told(shared(theme, 6, network="mastodon", state="verified"))
    shared(theme, 6)
    Engagement.objects.create(share=shared(theme, 1, network="mastodon")[0])  # not read yet
    found = reading(programme)
    assert (metric("engagement").provenance, found.value, found.too_few) == ("reported", Decimal(36), False)
    assert found.coverage == pytest.approx(6 / 13)
    assert reading(programme, network="mastodon").value == 36


def test_where_no_network_told_anything_it_is_unknown_and_not_nothing(programme, theme):
    shared(theme, 6)
    assert (reading(programme).value, reading(programme).too_few) == (None, False)


def test_posts_of_too_few_people_are_hidden_and_so_is_what_would_tell_of_them(programme, theme):
    wind = factories.ThemeFactory(programme=programme, name="Wind", slug="wind")
    water = factories.ThemeFactory(programme=programme, name="Water", slug="water")
    told(shared(theme, 4, network="mastodon"))
    assert (reading(programme).value, reading(programme).too_few) == (None, True)
    told(shared(wind, 5, network="mastodon") + shared(water, 9, network="bluesky"))
    assert reading(programme).value == 108
    # The whole less wind and water would be that of the four.
    assert reading(programme, theme_id=theme.pk).too_few
    assert reading(programme, theme_id=wind.pk).too_few
    assert reading(programme, theme_id=water.pk).value == 54
    assert reading(programme, theme_id=wind.pk, network="mastodon").too_few


def test_a_team_is_told_only_where_enough_people_are_behind_it(programme, theme):
    team = factories.TeamFactory()
    for person in factories.AmbassadorFactory.create_batch(6, team=team):
        told(shared(theme, 1, network="mastodon", ambassador=person))
    told(shared(theme, 6, network="mastodon"))
    assert reading(programme, team_id=team.pk).value == 36
    told(shared(theme, 3, network="mastodon", ambassador=factories.AmbassadorFactory(team=factories.TeamFactory())))
    assert reading(programme, team_id=team.pk).value == 36


def test_the_measurement_page_shows_it_among_what_was_reported(as_mia, programme, theme):
    told(shared(theme, 6, network="mastodon"))
    response = as_mia.get(reverse("sharehub:measurement", args=[programme.slug]))
    [figure] = [one for one in response.context["dashboard"].other_figures if str(one.label).startswith("Reactions")]
    assert (figure.value, figure.provenance, figure.few) == (36, "reported", False)
    assert figure.note == "18 reactions, 12 comments and 6 reposts"
    assert figure.note in response.content.decode()


def test_too_few_on_the_measurement_page_say_so_without_their_numbers(as_mia, programme, theme):
    told(shared(theme, 4, network="mastodon"), reactions=777)
    response = as_mia.get(reverse("sharehub:measurement", args=[programme.slug]))
    [figure] = [one for one in response.context["dashboard"].other_figures if str(one.label).startswith("Reactions")]
    assert figure.few
    assert "3,108" not in response.content.decode()


def test_ones_own_page_shows_ones_own_as_reported(as_ann, ann, bob, theme):
    told(shared(theme, 1, network="mastodon", ambassador=ann) + shared(theme, 1, network="bluesky", ambassador=ann))
    told(shared(theme, 1, network="bluesky", ambassador=ann, days_ago=60), reactions=500)
    told(shared(theme, 1, network="bluesky", ambassador=bob), reactions=900)
    response = as_ann.get(reverse("sharehub:my_reach"))
    assert response.context["engaged"] == {"posts": 2, "reactions": 6, "comments": 4, "reposts": 2}
    page = response.content.decode()
    assert "6 reactions · 4 comments · 2 reposts" in page
    assert "As networks last told it, for 2 posts of this period" in page
    assert "900" not in page
