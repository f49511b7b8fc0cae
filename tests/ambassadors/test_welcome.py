"""The first steps of a new ambassador."""

import pytest
from django.utils import timezone

from ambassadors.models import Ambassador, Policy, PolicyAcknowledgement, ThemeLink
from tests.factories import ThemeFactory


@pytest.fixture
def newcomer(ann):
    ann.joined_at, ann.welcome_step = None, 0
    ann.save()
    return ann


@pytest.fixture
def policy(programme):
    return Policy.objects.create(
        programme=programme, version=1, title="Together", body="Be kind.", published_at=timezone.now()
    )


def test_the_steps_lead_from_one_to_the_next_and_can_be_resumed(as_ann, newcomer, programme, theme, policy):
    assert as_ann.get("/app/welcome/")["Location"] == "/app/welcome/language/"
    response = as_ann.post("/app/welcome/language/", {"language": "en", "time_zone": "Europe/Brussels"})
    assert response["Location"] == "/app/welcome/themes/"
    newcomer.refresh_from_db()
    assert (newcomer.user.time_zone, newcomer.is_active) == ("Europe/Brussels", True)
    assert as_ann.get("/app/welcome/")["Location"] == "/app/welcome/themes/"
    assert as_ann.post("/app/welcome/themes/", {"themes": [theme.pk]})["Location"] == "/app/welcome/networks/"
    networks = {"linkedin-on": "on", "linkedin-handle": "in/ann", "linkedin-followers": "412"}
    assert as_ann.post("/app/welcome/networks/", networks)["Location"] == "/app/welcome/policy/"
    assert as_ann.post("/app/welcome/policy/", {"policy": policy.pk, "agree": "on"})["Location"] == "/app/welcome/done/"
    assert as_ann.get("/app/welcome/")["Location"] == "/app/welcome/done/"
    assert "Find a first story" in as_ann.get("/app/welcome/done/").content.decode()
    row = newcomer.networks.get()
    assert (row.network, row.handle, row.followers) == ("linkedin", "in/ann", 412)
    assert PolicyAcknowledgement.objects.get().ambassador == newcomer


def test_every_step_opens_for_someone_who_starts(as_ann, newcomer, programme, theme, policy):
    for key in ("language", "themes", "networks", "policy"):
        assert as_ann.get(f"/app/welcome/{key}/").status_code == 200
    assert as_ann.get("/app/welcome/done/")["Location"] == "/app/welcome/language/"
    assert as_ann.get("/app/welcome/nothing/").status_code == 404


def test_invited_themes_are_accepted_declined_or_proposed(as_ann, ann, programme, theme):
    invited = ThemeLink.objects.create(ambassador=ann, theme=theme)
    other = ThemeFactory(programme=programme, name="Safety")
    html = as_ann.get("/app/welcome/themes/").content.decode()
    assert "You were asked for this one." in html
    as_ann.post("/app/welcome/themes/", {"themes": [other.pk]})
    invited.refresh_from_db()
    assert invited.state == ThemeLink.State.DECLINED
    assert ThemeLink.objects.get(theme=other).state == ThemeLink.State.PROPOSED


def test_a_theme_of_another_programme_is_not_linked(as_ann, ann, programme):
    stranger = ThemeFactory()
    as_ann.post("/app/welcome/themes/", {"themes": [stranger.pk, "nonsense"]})
    assert not ThemeLink.objects.exists()


@pytest.mark.parametrize("answer", [{}, {"policy": 0}, {"policy": 1, "agree": "on"}, {"agree": "on"}])
def test_the_policy_is_agreed_to_by_a_tick_and_for_the_version_that_was_read(as_ann, ann, policy, answer):
    given = answer | {"policy": policy.pk + answer["policy"]} if "policy" in answer else answer
    response = as_ann.post("/app/welcome/policy/", given)
    assert response.status_code == 422
    assert not PolicyAcknowledgement.objects.exists()


def test_agreeing_twice_keeps_the_first_day(as_ann, ann, policy):
    as_ann.post("/app/welcome/policy/", {"policy": policy.pk, "agree": "on"})
    first = PolicyAcknowledgement.objects.get().acknowledged_at
    as_ann.post("/app/welcome/policy/", {"policy": policy.pk, "agree": "on"})
    assert PolicyAcknowledgement.objects.get().acknowledged_at == first


def test_each_programme_that_one_takes_part_in_has_its_policy_read(as_ann, ann, programme, theme, policy):
    other = ThemeFactory(programme__starts_on=programme.starts_on, programme__ends_on=programme.ends_on)
    theirs = Policy.objects.create(programme=other.programme, version=1, title="Elsewhere", published_at=timezone.now())
    strange = ThemeFactory(programme__starts_on=programme.starts_on)
    Policy.objects.create(programme=strange.programme, version=1, title="Not mine", published_at=timezone.now())
    for one in (theme, other):
        ThemeLink.objects.create(ambassador=ann, theme=one, state=ThemeLink.State.ACCEPTED)
    ThemeLink.objects.create(ambassador=ann, theme=strange, state=ThemeLink.State.DECLINED)
    first, second = Policy.objects.of(ann)
    assert {first, second} == {policy, theirs}
    again = as_ann.post("/app/welcome/policy/", {"policy": first.pk, "agree": "on", "next": "/app/shares/"})
    assert again["Location"] == "/app/welcome/policy/?next=%2Fapp%2Fshares%2F"
    twice = as_ann.post("/app/welcome/policy/", {"policy": first.pk, "agree": "on", "next": "/app/shares/"})
    assert twice.status_code == 422
    assert PolicyAcknowledgement.objects.count() == 1
    page = as_ann.get("/app/me/themes/").content.decode()
    assert other.name in page and strange.name not in page
    on = as_ann.post("/app/welcome/policy/", {"policy": second.pk, "agree": "on", "next": "/app/shares/"})
    assert on["Location"] == "/app/shares/"
    assert Policy.objects.waiting_for(ann) is None


def test_after_the_policy_one_goes_back_to_where_it_was_asked_for(as_ann, ann, policy):
    inside = as_ann.post("/app/welcome/policy/", {"policy": policy.pk, "agree": "on", "next": "/app/pieces/7/share/"})
    assert inside["Location"] == "/app/pieces/7/share/"
    outside = as_ann.post("/app/welcome/policy/", {"policy": policy.pk, "agree": "on", "next": "https://evil.example/"})
    assert outside["Location"] == "/app/welcome/done/"


def test_mastodon_needs_its_server(as_ann, ann):
    response = as_ann.post("/app/welcome/networks/", {"mastodon-on": "on", "mastodon-handle": "@ann"})
    assert response.status_code == 422
    assert not ann.networks.exists()
    response = as_ann.post("/app/welcome/networks/", {"mastodon-on": "on", "mastodon-server": "http://mastodon.nl"})
    assert response.status_code == 422
    as_ann.post("/app/welcome/networks/", {"mastodon-on": "on", "mastodon-server": "mastodon.nl"})
    assert ann.networks.get().server == "mastodon.nl"


def test_a_manager_who_is_no_ambassador_has_no_welcome(as_mia):
    assert as_mia.post("/app/welcome/language/", {"language": "en"}).status_code == 403
    assert not Ambassador.objects.exists()
