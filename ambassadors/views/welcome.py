"""The first steps of a new ambassador: each can be left and taken up again."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from ambassadors.access import AmbassadorRequest, member_required
from ambassadors.actions.links import leave_theme, propose_theme
from ambassadors.actions.people import choose_networks, join
from ambassadors.actions.support import acknowledge
from ambassadors.forms.me import NetworksForm, PreferencesForm
from ambassadors.models import Ambassador, Policy, ThemeLink
from ambassadors.policies import differences, last_agreed
from themes.models import Theme

STEPS = [
    ("language", _("Language")),
    ("themes", _("Themes")),
    ("networks", _("Networks")),
    ("policy", _("Agreements")),
    ("done", _("Start")),
]
_KEYS = [key for key, _name in STEPS]


@member_required
def welcome(request: AmbassadorRequest) -> HttpResponse:
    """Go on where the person stopped."""
    done = min(request.ambassador.welcome_step, len(_KEYS) - 1)
    return redirect("ambassadors:welcome_step", _KEYS[done])


@member_required
@require_http_methods(["GET", "POST"])
def welcome_step(request: AmbassadorRequest, key: str) -> HttpResponse:
    if key not in _VIEWS:
        raise Http404
    return _VIEWS[key](request, request.ambassador)


def _language(request: AmbassadorRequest, ambassador: Ambassador) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=ambassador.user, is_new=ambassador.welcome_step == 0)
    if form.is_valid():
        form.save()
        join(ambassador=ambassador)
        translation.activate(ambassador.user.language)
        return _next(request, ambassador, "language")
    return _show(request, "language", {"form": form})


def _themes(request: AmbassadorRequest, ambassador: Ambassador) -> HttpResponse:
    live = Theme.objects.live().filter(programme__in=ambassador.programmes())
    links = {link.theme_id: link for link in ambassador.theme_links.all()}
    if request.method == "POST":
        chosen = set(request.POST.getlist("themes"))
        for theme in live:
            link = links.get(theme.pk)
            if str(theme.pk) in chosen:
                propose_theme(ambassador=ambassador, theme=theme)
            elif link:
                leave_theme(ambassador=ambassador, theme=theme)
        return _next(request, ambassador, "themes")
    taken = (ThemeLink.State.ACCEPTED, ThemeLink.State.PROPOSED)
    fresh = ambassador.welcome_step < _KEYS.index("themes") + 1
    rows = [
        (theme, links.get(theme.pk), theme.pk in links and (fresh or links[theme.pk].state in taken)) for theme in live
    ]
    rows.sort(key=lambda row: row[1] is None)
    return _show(request, "themes", {"rows": rows})


def _networks(request: AmbassadorRequest, ambassador: Ambassador) -> HttpResponse:
    form = NetworksForm(request.POST if request.method == "POST" else None, ambassador=ambassador)
    if form.is_valid():
        choose_networks(ambassador=ambassador, rows=form.rows())
        return _next(request, ambassador, "networks")
    return _show(request, "networks", {"form": form})


def _policy(request: AmbassadorRequest, ambassador: Ambassador) -> HttpResponse:
    policies = Policy.objects.of(ambassador)
    policy = Policy.objects.waiting_for(ambassador) or (policies[0] if policies else None)
    if request.method == "POST":
        if policy:
            if request.POST.get("policy") != str(policy.pk) or "agree" not in request.POST:
                return _show(request, "policy", {"policy": policy, "must_agree": True}, status=422)
            acknowledge(ambassador=ambassador, policy=policy)
            if Policy.objects.waiting_for(ambassador):  # of another programme that the person takes part in
                return redirect(
                    f"{request.path}?{urlencode({'next': _wanted(request)})}" if _wanted(request) else request.path
                )
        return _next(request, ambassador, "policy")
    agreed = bool(policy) and policy.acknowledgements.filter(ambassador=ambassador).exists()  # type: ignore[union-attr]
    before = last_agreed(ambassador, policy) if policy and not agreed else None
    changes = differences(before.said_body, policy.said_body) if policy and before else []
    context = {"policy": policy, "agreed": agreed, "agreed_before": before, "differences": changes}
    return _show(request, "policy", context)


def _done(request: AmbassadorRequest, ambassador: Ambassador) -> HttpResponse:
    if ambassador.joined_at is None:
        return redirect("ambassadors:welcome_step", "language")
    return _show(request, "done", {"waiting": Policy.objects.waiting_for(ambassador)})


_VIEWS: dict[str, Callable[[AmbassadorRequest, Ambassador], HttpResponse]] = {
    "language": _language,
    "themes": _themes,
    "networks": _networks,
    "policy": _policy,
    "done": _done,
}


def _show(request: AmbassadorRequest, key: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    at = _KEYS.index(key) + 1
    back = reverse("ambassadors:welcome_step", args=[_KEYS[at - 2]]) if at > 1 else ""
    onward = reverse("ambassadors:welcome_step", args=[_KEYS[at]]) if at < len(_KEYS) else ""
    common = {
        "steps": [name for _key, name in STEPS],
        "at": at,
        "back": back,
        "onward": onward,
        "next": _wanted(request),
        "ambassador": request.ambassador,
    }
    invalid = getattr(context.get("form"), "errors", None)
    return render(request, f"ambassadors/welcome_{key}.html", {**common, **context}, status=422 if invalid else status)


def _next(request: AmbassadorRequest, ambassador: Ambassador, key: str) -> HttpResponse:
    """Remember how far the person came and go on, or back to where the policy was asked for."""
    number = _KEYS.index(key) + 1
    if ambassador.welcome_step < number:
        Ambassador.objects.filter(pk=ambassador.pk).update(welcome_step=number)
    response = redirect(_wanted(request) or reverse("ambassadors:welcome_step", args=[_KEYS[number]]))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, ambassador.user.language, samesite="Lax")
    return response


def _wanted(request: AmbassadorRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""
