"""Step 3: who is there, who covers which theme, and who would fit."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ambassadors import coverage, matching, offers
from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import links as actions
from ambassadors.actions.people import change_in_directory
from ambassadors.forms.directory import PersonFilterForm, PersonForm
from ambassadors.forms.steering import AssignmentForm, LinkForm
from ambassadors.models import Ambassador, Policy, RoleAssignment, RoleOffer, ThemeLink
from ambassadors.models.people import AmbassadorQuerySet
from themes import undo, workspace
from themes.models import Programme, Theme
from themes.views.conflicts import conflict

STEP = 3
PER_PAGE = 30
# How many of a kind stand on a page that is about something else as well.
SHOWN = 24
# On the page of a theme, of those who offer themselves, are linked, asked or hold a role.
SHOWN_OF_THEME = 12
# For how long a manager reads that somebody would rather not.
TOLD_FOR = timedelta(days=90)


@allowed("ambassadors.view_ambassador")
@vary_on_headers("HX-Request")
def person_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    themes = list(programme.themes.live())
    form = PersonFilterForm(request.GET or None, programme=programme, themes=themes)
    people = _found(form)
    # The keys come out of an index alone, however far the page; only thirty rows are read.
    page = Paginator(people.by_name().values_list("pk", flat=True), PER_PAGE).get_page(request.GET.get("page"))
    rows = _shown(programme).filter(pk__in=list(page.object_list)).by_name()
    context: dict[str, object] = {"page": page, "people": list(rows), "programme": programme, "form": form}
    if request.htmx:
        return render(request, "ambassadors/_person_rows.html", context)
    is_whole = not request.GET  # who searches wants to see what was found
    proposed = list(ThemeLink.objects.proposed(programme).order_by("pk")[: SHOWN + 1]) if is_whole else []
    context |= {
        **workspace.context(programme, current_step=STEP),
        "coverage": coverage.per_theme(programme, themes) if is_whole else [],
        "offers": offers.of(programme, proposed[:SHOWN]),
        "more_offers": len(proposed) > SHOWN,
        "asked": programme.invitations.open().count(),
        "everybody": page.paginator.count or Ambassador.objects.eligible().exists(),
    }
    return render(request, "ambassadors/person_list.html", context)


def _shown(programme: Programme) -> AmbassadorQuerySet:
    """Return people with what a row of the directory shows."""
    accepted = ThemeLink.objects.filter(state=ThemeLink.State.ACCEPTED, theme__programme=programme)
    held = RoleAssignment.objects.current().filter(theme__programme=programme).select_related("role", "theme")
    return Ambassador.objects.select_related("user", "team").prefetch_related(
        Prefetch("theme_links", accepted.select_related("theme"), to_attr="themes_here"),
        Prefetch("role_assignments", held, to_attr="roles_here"),
    )


def _found(form: PersonFilterForm) -> AmbassadorQuerySet:
    """Return whom the filters leave."""
    if not form.is_valid():
        return Ambassador.objects.eligible()
    data = form.cleaned_data
    inactive = data["state"] == "inactive"
    people = Ambassador.objects.inactive() if inactive else Ambassador.objects.eligible().in_state(data["state"])
    people = people.search(data["q"])
    if data["team"]:
        people = people.in_team(data["team"].pk)
    if data["language"]:
        people = people.filter(languages__contains=[data["language"]])
    if data["theme"]:
        people = people.for_theme(data["theme"].pk)
    if data["role"]:
        people = people.in_role(data["role"].pk)
    return people


@allowed("ambassadors.view_ambassador")
def person_detail(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    person = _person(pk)
    links = list(person.theme_links.filter(theme__programme=programme).select_related("theme"))
    policy = Policy.objects.current(programme.pk)
    told = person.role_assignments.planned_or_declined_since(timezone.now() - TOLD_FOR)
    roles = list(told.filter(theme__programme=programme).select_related("role", "theme"))
    offered = RoleOffer.objects.waiting().filter(ambassador=person, theme__programme=programme)
    context = {
        **workspace.context(programme, current_step=STEP),
        "person": person,
        "links": links,
        "fits": matching.for_person(person, programme),
        "passed_over": set(person.passed_over.values_list("theme_id", flat=True)),
        "assignments": [row for row in roles if row.declined_at is None],
        "declined": [row for row in roles if row.declined_at is not None],
        # What speaks for them is the rest of the page.
        "offers": offers.of(programme, list(offered), {}),
        "assignment_form": AssignmentForm(programme=programme, initial={"ambassador": person.pk}),
        "contacts": list(person.contacts.filter(stakeholder__programme=programme).select_related("stakeholder")),
        "policy": policy,
        "acknowledged": policy and policy.acknowledgements.filter(ambassador=person).first(),
    }
    return render(request, "ambassadors/person_detail.html", context)


@allowed("ambassadors.view_themelink")
def theme_people(request: PersonRequest, slug: str, theme_slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    theme = get_object_or_404(programme.themes.live().select_related("programme"), slug=theme_slug)
    links = theme.theme_links.filter(ambassador__left_at=None).select_related("ambassador__user", "ambassador__team")
    links, states = links.order_by("pk"), ThemeLink.State
    # The keys first: only of those that are shown are the people read.
    held = RoleAssignment.objects.current().filter(theme=theme).order_by("role__sort_order", "pk")
    roles = RoleAssignment.objects.filter(pk__in=held.values("pk")[:SHOWN_OF_THEME]).select_related(
        "role", "ambassador__user"
    )
    offered: list[ThemeLink | RoleOffer] = [
        *links.filter(state=states.PROPOSED)[: SHOWN_OF_THEME + 1],
        *RoleOffer.objects.waiting().filter(theme=theme)[: SHOWN_OF_THEME + 1],
    ]
    more_offers, offered = len(offered) > SHOWN_OF_THEME, offered[:SHOWN_OF_THEME]
    suggestions, fits = matching.on_theme(theme, [row.ambassador for row in offered])
    context = {
        **workspace.context(programme, current_step=STEP),
        "theme": theme,
        "counts": coverage.of(theme),
        "shown": SHOWN_OF_THEME,
        "accepted": list(links.filter(state=states.ACCEPTED)[:SHOWN_OF_THEME]),
        "invited": list(links.filter(state=states.INVITED)[:SHOWN_OF_THEME]),
        "more_offers": more_offers,
        "offers": offers.of(programme, offered, fits),
        "suggestions": suggestions,
        "roles": list(roles.order_by("role__sort_order", "pk")),
    }
    return render(request, "ambassadors/theme_people.html", context)


@allowed("ambassadors.add_themelink")
@require_POST
def suggestion_dismissal(request: PersonRequest, slug: str, pk: int, theme_slug: str) -> HttpResponse:
    programme, person, theme = _suggested(slug, pk, theme_slug)
    actions.pass_over(ambassador=person, theme=theme, by=request.user)
    again = reverse("ambassadors:suggestion_restoration", args=[slug, pk, theme_slug])
    text = _("%(who)s is not suggested for %(theme)s any more.") % {"who": person, "theme": theme}
    messages.success(request, text, extra_tags=again)
    return back(request, programme, person)


@allowed("ambassadors.add_themelink")
@require_POST
def suggestion_restoration(request: PersonRequest, slug: str, pk: int, theme_slug: str) -> HttpResponse:
    _programme, person, theme = _suggested(slug, pk, theme_slug)
    actions.suggest_again(ambassador=person, theme=theme)
    messages.success(request, _("%(who)s can be suggested again.") % {"who": person})
    return redirect("ambassadors:theme_people", slug, theme_slug)


def _suggested(slug: str, pk: int, theme_slug: str) -> tuple[Programme, Ambassador, Theme]:
    programme = get_object_or_404(Programme, slug=slug)
    return programme, _person(pk), get_object_or_404(programme.themes.live(), slug=theme_slug)


@allowed("ambassadors.add_themelink")
@require_POST
def link_new(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    person = _person(pk)
    form = LinkForm(request.POST, programme=programme)
    if not form.is_valid():
        messages.error(request, _("Nothing changed: choose a theme of this programme."))
        return back(request, programme, person)
    theme = form.cleaned_data["theme"]
    words = {"who": person, "theme": theme}
    try:
        link = actions.link_to_theme(
            ambassador=person,
            theme=theme,
            by=request.user,
            reason=form.cleaned_data["reason"],
        )
    except actions.SaidNo:
        messages.info(request, _("%(who)s said no to %(theme)s before and is not asked again.") % words)
    else:
        if link.state == ThemeLink.State.ACCEPTED:
            messages.success(request, _("%(who)s is linked to %(theme)s.") % words)
        else:
            taken_back = reverse("ambassadors:link_withdrawal", args=[slug, pk, link.pk])
            messages.success(request, _("%(who)s is asked for %(theme)s.") % words, extra_tags=taken_back)
    return back(request, programme, person)


@allowed("ambassadors.change_themelink")
@require_POST
def link_decision(request: PersonRequest, slug: str, pk: int, link_pk: int) -> HttpResponse:
    programme, link = _link(slug, pk, link_pk)
    accepts, answer = request.POST.get("answer") == "yes", request.POST.get("word", "").strip()
    words = {"who": link.ambassador, "theme": link.theme}
    kept = undo.keep_fields(link, ("state", "decided_at", "answer"), owner=request.user.pk, back=request.path)
    again = reverse("ambassadors:link_restoration", args=[slug, pk, link_pk, kept])
    if not actions.decide_proposal(link=link, accepts=accepts, by=request.user, answer=answer):
        messages.info(request, _("Nothing changed: this was answered or taken back already."))
    elif accepts:
        messages.success(request, _("%(who)s is linked to %(theme)s.") % words, extra_tags=again)
    else:
        messages.success(request, _("%(who)s reads that it is not now.") % words, extra_tags=again)
    return back(request, programme, link.ambassador)


@allowed("ambassadors.change_themelink")
@require_POST
def link_restoration(request: PersonRequest, slug: str, pk: int, link_pk: int, token: str) -> HttpResponse:
    _programme, link = _link(slug, pk, link_pk)
    kept = undo.take(token, owner=request.user.pk, about=link)
    if kept and actions.reopen_proposal(link=link, kept=kept, by=request.user):
        messages.success(request, _("The offer waits again."))
    else:
        messages.info(request, _("Nothing changed: it is too late, or this was answered or taken back already."))
    return redirect(f"{reverse('ambassadors:person_list', args=[slug])}#offers")


@allowed("ambassadors.delete_themelink")
@require_POST
def link_withdrawal(request: PersonRequest, slug: str, pk: int, link_pk: int) -> HttpResponse:
    programme, link = _link(slug, pk, link_pk)
    page = reverse("ambassadors:person_detail", args=[slug, pk])
    token = undo.keep_removed(link, owner=request.user.pk, back=page)
    actions.withdraw_link(link=link, by=request.user)
    words = {"who": link.ambassador, "theme": link.theme}
    text = _("%(who)s is no longer asked for %(theme)s.") % words
    messages.success(request, text, extra_tags=reverse("themes:undo", args=[slug, token]))
    return back(request, programme, link.ambassador)


@allowed("ambassadors.change_team")
@require_http_methods(["GET", "POST"])
@transaction.atomic
def person_edit(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    rows = Ambassador.objects.eligible().select_related("user")
    if request.method == "POST":
        rows = rows.select_for_update(of=("self",))
    person = get_object_or_404(rows, pk=pk)
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        change_in_directory(ambassador=form.save(commit=False), changed=form.changed_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("ambassadors:person_detail", slug, pk)
    context = workspace.context(programme, current_step=STEP)
    if form.is_stale:
        return conflict(request, form, context, back=reverse("ambassadors:person_detail", args=[slug, pk]))
    context |= {"form": form, "person": person}
    return render(request, "ambassadors/person_form.html", context, status=422 if form.errors else 200)


def _person(pk: int) -> Ambassador:
    return get_object_or_404(Ambassador.objects.eligible().select_related("user", "team"), pk=pk)


def _link(slug: str, pk: int, link_pk: int) -> tuple[Programme, ThemeLink]:
    programme = get_object_or_404(Programme, slug=slug)
    links = ThemeLink.objects.select_related("ambassador__user", "theme")
    return programme, get_object_or_404(links, pk=link_pk, ambassador_id=pk, theme__programme=programme)


def back(request: PersonRequest, programme: Programme, person: Ambassador) -> HttpResponse:
    """Return to the page whose form this was."""
    wanted = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return redirect(wanted)
    return redirect("ambassadors:person_detail", programme.slug, person.pk)
