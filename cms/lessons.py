"""Lessons for one person: what to learn next, how far they are, and the tip that fits the place where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors import privacy
from ambassadors.models import Ambassador
from ambassadors.privacy import Row
from ambassadors.support import Part, register_part
from cms.models import HandbookPage, LessonPage, LessonProgress
from themes.models import Programme


@dataclass(frozen=True)
class Tip:
    """A sentence that helps here, and the lesson behind it."""

    text: str
    title: str
    url: str


@dataclass(frozen=True)
class Answered:
    """A question of a lesson as a person sees it: `chosen` is None until they answer."""

    id: str
    question: str
    choices: tuple[dict[str, Any], ...]
    chosen: int | None


def register() -> None:
    """Lessons stand on the page of step 6 and in everybody's own data."""
    register_part("lessons", part)
    privacy.register_export(
        "lessons",
        exported,
        title=gettext_lazy("Lessons"),
        words={
            "lesson": gettext_lazy("Lesson"),
            "started_at": gettext_lazy("Begun"),
            "finished_at": gettext_lazy("Finished"),
            "answers": gettext_lazy("Answers"),
        },
    )
    privacy.on_leaving(forget)


def tip(ambassador: Ambassador, place: str) -> Tip | None:
    """Return the tip for a place from the first lesson that the person has not finished; None when there is none left."""
    lessons = LessonPage.objects.for_ambassador(ambassador).filter(place=place, is_finished=False).exclude(tip="")
    if not (row := lessons.values_list("tip", "title", "pk").first()):
        return None
    text, title, pk = row
    return Tip(text, title, reverse("cms:lesson_detail", args=[pk]))


def questions_of(lesson: LessonPage, progress: LessonProgress | None) -> dict[str, Answered]:
    """Return the lesson's questions by id, with what the person chose."""
    given = progress.answers if progress else {}
    return {
        str(block.id): Answered(
            id=str(block.id),
            question=block.value["question"],
            choices=tuple(dict(choice) for choice in block.value["choices"]),
            chosen=given.get(str(block.id)),
        )
        for block in lesson.body
        if block.block_type == "question"
    }


def part(programme: Programme) -> Part:
    """Return how the handbook stands; how far single people are is theirs, and groups too small are not told."""
    lessons = LessonPage.objects.live().count()
    handbook = HandbookPage.objects.first()
    url = reverse("wagtailadmin_explore", args=[handbook.pk]) if handbook else reverse("wagtailadmin_explore_root")
    words = ngettext("%(n)s lesson", "%(n)s lessons", lessons) % {"n": lessons} if lessons else _("There are none yet.")
    people = LessonProgress.objects.finished().aggregate(people=Count("ambassador", distinct=True))["people"]
    if lessons and privacy.is_large_enough(people):
        words = _("%(lessons)s; %(people)s people finished at least one.") % {"lessons": words, "people": people}
    elif lessons:
        words = _("%(lessons)s; too few people finished one to show how many.") % {"lessons": words}
    return Part(_("Lessons"), words, url, "academic-cap")


def exported(ambassador: Ambassador) -> Sequence[Row]:
    """Return the lessons the person followed."""
    rows = ambassador.lesson_progress.select_related("lesson").order_by("started_at")
    return [
        {
            "lesson": row.lesson.title,
            "started_at": row.started_at,
            "finished_at": row.finished_at,
            "answers": row.answers,
        }
        for row in rows
    ]


def forget(ambassador: Ambassador) -> None:
    """Nothing tells what somebody who left had learned."""
    ambassador.lesson_progress.all().delete()
