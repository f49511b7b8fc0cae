"""Editors edit, preview and import in Wagtail; HR edits vacancies and nothing else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from cms import pictures, tasks
from cms.models import Article, BlogIndexPage, FeedImport, FeedSource, StoryIndexPage, VacancyIndexPage
from tests import factories
from tests.cms.test_a_feed_is_imported import ITEM, RSS
from tests.cms.test_an_ambassador_blogs import _jpeg

pytestmark = pytest.mark.django_db


def test_an_editor_opens_each_kind_of_page(as_ed, ann):
    for page in (factories.article(), factories.vacancy(), factories.blog_post(author=ann)):
        assert as_ed.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_an_editor_imports_a_feed_and_reads_the_report(as_ed, ed, theme):
    content = RSS.format(items=ITEM + "<item><title>Undated</title></item>").encode()
    data = {"theme": theme.pk, "language": "en", "publish": "", "file": SimpleUploadedFile("heat.xml", content)}
    as_ed.post("/cms/feeds/", data)
    tasks.import_feed(FeedImport.objects.get().pk)
    report = as_ed.get(f"/cms/feeds/{FeedSource.objects.get().pk}/").content.decode()
    assert "It has no date: it is imported without one." in report
    assert (Article.objects.count(), Article.objects.live().count()) == (2, 0)
    assert Article.objects.first().owner == ed
    assert "Blog of the heat works" in as_ed.get("/cms/feeds/").content.decode()


def test_an_import_of_nothing_or_two_things_is_not_asked_for(as_ed, theme):
    data = {"theme": theme.pk, "language": "en"}
    assert "Give either an address or a file." in as_ed.post("/cms/feeds/", data).content.decode()
    both = {"url": "https://example.org/feed", "file": SimpleUploadedFile("x.xml", b"<rss/>")}
    assert "Give either an address or a file." in as_ed.post("/cms/feeds/", data | both).content.decode()
    assert not FeedImport.objects.exists()


@pytest.mark.parametrize("who", ["as_hanna", "as_mia", "as_ann"])
def test_others_do_not_import_feeds(who, request, theme):
    client = request.getfixturevalue(who)
    content = RSS.format(items=ITEM).encode()
    data = {"theme": theme.pk, "language": "en", "file": SimpleUploadedFile("heat.xml", content)}
    assert client.post("/cms/feeds/", data).status_code in (302, 403)
    assert not FeedImport.objects.exists()


def test_hr_edits_vacancies_and_no_other_page(as_hanna):
    vacancies, stories, blog = (model.objects.get() for model in (VacancyIndexPage, StoryIndexPage, BlogIndexPage))
    vacancy, article = factories.vacancy(), factories.article()
    assert as_hanna.get(reverse("wagtailadmin_pages:edit", args=[vacancy.pk])).status_code == 200
    add = reverse("wagtailadmin_pages:add", args=["cms", "vacancy", vacancies.pk])
    assert as_hanna.get(add).status_code == 200
    assert as_hanna.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).status_code == 302
    assert as_hanna.get(reverse("wagtailadmin_pages:add", args=["cms", "article", stories.pk])).status_code == 302
    assert as_hanna.get(reverse("wagtailadmin_pages:edit", args=[blog.pk])).status_code == 302


TEXT = '{"blocks":[{"key":"a1","text":"It was cold.","type":"unstyled","depth":0}],"entityMap":{}}'


def _publish(client, article, **fields):
    data = {
        "title": article.title,
        "slug": article.slug,
        "language": "en",
        "priority": 2,
        "body": streamfield([("paragraph", TEXT)]),
        "variants": inline_formset([]),
        "comments": inline_formset([]),
        "action-publish": "1",
    }
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    return client.post(address, nested_form_data(data | fields), follow=True)


def test_a_picture_without_words_does_not_go_out(as_ed, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    picture = pictures.keep(_jpeg(), title="Kitchen", description="")
    article = factories.article()
    assert "Describe the picture first" in _publish(as_ed, article, picture=picture.pk).content.decode()
    assert Article.objects.get().picture is None
    picture.description = "A kitchen"
    picture.save()
    _publish(as_ed, article, picture=picture.pk)
    assert Article.objects.get().picture == picture


@pytest.mark.parametrize("body", [[], [("paragraph", TEXT.replace("It was cold.", " "))]])
def test_an_article_that_says_nothing_does_not_go_out(as_ed, body):
    article = factories.article(live=False)
    answer = _publish(as_ed, article, body=streamfield(body))
    assert "There is nothing to read or to share yet" in answer.text
    assert not Article.objects.get().live


def test_a_suggested_text_is_enough_to_share(as_ed):
    texts = inline_formset([{"network": "", "text": "I was there."}])
    _publish(as_ed, factories.article(live=False), body=streamfield([]), variants=texts)
    assert Article.objects.get().live


def test_an_editor_and_hr_use_the_picture_library_and_an_ambassador_does_not(as_ed, as_hanna, as_ann):
    assert as_ed.get(reverse("wagtailimages:index")).status_code == 200
    assert as_hanna.get(reverse("wagtailimages:add")).status_code == 200
    assert as_ann.get(reverse("wagtailimages:index")).status_code in (302, 403)


def test_an_import_is_in_the_log(theme):
    from cms.actions.vacancies import import_vacancies

    import_vacancies(lines=["{"], language="en")
    assert PageLogEntry.objects.filter(action="cms.vacancy_import").count() == 1


@pytest.mark.parametrize(
    "content", [_jpeg()[:400], _jpeg()[:-40], b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<p>"]
)
def test_a_picture_that_breaks_off_or_is_none_is_refused_in_wagtail_too(as_ed, content):
    data = {"title": "A kitchen", "description": "A kitchen", "file": SimpleUploadedFile("a.jpg", content)}
    answer = as_ed.post(reverse("wagtailimages:add"), data)
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not pictures.Picture.objects.exists()
    several = as_ed.post(reverse("wagtailimages:add_multiple"), {"files[]": SimpleUploadedFile("a.jpg", content)})
    assert several.json()["success"] is False
    assert not pictures.Picture.objects.exists()
