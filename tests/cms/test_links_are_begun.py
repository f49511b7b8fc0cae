"""A link to elsewhere begins with what the page says of itself, fetched where that is safe."""

import io

import httpx
import pytest
import respx
from PIL import Image

from cms.models import ExternalLink, Picture

URL = "https://93.184.215.14/2026/heat"
PICTURE = "https://93.184.215.14/heat.jpg"
PAGE = """<!doctype html><html lang="nl-NL"><head><title>Other</title>
<meta property="og:title" content="Heat  &amp; cold"><meta name="description" content="What a winter taught us.">
<meta property="og:site_name" content="The Courier"><meta property="og:image" content="/heat.jpg">
<meta property="og:image:alt" content="A pan on a stove"></head><body><script>bad()</script></body></html>"""


@pytest.fixture(autouse=True)
def _site(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def web():
    with respx.mock(assert_all_called=False) as mock:
        mock.get(URL).respond(html=PAGE)
        yield mock


def _file(mode="RGB", size=(800, 420), kind="JPEG", **options):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


def _begin(client, url=URL, **fields):
    return client.post("/cms/links/new/", {"url": url} | fields, follow=True)


def test_title_summary_picture_and_source_are_taken_over_once(as_ed, ed, web, theme):
    web.get(PICTURE).respond(content=_file())
    assert "A draft, filled in with what the page says of itself." in _begin(as_ed, theme=theme.pk).text
    _begin(as_ed)
    page = ExternalLink.objects.get()
    assert (page.title, page.summary, page.source_name) == ("Heat & cold", "What a winter taught us.", "The Courier")
    assert (page.url_elsewhere, page.language, page.live, page.owner) == (URL, "nl", False, ed)
    assert list(page.themes.all()) == [theme]
    assert (page.picture.description, page.picture.source_url) == ("A pan on a stove", PICTURE)


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (
            {"content": b"<svg xmlns='http://www.w3.org/2000/svg'><script>bad()</script></svg>"},
            "This is not a picture in",
        ),
        ({"content": b"\xff\xd8\xff broken"}, "Its picture was not taken over"),
        ({"content": _file("1", (8000, 5001), "PNG")}, "The picture has too many pixels."),
        ({"status_code": 404}, "Its picture could not be fetched."),
    ],
)
def test_a_picture_that_cannot_be_used_is_left_out_and_said_so(as_ed, web, picture, words):
    web.get(PICTURE).respond(**picture)
    assert words in _begin(as_ed).text
    assert ExternalLink.objects.get().picture is None
    assert not Picture.objects.exists()


def test_an_animated_picture_becomes_its_first_frame(as_ed, web):
    frames = [Image.new("P", (640, 360), colour) for colour in range(3)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=80)
    web.get(PICTURE).respond(content=out.getvalue())
    _begin(as_ed)
    with Picture.objects.get().file.open("rb") as file, Image.open(file) as kept:
        assert (kept.format, getattr(kept, "n_frames", 1)) == ("JPEG", 1)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"status_code": 404}, "There is nothing at this address (any more)."),
        ({"status_code": 503}, "The server has a problem of its own."),
        ({"content": b"x" * (2 * 1024 * 1024 + 1)}, "The answer is larger than we read."),
    ],
)
def test_what_goes_wrong_is_said_at_the_address_and_nothing_is_made(as_ed, web, answer, words):
    web.get(URL).respond(**answer)
    assert words in _begin(as_ed).text
    assert not ExternalLink.objects.exists()


def test_an_address_behind_our_own_door_is_never_opened(as_ed):
    with respx.mock(assert_all_mocked=False) as open_web:
        open_web.route(host="127.0.0.1").pass_through()
        page = _begin(as_ed, "http://127.0.0.1:5432/").text
    assert "This is not a public web address, so it is never opened." in page
    assert not ExternalLink.objects.exists()


def test_what_is_no_web_page_is_a_link_with_the_name_of_its_host(as_ed, web):
    web.get(URL).respond(content=b"%PDF-1.7", headers={"content-type": "application/pdf"})
    assert "It is no web page" in _begin(as_ed).text
    assert ExternalLink.objects.get().title == "93.184.215.14"


def test_a_silent_server_is_said_so(as_ed, web):
    web.get(URL).mock(side_effect=httpx.ReadTimeout("slow"))
    assert "The other side did not answer in time." in _begin(as_ed).text


@pytest.mark.parametrize("who", ["as_ann", "as_mia", "as_hanna"])
def test_others_do_not_begin_links(who, request, web):
    assert request.getfixturevalue(who).post("/cms/links/new/", {"url": URL}).status_code in (302, 403)
    assert not ExternalLink.objects.exists()
