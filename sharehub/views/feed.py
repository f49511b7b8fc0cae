"""The ambassador's home: what fits today."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import AmbassadorRequest, ambassador_required
from cms import lessons
from cms.models import Shareable
from cms.models.lessons import Place
from sharehub import actions, crisis, feed, networks, plans, pulse
from sharehub.models import Highlight, Kudos, PieceChoice, Share
from sharehub.recognition import challenges, contests
from sharehub.views.sheets import answer_closed, piece_of

_PAGES = {str(number) for number in range(1, 1000)}


@vary_on_headers("HX-Request")
@require_safe
@ambassador_required
def home(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    theme, query = request.GET.get("theme", ""), request.GET.get("q", "").strip()[:100]
    number = request.GET.get("page", "1")
    shown = feed.feed(ambassador, theme=theme, query=query, number=int(number) if number in _PAGES else 1)
    context: dict[str, object] = {"feed": shown, "chosen_theme": theme, "query": query, "is_filtered": theme or query}
    if request.htmx and request.htmx.target in {"feed", "feed-more"}:
        return render(request, "sharehub/_feed_cards.html", context)
    since = timezone.now() - feed.WAITING
    waiting, plan = plans.at_hand(ambassador, since)
    thanks = Kudos.objects.standing().received_by(ambassador).select_related("giver__ambassador", "team", "theme")[:1]
    programmes = ambassador.programmes()
    lights = Highlight.objects.showing().filter(programme__in=programmes)[:2]
    context |= {
        "greeting": feed.greeting(ambassador),
        "stops": [(stop, crisis.posts_of(ambassador, stop)) for stop in crisis.told_to(ambassador)],
        "themes": feed.themes_of(ambassador),
        "waiting": [(share, networks.get(share.network).asked_words) for share in waiting],
        "plan": plan,
        "thanks": list(thanks),
        "challenges": challenges.of_ambassador(ambassador, programmes),
        "contests": contests.of_ambassador(ambassador, programmes),
        "lights": list(lights),
        "pulse": pulse.waiting_for(ambassador, programmes),
        "ambassador": ambassador,
        "questions": list(ambassador.answer_requests.open().select_related("conversation")[:1]),
        "tip": lessons.tip(ambassador, Place.HOME),
    }
    return render(request, "sharehub/feed.html", context)


@require_safe
@ambassador_required
def piece_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    if (piece := piece_of(request.ambassador, pk)) is None:
        return answer_closed(request)
    choice = request.ambassador.piece_choices.filter(piece_id=piece.pk).first()
    context = {
        "card": feed.card_for(piece, request.ambassador),
        "target": piece.specific.share_target(),
        "shares": request.ambassador.shares.filter(piece_id=piece.pk).exclude(state=Share.State.WITHDRAWN),
        "choice": choice,
        "stop": crisis.holding(piece),
        "tip": lessons.tip(request.ambassador, Place.SHARE),
    }
    return render(request, "sharehub/piece_detail.html", context)


@require_POST
@ambassador_required
def piece_choice(request: AmbassadorRequest, pk: int) -> HttpResponse:
    pieces = Shareable.objects.open_to_sharing().for_ambassador(request.ambassador)
    piece = get_object_or_404(pieces, pk=pk)
    if "_undo" in request.GET or "_undo" in request.POST:
        actions.take_up_again(ambassador=request.ambassador, piece=piece)
        return redirect("sharehub:feed")
    kind = request.POST.get("choice", "")
    if kind not in PieceChoice.Kind.values:
        return HttpResponse(status=400)
    actions.put_aside(ambassador=request.ambassador, piece=piece, kind=PieceChoice.Kind(kind))
    said = _("You see it again tomorrow.") if kind == PieceChoice.Kind.LATER else _("You will not see it again.")
    messages.success(request, said, extra_tags=f"{reverse('sharehub:piece_choice', args=[pk])}?_undo=1")
    if request.htmx:
        return render(request, "_messages.html", {"oob": True})
    return redirect("sharehub:feed")
