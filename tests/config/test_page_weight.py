"""Normal pages stay light: at most 40 kB of compressed CSS and JavaScript, and nothing from another host."""

import gzip
import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from ambassadors.models import Ambassador
from tests import factories
from themes.models import Programme, Theme

MOST_BYTES = 40_000
_LOADED = re.compile(r"<link\b[^>]*\brel=\"stylesheet\"[^>]*\bhref=\"([^\"]+)\"|<script\b[^>]*\bsrc=\"([^\"]+)\"")
_FETCHED = re.compile(r"<(?:script|img|source|iframe|audio|video)\b[^>]*?\b(?:src|srcset|poster)=\"([^\"]+)\"")
_STYLED = re.compile(
    r"<link\b[^>]*\brel=\"(?:stylesheet|icon|manifest|preload|apple-touch-icon)\"[^>]*href=\"([^\"]+)\""
)


def _file(address: str) -> Path:
    found = finders.find(address.split("?")[0].removeprefix(f"/{settings.STATIC_URL.strip('/')}/"))
    assert found, f"{address} is no static file of this project"
    return Path(found)


def _assert_light(response: HttpResponse) -> None:
    """It weighs at most what it may, and everything it loads comes from its own host."""
    assert response.status_code == 200
    html = response.content.decode()
    loaded = {address for pair in _LOADED.findall(html) for address in pair if address}
    assert loaded
    assert sum(len(gzip.compress(_file(address).read_bytes())) for address in loaded) <= MOST_BYTES
    elsewhere = [found for found in _FETCHED.findall(html) + _STYLED.findall(html) if re.match(r"(https?:)?//", found)]
    assert [found for found in elsewhere if not found.startswith(settings.WEB_BASE_URL)] == []


def test_the_log_in_page_is_light(client: Client, db: None):
    _assert_light(client.get(reverse("account_login")))


def test_the_feed_and_the_share_page_are_light(as_ann: Client, theme: Theme):
    piece = factories.article(themes=[theme])
    _assert_light(as_ann.get(reverse("sharehub:feed")))
    _assert_light(as_ann.get(reverse("sharehub:share_new", args=[piece.pk])))


def test_the_workspace_is_light(as_mia: Client, programme: Programme):
    _assert_light(as_mia.get(reverse("themes:workspace", args=[programme.slug])))


def test_the_public_article_and_blog_post_are_light(client: Client, theme: Theme, ann: Ambassador):
    _assert_light(client.get(factories.article(themes=[theme]).url))
    _assert_light(client.get(factories.blog_post(author=ann).url))


def test_the_list_of_hr_is_light(as_hanna: Client):
    factories.vacancy()
    _assert_light(as_hanna.get(reverse("sharehub:vacancy_list")))
