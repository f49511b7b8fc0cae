"""The writing desk saves by itself, tells of conflicts, keeps every version, holds pictures and shows what editors remark."""

import io
import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Comment, CommentReply
from wagtail.users.models import UserProfile

from ambassadors import notices
from ambassadors.models import Notice
from cms import tasks
from cms.models import BlogPost, Picture

FIELDS = {"title": "My first winter", "summary": "Cold.", "body": "<p>It was cold.</p>", "language": "en"}
HTMX = {"hx-request": "true"}


@pytest.fixture(autouse=True)
def _site(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def _write(client, address="/app/posts/new/", then="save", **fields):
    return client.post(address, FIELDS | {"then": then} | fields)


def _by_itself(client, address="/app/posts/new/", **fields):
    return client.post(address, FIELDS | {"then": "itself"} | fields, headers=HTMX)


def _post():
    return BlogPost.objects.get()


def _newest():
    return _post().get_latest_revision_as_object()


def _photo():
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG")
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def test_the_desk_saves_by_itself_and_goes_on_with_the_same_draft(as_ann):
    answer = _by_itself(as_ann)
    post = _post()
    assert answer["HX-Replace-Url"] == f"/app/posts/{post.pk}/"
    assert f'name="draft" value="{post.pk}"' in answer.text
    first = post.latest_revision_id
    _by_itself(as_ann, draft=post.pk, version=first, saved_by_itself=first, body="<p>Colder.</p>")
    assert (_post().latest_revision_id, _newest().body) == (first, "<p>Colder.</p>")
    assert _post().revisions.count() == 1
    _write(as_ann, draft=post.pk, version=first, saved_by_itself=first, body="<p>Coldest.</p>")
    assert (BlogPost.objects.count(), _newest().body) == (1, "<p>Coldest.</p>")


def test_what_has_no_title_yet_is_saved_by_its_first_words(as_ann):
    _by_itself(as_ann, title="", body="<p>It was cold that night.</p>")
    assert _post().title == "It was cold that night."
    _by_itself(as_ann, title="", body="", summary="")
    assert BlogPost.objects.count() == 1


def test_the_desk_does_not_save_by_itself_what_somebody_else_changed(as_ann, ed):
    _write(as_ann)
    post, begun = _post(), _post().latest_revision_id
    draft = post.get_latest_revision_as_object()
    draft.title = "Ed's title"
    draft.save_revision(user=ed)
    address = f"/app/posts/{post.pk}/"
    assert "Somebody else changed this post" in _by_itself(as_ann, address, version=begun, body="<p>Mine.</p>").text
    assert (_newest().title, _newest().body) == ("Ed's title", "<p>It was cold.</p>")
    answer = _write(as_ann, address, version=begun, body="<p>Mine.</p>")
    assert answer.status_code == 409
    assert [text for text in ("Ed&#x27;s title", "Mine.", "It was cold.") if text not in answer.text] == []
    assert _newest().title == "Ed's title"
    _write(as_ann, address, version=_post().latest_revision_id, body="<p>Mine.</p>")
    assert (_newest().title, _newest().body) == ("My first winter", "<p>Mine.</p>")


def test_an_earlier_version_is_put_back_and_that_can_be_undone(as_ann, as_bob):
    _write(as_ann)
    post, first = _post(), _post().latest_revision_id
    _write(as_ann, f"/app/posts/{post.pk}/", body="<p>Warmer.</p>")
    second = _post().latest_revision_id
    history = f"/app/posts/{post.pk}/history/"
    assert as_ann.get(history).text.count("Put this one back") == 1
    assert "It was cold." in as_ann.get(f"{history}{first}/").text
    assert as_bob.post(f"{history}{first}/return/").status_code == 404
    assert _newest().body == "<p>Warmer.</p>"
    as_ann.post(f"{history}{first}/return/")
    assert _newest().body == "<p>It was cold.</p>"
    as_ann.post(f"{history}{second}/return/")
    assert (_newest().body, _post().revisions.count()) == ("<p>Warmer.</p>", 4)


def test_what_is_being_read_is_not_put_back(as_ann):
    _write(as_ann)
    first = _post().latest_revision_id
    _write(as_ann, f"/app/posts/{_post().pk}/", then="submission", body="<p>Warmer.</p>")
    as_ann.post(f"/app/posts/{_post().pk}/history/{first}/return/")
    assert _newest().body == "<p>Warmer.</p>"


def test_a_post_goes_online_at_the_moment_its_author_chose(as_ann, as_ed, time_machine):
    moment = timezone.now() + timedelta(days=2)
    _write(as_ann, then="submission", go_live_at=timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M"))
    task = _post().current_workflow_task_state
    as_ed.post(reverse("wagtailadmin_pages:workflow_action", args=[_post().pk, "approve", task.pk]), {"comment": ""})
    assert (_post().live, _post().state) == (False, "planned")
    assert "It goes online on" in as_ann.get(f"/app/posts/{_post().pk}/").text
    tasks.publish_due_pages()
    assert not _post().live
    time_machine.move_to(moment + timedelta(minutes=2), tick=True)
    tasks.publish_due_pages()
    tasks.publish_due_pages()
    assert (_post().live, _post().state) == (True, "live")


def test_what_is_planned_can_be_taken_back(as_ann, as_ed):
    moment = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    _write(as_ann, then="submission", go_live_at=moment)
    task = _post().current_workflow_task_state
    as_ed.post(reverse("wagtailadmin_pages:workflow_action", args=[_post().pk, "approve", task.pk]), {"comment": ""})
    as_ann.post(f"/app/posts/{_post().pk}/withdrawal/")
    assert (_post().state, _post().scheduled_revision) == ("draft", None)


def test_a_picture_stands_in_the_text_with_what_it_shows(as_ann, client):
    answer = _write(as_ann, text_picture=_photo())
    assert "Say in a few words what the picture shows." in answer.text
    assert not BlogPost.objects.exists()
    _write(as_ann, text_picture=_photo(), text_picture_description="A kitchen")
    picture = Picture.objects.get()
    assert _newest().body == (
        f'<p>It was cold.</p><embed alt="A kitchen" embedtype="image" format="story" id="{picture.pk}"/>'
    )
    address = f"/app/posts/{_post().pk}/"
    desk = as_ann.get(address)
    assert f"data-file=&quot;{picture.pk}&quot;" in desk.text
    body = desk.context["form"]["body"].value()
    _write(as_ann, address, **{"body": body, f"alt-{picture.pk}": "A warm kitchen"})
    assert 'alt="A warm kitchen"' in _newest().body
    preview = as_ann.get(f"{address}preview/").text
    assert 'alt="A warm kitchen"' in preview
    assert 'class="prose__picture"' in preview


def test_a_picture_of_somebody_else_or_from_elsewhere_is_left_out(as_ann, as_bob):
    as_bob.post("/app/posts/pictures/", {"text_picture": _photo(), "text_picture_description": "Bob's"})
    picture = Picture.objects.get()
    stolen = f'<p>Look</p><img src="/x.jpg" alt="a" data-file="{picture.pk}"><img src="https://evil.example/a.png">'
    _write(as_ann, body=stolen)
    assert _newest().body == "<p>Look</p>"
    _write(as_bob, body=stolen)
    assert f'id="{picture.pk}"' in BlogPost.objects.latest("pk").get_latest_revision_as_object().body


def test_a_picture_handed_in_beside_the_text_needs_words(as_ann):
    answer = as_ann.post("/app/posts/pictures/", {"text_picture": _photo()})
    assert "This field is required." in answer.text
    assert not Picture.objects.exists()
    broken = SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")
    answer = as_ann.post("/app/posts/pictures/", {"text_picture": broken, "text_picture_description": "A"})
    assert "This is not a picture" in answer.text
    assert not Picture.objects.exists()


def test_the_part_that_matters_stays_in_every_cut(as_ann):
    _write(as_ann, picture=_photo(), picture_description="A kitchen")
    address = f"/app/posts/{_post().pk}/"
    _write(as_ann, address, picture_description="A kitchen", focus="0-2")
    picture = Picture.objects.get()
    assert (picture.focal_point_x, picture.focal_point_y) == (750, 100)
    assert as_ann.get(address).context["form"]["focus"].value() == "0-2"
    _write(as_ann, address, picture_description="A kitchen", focus="")
    assert Picture.objects.get().focal_point_x is None


def _remark(ed, text="Which night?"):
    """Ed marks three words in Wagtail and writes beside them, as Wagtail stores it."""
    post = _post()
    draft = post.get_latest_revision_as_object()
    draft.body = '<p data-block-key="k1">It was cold.</p>'
    comment = Comment(page=post, user=ed, text=text, contentpath="body")
    comment.position = json.dumps([{"key": "k1", "start": 7, "end": 11}])
    draft.wagtail_admin_comments = [comment]
    draft.save_revision(user=ed)
    return Comment.objects.get()


def test_an_author_reads_and_answers_what_an_editor_wrote_beside_a_passage(as_ann, ann, ed, as_bob):
    _write(as_ann)
    comment = _remark(ed)
    address = f"/app/posts/{_post().pk}/"
    page = as_ann.get(address).text
    assert "Which night?" in page
    assert '<p class="remark__passage">cold</p>' in page
    answer = f"{address}comments/{comment.pk}/replies/"
    assert as_bob.post(answer, {"text": "Ha"}).status_code == 404
    assert not CommentReply.objects.exists()
    as_ann.post(answer, {"text": "The last one."})
    reply = CommentReply.objects.get()
    assert (reply.user, reply.text, reply.comment) == (ann.user, "The last one.", comment)
    assert "The last one." in as_ann.get(address).text


def test_the_editor_hears_of_the_answers_in_one_mail_unless_switched_off(as_ann, ann, ed, time_machine):
    time_machine.move_to("2026-11-18 11:00:00+00:00", tick=False)
    _write(as_ann)
    comment = _remark(ed)
    answer = f"/app/posts/{_post().pk}/comments/{comment.pk}/replies/"
    for text in ("The last one.", "Of January."):
        as_ann.post(answer, {"text": text})
    time_machine.move_to("2026-11-18 11:10:00+00:00", tick=False)
    for pk in notices.due() * 2:
        notices.send(notice_id=pk)
    [sent] = [one for one in mail.outbox if one.to == [ed.email]]
    assert sent.subject == f"An answer beside “{_post().title}”"
    assert all(words in sent.body for words in ("Which night?", "The last one.", "Of January."))
    profile = UserProfile.get_for_user(ed)
    profile.updated_comments_notifications = False
    profile.save()
    as_ann.post(answer, {"text": "Once more."})
    assert not Notice.objects.waiting().exists()


def test_an_author_ticks_a_remark_off_and_takes_that_back(as_ann, ann, ed):
    _write(as_ann)
    comment = _remark(ed)
    address = f"/app/posts/{_post().pk}/"
    as_ann.post(f"{address}comments/{comment.pk}/resolution/")
    comment.refresh_from_db()
    assert comment.resolved_by == ann.user
    assert "Which night?" not in as_ann.get(address).text
    as_ann.post(f"{address}comments/{comment.pk}/resolution/?_undo=1")
    comment.refresh_from_db()
    assert (comment.resolved_at, comment.resolved_by) == (None, None)


def test_a_remark_stays_at_its_passage_when_the_author_writes_on(as_ann, ed):
    _write(as_ann)
    _remark(ed)
    _write(as_ann, f"/app/posts/{_post().pk}/", body="<p>Before.</p><p>It was cold.</p>")
    assert _newest().body == '<p>Before.</p><p data-block-key="k1">It was cold.</p>'
