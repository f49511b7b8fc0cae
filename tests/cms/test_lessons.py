"""Lessons: for whom they are, how far a person is, and that it is nobody else's business."""

import pytest
from django.urls import reverse

from ambassadors import privacy
from ambassadors.actions.people import leave
from ambassadors.models import RoleAssignment
from cms.models import HandbookPage, LessonPage, LessonProgress
from tests import factories

BODY = [
    {"type": "paragraph", "value": "<p>Ask first.</p>"},
    {
        "type": "question",
        "id": "11111111-1111-4111-8111-111111111111",
        "value": {
            "question": "A child is in the photo. What now?",
            "choices": [
                {"text": "Post it", "is_right": False, "why": "Parents decide."},
                {"text": "Ask the parents", "is_right": True, "why": "They decide."},
            ],
        },
    },
]
QUESTION = BODY[1]["id"]


def _lesson(**fields):
    number = LessonPage.objects.count() + 1
    roles = fields.pop("roles", [])
    values = {"title": f"Lesson {number}", "slug": f"lesson-{number}", "language": "en", "summary": "S", "body": BODY}
    lesson = HandbookPage.objects.get().add_child(instance=LessonPage(**values | fields))
    if roles:
        lesson.roles.set(roles)
        lesson.save()
    return lesson


def _url(name, *args):
    return reverse(f"cms:{name}", args=args)


@pytest.fixture
def lesson(db):
    return _lesson(title="Photos of people", tip="Ask who is in it.", place="home")


def test_a_lesson_is_begun_answered_and_finished(as_ann, ann, lesson):
    assert "Ask first." in as_ann.get(_url("lesson_detail", lesson.pk)).content.decode()
    answer = _url("lesson_answer", lesson.pk)
    html = as_ann.post(answer, {"question": QUESTION, "choice": "0"}, follow=True).content.decode()
    assert "Parents decide." in html
    html = as_ann.post(answer, {"question": QUESTION, "choice": "1"}, headers={"HX-Request": "true"}).content.decode()
    assert "They decide." in html
    assert "<html" not in html
    for _again in range(2):
        as_ann.post(_url("lesson_completion", lesson.pk))
    progress = LessonProgress.objects.get()
    assert (progress.ambassador, progress.answers) == (ann, {QUESTION: 1})
    assert progress.finished_at
    assert "1 of 1 finished" in as_ann.get(_url("lesson_list")).content.decode()


@pytest.mark.parametrize("data", [{"question": "x", "choice": "0"}, {"question": QUESTION, "choice": "2"}, {}])
def test_an_answer_that_does_not_exist_is_refused(as_ann, lesson, data):
    assert as_ann.post(_url("lesson_answer", lesson.pk), data).status_code == 400
    assert not LessonProgress.objects.exists()


def test_a_lesson_for_a_role_is_for_who_holds_it(as_ann, ann, theme):
    coach = factories.RoleFactory(key="coach")
    lesson = _lesson(roles=[coach])
    assert as_ann.get(_url("lesson_detail", lesson.pk)).status_code == 404
    RoleAssignment.objects.create(ambassador=ann, role=coach, theme=theme)
    assert as_ann.get(_url("lesson_detail", lesson.pk)).status_code == 200


def test_lessons_in_a_language_one_does_not_read_are_left_out(as_ann, lesson):
    _lesson(title="Foto's van mensen", language="nl")
    assert [found.title for found in as_ann.get(_url("lesson_list")).context["todo"]] == ["Photos of people"]


def test_a_tip_stands_where_it_helps_until_the_lesson_is_finished(as_ann, ann, lesson, programme):
    home = reverse("sharehub:feed")
    assert "Ask who is in it." in as_ann.get(home).content.decode()
    as_ann.post(_url("lesson_completion", lesson.pk))
    assert "Ask who is in it." not in as_ann.get(home).content.decode()


def test_the_world_reads_no_lesson(client, lesson):
    assert client.get(lesson.get_url()).headers["Location"] == _url("lesson_detail", lesson.pk)
    assert "/accounts/login/" in client.get(_url("lesson_detail", lesson.pk)).headers["Location"]
    assert lesson.get_url() not in client.get("/sitemap.xml").content.decode()


def test_progress_is_in_the_own_data_and_goes_when_one_leaves(as_ann, ann, lesson):
    as_ann.post(_url("lesson_completion", lesson.pk))
    assert [row["lesson"] for row in privacy.personal_data(ann)["lessons"]] == ["Photos of people"]
    leave(ambassador=ann)
    assert not LessonProgress.objects.exists()


def test_the_manager_sees_no_single_person(as_mia, as_ann, programme, lesson):
    as_ann.post(_url("lesson_completion", lesson.pk))
    html = as_mia.get(reverse("ambassadors:support", args=[programme.slug])).content.decode()
    assert "1 lesson; too few people finished one" in html
