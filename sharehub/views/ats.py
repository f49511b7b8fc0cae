"""Applications that come from an applicant tracking system: by API with a key, or in a file that is looked at first."""

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.access import PersonRequest, allowed
from ambassadors.sheets import Unreadable
from sharehub.models import Application, ATSKey, ProcedureStep
from sharehub.recruitment import arrivals, ats_files, keys
from sharehub.recruitment.arrivals import Outcome
from sharehub.recruitment.forms import ATSFileForm, ATSKeyForm

_ROWS_SHOWN = 200


@allowed("sharehub.add_application")
@never_cache
@require_http_methods(["GET", "POST"])
def ats(request: PersonRequest) -> HttpResponse:
    is_key = "name" in request.POST
    key_form = ATSKeyForm(request.POST if is_key else None)
    file_form = ATSFileForm(*(request.POST, request.FILES) if request.method == "POST" and not is_key else ())
    secret = ""
    if key_form.is_bound and key_form.is_valid():
        _key, secret = keys.make(name=key_form.cleaned_data["name"], by=request.user)
        key_form = ATSKeyForm()
    elif file_form.is_bound and file_form.is_valid():
        try:
            rows = ats_files.read(file_form.cleaned_data["file"].read(ats_files.MOST_BYTES + 1))
        except Unreadable as error:
            file_form.add_error("file", str(error))
        else:
            return redirect("sharehub:ats_file", ats_files.keep(rows, owner=request.user.pk))
    context = {
        "key_form": key_form,
        "file_form": file_form,
        "secret": secret,
        "keys": ATSKey.objects.filter(revoked_at=None),
        "steps": ProcedureStep.objects.current(),
        "address": request.build_absolute_uri(reverse("api:receive_application")),
    }
    status = 422 if key_form.errors or file_form.errors else 200
    return render(request, "sharehub/recruitment/ats.html", context, status=status)


@allowed("sharehub.change_atskey")
@require_POST
def key_revocation(request: PersonRequest, pk: int) -> HttpResponse:
    key = get_object_or_404(ATSKey, pk=pk)
    keys.revoke(key=key, by=request.user)
    messages.success(request, _("“%(key)s” no longer gets in.") % {"key": key})
    return redirect("sharehub:ats")


@allowed("sharehub.add_application")
@never_cache
@require_http_methods(["GET", "POST"])
def file_detail(request: PersonRequest, token: str) -> HttpResponse:
    rows = ats_files.kept(token, owner=request.user.pk)
    if rows is None:
        messages.error(request, _("This file was taken in or forgotten already. Choose it again."))
        return redirect("sharehub:ats")
    if request.method == "POST":
        ats_files.forget(token, owner=request.user.pk)
        if request.POST.get("answer") != "yes":
            messages.success(request, _("The file is thrown away; nothing changed."))
            return redirect("sharehub:ats")
        known = arrivals.Known()
        done = Counter(
            arrivals.receive(row, origin=Application.Origin.FILE, by=request.user, known=known).outcome for row in rows
        )
        messages.success(request, _outcome_words(done))
        return redirect("sharehub:application_list")
    looked = arrivals.look(rows)
    outcomes = Counter(received.outcome for _row, received in looked)
    changes = outcomes[Outcome.NEW] + outcomes[Outcome.MOVED]
    order = [Outcome.REFUSED, Outcome.MOVED, Outcome.NEW, Outcome.FORGOTTEN, Outcome.SAME]
    context = {
        "rows": sorted(looked, key=lambda pair: order.index(pair[1].outcome))[:_ROWS_SHOWN],
        "count": len(rows),
        "outcomes": [(outcome.label, outcomes[outcome]) for outcome in Outcome if outcomes[outcome]],
        "changes": changes,
        "crumbs": [(_("From your ATS"), reverse("sharehub:ats")), (_("Look before anything changes"), "")],
    }
    return render(request, "sharehub/recruitment/ats_file.html", context)


def _outcome_words(done: Counter[Outcome]) -> str:
    new = ngettext("%(n)s application is new", "%(n)s applications are new", done[Outcome.NEW])
    moved = ngettext("%(n)s moved along", "%(n)s moved along", done[Outcome.MOVED])
    return f"{new % {'n': done[Outcome.NEW]}}, {moved % {'n': done[Outcome.MOVED]}}."
