"""Step 5: what is said outside, in a list and per theme."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from themes import workspace
from themes.access import requires
from themes.actions.outside import move_conversation, note_conversation, remove_conversation
from themes.filters import ConversationFilter
from themes.forms.outside import ConversationForm, ConversationStateForm
from themes.listening import drawings, figures
from themes.models import Conversation, ConversationMatch, Programme, Theme
from themes.models.conversations import ConversationQuerySet
from themes.panels import panels_of_each
from themes.views.conflicts import conflict

_STEP = 5
_A_PAGE = 20
_EVERY = "all"
_NOTED = gettext_lazy("It is written down.")
_NOTED_WITHOUT_THEME = gettext_lazy(
    "It is written down, but about none of your themes: choose one, and a colleague is asked."
)
_LISTS = {
    Conversation.State.WAITING: gettext_lazy("Waiting"),
    Conversation.State.TAKEN: gettext_lazy("Taken"),
    Conversation.State.ANSWERED: gettext_lazy("Answered"),
    Conversation.State.DISMISSED: gettext_lazy("Not for us"),
    _EVERY: gettext_lazy("Everything heard"),
}


@vary_on_headers("HX-Request")
@require_GET
@requires("themes.view_conversation")
def conversation_list(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    state = request.GET.get("state", "")
    state = state if state in _LISTS else Conversation.State.WAITING
    everything = Conversation.objects.filter(programme=programme)
    if state == Conversation.State.WAITING:
        chosen = everything.waiting(programme).order_by("said_at")
    else:
        chosen = everything if state == _EVERY else everything.filter(state=state)
    found = ConversationFilter(request.GET, queryset=_with_words(chosen), programme=programme)
    page = Paginator(found.qs, _A_PAGE).get_page(request.GET.get("page"))
    context = {
        "programme": programme,
        "conversations": page,
        "rows": panels_of_each(list(page)),
        "filter": found,
        "state": state,
        "lists": [(key, name, f"?state={key}") for key, name in _LISTS.items()],
        "is_filtered": any(request.GET.get(name) for name in found.filters),
    }
    if getattr(request, "htmx", None):
        return render(request, "themes/_conversations.html", context)
    context |= workspace.context(programme, _STEP)
    context["has_sources"] = programme.listening_sources.exists()
    return render(request, "themes/conversation_list.html", context)


@require_POST
@requires("themes.change_conversation")
def conversation_state(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    conversations = Conversation.objects.select_related("programme", "theme")
    conversation = get_object_or_404(conversations, programme__slug=slug, pk=pk)
    back = reverse("themes:conversation_list", args=[slug])
    form = ConversationStateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed: choose taken, answered or dismissed."))
        return redirect(back)
    state = form.cleaned_data["state"]
    token = move_conversation(conversation=conversation, state=state, by=request.user, back=back)
    words = _("The conversation with %(author)s is %(state)s.")
    words = words % {"author": conversation.author, "state": conversation.get_state_display()}
    messages.success(request, words, extra_tags=reverse("themes:undo", args=[slug, token]))
    return redirect(back)


@require_http_methods(["GET", "POST"])
@requires("themes.add_conversation")
def conversation_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Write down what was heard at a fair or by telephone."""
    programme = get_object_or_404(Programme, slug=slug)
    theme = request.GET.get("theme", "")
    chosen = programme.themes.live().filter(pk=theme).first() if theme.isdecimal() else None
    now = timezone.now().replace(second=0, microsecond=0)
    return _conversation_form(request, Conversation(programme=programme, theme=chosen, said_at=now))


@require_http_methods(["GET", "POST"])
@requires("themes.change_conversation")
@transaction.atomic
def conversation_edit(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    return _conversation_form(request, _noted(slug, pk, locked=request.method == "POST"))


@require_POST
@requires("themes.delete_conversation")
@transaction.atomic
def conversation_removal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    back = reverse("themes:conversation_list", args=[slug])
    token = remove_conversation(conversation=_noted(slug, pk, locked=True), by=request.user, back=back)
    messages.success(request, _("What you wrote down is gone."), extra_tags=reverse("themes:undo", args=[slug, token]))
    return redirect(back)


@require_GET
@requires("themes.view_conversation")
def theme_conversations(request: HttpRequest, slug: str, theme_slug: str) -> HttpResponse:
    """Show what is said about one theme, in figures."""
    programme = get_object_or_404(Programme, slug=slug)
    theme = get_object_or_404(Theme.objects.select_related("programme"), programme=programme, slug=theme_slug)
    today = timezone.localdate()
    weeks, words = figures.weeks(theme, today), figures.words(theme, today)
    table = figures.hours(theme, today)
    newest = _with_words(Conversation.objects.about(theme))[:5]
    context = {
        **workspace.context(programme, _STEP),
        "theme": theme,
        "themes": programme.themes.live(),
        "said": sum(week.said for week in weeks),
        "weeks": figures.WEEKS,
        "volume": drawings.volume(weeks, theme.hue),
        "volume_title": drawings.volume_title(weeks),
        "shares": drawings.shares(figures.shares(programme, today), theme.pk),
        "moods": drawings.moods(weeks),
        "moods_title": drawings.moods_title(weeks),
        "measured": sum(week.measured for week in weeks),
        "rising": [(word.text, drawings.rise_of(word)) for word in figures.rising(words)],
        "cloud": drawings.cloud(figures.cloud(words), theme.hue),
        "hours": drawings.hours(table),
        "hours_title": drawings.hours_title(table),
        "newest": newest,
    }
    return render(request, "themes/theme_conversations.html", context)


def _with_words(conversations: ConversationQuerySet) -> ConversationQuerySet:
    matches = Prefetch("matches", ConversationMatch.objects.select_related("theme"))
    return conversations.select_related("theme", "source", "stakeholder").prefetch_related(matches)


def _conversation_form(request: HttpRequest, conversation: Conversation) -> HttpResponse:
    is_new, programme = conversation.pk is None, conversation.programme
    form = ConversationForm(request.POST if request.method == "POST" else None, instance=conversation)
    back = reverse("themes:conversation_list", args=[programme.slug])
    if request.method == "POST" and form.is_valid():
        asks = form.cleaned_data.get("asks")
        note_conversation(conversation=form.save(commit=False), asks=asks, by=request.user, changed=form.changed_data)
        is_lost = asks and conversation.theme_id is None
        messages.success(request, _NOTED_WITHOUT_THEME if is_lost else _NOTED)
        return redirect(back if conversation.state == Conversation.State.WAITING else f"{back}?state={_EVERY}")
    if form.is_stale:
        return conflict(request, form, workspace.context(programme, _STEP), back=f"{back}?state={_EVERY}")
    context = {
        **workspace.context(programme, _STEP),
        "form": form,
        "conversation": conversation,
        "is_new": is_new,
        "back": back,
    }
    return render(request, "themes/conversation_form.html", context, status=422 if form.errors else 200)


def _noted(slug: str, pk: int, *, locked: bool = False) -> Conversation:
    """Return a conversation that a colleague wrote down; what a source said is nobody's to change."""
    noted = Conversation.objects.filter(is_by_hand=True).select_related("programme", "theme")
    if locked:
        noted = noted.select_for_update(of=("self",))
    return get_object_or_404(noted, programme__slug=slug, pk=pk)
