"""An author tells one story in two languages; readers find theirs, and no two are in one language."""

import pytest
from django.urls import reverse

from cms.models import BlogPost
from tests import factories
from tests.cms.test_a_post_is_written_with_care import HTMX

FIELDS = {"title": "Mijn eerste winter", "summary": "Koud.", "body": "<p>Het was koud.</p>", "language": "nl"}
NEW = "/app/posts/new/"


@pytest.fixture(autouse=True)
def _site(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def dutch(ann):
    post = factories.blog_post(
        author=ann, title="Mijn eerste winter", slug="winter", body="<p>Koud.</p>", language="nl"
    )
    post.save_revision().publish()
    return post


def _write(client, address=NEW, then="save", **fields):
    return client.post(address, FIELDS | {"then": then} | fields)


def _english(client, dutch, **fields):
    words = {"title": "My first winter", "body": "<p>Cold.</p>", "language": "en", "translation_of": dutch.pk}
    return _write(client, **words | fields)


def test_it_begins_with_the_words_of_the_other_language_and_readers_find_both(as_ann, client, dutch):
    desk = as_ann.get(f"/app/posts/{dutch.pk}/").text
    assert f"{NEW}?translation={dutch.pk}&amp;language=en" in desk
    start = as_ann.get(NEW, {"translation": dutch.pk, "language": "en"}).context["form"].initial
    assert (start["title"], start["language"], start["translation_of"]) == (dutch.title, "en", dutch.pk)
    assert "Koud." in start["body"]
    _english(as_ann, dutch)
    made = BlogPost.objects.exclude(pk=dutch.pk).get()
    assert (made.translation_of_id, made.language, made.live) == (dutch.pk, "en", False)
    assert "English: <a" in as_ann.get(f"/app/posts/{dutch.pk}/").text
    assert "Tell it in" not in as_ann.get(f"/app/posts/{made.pk}/").text
    assert "English:" not in client.get(dutch.url).text
    made.get_latest_revision().publish()
    assert "English: My first winter" in client.get(dutch.url).text
    assert 'hreflang="nl"' in client.get(BlogPost.objects.get(pk=made.pk).url).text


def test_no_two_of_one_story_are_in_one_language_also_when_the_desk_saves_by_itself(as_ann, dutch):
    assert "This piece is there in this language" in _english(as_ann, dutch, language="nl").text
    by_itself = as_ann.post(
        NEW, FIELDS | {"then": "itself", "language": "nl", "translation_of": dutch.pk}, headers=HTMX
    )
    assert "Not saved yet" in by_itself.text
    assert BlogPost.objects.count() == 1
    _english(as_ann, dutch)
    assert "This piece is there in this language" in _english(as_ann, dutch).text
    changed = _write(as_ann, f"/app/posts/{dutch.pk}/", language="en")
    assert "This piece is there in this language" in changed.text
    dutch.refresh_from_db()
    assert (BlogPost.objects.count(), dutch.get_latest_revision_as_object().language) == (2, "nl")


def test_a_post_becomes_a_translation_later_and_stands_on_its_own_again(as_ann, dutch):
    _english(as_ann, dutch, translation_of="")
    made = BlogPost.objects.exclude(pk=dutch.pk).get()
    for chosen, kept in ((dutch.pk, dutch.pk), ("", None)):
        _write(as_ann, f"/app/posts/{made.pk}/", title="My first winter", language="en", translation_of=chosen)
        made.refresh_from_db()
        assert (made.translation_of_id, made.get_latest_revision_as_object().translation_of_id) == (kept, kept)


def test_what_is_thrown_away_leaves_its_place_to_another(as_ann, dutch):
    _english(as_ann, dutch)
    made = BlogPost.objects.exclude(pk=dutch.pk).get()
    as_ann.post(reverse("cms:post_bin", args=[made.pk]))
    assert "Tell it in English too" in as_ann.get(f"/app/posts/{dutch.pk}/").text
    as_ann.post(reverse("cms:post_bin_undo", args=[made.pk]))
    made.refresh_from_db()
    assert (made.translation_of_id, made.discarded_at) == (dutch.pk, None)
    as_ann.post(reverse("cms:post_bin", args=[made.pk]))
    _english(as_ann, dutch)
    assert BlogPost.objects.filter(translation_of=dutch).count() == 1
    as_ann.post(reverse("cms:post_bin_undo", args=[made.pk]))
    made.refresh_from_db()
    assert (made.translation_of, made.discarded_at) == (None, None)
    again = _write(as_ann, f"/app/posts/{made.pk}/", language="en", translation_of=dutch.pk)
    assert "This piece is there in this language" in again.text


def test_nobody_translates_the_post_of_somebody_else(as_bob, dutch):
    assert as_bob.get(NEW, {"translation": dutch.pk}).context["form"].initial["language"] != "nl"
    assert "translation_of" not in as_bob.get(NEW, {"translation": dutch.pk}).context["form"].fields
    _english(as_bob, dutch)
    assert BlogPost.objects.get(author__user__first_name="Bob").translation_of is None


def test_which_one_came_first_stays(as_ann, dutch):
    _english(as_ann, dutch)
    assert "translation_of" not in as_ann.get(f"/app/posts/{dutch.pk}/").context["form"].fields
    _write(as_ann, f"/app/posts/{dutch.pk}/", title="Winter", language="nl")
    assert BlogPost.objects.get(translation_of=dutch).language == "en"
