"""The edge as a visitor meets it: a real worker over the wire."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from cms.models import ExternalLink, StoryIndexPage
from sharehub import actions, tasks
from sharehub.edge import metrics
from sharehub.edge.codes import new_code
from sharehub.edge.rendering import render_pages
from sharehub.edge.targets import point_links, with_parameters
from sharehub.models import TrackedLink, Visit
from tests import factories
from tests.sharehub.edge_host import edge_host

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def edge(tmp_path):
    with edge_host(tmp_path) as host:
        yield host


@pytest.fixture
def share(ann, theme):
    return factories.ShareFactory(ambassador=ann, piece=factories.article(slug="kitchens"), theme=theme)


def test_the_way_of_a_click(edge, ann, theme):
    """Redirects, refusals and records, on one host: a start costs seconds."""
    share = factories.ShareFactory(ambassador=ann, piece=factories.article(slug="kitchens"), theme=theme)
    job = factories.ShareFactory(ambassador=ann, piece=factories.vacancy(slug="fitter"), network="x")
    closed = factories.ShareFactory(ambassador=ann, piece=share.piece)
    expired = factories.ShareFactory(ambassador=ann, piece=share.piece)
    stopped = factories.ShareFactory(ambassador=ann, piece=share.piece)
    elsewhere = factories.ShareFactory(ambassador=ann, piece=share.piece)
    point_links()
    TrackedLink.objects.filter(share=stopped).stop()
    TrackedLink.objects.filter(share=elsewhere).stop(instead="https://example.nl/statement?from=links")
    TrackedLink.objects.filter(share=closed).update(withdrawn_at=timezone.now())
    TrackedLink.objects.filter(share=expired).update(expires_at=timezone.now() - timedelta(minutes=1))
    render_pages(edge.root / "pages")
    edge.refresh()

    answer = edge.get(f"/s/{share.link.code}", referer="https://Lnkd.in/abc?x=1")
    assert answer.status_code == 302
    assert answer.headers["location"] == (
        f"{settings.WEB_BASE_URL}/stories/kitchens/?utm_source=linkedin&utm_medium=ambassador&utm_campaign=heat-networks"
    )
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert "strict-transport-security" not in answer.headers
    answer = edge.get(f"/s/{job.link.code}?next=https://evil.example")
    assert answer.headers["location"] == (
        f"{settings.WEB_BASE_URL}/vacancies/fitter/?utm_source=x&utm_medium=ambassador&ref={job.link.code}"
    )
    assert edge.client.head(f"/s/{share.link.code}").status_code == 302
    assert edge.get(f"/s/{share.link.code}", sec_purpose="prefetch;prerender").status_code == 302

    answer = edge.get(f"/s/{elsewhere.link.code}")
    assert (answer.status_code, answer.headers["location"]) == (302, "https://example.nl/statement?from=links")
    for gone in (closed, expired, stopped):
        answer = edge.get(f"/s/{gone.link.code}", accept_language="en-GB,en;q=0.9")
        assert (answer.status_code, "This link has ended" in answer.text) == (410, True)
        assert "location" not in answer.headers
    unknown = new_code()
    for _again in range(2):
        answer = edge.get(f"/s/{unknown}", accept_language="de, en;q=0.5, nl;q=0.4")
        assert (answer.status_code, "This link leads nowhere" in answer.text) == (404, True)
        assert (answer.headers["content-language"], answer.headers["vary"]) == ("en", "accept-language")
    for path in ("/", "/s/", "/s/a/b", "/s/" + "a" * 500, "/s/%00", "/admin/", "/s/" + unknown[:-1] + "0"):
        assert edge.get(path).status_code == 404
    assert edge.client.post(f"/s/{share.link.code}").status_code == 405
    assert edge.get("/robots.txt").text == "User-agent: *\nDisallow:\n"
    assert edge.get("/readyz").status_code == 200

    assert edge.move() == 5
    visits = Visit.objects.order_by("at")
    assert [(visit.link, visit.is_prefetch) for visit in visits] == [
        (share.link, False), (job.link, False), (share.link, True), (share.link, True),
        (elsewhere.link, False),
    ]  # fmt: skip
    assert visits[0].referrer == "lnkd.in"
    assert visits[0].visitor == visits[1].visitor
    assert visits[0].user_agent.text.startswith("Mozilla/5.0")


def test_a_link_of_a_moment_ago_works_before_the_table_knows_it(edge, ann, theme):
    piece = factories.article(slug="new", themes=[theme])
    share = actions.open_share(ambassador=ann, piece=piece, network="linkedin", text="Look at this", language="en")
    assert edge.get(f"/s/{share.link.code}").headers["location"].startswith(f"{settings.WEB_BASE_URL}/stories/new/")
    assert edge.move() == 1


def test_with_the_database_away_known_links_redirect_and_others_are_asked_to_wait(tmp_path, share):
    point_links()
    with edge_host(tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/none") as edge:
        edge.refresh()
        assert edge.get(f"/s/{share.link.code}").status_code == 302
        answer = edge.get(f"/s/{new_code()}")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
        assert edge.move() == 1


def test_on_https_browsers_are_told_to_stay_there(tmp_path, share):
    point_links()
    address = tmp_path / "address"
    address.write_text("https://go.example\n")
    with edge_host(tmp_path, LINK_BASE_URL_FILE=str(address), SECURE_HSTS_SECONDS="86400") as edge:
        edge.refresh()
        for path in (f"/s/{share.link.code}", f"/s/{new_code()}"):
            assert edge.get(path).headers["strict-transport-security"] == "max-age=86400"


def test_without_valkey_clicks_are_kept(tmp_path, share):
    point_links()
    with edge_host(tmp_path, REDIS_URL="redis://127.0.0.1:1/0") as edge:
        edge.refresh()
        assert edge.get(f"/s/{share.link.code}").status_code == 302
        assert edge.get(f"/s/{share.link.code}").status_code == 302
        assert edge.move() == 2
    first, second = Visit.objects.all()
    assert bytes(first.visitor) == bytes(second.visitor)  # one worker still recognises its own visitors


def test_an_address_is_believed_only_from_a_trusted_proxy(tmp_path, share):
    point_links()
    with edge_host(tmp_path, TRUSTED_PROXIES="127.0.0.0/8") as edge:
        edge.refresh()
        for address in ("203.0.113.1", "203.0.113.2"):
            edge.get(f"/s/{share.link.code}", x_forwarded_for=address)
        edge.move()
    assert len({bytes(visit.visitor) for visit in Visit.objects.all()}) == 2


def test_metrics_tell_what_happened(edge, share):
    import time

    point_links()
    edge.refresh()
    edge.get(f"/s/{share.link.code}")
    until = time.monotonic() + 5
    while "edge_redirects_total 1" not in metrics.text(edge.drain) and time.monotonic() < until:
        time.sleep(0.1)
    told = metrics.text(edge.drain)
    assert "edge_redirects_total 1\n" in told
    assert "edge_lost_total 0\n" in told
    assert "drain_database_away 0\n" in told
    assert "drain_lag_seconds 0" in told


def test_what_a_worker_counted_stays_counted_when_it_is_gone(edge, share):
    import time

    point_links()
    edge.refresh()
    edge.get(f"/s/{share.link.code}")
    time.sleep(1.2)  # the worker says what it counted every second
    edge.process.terminate()
    edge.process.wait(15)
    assert edge.move() == 1
    assert list((edge.root / "journal").iterdir()) == []
    assert "edge_redirects_total 1\n" in metrics.text(edge.drain)


def test_links_follow_a_piece_that_moves_or_goes_offline(share, django_capture_on_commit_callbacks):
    point_links()
    piece = share.piece.specific
    piece.slug = "warm-kitchens"
    piece.save_revision().publish()
    tasks.point_links()
    tasks.point_links()
    assert "/stories/warm-kitchens/" in TrackedLink.objects.get().destination
    piece.unpublish()
    tasks.point_links()
    assert TrackedLink.objects.get().destination == ""


def test_a_target_elsewhere_keeps_its_own_query(ann):
    piece = StoryIndexPage.objects.get().add_child(
        instance=ExternalLink(
            title="Elsewhere", slug="elsewhere", url_elsewhere="https://news.example/a?id=7&b=%2F#top", language="en"
        )
    )
    share = factories.ShareFactory(ambassador=ann, piece=piece)
    point_links()
    share.link.refresh_from_db()
    assert share.link.destination == "https://news.example/a?id=7&b=%2F&utm_source=linkedin&utm_medium=ambassador#top"


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
