"""Scouts hand in what they see and hear; an editor makes something of it, and the scout is named and told."""

import io
import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ambassadors import notices, privacy
from ambassadors.models import Notice
from cms import retention
from cms.models import Article, ExternalLink, HandIn, Picture


@pytest.fixture(autouse=True)
def _site(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _photo():
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG")
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def _hand_in(client, **fields):
    return client.post("/app/scout/", {"text": "The street hums.", "may_be_named": "on"} | fields)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({}, "note"),
        ({"text": "Why does it hum?"}, "question"),
        ({"text": "Look: https://example.org/a."}, "link"),
        ({"photo": True}, "photo"),
    ],
)
def test_what_is_handed_in_is_known_for_what_it_is(as_ann, ann, fields, kind):
    fields = {name: _photo() if name == "photo" else value for name, value in fields.items()}
    assert _hand_in(as_ann, **fields).status_code == 302
    row = HandIn.objects.get()
    assert (row.ambassador, row.kind, row.state) == (ann, kind, "waiting")
    assert row.url == ("https://example.org/a" if kind == "link" else "")
    assert row.title in as_ann.get("/app/scout/").text


def test_nothing_is_handed_in_without_a_word_or_a_photo(as_ann):
    answer = _hand_in(as_ann, text=" ")
    assert (answer.status_code, "Write a word, or add a photo." in answer.text) == (422, True)
    broken = SimpleUploadedFile("a.jpg", b"<svg/>", "image/jpeg")
    assert _hand_in(as_ann, photo=broken).status_code == 422
    assert not HandIn.objects.exists()


def test_what_waits_can_be_taken_back_and_handed_in_again(as_ann, as_bob):
    _hand_in(as_ann)
    address = f"/app/scout/{HandIn.objects.get().pk}/withdrawal/"
    assert as_bob.post(address).status_code == 404
    assert HandIn.objects.get().state == "waiting"
    as_ann.post(address)
    assert HandIn.objects.get().state == "withdrawn"
    as_ann.post(f"{address}?_undo=1")
    assert HandIn.objects.get().state == "waiting"


def test_an_editor_makes_a_piece_of_it_in_two_clicks(as_ann, ann, as_ed, ed, theme):
    _hand_in(as_ann, photo=_photo(), photo_description="A humming street", text="It hums.\nAt night.", theme=theme.pk)
    row = HandIn.objects.get()
    assert "It hums." in as_ed.get("/cms/box/").text
    answer = as_ed.post(f"/cms/box/{row.pk}/piece/")
    article = Article.objects.get()
    assert answer.url == reverse("wagtailadmin_pages:edit", args=[article.pk])
    assert (article.title, article.live, article.owner, list(article.themes.all())) == ("It hums.", False, ed, [theme])
    assert article.picture.description == "A humming street"
    assert "At night." in str(article.body)
    row.refresh_from_db()
    assert (row.state, row.piece_id, row.decided_by) == ("used", article.pk, ed)
    as_ed.post(f"/cms/box/{row.pk}/piece/")
    assert Article.objects.count() == 1
    assert as_ed.get(answer.url).status_code == 200


def test_an_editor_sees_what_waits_when_the_day_begins(as_ann, as_ed, as_hanna):
    assert "scouts-box" not in as_ed.get("/cms/").text
    _hand_in(as_ann)
    page = as_ed.get("/cms/").text
    assert "The street hums." in page
    assert "1 waits: look at it" in page
    assert "The street hums." not in as_hanna.get("/cms/").text


def test_a_link_becomes_a_link_to_share(as_ann, as_ed):
    _hand_in(as_ann, text="Somebody else does it too https://example.org/hum")
    as_ed.post(f"/cms/box/{HandIn.objects.get().pk}/piece/")
    link = ExternalLink.objects.get()
    assert (link.url_elsewhere, link.summary) == ("https://example.org/hum", "Somebody else does it too")


