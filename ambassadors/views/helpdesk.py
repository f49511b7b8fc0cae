"""The help desk, from both sides of it: who asks and who answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors import helpdesk
from ambassadors.access import AmbassadorRequest, ambassador_required
from ambassadors.actions import helpdesk as actions
from ambassadors.forms.helpdesk import AnswerForm, ArchiveForm, FollowUpForm, QuestionForm
from ambassadors.models import Ambassador, Question
from themes.models import Theme

PER_PAGE = 10


@vary_on_headers("HX-Request")
@require_safe
@ambassador_required
def help_list(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    query = request.GET.get("q", "").strip()[:100]
    archive = Question.objects.archived().with_people()
    archive = archive.matching(query) if query else archive.order_by("-answered_at", "-pk")
    context: dict[str, object] = {
        "query": query,
        "page": Paginator(archive, PER_PAGE).get_page(request.GET.get("page")),
    }
    if request.htmx:
        return render(request, "ambassadors/_help_archive.html", context)
    context |= {
        "ambassador": ambassador,
        "waiting": list(Question.objects.open().filter(expert=ambassador).with_people().order_by("due_at")),
        "mine": list(ambassador.questions.with_people()[:20]),
    }
    return render(request, "ambassadors/help_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def help_new(request: AmbassadorRequest) -> HttpResponse:
    programmes = request.ambassador.programmes()
    if not programmes:
        raise Http404
    themes = Theme.objects.live().filter(programme__in=programmes)
    form = QuestionForm(
        request.POST or None, themes=themes, initial={"theme": themes.filter(slug=request.GET.get("theme", "")).first()}
    )
    if form.is_valid():
        theme = form.cleaned_data["theme"]
        programme = theme.programme if theme else programmes[0]
        question = actions.ask(ambassador=request.ambassador, programme=programme, **form.cleaned_data)
        if question.expert:
            messages.success(request, _("Asked. %(name)s has it now.") % {"name": question.expert})
        else:
            messages.success(request, _("Asked. Your programme manager finds somebody who knows."))
        return redirect("ambassadors:help_detail", question.pk)
    context = {"form": form, "terms": helpdesk.terms(programmes[0])}
    return render(request, "ambassadors/help_new.html", context, status=422 if form.errors else 200)


@require_safe
@ambassador_required
def help_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    return _detail(request, _visible(request.ambassador, pk))


@require_POST
@ambassador_required
def help_answer(request: AmbassadorRequest, pk: int) -> HttpResponse:
    question = _for_me(request.ambassador, pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _detail(request, question, answer_form=form, status=422)
    try:
        actions.answer(question=question, by=request.user, text=form.cleaned_data["text"])
    except (actions.AlreadyAnswered, actions.NotYours):
        messages.error(request, _("Nothing was sent: somebody else has answered, or has the question now."))
        return redirect("ambassadors:help_list")
    messages.success(request, _("Sent. %(name)s can read it now.") % {"name": question.asker})
    return redirect("ambassadors:help_detail", pk)


@require_POST
@ambassador_required
def help_passing(request: AmbassadorRequest, pk: int) -> HttpResponse:
    try:
        question = actions.pass_on(question=_for_me(request.ambassador, pk), by=request.ambassador)
    except (actions.AlreadyAnswered, actions.NotYours):
        messages.error(request, _("Nothing changed: it does not wait for you any more."))
    else:
        who = question.expert or _("your programme manager")
        messages.success(request, _("Passed on to %(name)s. It does not come back to you.") % {"name": who})
    return redirect("ambassadors:help_list")


@require_POST
@ambassador_required
def help_follow_up(request: AmbassadorRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(request.ambassador.questions.with_people(), pk=pk)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        return _detail(request, question, follow_up_form=form, status=422)
    actions.ask_again(question=question, by=request.ambassador, text=form.cleaned_data["text"])
    messages.success(request, _("Asked again."))
    return redirect("ambassadors:help_detail", pk)


@require_POST
@ambassador_required
def help_thanks(request: AmbassadorRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(request.ambassador.questions, pk=pk)
    actions.thank(question=question, by=request.ambassador)
    messages.success(request, _("They see that it helped."))
    return redirect("ambassadors:help_detail", pk)


@require_POST
@ambassador_required
def help_archive(request: AmbassadorRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(request.ambassador.questions, pk=pk)
    form = ArchiveForm(request.POST)
    if form.is_valid():
        actions.choose_archive(question=question, by=request.ambassador, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("ambassadors:help_detail", pk)


@require_POST
@ambassador_required
def help_withdrawal(request: AmbassadorRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(request.ambassador.questions, pk=pk)
    try:
        actions.withdraw_question(question=question, by=request.ambassador)
    except actions.AlreadyAnswered:
        messages.error(request, _("Nothing changed: it was answered meanwhile. You can keep it out of the archive."))
        return redirect("ambassadors:help_detail", pk)
    messages.success(request, _("Your question is gone."))
    return redirect("ambassadors:help_list")


def _visible(ambassador: Ambassador, pk: int) -> Question:
    """Return a question that this person asked, is to answer, answered, or may find in the archive."""
    rows = Question.objects.with_people()
    archived = Q(state=Question.State.ANSWERED, may_be_archived=True)
    answered = Q(replies__by=ambassador.user, replies__is_answer=True)
    visible = rows.filter(Q(asker=ambassador) | Q(expert=ambassador) | archived | answered).distinct()
    return get_object_or_404(visible, pk=pk)


def _for_me(ambassador: Ambassador, pk: int) -> Question:
    return get_object_or_404(Question.objects.with_people().filter(expert=ambassador), pk=pk)


def _detail(
    request: AmbassadorRequest,
    question: Question,
    answer_form: AnswerForm | None = None,
    follow_up_form: FollowUpForm | None = None,
    status: int = 200,
) -> HttpResponse:
    ambassador = request.ambassador
    is_mine = question.asker_id == ambassador.pk
    is_for_me = question.expert_id == ambassador.pk
    context = {
        "question": question,
        "replies": list(question.replies.select_related("by__ambassador")),
        "is_mine": is_mine,
        "is_for_me": is_for_me,
        "shows_asker": is_mine or is_for_me or question.shows_name,
        "answer_form": answer_form or AnswerForm(),
        "follow_up_form": follow_up_form or FollowUpForm(),
        "archive_form": ArchiveForm(instance=question),
    }
    return render(request, "ambassadors/help_detail.html", context, status=status)
