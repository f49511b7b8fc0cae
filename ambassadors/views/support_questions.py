"""Step 6 for the manager: which questions wait, which are late, and on which theme."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambassadors import helpdesk, support
from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import helpdesk as actions
from ambassadors.forms.helpdesk import AnswerForm, GiveQuestionForm, TermsForm
from ambassadors.models import Question
from themes import workspace
from themes.models import Programme
from themes.views.conflicts import conflict

STEP = 6
PER_PAGE = 30


@require_safe
@allowed("ambassadors.view_question")
def support_question_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    waiting = Question.objects.filter(programme=programme).open().with_people().order_by("due_at")
    context = {
        **workspace.context(programme, current_step=STEP),
        "page": Paginator(waiting, PER_PAGE).get_page(request.GET.get("page")),
        "themes": support.questions_per_theme(programme),
        "terms": helpdesk.terms(programme),
        "figures": support.helpdesk_figures(programme),
    }
    return render(request, "ambassadors/support_question_list.html", context)


@require_safe
@allowed("ambassadors.view_question")
def support_question(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    return _detail(request, _waiting(slug, pk))


@require_POST
@allowed("ambassadors.change_question")
def support_question_answer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    question = _waiting(slug, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _detail(request, question, answer_form=form, status=422)
    try:
        actions.answer(question=question, by=request.user, text=form.cleaned_data["text"])
    except actions.AlreadyAnswered:
        messages.error(request, _("Nothing was sent: it was answered meanwhile."))
    else:
        messages.success(request, _("Sent. %(name)s can read it now.") % {"name": question.asker})
    return redirect("ambassadors:support_question_list", slug)


@require_POST
@allowed("ambassadors.change_question")
def support_question_expert(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    question = _waiting(slug, pk)
    form = GiveQuestionForm(request.POST, question=question)
    if not form.is_valid():
        return _detail(request, question, give_form=form, status=422)
    try:
        actions.give_to(question=question, expert=form.cleaned_data["expert"], by=request.user)
    except (actions.AlreadyAnswered, actions.NotYours):
        messages.error(request, _("Nothing changed: it was answered meanwhile."))
    else:
        messages.success(request, _("%(name)s has the question now.") % {"name": form.cleaned_data["expert"]})
    return redirect("ambassadors:support_question_list", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("ambassadors.change_helpdeskterms")
@transaction.atomic
def support_terms(request: PersonRequest, slug: str) -> HttpResponse:
    # The terms may not be stored yet, so the programme stands for them.
    rows = Programme.objects.select_for_update(no_key=True) if request.method == "POST" else Programme.objects.all()
    programme = get_object_or_404(rows, slug=slug)
    form = TermsForm(request.POST or None, instance=helpdesk.terms(programme))
    if form.is_valid():
        actions.set_terms(terms=form.save(commit=False), by=request.user)
        messages.success(request, _("Saved. It holds for questions asked from now on."))
        return redirect("ambassadors:support_question_list", slug)
    if form.is_stale:
        back = reverse("ambassadors:support_question_list", args=[slug])
        return conflict(request, form, workspace.context(programme, current_step=STEP), back=back)
    context = {**workspace.context(programme, current_step=STEP), "form": form}
    return render(request, "ambassadors/support_terms.html", context, status=422 if form.errors else 200)


def _waiting(slug: str, pk: int) -> Question:
    rows = Question.objects.open().with_people().select_related("programme")
    return get_object_or_404(rows, pk=pk, programme__slug=slug)


def _detail(
    request: PersonRequest,
    question: Question,
    answer_form: AnswerForm | None = None,
    give_form: GiveQuestionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **workspace.context(question.programme, current_step=STEP),
        "question": question,
        "replies": list(question.replies.select_related("by__ambassador")),
        "answer_form": answer_form or AnswerForm(),
        "give_form": give_form or GiveQuestionForm(question=question),
    }
    return render(request, "ambassadors/support_question.html", context, status=status)
