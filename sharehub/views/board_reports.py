"""The board's report: as a PDF for who asks, and by mail to who was subscribed."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import PersonRequest, allowed
from sharehub.actions import report_subscriptions as actions
from sharehub.measurement import periods, subscriptions
from sharehub.measurement.forms import ReportSubscriptionForm
from sharehub.models import Report, ReportSubscription
from sharehub.recruitment import printing
from themes import reporting
from themes.models import Programme
from themes.workspace import context

STEP = 7


@require_POST
@allowed("sharehub.view_reachbygroup")
def report_new(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    period = periods.chosen(request.POST).period
    report = printing.ask(period=period, language=get_language() or "en", by=request.user, programme=programme)
    return redirect("sharehub:board_report_detail", slug, report.pk)


@never_cache
@vary_on_headers("HX-Request")
@require_safe
@allowed("sharehub.view_reachbygroup")
def report_detail(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    report = _report(request, slug, pk)
    again_url = reverse("sharehub:overview", args=[slug])
    page = {
        "report": report,
        "crumbs": [(_("On one page"), again_url), (str(report), "")],
        "report_url": reverse("sharehub:board_report_detail", args=[slug, pk]),
        "file_url": reverse("sharehub:board_report_file", args=[slug, pk]),
        "again_url": again_url,
        "again_name": _("On one page"),
    }
    if request.htmx:
        return render(request, "sharehub/recruitment/_printed.html", page)
    programme = get_object_or_404(Programme, slug=slug)
    return render(request, "sharehub/board_report.html", context(programme, current_step=STEP) | page)


@never_cache
@require_safe
@allowed("sharehub.view_reachbygroup")
def report_file(request: PersonRequest, slug: str, pk: int) -> FileResponse:
    report = _report(request, slug, pk)
    if not report.file:
        raise Http404
    return FileResponse(report.file.open("rb"), as_attachment=True, filename=f"{report.name}.pdf")


def _report(request: PersonRequest, slug: str, pk: int) -> Report:
    reports = Report.objects.select_related("programme")
    return get_object_or_404(reports, pk=pk, asked_by=request.user, programme__slug=slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@allowed("sharehub.add_reportsubscription")
def subscription_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    form = ReportSubscriptionForm(request.POST or None, readers=subscriptions.readers(programme))
    if form.is_valid():
        made = actions.subscribe(programme=programme, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(who)s gets the report by mail.") % {"who": made.user})
        return redirect("sharehub:report_subscription_list", slug)
    page = {
        "form": form,
        "is_live": reporting.is_live(),
        "subscriptions": list(programme.report_subscriptions.current().select_related("user")),
        "crumbs": [(_("On one page"), reverse("sharehub:overview", args=[slug])), (_("By mail"), "")],
    }
    status = 422 if form.errors else 200
    template = "sharehub/report_subscription_list.html"
    return render(request, template, context(programme, current_step=STEP) | page, status=status)


@require_POST
@allowed("sharehub.change_reportsubscription")
def subscription_end(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    subscription = get_object_or_404(ReportSubscription, pk=pk, programme__slug=slug)
    actions.stop(subscription=subscription, by=request.user)
    messages.success(request, _("The report by mail was stopped."))
    return redirect("sharehub:report_subscription_list", slug)


@csrf_exempt  # A mail program posts here without a page or a cookie (RFC 8058, 3.1); the token says which one is meant.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscription(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only asks, because programs follow links in mails; a POST stops it at once."""
    found = subscriptions.of_token(token)
    if found is None:
        return render(request, "sharehub/report_unsubscription.html", {"found": None}, status=404)
    with translation.override(found.user.language):
        if request.method == "POST":
            actions.stop(subscription=found, by=None)
        page = {"found": found, "is_done": request.method == "POST" or found.stopped_at is not None}
        return render(request, "sharehub/report_unsubscription.html", page)
