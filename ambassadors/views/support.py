"""Step 6: the policy in versions, and who still has to read it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors import policies, rich_text
from ambassadors.access import PersonRequest, allowed
from ambassadors.actions import support as actions
from ambassadors.forms.steering import PolicyForm
from ambassadors.models import Policy
from ambassadors.support import parts
from ambassadors.taking_part import in_programme
from themes import workspace
from themes.kept import kept
from themes.models import Programme
from themes.views.conflicts import conflict

STEP = 6
PER_PAGE = 50


@allowed("ambassadors.change_policy")
def support(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    # The draft, where there is one, has the highest number; the current version comes right after it.
    newest = list(programme.policies.all()[:2])
    draft = next((policy for policy in newest if not policy.is_published), None)
    current = next((policy for policy in newest if policy.is_published), None)
    people = in_programme(programme)

    def count() -> tuple[int, int]:
        return people.count(), people.without_acknowledgement(current).count() if current else 0

    everybody, must = kept(f"agreed:{programme.pk}:{current and current.pk}", count).value
    context = {
        **workspace.context(programme, current_step=STEP),
        "policy": current,
        "draft": draft,
        "everybody": everybody,
        "must": must,
        "parts": parts(programme),
    }
    return render(request, "ambassadors/support.html", context)


@allowed("ambassadors.change_policy")
def support_policy(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    current = Policy.objects.current(programme.pk)
    people = in_programme(programme)
    must = people.without_acknowledgement(current).select_related("user", "team") if current else people.none()
    context = {
        **workspace.context(programme, current_step=STEP),
        "policy": current,
        "draft": programme.policies.filter(published_at=None).first(),
        "earlier": programme.policies.published().exclude(pk=current.pk) if current else [],
        "everybody": people.count(),
        "page": Paginator(must, PER_PAGE).get_page(request.GET.get("page")),
        "reminder_days": policies.REMINDER_DAYS,
    }
    return render(request, "ambassadors/support_policy.html", context)


@allowed("ambassadors.change_policy")
def policy_detail(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    policy = get_object_or_404(Policy, pk=pk, programme=programme)
    before = programme.policies.published().filter(version__lt=policy.version).first()
    context = {
        **workspace.context(programme, current_step=STEP),
        "policy": policy,
        "before": before,
        "differences": policies.differences(before.body, policy.body) if before else [],
        "texts": [(code, policy.translations[code]) for code in policy.translations],
        "is_same": bool(before and policy.says_the_same_as(before)),
        "everybody": in_programme(programme).count() if not policy.is_published else 0,
    }
    return render(request, "ambassadors/policy_detail.html", context)


@allowed("ambassadors.change_policy")
@require_http_methods(["GET", "POST"])
@transaction.atomic
def policy_form(request: PersonRequest, slug: str) -> HttpResponse:
    # One at a time: of two who begin a draft at once, the second is told.
    rows = Programme.objects.select_for_update(no_key=True) if request.method == "POST" else Programme.objects.all()
    programme = get_object_or_404(rows, slug=slug)
    draft = programme.policies.filter(published_at=None).first()
    current = Policy.objects.current(programme.pk)
    start = None
    if draft is None and current:
        start = {"title": current.title, "body": rich_text.clean(current.body)}
    instance = draft or Policy(programme=programme)
    form = PolicyForm(request.POST or None, instance=instance, initial=start, start=draft or current or instance)
    if form.is_valid():
        data = form.cleaned_data
        policy = actions.write_policy(
            programme=programme,
            title=data["title"],
            body=data["body"],
            language=form.language,
            translations=form.translations(),
            by=request.user,
        )
        return redirect("ambassadors:policy_detail", slug, policy.pk)
    media = rich_text.media_for(request, form.media)
    context: dict[str, object] = {"form": form, "draft": draft, "current": current, "media": media}
    context |= workspace.context(programme, current_step=STEP)
    if form.is_stale:
        back = reverse("ambassadors:support_policy", args=[slug])
        return rich_text.let_the_editor_in(conflict(request, form, context, back=back))
    response = render(request, "ambassadors/policy_form.html", context, status=422 if form.errors else 200)
    return rich_text.let_the_editor_in(response)


@allowed("ambassadors.change_policy")
@require_POST
def policy_publication(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    policy = get_object_or_404(Policy, pk=pk, programme__slug=slug)
    try:
        actions.publish_policy(policy=policy, by=request.user, asks_the_same="again" in request.POST)
    except actions.PolicyPublished:
        messages.error(request, _("Nothing changed: this version was published before."))
    except actions.PolicyUnchanged:
        messages.error(
            request, _("Nothing was published: it reads as the version before. Say that people should agree again.")
        )
        return redirect("ambassadors:policy_detail", slug, pk)
    else:
        messages.success(request, _("Published. People are asked to read it before their next share."))
    return redirect("ambassadors:support_policy", slug)
