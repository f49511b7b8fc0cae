"""Ambassadors write under their own name; an editor reads before it is live; others' drafts are out of reach."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from ambassadors import privacy
from cms.models import BlogPost, Picture
from tests import factories


@pytest.fixture(autouse=True)
def _site(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


FIELDS = {"title": "My first winter", "summary": "Cold.", "body": "<p>It was <b>cold</b>.</p>", "language": "en"}


def _write(client, address="/app/posts/new/", then="save", **fields):
    return client.post(address, FIELDS | {"then": then} | fields)


def _the_post():
    return BlogPost.objects.get()


def _newest():
    return _the_post().get_latest_revision_as_object()


def _decide(client, post, action, comment=""):
    task = post.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[post.pk, action, task.pk])
    return client.post(address, {"comment": comment})


def test_a_draft_is_kept_and_is_not_live(as_ann, ann, theme):
    response = _write(as_ann, themes=[theme.pk])
    post = _the_post()
    assert response.url == f"/app/posts/{post.pk}/"
    assert (post.author, post.live, post.state, post.slug) == (ann, False, "draft", "my-first-winter")
    assert (_newest().body, list(_newest().themes.all())) == ("<p>It was <b>cold</b>.</p>", [theme])
    assert as_ann.get("/blog/my-first-winter/").status_code == 404


def test_plain_text_becomes_paragraphs_and_script_goes(as_ann):
    _write(as_ann, body="One.\n\nTwo < three.")
    assert _newest().body == "<p>One.</p><p>Two &lt; three.</p>"
    _write(
        as_ann,
        f"/app/posts/{_the_post().pk}/",
        body='<p onclick="x()">A<script>alert(1)</script><a href="javascript:x">b</a></p>',
    )
    assert _newest().body == "<p>Ab</p>"


def test_what_is_handed_in_goes_live_when_an_editor_approves(as_ann, ann, as_ed, django_capture_on_commit_callbacks):
    _write(as_ann, then="submission")
    post = _the_post()
    assert (post.state, post.live) == ("waiting", False)
    with django_capture_on_commit_callbacks(execute=True):
        assert _decide(as_ed, post, "approve").status_code in (200, 302)
    post = _the_post()
    assert (post.state, post.live) == ("live", True)
    assert "It was <b>cold</b>." in as_ann.get(post.url).content.decode()


def test_what_the_editor_says_at_approval_stands_in_the_mail(
    as_ann, as_ed, django_capture_on_commit_callbacks, mailoutbox
):
    _write(as_ann, then="submission")
    with django_capture_on_commit_callbacks(execute=True):
        _decide(as_ed, _the_post(), "approve", "A good beginning. Next time a photo.")
    said = [mail.body for mail in mailoutbox if "My first winter" in mail.subject and "online" in mail.subject]
    assert len(said) == 1
    assert "“A good beginning. Next time a photo.”" in said[0]


def test_the_author_reads_what_the_editor_asks_and_hands_it_in_again(as_ann, as_ed):
    _write(as_ann, then="submission")
    _decide(as_ed, _the_post(), "reject", "Which winter?")
    post = _the_post()
    assert (post.state, post.editors_comment) == ("changes_asked", "Which winter?")
    assert "Which winter?" in as_ann.get("/app/posts/").content.decode()
    _write(as_ann, f"/app/posts/{post.pk}/", then="submission", body="<p>The winter of 2026.</p>")
    post = _the_post()
    assert (post.state, _newest().body) == ("waiting", "<p>The winter of 2026.</p>")
    _decide(as_ed, post, "approve")
    assert (_the_post().live, _the_post().body) == (True, "<p>The winter of 2026.</p>")


def test_nobody_but_an_editor_approves(as_ann, as_hanna, as_mia):
    _write(as_ann, then="submission")
    for client in (as_ann, as_hanna, as_mia):
        _decide(client, _the_post(), "approve")
        assert (_the_post().state, _the_post().live) == ("waiting", False)


def test_an_empty_post_is_not_handed_in(as_ann):
    response = _write(as_ann, then="submission", body="<p></p>")
    assert "There is no story yet" in response.content.decode()
    assert not BlogPost.objects.exists()


def test_what_waits_cannot_be_changed_until_it_is_taken_back(as_ann):
    _write(as_ann, then="submission")
    address = f"/app/posts/{_the_post().pk}/"
    response = _write(as_ann, address, body="<p>Else.</p>")
    assert "An editor is reading it" in response.content.decode()
    assert _newest().body == FIELDS["body"]
    as_ann.post(f"{address}withdrawal/")
    assert _the_post().state == "draft"
    _write(as_ann, address, body="<p>Else.</p>")
    assert _newest().body == "<p>Else.</p>"


def test_changing_a_live_post_shows_only_after_approval(as_ann, as_ed):
    _write(as_ann, then="submission")
    _decide(as_ed, _the_post(), "approve")
    _write(as_ann, f"/app/posts/{_the_post().pk}/", then="submission", body="<p>Warmer.</p>")
    assert (_the_post().body, _the_post().live) == (FIELDS["body"], True)
    _decide(as_ed, _the_post(), "approve")
    assert _the_post().body == "<p>Warmer.</p>"


def test_a_draft_that_was_thrown_away_can_be_taken_back(as_ann):
    _write(as_ann)
    address = f"/app/posts/{_the_post().pk}/"
    as_ann.post(f"{address}bin/")
    assert as_ann.get(address).status_code == 404
    assert "My first winter" not in as_ann.get("/app/posts/").content.decode().split("toasts")[0]
    as_ann.post(f"{address}bin/undo/")
    assert as_ann.get(address).status_code == 200


def test_what_is_live_is_not_thrown_away(as_ann, as_ed):
    _write(as_ann, then="submission")
    _decide(as_ed, _the_post(), "approve")
    as_ann.post(f"/app/posts/{_the_post().pk}/bin/")
    assert (_the_post().live, _the_post().discarded_at) == (True, None)


@pytest.mark.parametrize("path", ["", "preview/", "withdrawal/", "bin/", "bin/undo/"])
def test_a_colleague_cannot_reach_my_post(as_ann, as_bob, path):
    _write(as_ann)
    address = f"/app/posts/{_the_post().pk}/{path}"
    assert as_bob.post(address, FIELDS | {"title": "Bob's", "then": "save"}).status_code in (404, 405)
    assert as_bob.get(address, follow=True).status_code == 404
    assert (_newest().title, _the_post().discarded_at) == ("My first winter", None)
    assert "My first winter" not in as_bob.get("/app/posts/").content.decode()


def test_who_is_no_ambassador_writes_nothing(as_mia, client):
    assert _write(as_mia).status_code == 403
    assert _write(client).status_code == 302
    assert not BlogPost.objects.exists()


def test_the_preview_is_the_public_page_and_is_mine_alone(as_ann):
    _write(as_ann)
    html = as_ann.get(f"/app/posts/{_the_post().pk}/preview/").content.decode()
    assert "It was <b>cold</b>." in html
    assert "Only you can see it now." in html


def _jpeg(size=(900, 600), **extra):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **extra)
    return out.getvalue()


def _picture(**extra):
    return SimpleUploadedFile("../../photo.jpg", _jpeg(**extra), "image/jpeg")


def test_a_picture_needs_words_and_loses_where_it_was_taken(as_ann):
    exif = Image.Exif()
    exif[0x010F] = "A maker"
    response = _write(as_ann, picture=_picture(exif=exif))
    assert "Say in a few words what the picture shows." in response.content.decode()
    assert not Picture.objects.exists()
    _write(as_ann, picture=_picture(exif=exif), picture_description="A kitchen")
    picture = Picture.objects.get()
    assert (picture.description, picture.width, _newest().picture) == ("A kitchen", 900, picture)
    assert picture.file.name == "original_images/my-first-winter.jpg"
    with picture.file.open() as file:
        assert not Image.open(file).getexif()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>x()</script></svg>", "This is not a picture"),
        (_jpeg()[:400], "broken"),
        (b"%PDF-1.7", "This is not a picture"),
    ],
)
def test_what_is_no_picture_is_refused(as_ann, content, problem):
    file = SimpleUploadedFile("a.png", content, "image/png")
    response = _write(as_ann, picture=file, picture_description="A kitchen")
    assert problem in response.content.decode()
    assert (BlogPost.objects.count(), Picture.objects.count()) == (0, 0)


def test_a_picture_with_too_many_pixels_is_refused(as_ann, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    response = _write(as_ann, picture=_picture(), picture_description="A kitchen")
    assert "too many pixels" in response.content.decode()
    assert not Picture.objects.exists()


def test_my_posts_are_in_my_export(as_ann, ann):
    _write(as_ann)
    row = privacy.personal_data(ann)["blog_posts"][0]
    assert (row["title"], row["state"], row["text"]) == ("My first winter", "draft", "It was cold.")


def test_who_leaves_has_nothing_waiting_and_no_page(as_ann, as_ed, ann):
    _write(as_ann, then="submission")
    _decide(as_ed, _the_post(), "approve")
    _write(as_ann, title="A second", then="submission")
    ann.has_public_page = True
    ann.save()
    privacy.run_leaving_hooks(ann)
    privacy.run_leaving_hooks(ann)
    first, second = BlogPost.objects.order_by("pk")
    assert (first.live, second.live, second.state) == (True, False, "draft")
    assert second.discarded_at is not None
    ann.refresh_from_db()
    assert ann.has_public_page is False


def test_approving_with_a_touch_of_the_editor_publishes_at_once(as_ann, as_ed):
    _write(as_ann, then="submission")
    post = _the_post()
    post.summary = "Touched by the editor."
    post.save_revision()
    _decide(as_ed, post, "approve")
    post = _the_post()
    assert (post.live, post.summary, post.has_unpublished_changes) == (True, "Touched by the editor.", False)


def test_a_mail_about_a_post_leads_its_author_to_their_own_page(
    as_ann, ann, as_ed, mailoutbox, django_capture_on_commit_callbacks
):
    _write(as_ann, then="submission")
    post = _the_post()
    with django_capture_on_commit_callbacks(execute=True):
        _decide(as_ed, post, "reject", "What did you feel?")
    mail = next(mail for mail in mailoutbox if mail.to == [ann.user.email])
    assert "“What did you feel?”" in mail.body
    assert f"/app/posts/{post.pk}/" in mail.body
    assert "/cms/" not in mail.body


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Editors read before it is published"), ("nl", "De redactie leest voor het verschijnt")],
)
def test_the_workflow_bears_its_name_in_the_readers_language_wherever_wagtail_mentions_it(
    as_ed, ed, ann, language, name
):
    ed.language = language
    ed.save()
    for page in ("wagtailadmin_reports:workflow", "wagtailadmin_reports:workflow_tasks"):
        assert " ".join(name.split()[:2]) in as_ed.get(reverse(page)).content.decode()


def test_wagtails_search_names_the_page_above_in_the_readers_language(as_ed, ed):
    factories.article(title="Wind")
    for language, name in (("en", "Stories"), ("nl", "Verhalen")):
        ed.language = language
        ed.save()
        assert name in as_ed.get(reverse("wagtailadmin_pages:search")).content.decode()
