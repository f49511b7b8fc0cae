"""Which advice one sees while writing, and advice for editors as they type."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.access import PersonRequest, ambassador_of, person_required
from cms import advice, looks
from cms.actions import advice as actions
from themes.models import Theme

_LONGEST = 5000
_USUALLY_VISIBLE = 280  # characters that a network shows before it folds a text


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def advice_preferences(request: PersonRequest) -> HttpResponse:
    kinds = [kind for kind in advice.Kind if kind not in advice.STOPPING]
    if request.method == "POST":
        wanted = set(request.POST.getlist("wanted"))
        actions.choose_advice(user=request.user, off={kind.value for kind in kinds} - wanted)
        messages.success(request, _("Saved."))
        return redirect("cms:advice")
    off = set(advice.switched_off(request.user))
    context = {"kinds": [(kind.value, kind.label, kind.value not in off) for kind in kinds]}
    return render(request, "cms/advice_preferences.html", context | {"ambassador": ambassador_of(request)})


@require_POST
@person_required
def advice_silence(request: PersonRequest, kind: str) -> HttpResponse:
    if kind not in advice.Kind.values or kind in advice.STOPPING:
        raise Http404
    if "_undo" in request.GET:
        actions.hear_again(user=request.user, kind=kind)
        return redirect("cms:advice")
    actions.silence(user=request.user, kind=kind)
    undo = f"{reverse('cms:advice_silence', args=[kind])}?_undo=1"
    messages.success(request, _("You do not see this advice any more."), extra_tags=undo)
    if request.htmx:
        return render(request, "_messages.html", {"oob": True})
    return redirect("cms:advice")


def advice_for_editor(request: HttpRequest) -> HttpResponse:
    """Return the advice on a suggested text; Wagtail's own URLs let editors in alone."""
    text, language = request.POST.get("text", "")[:_LONGEST], request.POST.get("language", "")
    themes = [number for number in request.POST.getlist("themes") if number.isdecimal()]
    look = looks.get(request.POST.get("network", ""))
    found = advice.of_share(
        text,
        language=language,
        network=look.key if look else "",
        visible=look.visible if look else _USUALLY_VISIBLE,
        theme=Theme.objects.filter(pk__in=themes[:1]).prefetch_related("terms").first(),
    )
    shown = advice.without(found, advice.switched_off(request.user))  # type: ignore[arg-type]
    return JsonResponse({"advice": [_row(one) for one in shown]})


def _row(one: advice.Advice) -> dict[str, object]:
    """Return one advice for the editor's script, with where it is switched off, for what can be."""
    silence = "" if one.kind in advice.STOPPING else reverse("cms:advice_silence", args=[one.kind])
    row = {"kind": one.kind, "done": one.done, "text": one.text, "why": one.why, "stops": one.stops}
    return row | {"silence": silence}
