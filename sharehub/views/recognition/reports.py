"""Reports of thanks: made by whom they were for, answered by a manager."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_required
from sharehub.actions.kudos_reports import OwnThanks, answer_report, report_kudos
from sharehub.models import Kudos, KudosReport
from sharehub.recognition.forms import KudosReportForm
from themes import workspace
from themes.models import Programme

STEP = 6


@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def kudos_report(request: AmbassadorRequest, pk: int) -> HttpResponse:
    received = Kudos.objects.standing().received_by(request.ambassador)
    kudos = get_object_or_404(received.select_related("giver"), pk=pk)
    form = KudosReportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        report_kudos(kudos=kudos, reporter=request.user, **form.cleaned_data)
        messages.success(request, _("A manager looks at it. Until then no screen shows it."))
        return redirect("sharehub:thanks")
    context = {"kudos": kudos, "form": form}
    return render(request, "sharehub/kudos_report.html", context, status=422 if form.errors else 200)


@require_safe
@allowed("sharehub.change_kudosreport")
def report_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    reports = KudosReport.objects.waiting().select_related("kudos__giver", "kudos__receiver__user", "kudos__team")
    return render(
        request,
        "sharehub/report_list.html",
        {**workspace.context(programme, current_step=STEP), "reports": list(reports[:50])},
    )


@require_POST
@allowed("sharehub.change_kudosreport")
def report_answer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    get_object_or_404(Programme, slug=slug)
    takes_away = request.POST.get("answer") == "take"
    try:
        answer_report(report=get_object_or_404(KudosReport, pk=pk), by=request.user, takes_away=takes_away)
    except OwnThanks as refusal:
        raise PermissionDenied from refusal
    said = _("Taken away, with its points.") if takes_away else _("It stays as it was.")
    messages.success(request, said)
    return redirect("sharehub:report_list", slug)