def test_the_scout_is_named_where_they_like_and_told(as_ann, ann, as_ed, client):
    for named in ("on", ""):
        fields = {"may_be_named": named} if named else {}
        as_ann.post("/app/scout/", {"text": f"It hums {named or 'quietly'}."} | fields)
        row = HandIn.objects.latest("pk")
        as_ed.post(f"/cms/box/{row.pk}/piece/")
        row.refresh_from_db()
        row.piece.specific.save_revision().publish()
        page = client.get(row.piece.specific.url).text
        assert ("Ann Jansen" in page) is bool(named)
    assert Notice.objects.filter(user=ann.user, kind="hand_in").count() == 2
    mail = notices.compose(Notice.objects.filter(kind="hand_in").first())
    assert mail.subject == "Something is being made of what you handed in"
    assert "It became:" in as_ann.get("/app/scout/").text


def test_what_is_put_aside_is_answered_and_can_be_taken_up_again(as_ann, as_ed, as_hanna):
    _hand_in(as_ann)
    row = HandIn.objects.get()
    assert as_hanna.post(f"/cms/box/{row.pk}/aside/").status_code in (302, 403)
    assert HandIn.objects.get().state == "waiting"
    as_ed.post(f"/cms/box/{row.pk}/aside/", {"answer": "We told that last week."})
    assert "We told that last week." in as_ann.get("/app/scout/").text
    assert notices.compose(Notice.objects.get()).subject == "About what you handed in"
    as_ed.post(f"/cms/box/{row.pk}/again/")
    row.refresh_from_db()
    assert (row.state, row.answer, Notice.objects.count()) == ("waiting", "", 0)


def test_what_another_app_shares_is_begun_and_handed_in_on_the_next_page(as_ann, client):
    manifest = json.loads(client.get("/manifest.webmanifest").content)
    target = manifest["share_target"]
    assert (target["action"], target["method"]) == ("/app/scout/shared/", "POST")
    shared = {"title": "A title", "text": "Look", "url": "https://example.org/a", "photo": _photo()}
    answer = as_ann.post(target["action"], shared)
    row = HandIn.objects.get()
    assert (answer.url, row.state, row.kind, row.url) == (
        f"/app/scout/{row.pk}/",
        "begun",
        "photo",
        "https://example.org/a",
    )
    as_ann.post(answer.url, {"text": "A title\nLook", "photo_description": "A street"})
    row.refresh_from_db()
    assert (row.state, row.picture.description, HandIn.objects.count()) == ("waiting", "A street", 1)


def test_no_site_hands_in_for_somebody(as_ann):
    answer = as_ann.post("/app/scout/shared/", {"text": "Forged"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert not HandIn.objects.exists()


def test_who_leaves_takes_it_along_and_leaves_nothing_waiting(as_ann, ann, as_ed):
    _hand_in(as_ann, photo=_photo())
    _hand_in(as_ann, text="Used.")
    as_ed.post(f"/cms/box/{HandIn.objects.get(text='Used.').pk}/piece/")
    assert [row["text"] for row in privacy.personal_data(ann)["hand_ins"]] == ["Used.", "The street hums."]
    privacy.run_leaving_hooks(ann)
    privacy.run_leaving_hooks(ann)
    row = HandIn.objects.get()
    assert (row.state, row.text, row.may_be_named, Picture.objects.count()) == ("used", "", False, 0)


def test_what_came_to_nothing_is_forgotten(as_ann, settings):
    _hand_in(as_ann, photo=_photo())
    as_ann.post(f"/app/scout/{HandIn.objects.get().pk}/withdrawal/")
    assert retention.delete_old_hand_ins() == 0
    old = timezone.now() - timedelta(days=settings.DRAFT_RETENTION_DAYS + 1)
    HandIn.objects.update(handed_in_at=old)
    assert retention.delete_old_hand_ins() == 1
    assert (HandIn.objects.count(), Picture.objects.count()) == (0, 0)
    assert retention.delete_old_hand_ins() == 0


def test_who_is_no_ambassador_hands_nothing_in(as_mia, client):
    assert _hand_in(as_mia).status_code == 403
    assert _hand_in(client).status_code == 302
    assert not HandIn.objects.exists()
