"""Sharing without the app: by a personal link from a mail, or a code on a wall."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import AmbassadorRequest, ambassador_of, ambassador_required
from cms.models import Shareable
from sharehub import actions, doors
from sharehub.models import PersonalLink, Share
from sharehub.views.sheets import Place, answer_sheet, steps_of


@never_cache
@vary_on_headers("HX-Request", "Accept")
@require_http_methods(["GET", "HEAD", "POST"])
def door(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever is logged in shares as themself, in the app; else as the person that the link was given to."""
    link = doors.link_of(token)
    if ambassador_of(request) is not None and link is not None:
        return redirect("sharehub:share_new", link.piece_id)
    piece = _open_piece(link)
    if link is None or piece is None:
        return _closed(request)
    # Today's browser of theirs: a click from here on their own link is no reach.
    request.ambassador = link.ambassador  # type: ignore[attr-defined]
    place = Place(
        ambassador=link.ambassador,
        piece=piece,
        template="sharehub/door.html",
        action=doors.path(link),
        way_on=lambda share: reverse("sharehub:door_share", args=[token, share.pk]),
        context={"link": link},
    )
    with translation.override(link.ambassador.user.language):
        return _private(answer_sheet(request, place))


@never_cache
@require_safe
def door_share(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    link = doors.link_of(token)
    return _closed(request) if link is None else _steps(request, link, _share(link, pk))


@never_cache
@require_POST
def door_confirmation(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    link = doors.link_of(token)
    if link is None:
        return _closed(request)
    share = _share(link, pk)
    with translation.override(link.ambassador.user.language):
        try:
            actions.confirm_share(share=share, post_url=request.POST.get("post_url", ""))
        except actions.ShareRefused as refusal:
            return _steps(request, link, share, refusal=refusal, post_url=request.POST.get("post_url", ""))
    return redirect("sharehub:door_share", token, pk)


@never_cache
@require_POST
def door_withdrawal(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    link = doors.link_of(token)
    if link is None:
        return _closed(request)
    actions.withdraw_share(share=_share(link, pk))
    return redirect("sharehub:door_share", token, pk)


@never_cache
@require_safe
@ambassador_required
def piece_phone(request: AmbassadorRequest, pk: int) -> HttpResponse:
    """One's own link as a code, to go on writing on the phone."""
    pieces = Shareable.objects.open_to_sharing().for_ambassador(request.ambassador)
    piece = get_object_or_404(pieces, pk=pk)
    address = doors.address_for(request.ambassador, piece)
    context = {"piece": piece, "address": address, "code": doors.code(address)}
    template = "sharehub/_piece_phone.html" if request.htmx else "sharehub/piece_phone.html"
    return _private(render(request, template, context))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def piece_door(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a code on a wall leads: on to the sheet, or a link by mail; the answer tells nobody who takes part."""
    piece = get_object_or_404(Shareable.objects.open_to_sharing(), pk=pk)
    if ambassador_of(request) is not None:
        return redirect("sharehub:share_new", pk)
    if request.method == "POST":
        actions.ask_for_link(email=request.POST.get("email", "")[:254], piece=piece)
        messages.success(request, _("If you take part under that address, a link is on its way to you."))
        return redirect("sharehub:piece_door", pk)
    share_url = reverse("sharehub:share_new", args=[pk])
    context = {"piece": piece, "login_url": f"{reverse('account_login')}?{urlencode({'next': share_url})}"}
    return _private(render(request, "sharehub/piece_door.html", context))


def _open_piece(link: PersonalLink | None) -> Shareable | None:
    if link is None:
        return None
    pieces = Shareable.objects.open_to_sharing().for_ambassador(link.ambassador).select_related("picture")
    return pieces.filter(pk=link.piece_id).first()


def _share(link: PersonalLink, pk: int) -> Share:
    shares = link.ambassador.shares.filter(piece_id=link.piece_id, created_at__gte=link.given_at)
    return get_object_or_404(shares.select_related("piece__picture", "theme", "link", "ambassador__user"), pk=pk)


def _steps(
    request: HttpRequest,
    link: PersonalLink,
    share: Share,
    *,
    refusal: actions.ShareRefused | None = None,
    post_url: str = "",
) -> HttpResponse:
    with translation.override(link.ambassador.user.language):
        ways = {
            name: reverse(f"sharehub:door_{name}", args=[doors.token(link), share.pk])
            for name in ("confirmation", "withdrawal")
        }
        context = {**steps_of(share, **ways), "link": link, "refusal": refusal, "post_url": post_url}
        return _private(render(request, "sharehub/door_share.html", context, status=422 if refusal else 200))


def _closed(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "sharehub/door_closed.html", status=404))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a key: it is handed on to no other site, and found by no search engine."""
    # Not "no-referrer": browsers then tell no origin to our own forms either, and those are refused.
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
