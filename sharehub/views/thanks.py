"""Thanks: points with their reasons, badges, and kudos between colleagues."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_required, with_ambassador
from ambassadors.models import Ambassador, Team
from sharehub import actions
from sharehub.models import Badge, Kudos, PointRules
from sharehub.recognition import badges
from themes.models import Theme


@require_safe
@ambassador_required
def thanks(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    entries = Paginator(ambassador.ledger.all(), 15).get_page(request.GET.get("page"))
    awards = {award.badge_id: award for award in ambassador.badge_awards.all()}
    done = badges.progress(ambassador)
    found = [
        (badge, awards.get(badge.pk), min(done.get(badge.key, 0), badge.threshold)) for badge in Badge.objects.all()
    ]
    context = {
        "ambassador": ambassador,
        "balance": ambassador.ledger.balance(),
        "entries": entries,
        "rules": PointRules.objects.current(),
        "badges": sorted(found, key=lambda row: row[1] is None),
        "received": Kudos.objects.standing()
        .received_by(ambassador)
        .select_related("giver__ambassador", "theme", "team")[:30],
        "given": Kudos.objects.filter(giver=request.user)
        .standing()
        .select_related("giver", "receiver__user", "team")[:10],
        "lights": list(ambassador.highlights.select_related("picked_by").order_by("-shown_from")[:3]),
    }
    return render(request, "sharehub/thanks.html", context)


@vary_on_headers("HX-Request")
@require_safe
@allowed("sharehub.add_kudos")
@with_ambassador
def colleague_list(request: PersonRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    colleagues = Ambassador.objects.active().exclude(user=request.user).select_related("user", "team")
    if query:
        teams = list(Team.objects.filter(name__icontains=query).values_list("pk", flat=True))
        colleagues = colleagues.search(query) | colleagues.filter(team__in=teams)
    page = Paginator(colleagues.by_name(), 20).get_page(request.GET.get("page"))
    template = "sharehub/_colleagues.html" if request.htmx else "sharehub/colleague_list.html"
    found_teams = Team.objects.order_by("name").filter(name__icontains=query)[:3] if query else []
    return render(request, template, {"page": page, "query": query, "found_teams": found_teams})


@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("sharehub.add_kudos")
@with_ambassador
def kudos_new(request: PersonRequest, pk: int) -> HttpResponse:
    return _kudos(request, get_object_or_404(Ambassador.objects.active().select_related("user", "team"), pk=pk))


@vary_on_headers("HX-Request")
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("sharehub.add_kudos")
@with_ambassador
def kudos_team_new(request: PersonRequest, pk: int) -> HttpResponse:
    return _kudos(request, get_object_or_404(Team, pk=pk))


def _kudos(request: PersonRequest, receiver: Ambassador | Team) -> HttpResponse:
    context = {
        "is_team": isinstance(receiver, Team),
        "action": request.path,
        "receiver": receiver,
        "themes": Theme.objects.live(),
        "text": request.POST.get("text", ""),
        "maximum": actions.KUDOS_MAXIMUM,
    }
    if request.method == "POST":
        theme = Theme.objects.live().filter(slug=request.POST.get("theme", "")).first()
        try:
            kudos = actions.give_kudos(
                giver=request.user, receiver=receiver, text=request.POST.get("text", ""), theme=theme
            )
        except actions.KudosRefused as refusal:
            return render(request, "sharehub/kudos_new.html", {**context, "refusal": refusal}, status=422)
        undo = f"{reverse('sharehub:kudos_withdrawal', args=[kudos.pk])}"
        messages.success(request, _("%(name)s can read it now.") % {"name": receiver}, extra_tags=undo)
        return redirect("sharehub:colleague_list")
    template = "sharehub/_kudos_form.html" if request.htmx else "sharehub/kudos_new.html"
    return render(request, template, context)


@require_POST
@allowed("sharehub.add_kudos")
def kudos_withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    kudos = get_object_or_404(Kudos.objects.filter(giver=request.user), pk=pk)
    try:
        actions.withdraw_kudos(kudos=kudos)
    except actions.KudosRefused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Taken back."))
    return redirect("sharehub:colleague_list")
