"""Every hit explained, of a share for its sharer, of a piece and a theme for who steers; and the rules, for everybody."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_required, person_required
from cms.models import Shareable
from sharehub.measurement import periods, truth
from sharehub.reach import agents, reasons, swarms, verdicts
from themes import workspace
from themes.access import programmes_for
from themes.models import Theme

_PIECES_SHOWN = 12
_LIST = "blob/main/sharehub/reach/agents.txt"


@never_cache
@vary_on_headers("HX-Request")
@require_safe
@ambassador_required
def share_truth(request: AmbassadorRequest, pk: int) -> HttpResponse:
    share = get_object_or_404(request.ambassador.shares.select_related("piece", "link"), pk=pk)
    chosen = periods.of_oneself(request.GET, default="year")
    page = {
        "truth": truth.of_share(share, chosen.period),
        "subject": share.piece.title,
        "link": share.link.get_absolute_url(),
        "share": share,
        "periods": periods.NAMES,
    }
    return _panel(request, "sharehub/share_truth.html", chosen, page)


@never_cache
@vary_on_headers("HX-Request")
@require_safe
@person_required
def piece_truth(request: PersonRequest, pk: int) -> HttpResponse:
    piece = get_object_or_404(Shareable, pk=pk)
    can_edit = piece.permissions_for_user(request.user).can_edit()
    if not can_edit and not _steers(request, piece):
        raise PermissionDenied
    chosen = periods.chosen(request.GET)
    page = {"truth": truth.of_piece(piece, chosen.period), "subject": piece.title, "piece": piece, "can_edit": can_edit}
    return _panel(request, "sharehub/piece_truth.html", chosen, page)


@never_cache
@vary_on_headers("HX-Request")
@require_safe
@allowed("sharehub.view_reachbygroup")
def theme_truth(request: PersonRequest, slug: str, theme_slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.select_related("programme"), programme__slug=slug, slug=theme_slug)
    chosen = periods.chosen(request.GET)
    page = {
        **workspace.context(theme.programme, current_step=2),
        "truth": truth.of_theme(theme, chosen.period),
        "subject": theme.name,
        "theme": theme,
        "pieces": Shareable.objects.filter(themes=theme, live=True).order_by("-first_published_at", "-pk")[
            :_PIECES_SHOWN
        ],
    }
    return _panel(request, "sharehub/theme_truth.html", chosen, page)


@require_safe
def counting(request: HttpRequest) -> HttpResponse:
    """Show the rules in force, so that anybody can see why a hit did not count."""
    rules = agents.rules()
    page = {
        "own_rules": [(rule.words, reasons.words_of(rule.reason)) for rule in rules if not rule.is_public],
        "public_rules": [rule.words for rule in rules if rule.is_public],
        "version": agents.rules_version(),
        "minutes": int(verdicts.DUPLICATE_WITHIN.total_seconds() // 60),
        "alike": swarms.ALIKE,
        "mixed": swarms.MIXED,
        "seconds": int(swarms.WITHIN.total_seconds()),
        "days": settings.VISIT_RETENTION_DAYS,
        "list_url": f"{settings.REPOSITORY_URL}/{_LIST}" if settings.REPOSITORY_URL else "",
    }
    return render(request, "sharehub/counting.html", page)


def _steers(request: PersonRequest, piece: Shareable) -> bool:
    """Whether the person steers a programme that the piece belongs to; one without a theme belongs to all."""
    if not request.user.has_perm("sharehub.view_reachbygroup"):
        return False
    themes = piece.themes.all()
    return not themes or programmes_for(request.user).filter(themes__in=themes).exists()


def _panel(request: PersonRequest, template: str, chosen: periods.Chosen, page: dict[str, object]) -> HttpResponse:
    page = {"periods": periods.offered(), **page, "chosen": chosen, "title": _("Every hit explained")}
    return render(request, "sharehub/_truth_panel.html" if request.htmx else template, page)
