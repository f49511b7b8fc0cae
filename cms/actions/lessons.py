"""What a person does with a lesson."""

from django.db import transaction
from django.utils import timezone

from ambassadors.models import Ambassador
from cms.models import LessonPage, LessonProgress


class UnknownAnswer(Exception):
    """The lesson has no such question or answer."""


@transaction.atomic
def begin_lesson(*, lesson: LessonPage, ambassador: Ambassador) -> LessonProgress:
    """The person has begun; the first time counts."""
    return LessonProgress.objects.get_or_create(lesson=lesson, ambassador=ambassador)[0]


@transaction.atomic
def answer_question(*, lesson: LessonPage, ambassador: Ambassador, question: str, choice: int) -> LessonProgress:
    """The person chose this answer, perhaps after another one; raises UnknownAnswer."""
    blocks = {str(block.id): block for block in lesson.body if block.block_type == "question"}
    if question not in blocks or not 0 <= choice < len(blocks[question].value["choices"]):
        raise UnknownAnswer
    begin_lesson(lesson=lesson, ambassador=ambassador)
    progress = LessonProgress.objects.select_for_update().get(lesson=lesson, ambassador=ambassador)
    progress.answers = {**progress.answers, question: choice}
    progress.save(update_fields=["answers"])
    return progress


@transaction.atomic
def finish_lesson(*, lesson: LessonPage, ambassador: Ambassador) -> LessonProgress:
    """The person finished the lesson; the first time counts, and nobody has to answer anything for it."""
    begin_lesson(lesson=lesson, ambassador=ambassador)
    mine = LessonProgress.objects.filter(lesson=lesson, ambassador=ambassador)
    mine.filter(finished_at=None).update(finished_at=timezone.now())
    return mine.get()
