"""The share sheet and the steps after it, wherever they stand: in the app, or behind a personal link."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub import actions, crisis, feed, networks
from sharehub.models import Connection, Share
from sharehub.sheet import beside, picture_files, sheet

_ADVICE = "sharehub/_share_advice.html"


@dataclass(frozen=True)
class Place:
    """Where a sheet stands: whose, about which piece, on which page, where it is sent, and where a share leads on to.

    `can_post` where we may post through the person's own account: only for who has logged in.
    """

    ambassador: Ambassador
    piece: Shareable
    template: str
    action: str
    way_on: Callable[[Share], str]
    context: Mapping[str, object] = field(default_factory=dict)
    can_post: bool = False


def answer_sheet(request: HttpRequest, place: Place) -> HttpResponse:
    """Show the sheet, advise on what was typed so far, or open the share and lead on to the network."""
    if request.method != "POST":
        return show_sheet(request, place, network=request.GET.get("network", ""))
    network = request.POST.get("network", "")
    text = request.POST.get("text", "").replace("\r\n", "\n")
    prepared = request.POST.get("prepared", "").replace("\r\n", "\n")
    preview = request.POST.get("_preview")
    if preview:
        is_typing = preview == "text" and request.headers.get("HX-Request") == "true"
        # What nobody touched is prepared anew, with the sheet.
        told = None
        if is_typing and text != prepared:
            told = beside(ambassador=place.ambassador, piece=place.piece, network=network, text=text)
        if told is not None:
            return render(request, _ADVICE, {"sheet": told, "card": told, "ambassador": place.ambassador})
        part = _ADVICE if preview == "text" else ""
        return show_sheet(request, place, network=network, text=text, prepared=prepared, part=part)
    try:
        share = actions.open_share(
            ambassador=place.ambassador, piece=place.piece, network=network, text=text, language=place.piece.language
        )
        if place.can_post and "for_me" in request.POST:
            if share.counts:
                said = _("These very words stand on %(network)s already, so they were not posted again.")
                messages.info(request, said % {"network": share.get_network_display()})
                return redirect(place.way_on(share))
            account = request.POST.get("account", "")
            actions.publish(
                share_id=share.pk,
                shows_picture="shows_picture" in request.POST,
                account_id=int(account) if account.isdecimal() else None,
            )
            return redirect(place.way_on(share))
    except actions.ShareRefused as refusal:
        return show_sheet(request, place, network=network, text=text, prepared=prepared, refusal=refusal)
    if request.accepts("text/html"):
        return redirect(place.way_on(share))
    return JsonResponse({"detail": place.way_on(share), "page": page_of(share), "text": text_of(share)})


def piece_of(ambassador: Ambassador, pk: int) -> Shareable | None:
    """Return the piece that this person may share; None where that is over; 404 where it never was."""
    theirs = Shareable.objects.for_ambassador(ambassador)
    piece = theirs.open_to_sharing().select_related("picture").filter(pk=pk).first()
    if piece is None:
        has_begun = Q(share_from=None) | Q(share_from__lte=timezone.now())
        was_out = Q(live=True) | Q(first_published_at__isnull=False)
        if not theirs.filter(has_begun, was_out, pk=pk).exists():
            raise Http404
    return piece


def answer_closed(request: HttpRequest) -> HttpResponse:
    """The piece was closed, maybe while somebody wrote: they read so, and keep their words."""
    if request.headers.get("HX-Request") == "true" and request.POST.get("_preview") == "text":
        return render(request, "sharehub/_piece_closed_word.html")
    is_part = request.headers.get("HX-Request") == "true"
    template = "sharehub/_piece_closed.html" if is_part else "sharehub/piece_closed.html"
    words = request.POST.get("text", "").strip()
    return render(request, template, {"words": words}, status=200 if is_part else 410)


def steps_of(share: Share, *, confirmation: str, withdrawal: str) -> dict[str, object]:
    """Return what the steps after the sheet show: copy, open the network, and say that it was posted."""
    network = networks.get(share.network)
    return {
        "share": share,
        "network": network,
        "page_url": page_of(share),
        "text": text_of(share),
        "files": picture_files(share.piece, network),
        "confirmation": confirmation,
        "withdrawal": withdrawal,
    }


def text_of(share: Share) -> str:
    """Return the words as they are posted, with the link where the network has it in the text."""
    return networks.get(share.network).whole_text(share.text, share.link.get_absolute_url())


def page_of(share: Share) -> str:
    """Return the network's own page for this share, filled in as far as it goes."""
    servers = share.ambassador.networks.filter(network=share.network).values_list("server", flat=True)
    module = networks.get(share.network)
    return module.share_url(share.text, share.link.get_absolute_url(), share.piece.title, servers.first() or "")


def show_sheet(
    request: HttpRequest,
    place: Place,
    *,
    network: str,
    text: str | None = None,
    prepared: str = "",
    part: str = "",
    refusal: actions.ShareRefused | None = None,
) -> HttpResponse:
    """Answer with the sheet, or with a part of it; with what was typed so far, and why it was refused."""
    shown = sheet(ambassador=place.ambassador, piece=place.piece, network=network, text=text, prepared=prepared)
    accounts = _accounts(place, shown.network.key) if shown else []
    chosen = request.POST.get("account")
    context = {
        **place.context,
        "sheet": shown,
        "action": place.action,
        "stop": crisis.holding(place.piece),
        "card": feed.card_for(place.piece, place.ambassador),
        "refusal": refusal,
        "ambassador": place.ambassador,
        "accounts": accounts,
        "account": next(
            (account for account in accounts if str(account.pk) == chosen), accounts[0] if accounts else None
        ),
        "lost_account": _lost(place, shown.network.key) if shown else None,
        "shows_picture": "shows_picture" in request.POST,
    }
    template = place.template
    if request.headers.get("HX-Request") == "true" or not request.accepts("text/html"):
        template = part or "sharehub/_share_form.html"
    return render(request, template, context, status=422 if refusal else 200)


def _accounts(place: Place, network: str) -> list[Connection]:
    return list(Connection.objects.usable(place.ambassador, network)) if place.can_post else []


def _lost(place: Place, network: str) -> Connection | None:
    lost = Connection.objects.filter(ambassador=place.ambassador, network=network, state=Connection.State.LOST)
    return lost.first() if place.can_post else None
