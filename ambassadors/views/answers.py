"""Questions from outside: the ambassador's side, and the manager's button that asks somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ambassadors import answers, cold_contacts, routing, theme_panels
from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_required
from ambassadors.actions import answers as actions
from ambassadors.forms.answers import AnswerForm, ContactMomentForm
from ambassadors.models import Ambassador, AnswerRequest
from themes import workspace
from themes.models import Conversation, Stakeholder

STEP = 5
_ANSWERED_BEFORE = 10
_MOST_COLLEAGUES = 8
_MOST_CANDIDATES = 5


@require_GET
@ambassador_required
def question_list(request: AmbassadorRequest) -> HttpResponse:
    mine = request.ambassador.answer_requests.select_related("conversation__theme", "conversation__source")
    context = {
        "requests": mine.open(),
        "answered": mine.filter(state=AnswerRequest.State.ANSWERED)[:_ANSWERED_BEFORE],
        "cold": cold_contacts.of_person(request.ambassador),
    }
    return render(request, "ambassadors/question_list.html", context)


@require_GET
@ambassador_required
def question_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    asked = _asked(request, pk)
    context = {
        "asked": asked,
        "conversation": asked.conversation,
        "ways": answers.ways(asked),
        "form": AnswerForm(colleagues=_colleagues(asked)),
        "is_open": asked.state in {AnswerRequest.State.OFFERED, AnswerRequest.State.TAKEN},
    }
    return render(request, "ambassadors/question_detail.html", context)


@require_POST
@ambassador_required
def question_answer(request: AmbassadorRequest, pk: int) -> HttpResponse:
    """Take it, say that it is answered, pass it on, or say no."""
    asked = _asked(request, pk)
    form = AnswerForm(request.POST, colleagues=_colleagues(asked))
    if not form.is_valid():
        messages.error(request, _("Nothing changed: that colleague cannot take it now."))
        return redirect("ambassadors:question_detail", pk)
    try:
        match form.cleaned_data["answer"]:
            case "take":
                actions.take(request=asked)
                messages.success(request, _("It is yours. Answer there, in your own words."))
                return redirect("ambassadors:question_detail", pk)
            case "answered":
                actions.answer(request=asked)
                messages.success(request, _("Thank you for answering."))
            case "pass":
                actions.pass_on(request=asked, to=form.cleaned_data["to"])
                messages.success(request, _("You passed it on."))
            case _:
                actions.decline(request=asked)
                messages.success(request, _("Fine. It goes to somebody else; nobody is told why."))
    except actions.TooLate:
        messages.info(request, _("It went to somebody else already."))
    return redirect("ambassadors:question_list")


@allowed("ambassadors.add_contactmoment")
@require_http_methods(["GET", "POST"])
def contact_moment_new(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    stakeholder = get_object_or_404(Stakeholder.objects.select_related("programme"), pk=pk, programme__slug=slug)
    form = ContactMomentForm()
    if request.method == "POST":
        form = _note(request, stakeholder)
        if not form.errors:
            return redirect("themes:stakeholder_detail", slug, pk)
    context = {**workspace.context(stakeholder.programme, current_step=STEP), "stakeholder": stakeholder, "form": form}
    return render(request, "ambassadors/contact_moment_form.html", context, status=422 if form.errors else 200)


@allowed("ambassadors.change_answerrequest")
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def conversation_offer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Who fits best, on a page of their own or in the list; one of them is asked, or simply the best."""
    rows = Conversation.objects.select_related("programme", "theme", "stakeholder", "source")
    conversation = get_object_or_404(rows, pk=pk, programme__slug=slug)
    context: dict[str, object] = {"programme": conversation.programme, "conversation": conversation}
    if request.method == "POST":
        _offer(request, conversation)
        if not request.htmx:
            return redirect("themes:conversation_list", slug)
        context["says"] = True
    elif "close" not in request.GET:
        context["candidates"] = routing.candidates(conversation)[:_MOST_CANDIDATES]
    panel = theme_panels.answers([conversation]).get(pk)
    context["panel"] = panel.context if panel else {"conversation": conversation}
    if request.htmx:
        return render(request, "ambassadors/_answer_state.html", context)
    context |= workspace.context(conversation.programme, current_step=STEP)
    return render(request, "ambassadors/conversation_offer.html", context)


def _offer(request: PersonRequest, conversation: Conversation) -> None:
    chosen = request.POST.get("to", "")
    to = get_object_or_404(Ambassador, pk=chosen) if chosen.isdecimal() else None
    try:
        made = actions.offer_conversation(conversation=conversation, by=request.user, to=to)
    except actions.TooLate:
        made = None
    conversation.refresh_from_db()
    if made:
        messages.success(request, _("%(name)s is being asked.") % {"name": made.ambassador})
    elif to:
        messages.info(request, _("Nothing changed: %(name)s cannot take it now.") % {"name": to})
    else:
        messages.info(request, _("Nobody who fits has room now. Link more people to the theme, or take it yourself."))


def _note(request: PersonRequest, stakeholder: Stakeholder) -> ContactMomentForm:
    form = ContactMomentForm(request.POST)
    if form.is_valid():
        noted = actions.note_contact(stakeholder=stakeholder, by=request.user, **form.cleaned_data)
        words = _("Noted in the log of %(name)s.") if noted else _("Nothing changed: the log has that already.")
        messages.success(request, words % {"name": stakeholder})
    else:
        messages.error(request, _("Nothing was noted: say when it was and what it was about."))
    return form


def _asked(request: AmbassadorRequest, pk: int) -> AnswerRequest:
    mine = request.ambassador.answer_requests.select_related("conversation__theme", "conversation__programme")
    return get_object_or_404(mine, pk=pk)


def _colleagues(asked: AnswerRequest) -> list[Ambassador]:
    return [one.ambassador for one in routing.candidates(asked.conversation)[:_MOST_COLLEAGUES]]
