from tests import factories


def test_the_api_says_that_it_answers(client, db):
    response = client.get("/api/v1/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok", "version": "1"})


def test_a_stranger_learns_nothing(client, db):
    assert client.get("/api/v1/me").status_code == 401


def test_an_ambassador_gets_their_own_profile(as_ann, ann, theme):
    ann.theme_links.create(theme=theme, state="accepted")
    ann.theme_links.create(theme=factories.ThemeFactory(), state="invited")
    assert as_ann.get("/api/v1/me").json() == {
        "email": "ann@example.nl",
        "name": "Ann Jansen",
        "language": "en",
        "time_zone": "Europe/Amsterdam",
        "groups": ["Ambassador"],
        "ambassador": ann.pk,
        "job_title": "",
        "team": ann.team.name,
        "themes": ["heat-networks"],
        "joined": True,
    }


def test_others_get_a_profile_without_an_ambassador(as_mia):
    found = as_mia.get("/api/v1/me").json()
    assert (found["groups"], found["ambassador"], found["themes"], found["joined"]) == (
        ["Programme manager"],
        None,
        None,
        False,
    )


def test_the_description_is_local_and_the_pages_that_load_from_elsewhere_are_off(client, db):
    description = client.get("/api/v1/openapi.json").json()
    assert sorted(description["paths"]) == [
        "/api/v1/applications",
        "/api/v1/health",
        "/api/v1/me",
        "/api/v1/webhooks/{source_id}",
    ]
    assert client.get("/api/v1/docs", follow=True).status_code == 404
