"""The scouts' box as an ambassador sees it: hand in, see what came of it, take it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.access import AmbassadorRequest, ambassador_required
from cms import pictures
from cms.actions import hand_ins as actions
from cms.forms.hand_ins import HandInForm
from cms.models import HandIn

_SHOWN = 30


@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def hand_in_list(request: AmbassadorRequest) -> HttpResponse:
    form = HandInForm(request.POST or None, request.FILES or None, ambassador=request.ambassador)
    if request.method == "POST" and form.is_valid():
        return _handed_in(request, form)
    return _page(request, form)


@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def hand_in_detail(request: AmbassadorRequest, pk: int) -> HttpResponse:
    begun = get_object_or_404(HandIn, pk=pk, ambassador=request.ambassador, state=HandIn.State.BEGUN)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = HandInForm(data, files, ambassador=request.ambassador, begun=begun, initial=HandInForm.initial_of(begun))
    if request.method == "POST" and form.is_valid():
        return _handed_in(request, form, begun)
    return _page(request, form, begun)


@csrf_exempt
@require_POST
@ambassador_required
def hand_in_target(request: AmbassadorRequest) -> HttpResponse:
    """Take what another app shared with the installed one; it is only begun, the scout hands it in on the next page.

    The phone's share sheet knows no token. It is no site, though: whatever a browser says comes from one is refused.
    """
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
        return HttpResponse(status=403)
    words = [request.POST.get(name, "").strip() for name in ("title", "text")]
    text = "\n".join(dict.fromkeys(part for part in words if part))[:2000]
    photo = request.FILES.get("photo")
    try:
        begun = actions.hand_in(
            ambassador=request.ambassador,
            text=text,
            url=_web_address(request.POST.get("url", "")),
            photo=photo.read() if photo and (photo.size or 0) <= pictures.MOST_BYTES else None,
            is_begun=True,
        )
    except pictures.PictureRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("cms:hand_in_list")
    return redirect("cms:hand_in_detail", begun.pk)


@require_POST
@ambassador_required
def hand_in_withdrawal(request: AmbassadorRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(HandIn, pk=pk, ambassador=request.ambassador)
    if "_undo" in request.GET:
        actions.hand_in_again(row=row)
    elif actions.take_back(row=row):
        undo = f"{reverse('cms:hand_in_withdrawal', args=[pk])}?_undo=1"
        messages.success(request, _("You took it back."), extra_tags=undo)
    else:
        messages.error(request, _("An editor decided about it already, so it cannot be taken back."))
    return redirect("cms:hand_in_list")


def _web_address(text: str) -> str:
    return text.strip()[:500] if text.strip().startswith(("http://", "https://")) else ""


def _page(request: AmbassadorRequest, form: HandInForm, begun: HandIn | None = None) -> HttpResponse:
    rows = HandIn.objects.filter(ambassador=request.ambassador).exclude(state=HandIn.State.WITHDRAWN).with_people()
    context = {"form": form, "begun": begun, "rows": rows[:_SHOWN]}
    return render(request, "cms/hand_in_list.html", context, status=422 if form.errors else 200)


def _handed_in(request: HttpRequest, form: HandInForm, begun: HandIn | None = None) -> HttpResponse:
    data = {name: value for name, value in form.cleaned_data.items() if name in form.fields}
    row = actions.hand_in(ambassador=request.ambassador, begun=begun, **data)  # type: ignore[attr-defined]
    undo = reverse("cms:hand_in_withdrawal", args=[row.pk])
    messages.success(request, _("Handed in. You hear what comes of it."), extra_tags=undo)
    return redirect("cms:hand_in_list")
