"""The ambassador's own side: profile, networks, privacy, themes, data, a pause, a goodbye."""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors import cold_contacts, data_sheet, privacy, rights
from ambassadors.access import AmbassadorRequest, ambassador_required, member_required
from ambassadors.actions import links, people, roles
from ambassadors.forms.me import NetworksForm, OfferForm, PauseForm, PreferencesForm, PrivacyForm, ProfileForm
from ambassadors.models import Ambassador, Policy, Question, Role, RoleAssignment, ThemeLink
from ambassadors.models.links import RoleAssignmentQuerySet
from themes.models import Theme

# For how long somebody's own page tells that an offer was put off.
_TOLD_FOR = timedelta(days=30)


@ambassador_required
def me(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    policies = Policy.objects.of(ambassador)
    theme_links = list(ambassador.theme_links.select_related("theme").filter(theme__retired_at=None))
    context = {
        "ambassador": ambassador,
        "links": [link for link in theme_links if link.state == ThemeLink.State.ACCEPTED],
        "invited": [link for link in theme_links if link.state == ThemeLink.State.INVITED],
        "assignments": list(ambassador.role_assignments.current().select_related("role", "theme")),
        "asked": list(ambassador.role_assignments.asked().select_related("role", "theme")),
        "networks": list(ambassador.networks.all()),
        "policy": policies[0] if policies else None,
        "waiting": Policy.objects.waiting_for(ambassador),
        "outside": ambassador.answer_requests.open().count() + len(cold_contacts.of_person(ambassador)),
        "to_answer": ambassador.questions_to_answer.filter(state=Question.State.OPEN).count(),
        "consents": [name for name in privacy.CONSENTS if getattr(ambassador, name)],
    }
    return render(request, "ambassadors/me.html", context)


@ambassador_required
@require_http_methods(["GET", "POST"])
def me_profile(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    form = ProfileForm(request.POST or None, request.FILES or None, instance=ambassador)
    if form.is_valid():
        data = form.cleaned_data
        people.tell_about_oneself(
            ambassador=form.save(commit=False),
            first_name=data["first_name"],
            last_name=data["last_name"],
            picture=data["picture"],
            remove_picture=data.get("remove_picture", False),
        )
        return _saved(request)
    return _form(request, "ambassadors/me_profile.html", form, ambassador)


@ambassador_required
@require_http_methods(["GET", "POST"])
def me_preferences(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    form = PreferencesForm(request.POST or None, instance=ambassador.user)
    if form.is_valid():
        form.save()
        return _saved(request)
    return _form(request, "ambassadors/me_preferences.html", form, ambassador)


@ambassador_required
@require_http_methods(["GET", "POST"])
def me_networks(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    form = NetworksForm(request.POST if request.method == "POST" else None, ambassador=ambassador)
    if form.is_valid():
        people.choose_networks(ambassador=ambassador, rows=form.rows())
        return _saved(request)
    return _form(request, "ambassadors/me_networks.html", form, ambassador)


@ambassador_required
@require_http_methods(["GET", "POST"])
def me_privacy(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    form = PrivacyForm(request.POST if request.method == "POST" else None, instance=ambassador)
    if form.is_valid():
        form.save()
        return _saved(request)
    return _form(request, "ambassadors/me_privacy.html", form, ambassador, threshold=privacy.threshold())


@ambassador_required
def me_themes(request: AmbassadorRequest) -> HttpResponse:
    theme = request.GET.get("theme", "")
    initial = {"theme": theme if theme.isdecimal() else None}
    return show_themes(request, OfferForm(ambassador=request.ambassador, initial=initial))


def show_themes(request: AmbassadorRequest, form: OfferForm) -> HttpResponse:
    """Answer with the person's themes and roles, and the form to offer oneself for a role."""
    ambassador = request.ambassador
    mine = {link.theme_id: link for link in ambassador.theme_links.all()}
    live = Theme.objects.live().filter(programme__in=ambassador.programmes())
    context = {
        "ambassador": ambassador,
        "rows": [(theme, mine.get(theme.pk)) for theme in live],
        "assignments": _with_rights(ambassador.role_assignments.planned().exclude(accepted_at=None)),
        "asked": _with_rights(ambassador.role_assignments.asked()),
        "offered": list(ambassador.role_offers.waiting()),
        "put_off": list(ambassador.role_offers.put_off_since(timezone.now() - _TOLD_FOR).order_by("-answered_at")),
        "form": form,
        "can_offer": Role.objects.live().exists(),
        "is_offering": form.is_bound or form.initial.get("theme"),
    }
    return render(request, "ambassadors/me_themes.html", context, status=422 if form.errors else 200)


@ambassador_required
@require_POST
def me_theme(request: AmbassadorRequest, pk: int) -> HttpResponse:
    """Say yes to a theme, propose oneself for it, or leave it."""
    ambassador = request.ambassador
    theme = get_object_or_404(Theme.objects.live(), pk=pk)
    reason = request.POST.get("reason", "").strip()[:240]
    if request.POST.get("answer") == "no":
        links.leave_theme(ambassador=ambassador, theme=theme)
        messages.success(request, _("%(theme)s is no longer on your list.") % {"theme": theme})
    else:
        link = links.propose_theme(ambassador=ambassador, theme=theme, reason=reason)
        if link.state == ThemeLink.State.ACCEPTED:
            messages.success(request, _("%(theme)s is one of your themes.") % {"theme": theme})
        else:
            messages.success(request, _("Your manager sees that you would like %(theme)s.") % {"theme": theme})
    return redirect("ambassadors:me_themes")


def _with_rights(assignments: RoleAssignmentQuerySet) -> list[RoleAssignment]:
    rows = list(assignments.select_related("role", "theme__programme"))
    for row in rows:
        row.rights_held = rights.rights_of(row.role.rights)  # type: ignore[attr-defined]
    return rows


@ambassador_required
@require_POST
def me_role_answer(request: AmbassadorRequest, pk: int) -> HttpResponse:
    assignment = get_object_or_404(RoleAssignment, pk=pk, ambassador=request.ambassador)
    accepts = request.POST.get("answer") == "yes"
    if not roles.answer_role(assignment=assignment, accepts=accepts):
        messages.info(request, _("Nothing changed: this question was answered or taken back already."))
    elif accepts:
        messages.success(request, _("You are %(role)s now.") % {"role": assignment.role})
    else:
        messages.success(request, _("Fine; your manager sees that you would rather not."))
    return redirect("ambassadors:me_themes")


@ambassador_required
@require_POST
def me_role_end(request: AmbassadorRequest, pk: int) -> HttpResponse:
    ambassador = request.ambassador
    assignment = get_object_or_404(RoleAssignment, pk=pk, ambassador=ambassador)
    roles.end_assignment(assignment=assignment)
    messages.success(request, _("You gave the role of %(role)s back.") % {"role": assignment.role})
    return redirect("ambassadors:me_themes")


@never_cache
@ambassador_required
def my_data(request: AmbassadorRequest) -> HttpResponse:
    """Show what is known about the person; with ?download the same as a file."""
    ambassador = request.ambassador
    if "download" in request.GET:
        name = f"{ambassador.slug}-{timezone.localdate():%Y-%m-%d}.zip"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(privacy.archive(ambassador), content_type="application/zip", headers=headers)
    page = {
        "ambassador": ambassador,
        "sheets": data_sheet.sheets(ambassador),
        "draft_days": settings.DRAFT_RETENTION_DAYS,
        "visit_days": settings.VISIT_RETENTION_DAYS,
    }
    return render(request, "ambassadors/my_data.html", page)


@ambassador_required
@require_http_methods(["GET", "POST"])
def me_pause(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    if "resume" in request.POST:
        people.pause(ambassador=ambassador, until=None)
        messages.success(request, _("Good to have you back."))
        return redirect("ambassadors:me")
    form = PauseForm(request.POST or None, initial={"until": ambassador.paused_until})
    if form.is_valid():
        people.pause(ambassador=ambassador, until=form.cleaned_data["until"])
        return _saved(request)
    return _form(request, "ambassadors/me_pause.html", form, ambassador)


@never_cache
@member_required
@require_http_methods(["GET", "POST"])
def departure(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    stays = privacy.has_other_work(ambassador.user)
    if request.method == "POST":
        if "sure" not in request.POST:
            raise Http404
        people.leave(ambassador=ambassador)
        logout(request)
        return render(request, "ambassadors/departed.html", {"stays": stays})
    context = {"ambassador": ambassador, "stays": stays, "losses": privacy.losses_of_leaving(ambassador)}
    return render(request, "ambassadors/departure.html", context)


def _form(
    request: AmbassadorRequest, template: str, form: object, ambassador: Ambassador, **more: object
) -> HttpResponse:
    context = {"form": form, "ambassador": ambassador, **more}
    return render(request, template, context, status=422 if getattr(form, "errors", None) else 200)


def _saved(request: AmbassadorRequest) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("ambassadors:me")
