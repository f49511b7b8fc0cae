"""The handbook in the app."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import AmbassadorRequest, ambassador_required
from cms import lessons
from cms.actions import lessons as actions
from cms.models import LessonPage


@require_safe
@ambassador_required
def lesson_list(request: AmbassadorRequest) -> HttpResponse:
    found = list(LessonPage.objects.for_ambassador(request.ambassador).prefetch_related("themes", "roles"))
    finished = [lesson for lesson in found if lesson.is_finished]
    context = {
        "next": next((lesson for lesson in found if not lesson.is_finished), None),
        "todo": [lesson for lesson in found if not lesson.is_finished],
        "finished": finished,
        "total": len(found),
        "percent": round(100 * len(finished) / len(found)) if found else 0,
    }
    return render(request, "cms/lesson_list.html", context)


@require_safe
@ambassador_required
def lesson_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    lesson = _lesson(request, pk)
    progress = actions.begin_lesson(lesson=lesson, ambassador=request.ambassador)
    context = {"lesson": lesson, "progress": progress, "questions": lessons.questions_of(lesson, progress)}
    return render(request, "cms/lesson_detail.html", context)


@vary_on_headers("HX-Request")
@require_POST
@ambassador_required
def lesson_answer(request: AmbassadorRequest, pk: int) -> HttpResponse:
    lesson = _lesson(request, pk)
    question, choice = request.POST.get("question", ""), request.POST.get("choice", "")
    try:
        progress = actions.answer_question(
            lesson=lesson,
            ambassador=request.ambassador,
            question=question,
            choice=int(choice) if choice.isdigit() else -1,
        )
    except actions.UnknownAnswer:
        return HttpResponse(status=400)
    if request.htmx:
        context = {"lesson": lesson, "asked": lessons.questions_of(lesson, progress)[question]}
        return render(request, "cms/_lesson_question.html", context)
    return redirect(f"{lesson.app_address()}#question-{question}")


@require_POST
@ambassador_required
def lesson_completion(request: AmbassadorRequest, pk: int) -> HttpResponse:
    actions.finish_lesson(lesson=_lesson(request, pk), ambassador=request.ambassador)
    messages.success(request, _("Done. It stays here to look things up."))
    return redirect("cms:lesson_list")


def _lesson(request: AmbassadorRequest, pk: int) -> LessonPage:
    return get_object_or_404(LessonPage.objects.for_ambassador(request.ambassador), pk=pk)
