"""The picture library is found by theme: in Wagtail's library, in its chooser, and on an author's desk."""

import pytest
from django.urls import reverse

from cms import pictures, shelf, site
from cms.models import BlogPost, Picture
from tests import factories
from tests.cms.test_an_ambassador_blogs import FIELDS, _jpeg
from themes import merging


@pytest.fixture(autouse=True)
def _site(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    site.lay_out("Noorderlicht")


def _picture(title, *, by=None, **fields):
    picture = pictures.keep(_jpeg(), title=title, description=f"What {title} shows", by=by)
    Picture.objects.filter(pk=picture.pk).update(**fields)
    return Picture.objects.get(pk=picture.pk)


@pytest.mark.parametrize("name", ["wagtailimages:index", "wagtailimages_chooser:choose_results"])
def test_an_editor_filters_the_library_and_the_chooser_by_theme(as_ed, theme, programme, name):
    other = factories.ThemeFactory(programme=programme, name="Shipping")
    _picture("Kitchen", theme=theme)
    _picture("Harbour", theme=other)
    _picture("Nothing")
    page = as_ed.get(reverse(name), {"theme": theme.pk}).text
    assert "Kitchen" in page
    assert "Harbour" not in page
    assert "Nothing" not in page
    assert "Shipping" in as_ed.get(reverse("wagtailimages_chooser:choose")).json()["html"]


def test_an_editor_finds_pictures_by_the_words_within_a_theme(as_ed, theme):
    _picture("Kitchen", theme=theme).save()
    _picture("Harbour", theme=theme).save()
    found = as_ed.get(reverse("wagtailimages_chooser:choose_results"), {"theme": theme.pk, "q": "kitch"}).text
    assert "Kitchen" in found
    assert "Harbour" not in found


def test_an_editor_says_of_which_theme_a_picture_is_and_that_colleagues_may_take_it(as_ed, theme):
    picture = _picture("Kitchen")
    page = as_ed.get(reverse("wagtailimages:edit", args=[picture.pk])).context["form"]
    data = {name: page[name].value() for name in page.fields if name not in ("file", "tags") and page[name].value()}
    answer = as_ed.post(
        reverse("wagtailimages:edit", args=[picture.pk]), data | {"theme": theme.pk, "is_for_colleagues": "on"}
    )
    picture.refresh_from_db()
    assert (answer.status_code, picture.theme, picture.is_for_colleagues) == (302, theme, True)


def test_an_author_takes_a_picture_from_the_library_with_its_words(as_ann, ann, bob, theme, client):
    free = _picture("Kitchen", theme=theme, is_for_colleagues=True)
    mine = _picture("Me", by=ann.user)
    _picture("Theirs", by=bob.user)
    _picture("Mute", is_for_colleagues=True, description="")
    shelves = [(one.name, one.pictures, one.total) for one in shelf.shelves(ann.user)]
    assert shelves == [(theme.name, [free], 1), ("Your own", [mine], 1)]
    page = as_ann.get("/app/posts/new/").text
    assert "What Kitchen shows" in page
    assert "What Theirs shows" not in page
    as_ann.post("/app/posts/new/", FIELDS | {"then": "save", "library": free.pk})
    post = BlogPost.objects.get()
    assert post.get_latest_revision_as_object().picture == free
    # Words for a picture of the library are not changed by an author, and it stays until another takes its place.
    as_ann.post(f"/app/posts/{post.pk}/", FIELDS | {"then": "save", "picture_description": "Mine now"})
    free.refresh_from_db()
    assert (post.get_latest_revision_as_object().picture, free.description) == (free, "What Kitchen shows")


def test_a_picture_that_is_not_free_is_not_taken(as_ann, bob):
    for picture in (_picture("Theirs", by=bob.user), _picture("Mute", is_for_colleagues=True, description="")):
        answer = as_ann.post("/app/posts/new/", FIELDS | {"then": "save", "library": picture.pk})
        assert answer.status_code == 200
    assert not BlogPost.objects.exists()


def test_shelves_ask_as_little_for_many_pictures_as_for_one(ann, theme, django_assert_num_queries):
    for number in range(5):
        _picture(f"Number {number}", theme=theme, is_for_colleagues=True)
    with django_assert_num_queries(2):
        assert len(shelf.shelves(ann.user, [theme])[0].pictures) == 5


def test_an_author_looks_through_all_of_a_theme_and_finds_pictures_by_their_words(
    as_ann, ann, bob, theme, programme, monkeypatch
):
    monkeypatch.setattr(shelf, "_ON_A_SHELF", 2)
    monkeypatch.setattr(shelf, "_ON_A_PAGE", 3)
    other = factories.ThemeFactory(programme=programme, name="Shipping")
    for number in range(4):
        _picture(f"Pipe {number}", theme=theme, is_for_colleagues=True).save()
    harbour = _picture("Harbour", theme=other, is_for_colleagues=True)
    mine = _picture("Me", by=ann.user)
    for picture in (
        harbour,
        mine,
        _picture("Theirs", by=bob.user),
        _picture("Mute", is_for_colleagues=True, description=""),
    ):
        picture.save()
    assert [(one.name, len(one.pictures), one.total) for one in shelf.shelves(ann.user)] == [
        ("Heat networks", 2, 4), ("Shipping", 1, 1), ("Your own", 1, 1),
    ]  # fmt: skip

    def found(**asked):
        answer = as_ann.get("/app/posts/library/", asked, headers={"hx-request": "true"})
        return [picture.pk for picture in answer.context["look"].page], answer.text

    assert found(q="harb")[0] == [harbour.pk]
    assert found(q="shows", of="own")[0] == [mine.pk]
    assert found(q="shipp")[0] == [harbour.pk]
    assert found(q="harb", of=theme.pk)[0] == found(q="theirs")[0] == found(q="mute")[0] == []
    assert "No picture is described with these words" in found(q="zebra")[1]
    first, page = found(of=theme.pk, library=harbour.pk)
    assert (len(first), "More pictures" in page, "The one you chose" in page) == (3, True, True)
    rest, page = found(of=theme.pk, page=2)
    assert (len(rest), "More pictures" in page, "None of these" in page) == (1, False, False)
    assert not set(first) & set(rest)
    # Without JavaScript the library is a page, and each picture leads back to the desk.
    assert f"/app/posts/new/?library={harbour.pk}" in as_ann.get("/app/posts/library/", {"q": "harb"}).text
    assert f'value="{harbour.pk}" checked' in as_ann.get("/app/posts/new/", {"library": harbour.pk}).text
    assert "<html" in as_ann.get("/app/posts/library/", {"of": "x", "page": "-1", "post": "9" * 30}).text


def test_pictures_go_along_when_themes_become_one(theme, programme):
    target = factories.ThemeFactory(programme=programme, name="Warmth")
    picture = _picture("Kitchen", theme=theme)
    for _twice in range(2):
        merging.merge(theme, target)
        picture.refresh_from_db()
        assert picture.theme == target
