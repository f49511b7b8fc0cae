"""Sharing a piece, and what became of one's shares."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import AmbassadorRequest, ambassador_required, policy_required
from cms import cards
from sharehub import actions, networks, publishing
from sharehub.models import Connection, PlannedShare, Share
from sharehub.sheet import own_cards
from sharehub.views.sheets import Place, answer_closed, answer_sheet, piece_of, steps_of
from themes.models import Organisation


@vary_on_headers("HX-Request", "Accept")
@require_http_methods(["GET", "HEAD", "POST"])
@policy_required
def share_new(request: AmbassadorRequest, pk: int) -> HttpResponse:
    place = place_of(request, pk)
    return answer_sheet(request, place) if place else answer_closed(request)


def place_of(request: AmbassadorRequest, pk: int) -> Place | None:
    """Return where the sheet about a piece stands in the app; None where that is over, 404 where it never was theirs."""
    ambassador = request.ambassador
    if (piece := piece_of(ambassador, pk)) is None:
        return None
    return Place(
        ambassador=ambassador,
        piece=piece,
        template="sharehub/share_new.html",
        action=reverse("sharehub:share_new", args=[pk]),
        way_on=lambda share: reverse("sharehub:share_detail", args=[share.pk]),
        can_post=True,
        context={"plan_url": reverse("sharehub:plan_new", args=[pk])},
    )


@require_safe
@ambassador_required
def share_list(request: AmbassadorRequest) -> HttpResponse:
    shares = (
        request.ambassador.shares.select_related("piece", "theme", "link", "plan", "publication")
        .annotate(points=Sum("ledger__points"))
        .order_by("-created_at", "-pk")
    )
    page = Paginator(shares, 20).get_page(request.GET.get("page"))
    return render(request, "sharehub/share_list.html", {"page": page})


@require_safe
@ambassador_required
def share_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    share = _own_share(request, pk)
    plan = PlannedShare.objects.open().exclude(pk__in=PlannedShare.objects.leaving()).filter(share=share).first()
    return redirect("sharehub:plan_detail", plan.pk) if plan else _detail(request, share)


@require_safe
@ambassador_required
def share_card(request: AmbassadorRequest, pk: int, width: int, height: int) -> HttpResponse:
    """Answer with the piece's card with one's own name and portrait, in a size of the network; it is kept nowhere."""
    share = _own_share(request, pk)
    if (width, height) not in {(size.width, size.height) for size in networks.get(share.network).pictures}:
        raise Http404
    page = share.piece.specific
    card = cards.card_by(page, Organisation.load(request_or_site=request), request.ambassador)
    kept = {
        "Content-Disposition": f'attachment; filename="{page.slug}-{width}x{height}.png"',
        "Cache-Control": "private",
    }
    return HttpResponse(cards.draw(card, (width, height)), content_type="image/png", headers=kept)


@require_POST
@ambassador_required
def share_confirmation(request: AmbassadorRequest, pk: int) -> HttpResponse:
    share = _own_share(request, pk)
    if _is_undo(request):
        actions.reopen_share(share=share)
        return redirect("sharehub:share_detail", pk)
    try:
        actions.confirm_share(share=share, post_url=request.POST.get("post_url", ""))
    except actions.ShareRefused as refusal:
        return _detail(request, share, refusal=refusal, post_url=request.POST.get("post_url", ""))
    undo = f"{reverse('sharehub:share_confirmation', args=[pk])}?_undo=1"
    messages.success(request, _("Thank you. It counts from now on."), extra_tags=undo)
    return redirect("sharehub:share_detail", pk)


@require_POST
@ambassador_required
def share_publication(request: AmbassadorRequest, pk: int) -> HttpResponse:
    share = _own_share(request, pk)
    try:
        actions.publish(share_id=share.pk)
    except actions.ShareRefused as refusal:
        return _detail(request, share, refusal=refusal)
    return redirect("sharehub:share_detail", pk)


@require_http_methods(["POST", "DELETE"])
@ambassador_required
def share_withdrawal(request: AmbassadorRequest, pk: int) -> HttpResponse:
    share = _own_share(request, pk)
    if request.method == "DELETE" or _is_undo(request):
        try:
            plan = PlannedShare.objects.filter(share=share, ending=PlannedShare.Ending.CANCELLED).first()
            if plan and not share.confirmed_at:
                actions.restore_plan(plan=plan)
                return redirect("sharehub:plan_list")
            actions.restore_share(share=share)
        except actions.ShareRefused as refusal:
            return _detail(request, share, refusal=refusal)
        return redirect("sharehub:share_detail", pk)
    was_open = not share.counts
    if "delete_post" in request.POST:
        actions.withdraw_with_post(share=share)
        words = _("Withdrawn. Its link has ended, and its post is being deleted on %(network)s.")
        messages.success(request, words % {"network": share.get_network_display()})
        return redirect("sharehub:share_list")
    actions.withdraw_share(share=share)
    undo = f"{reverse('sharehub:share_withdrawal', args=[pk])}?_undo=1"
    said = _("All right, not this time.") if was_open else _("Withdrawn. Its link has ended.")
    messages.success(request, said, extra_tags=undo)
    return redirect("sharehub:feed" if was_open else "sharehub:share_list")


def _own_share(request: AmbassadorRequest, pk: int) -> Share:
    shares = request.ambassador.shares.select_related(
        "piece__picture", "theme", "link", "publication__connection", "engagement"
    )
    return get_object_or_404(shares, pk=pk)


def _is_undo(request: AmbassadorRequest) -> bool:
    return "_undo" in request.POST or "_undo" in request.GET


def _detail(
    request: AmbassadorRequest, share: Share, *, refusal: actions.ShareRefused | None = None, post_url: str = ""
) -> HttpResponse:
    publication = getattr(share, "publication", None)
    ways = {name: reverse(f"sharehub:share_{name}", args=[share.pk]) for name in ("confirmation", "withdrawal")}
    context = {
        **steps_of(share, **ways),
        "own_cards": own_cards(share),
        "entries": share.ledger.order_by("pk"),
        "points": share.ledger.aggregate(sum=Sum("points"))["sum"] or 0,
        "refusal": refusal,
        "post_url": post_url,
        "publication": publication,
        "engagement": getattr(share, "engagement", None),
        "failure": publishing.explain(publication) if publication else "",
        "account": Connection.objects.usable(request.ambassador, share.network).first(),
    }
    return render(request, "sharehub/share_detail.html", context, status=422 if refusal else 200)
