"""Pictures of imported stories come in by themselves, or their row says why not."""

import io
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from PIL import Image

from cms import site, tasks
from cms.models import Article, ImportedPicture, Picture
from tests import factories
from themes import fetching


def _png(size=(800, 500)):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


ANSWERS = {
    "/good.png": (200, _png()),
    "/vector.svg": (200, b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>"),
    "/broken.png": (200, _png()[:200]),
    "/gone.png": (404, b""),
}


class _Pictures(BaseHTTPRequestHandler):
    def do_GET(self):
        status, body = ANSWERS[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def server(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    site.lay_out()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), _Pictures)
    thread = threading.Thread(target=httpd.serve_forever, args=[0.01])
    thread.start()
    yield f"http://127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    thread.join()
    httpd.server_close()


def _awaited(url, alt="A kitchen"):
    body = [("paragraph", "<p>Before.</p>"), ("awaited_picture", {"url": url, "alt": alt})]
    page = factories.article(body=body)
    return ImportedPicture.objects.create(page=page, url=url, alt=alt)


def _types():
    return [block["type"] for block in Article.objects.get().body.raw_data]


def test_a_picture_takes_its_place_with_its_words_and_a_second_run_changes_nothing(server, client):
    row = _awaited(f"{server}/good.png")
    with fetching.also_allowing(["127.0.0.1"]):
        tasks.fetch_picture(row.pk)
        tasks.fetch_picture(row.pk)
    row.refresh_from_db()
    picture = Picture.objects.get()
    assert (row.picture, row.attempts, row.problem) == (picture, 1, "")
    assert (picture.description, picture.source_url, picture.width) == ("A kitchen", row.url, 800)
    assert _types() == ["paragraph", "picture"]
    assert 'alt="A kitchen"' in client.get(Article.objects.get().url).content.decode()


def test_a_picture_shown_by_two_stories_is_fetched_once(server):
    first, second = _awaited(f"{server}/good.png"), None
    with fetching.also_allowing(["127.0.0.1"]):
        tasks.fetch_picture(first.pk)
        second = _awaited(f"{server}/good.png")
        tasks.fetch_picture(second.pk)
    assert Picture.objects.count() == 1
    assert not ImportedPicture.objects.filter(picture=None).exists()


def test_an_editors_draft_gets_the_picture_too_and_keeps_the_editors_words(server, ed):
    row = _awaited(f"{server}/good.png")
    draft = Article.objects.get()
    draft.title = "The editor's title"
    draft.save_revision(user=ed)
    with fetching.also_allowing(["127.0.0.1"]):
        tasks.fetch_picture(row.pk)
    newest = Article.objects.get().get_latest_revision_as_object()
    assert newest.title == "The editor's title"
    assert [block["type"] for block in newest.body.raw_data] == ["paragraph", "picture"]
    assert Article.objects.get().title != "The editor's title"


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/vector.svg", "This is not a picture in JPEG, PNG, GIF, WebP or AVIF."),
        ("/broken.png", "The picture is broken."),
        ("/gone.png", "127.0.0.1 answered 404"),
    ],
)
def test_what_cannot_be_shown_is_told_and_the_text_stays(server, path, problem):
    row = _awaited(f"{server}{path}")
    with fetching.also_allowing(["127.0.0.1"]):
        tasks.fetch_picture(row.pk)
    row.refresh_from_db()
    assert (row.picture, row.attempts, row.problem) == (None, 1, problem)
    assert _types() == ["paragraph", "awaited_picture"]
    assert not Picture.objects.exists()


def test_a_picture_with_too_many_pixels_is_refused(server, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    row = _awaited(f"{server}/good.png")
    with fetching.also_allowing(["127.0.0.1"]):
        tasks.fetch_picture(row.pk)
    row.refresh_from_db()
    assert (row.problem, Picture.objects.count()) == ("The picture has too many pixels.", 0)


def test_a_picture_inside_our_own_door_is_not_fetched(server):
    row = _awaited(f"{server}/good.png")
    tasks.fetch_picture(row.pk)
    row.refresh_from_db()
    assert row.problem == "127.0.0.1 is not a public address"


def test_it_is_tried_again_later_each_time_and_not_for_ever(db):
    row = _awaited("https://example.org/a.png")
    now = timezone.now()
    due = ImportedPicture.objects.due
    assert list(due(now)) == [row]
    ImportedPicture.objects.update(attempts=2, tried_at=now)
    assert (list(due(now + timedelta(minutes=3))), list(due(now + timedelta(minutes=5)))) == ([], [row])
    ImportedPicture.objects.update(attempts=5)
    assert list(due(now + timedelta(days=9))) == []


def test_the_sweep_hands_each_awaited_picture_to_its_own_task(server, django_capture_on_commit_callbacks):
    _awaited(f"{server}/good.png")
    with django_capture_on_commit_callbacks() as callbacks:
        tasks.fetch_pictures()
        tasks.fetch_pictures()
    assert len(callbacks) == 2
    assert Picture.objects.count() == 0
