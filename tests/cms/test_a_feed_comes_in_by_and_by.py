"""A feed that an editor asked for comes in in the background, once, however often its task runs."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cms import feed_imports, tasks
from cms.models import Article, FeedImport, FeedSource, ImportedItem
from tests.cms.test_a_feed_is_imported import ITEM, RSS

pytestmark = pytest.mark.django_db


def _ask(client, theme, content):
    data = {"theme": theme.pk, "language": "en", "publish": "live", "file": SimpleUploadedFile("heat.xml", content)}
    response = client.post("/cms/feeds/", data)
    asked = FeedImport.objects.get()
    assert response.url == f"/cms/feeds/imports/{asked.pk}/"
    return asked


def _items(count):
    items = [ITEM.replace("kitchens", f"kitchens-{number}") for number in range(count)]
    return RSS.format(items="\n".join(items)).encode()


def test_an_import_waits_runs_and_leads_to_its_report(as_ed, ed, theme):
    asked = _ask(as_ed, theme, _items(30))
    waiting = as_ed.get(f"/cms/feeds/imports/{asked.pk}/")
    assert "The feed is being read." in waiting.content.decode()
    assert waiting.headers["Refresh"] == "2"
    for _time in range(2):
        tasks.import_feed(asked.pk)
        asked.refresh_from_db()
        assert (asked.done, asked.total, asked.problem, asked.file.name) == (30, 30, "", "")
        assert (Article.objects.live().count(), ImportedItem.objects.count()) == (30, 30)
        assert Article.objects.first().owner == ed
    response = as_ed.get(f"/cms/feeds/imports/{asked.pk}/")
    assert response.url == f"/cms/feeds/{FeedSource.objects.get().pk}/"
    assert "30 articles made." in as_ed.get(response.url).content.decode()


def test_an_import_goes_on_where_its_worker_was_killed(as_ed, theme, monkeypatch):
    asked = _ask(as_ed, theme, _items(60))
    take, portions = feed_imports.Import.take, []

    def killed_in_the_second(self, items):
        portions.append(len(items))
        if len(portions) == 2:
            raise KeyboardInterrupt
        take(self, items)

    monkeypatch.setattr(feed_imports.Import, "take", killed_in_the_second)
    with pytest.raises(KeyboardInterrupt):
        tasks.import_feed(asked.pk)
    asked.refresh_from_db()
    assert (asked.done, asked.total, asked.finished_at) == (25, 60, None)
    assert Article.objects.count() == 25
    assert "25 of 60 items are in." in as_ed.get(f"/cms/feeds/imports/{asked.pk}/").content.decode()
    tasks.import_feed(asked.pk)
    asked.refresh_from_db()
    assert portions == [25, 25, 25, 10]
    assert asked.report["made"] == Article.objects.count() == 60


def test_what_is_no_feed_is_explained_and_nothing_is_made(as_ed, theme):
    asked = _ask(as_ed, theme, b"<html></html>")
    for _time in range(2):
        tasks.import_feed(asked.pk)
        response = as_ed.get(f"/cms/feeds/imports/{asked.pk}/")
        assert "This is a web page, not a feed." in response.content.decode()
        assert "Refresh" not in response.headers
    assert not FeedSource.objects.exists()
    assert not Article.objects.exists()


def test_what_stands_inside_is_never_fetched(as_ed, theme):
    as_ed.post("/cms/feeds/", {"theme": theme.pk, "language": "en", "url": "http://127.0.0.1/feed"})
    asked = FeedImport.objects.get()
    tasks.import_feed(asked.pk)
    assert (
        "This is not a public web address, so it is never opened."
        in as_ed.get(f"/cms/feeds/imports/{asked.pk}/").content.decode()
    )
    assert not Article.objects.exists()


def test_an_import_whose_message_was_lost_is_taken_up(as_ed, theme, monkeypatch, django_capture_on_commit_callbacks):
    asked = _ask(as_ed, theme, _items(1))
    queued = []
    monkeypatch.setattr(tasks.import_feed, "apply_async", lambda args=(), *a, **k: queued.append(args))
    for _time in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            tasks.import_feeds()
    assert queued == [(asked.pk,), (asked.pk,)]
    tasks.import_feed(asked.pk)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.import_feeds()
    assert len(queued) == 2


@pytest.mark.parametrize("who", ["as_hanna", "as_mia", "as_ann"])
def test_others_do_not_see_imports(who, request, theme):
    asked = FeedImport.objects.create(location="x", theme=theme)
    assert request.getfixturevalue(who).get(f"/cms/feeds/imports/{asked.pk}/").status_code in (302, 403)
