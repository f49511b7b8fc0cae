"""Sharing a piece, and what became of one's shares."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import AmbassadorRequest, ambassador_required, policy_required
from cms.models import Shareable
from sharehub import actions, feed, networks
from sharehub.models import Share
from sharehub.sheet import sheet


@vary_on_headers("HX-Request", "Accept")
@require_http_methods(["GET", "HEAD", "POST"])
@policy_required
def share_new(request: AmbassadorRequest, pk: int) -> HttpResponse:
    ambassador = request.ambassador
    pieces = Shareable.objects.open_to_sharing().for_ambassador(ambassador).select_related("picture")
    piece = get_object_or_404(pieces, pk=pk)
    if request.method != "POST":
        return _sheet(request, piece, request.GET.get("network", ""))
    network = request.POST.get("network", "")
    text = request.POST.get("text", "").replace("\r\n", "\n")
    prepared = request.POST.get("prepared", "").replace("\r\n", "\n")
    preview = request.POST.get("_preview")
    if preview:
        return _sheet(request, piece, network, text=text, prepared=prepared, only_advice=preview == "text")
    try:
        share = actions.open_share(
            ambassador=ambassador, piece=piece, network=network, text=text, language=piece.language
        )
    except actions.ShareRefused as refusal:
        return _sheet(request, piece, network, text=text, prepared=prepared, refusal=refusal)
    if request.accepts("text/html"):
        return redirect("sharehub:share_detail", share.pk)
    return JsonResponse(
        {
            "detail": reverse("sharehub:share_detail", args=[share.pk]),
            "page": _page_of(share),
            "text": networks.get(share.network).whole_text(share.text, share.link.get_absolute_url()),
        }
    )


@require_safe
@ambassador_required
def share_list(request: AmbassadorRequest) -> HttpResponse:
    shares = (
        request.ambassador.shares.select_related("piece", "theme", "link")
        .annotate(points=Sum("ledger__points"))
        .order_by("-created_at", "-pk")
    )
    page = Paginator(shares, 20).get_page(request.GET.get("page"))
    return render(request, "sharehub/share_list.html", {"page": page})


@require_safe
@ambassador_required
def share_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    return _detail(request, _own_share(request, pk))


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


@require_http_methods(["POST", "DELETE"])
@ambassador_required
def share_withdrawal(request: AmbassadorRequest, pk: int) -> HttpResponse:
    share = _own_share(request, pk)
    if request.method == "DELETE" or _is_undo(request):
        try:
            actions.restore_share(share=share)
        except actions.ShareRefused as refusal:
            return _detail(request, share, refusal=refusal)
        return redirect("sharehub:share_detail", pk)
    was_open = not share.counts
    actions.withdraw_share(share=share)
    undo = f"{reverse('sharehub:share_withdrawal', args=[pk])}?_undo=1"
    said = _("All right, not this time.") if was_open else _("Withdrawn. Its link has ended.")
    messages.success(request, said, extra_tags=undo)
    return redirect("sharehub:feed" if was_open else "sharehub:share_list")


def _own_share(request: AmbassadorRequest, pk: int) -> Share:
    shares = request.ambassador.shares.select_related("piece__picture", "theme", "link")
    return get_object_or_404(shares, pk=pk)


def _is_undo(request: AmbassadorRequest) -> bool:
    return "_undo" in request.POST or "_undo" in request.GET


def _sheet(
    request: AmbassadorRequest,
    piece: Shareable,
    network: str,
    *,
    text: str | None = None,
    prepared: str = "",
    only_advice: bool = False,
    refusal: actions.ShareRefused | None = None,
) -> HttpResponse:
    shown = sheet(ambassador=request.ambassador, piece=piece, network=network, text=text, prepared=prepared)
    context = {
        "sheet": shown,
        "card": feed.card_for(piece, request.ambassador),
        "refusal": refusal,
        "ambassador": request.ambassador,
    }
    template = "sharehub/share_new.html"
    if request.htmx or not request.accepts("text/html"):
        template = "sharehub/_share_advice.html" if only_advice else "sharehub/_share_form.html"
    return render(request, template, context, status=422 if refusal else 200)


def _detail(
    request: AmbassadorRequest, share: Share, *, refusal: actions.ShareRefused | None = None, post_url: str = ""
) -> HttpResponse:
    module = networks.get(share.network)
    context = {
        "share": share,
        "network": module,
        "page_url": _page_of(share),
        "text": module.whole_text(share.text, share.link.get_absolute_url()),
        "entries": share.ledger.order_by("pk"),
        "points": share.ledger.aggregate(sum=Sum("points"))["sum"] or 0,
        "refusal": refusal,
        "post_url": post_url,
        "can_paste": bool(module.hosts) or module.on_any_host,
    }
    return render(request, "sharehub/share_detail.html", context, status=422 if refusal else 200)


def _page_of(share: Share) -> str:
    """Return the network's own page for this share, filled in as far as it goes."""
    servers = share.ambassador.networks.filter(network=share.network).values_list("server", flat=True)
    module = networks.get(share.network)
    return module.share_url(share.text, share.link.get_absolute_url(), share.piece.title, servers.first() or "")
