"""The picture above a piece is offered as AVIF once the worker drew it, and as WebP from the first."""

import re

import pytest

from cms import pictures, tasks
from cms.models import PictureRendition
from tests import factories
from tests.cms.test_an_ambassador_blogs import _jpeg


@pytest.fixture
def article(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    factories.home_page()
    return factories.article(picture=pictures.keep(_jpeg(), title="Kitchen", description="A kitchen"))


def _drawn(kind):
    return PictureRendition.objects.filter(filter_spec__endswith=f"format-{kind}").count()


def test_a_page_shows_webp_at_once_and_avif_once_it_was_drawn(client, article):
    page = client.get(article.url).text
    assert ("image/avif" in page, _drawn("webp"), _drawn("avif")) == (False, 3, 0)
    assert re.search(r'alt="A kitchen" width="\d+" height="\d+"', page)
    for _twice in range(2):
        tasks.draw_avif(article.pk)
        assert _drawn("avif") == 3
    page = client.get(article.url).text
    assert re.search(r'<source type="image/avif" srcset="[^"]+\.avif \d+w, [^"]+\.avif \d+w, [^"]+\.avif \d+w"', page)


def test_what_was_published_and_not_drawn_is_drawn_later(article, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as published:
        article.save_revision().publish()
    assert len(published) >= 2
    for waiting in (1, 0):
        with django_capture_on_commit_callbacks() as callbacks:
            tasks.draw_awaited_avif()
        assert len(callbacks) == waiting
        tasks.draw_avif(article.pk)


def test_a_piece_without_a_picture_or_with_one_that_is_gone_stops_nobody(article, client):
    tasks.draw_avif(factories.article().pk)
    tasks.draw_avif(0)
    article.picture.file.storage.delete(article.picture.file.name)
    article.picture.renditions.all().delete()
    tasks.draw_avif(article.pk)
    assert _drawn("avif") == 0
    assert client.get(article.url).status_code == 200
