from datetime import timedelta

import pytest
from django.utils import timezone

from cms.models import ExternalLink, StoryIndexPage
from sharehub.edge.targets import with_parameters
from sharehub.models import TrackedLink, Visit
from tests import factories

pytestmark = pytest.mark.urls("config.urls_edge")


@pytest.fixture
def share(ann, theme):
    return factories.ShareFactory(ambassador=ann, piece=factories.article(slug="kitchens"), theme=theme)


def test_a_link_leads_to_the_piece_and_names_campaign_and_network_but_no_person(client, share):
    answer = client.get(f"/s/{share.link.code}")
    assert answer.status_code == 302
    assert answer["Location"] == (
        "http://localhost/stories/kitchens/?utm_source=linkedin&utm_medium=ambassador&utm_campaign=heat-networks"
    )
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert Visit.objects.get().link == share.link


def test_a_vacancy_is_told_which_link_it_was(client, ann):
    share = factories.ShareFactory(ambassador=ann, piece=factories.vacancy(slug="fitter"), network="x")
    answer = client.get(f"/s/{share.link.code}")
    assert answer["Location"] == (
        f"http://localhost/vacancies/fitter/?utm_source=x&utm_medium=ambassador&ref={share.link.code}"
    )


def test_a_head_request_is_answered_and_is_no_visit_of_a_person(client, share):
    assert client.head(f"/s/{share.link.code}").status_code == 302
    assert client.get(f"/s/{share.link.code}", headers={"sec-purpose": "prefetch;prerender"}).status_code == 302
    assert client.get(f"/s/{share.link.code}").status_code == 302
    assert [visit.is_prefetch for visit in Visit.objects.order_by("pk")] == [True, True, False]


def test_an_unknown_code_gets_a_friendly_page(client, db):
    answer = client.get("/s/abcdefghij", headers={"accept-language": "en"})
    assert (answer.status_code, "This link leads nowhere" in answer.text) == (404, True)
    assert "Accept-Language" in answer["Vary"]
    assert not Visit.objects.exists()


@pytest.mark.parametrize("path", ["/", "/s/", "/s/a/b", "/s/" + "a" * 500, "/s/%00", "/admin/"])
def test_anything_else_is_not_found(client, db, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("field", ["withdrawn_at", "expires_at"])
def test_a_withdrawn_or_expired_link_is_gone(client, share, field):
    TrackedLink.objects.update(**{field: timezone.now() - timedelta(minutes=1)})
    answer = client.get(f"/s/{share.link.code}")
    assert (answer.status_code, "This link has ended" in answer.text) == (410, True)
    assert "Location" not in answer
    assert not Visit.objects.exists()


def test_the_link_of_a_piece_that_is_offline_is_gone(client, share):
    share.piece.specific.unpublish()
    assert client.get(f"/s/{share.link.code}").status_code == 410


def test_a_link_takes_no_other_method(client, share):
    assert client.post(f"/s/{share.link.code}").status_code == 405
    assert not Visit.objects.exists()


def test_a_target_elsewhere_keeps_its_own_query(client, ann):
    index = factories.home_page().add_child(instance=StoryIndexPage(title="Stories", slug="stories"))
    piece = index.add_child(
        instance=ExternalLink(
            title="Elsewhere", slug="elsewhere", url_elsewhere="https://news.example/a?id=7&b=%2F#top", language="en"
        )
    )
    share = factories.ShareFactory(ambassador=ann, piece=piece)
    answer = client.get(f"/s/{share.link.code}?next=https://evil.example")
    assert answer["Location"] == ("https://news.example/a?id=7&b=%2F&utm_source=linkedin&utm_medium=ambassador#top")


@pytest.mark.parametrize(
    ("address", "result"),
    [
        ("https://a.nl", "https://a.nl?k=v"),
        ("https://a.nl/?k=old&x=1", "https://a.nl/?x=1&k=v"),
        ("javascript:alert(1)", ""),
        ("//evil.example/", ""),
        ("/path", ""),
        ("", ""),
        ("https://[bad", ""),
    ],
)
def test_only_web_addresses_are_targets(address, result):
    assert with_parameters(address, {"k": "v"}) == result


def test_robots_may_follow_links(client):
    answer = client.get("/robots.txt")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
