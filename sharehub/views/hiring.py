"""HR's report: what ambassadors brought in a period, with its tables as files."""

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from ambassadors import privacy
from ambassadors.access import PersonRequest, allowed
from sharehub.measurement import periods
from sharehub.measurement.periods import Chosen
from sharehub.models import Report
from sharehub.recruitment import certainty, impact, printing, sheets
from sharehub.recruitment.conclusions import conclusions
from sharehub.recruitment.impact import TABLES, Impact
from themes import charts, reporting
from themes.kept import Kept, kept

_DEFAULT = "year"


@never_cache
@require_GET
@allowed("sharehub.view_application")
def recruitment_report(request: PersonRequest) -> HttpResponse:
    chosen = periods.chosen(request.GET, default=_DEFAULT)
    counted = _counted(chosen)
    found = counted.value
    context = {
        "chosen": chosen,
        "periods": periods.offered(),
        "counted": counted,
        "found": found,
        "sentences": conclusions(found),
        "tables": [(key, name, found.tables[key]) for key, name in TABLES.items()],
        "chart": charts.funnel(
            [
                charts.Stage(_("visits"), found.through.visits),
                charts.Stage(_("applied"), found.through.applied),
                charts.Stage(_("in conversation"), found.through.talked),
                charts.Stage(_("hired"), found.through.hired),
            ],
            name=_("stage"),
            value_name=_("number"),
            rate_name=_("of the stage before"),
            rates_from=certainty.SMALL_NUMBER,
        ),
    }
    return render(request, "sharehub/recruitment/report.html", context)


@never_cache
@require_GET
@allowed("sharehub.view_application")
def recruitment_export(request: PersonRequest, table: str, kind: str) -> HttpResponse:
    if table not in TABLES or kind not in sheets.KINDS:
        raise Http404
    chosen = periods.chosen(request.GET, default=_DEFAULT)
    name = f"recruitment-{table}-{chosen.period.start}-{chosen.period.end}.{kind}"
    return HttpResponse(
        sheets.sheet(_counted(chosen).value, table, kind),
        content_type=sheets.KINDS[kind],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _counted(chosen: Chosen) -> Kept[Impact]:
    # With the threshold and what is told in its name: raised, or of whole months, nothing that was kept may show what is hidden now.
    told = f"{privacy.threshold()}:{reporting.is_live()}"
    name = f"hiring4:{chosen.period.start}:{chosen.period.end}:{_('Directly')}:{told}"
    return kept(name, lambda: impact.impact(chosen.period))


@require_POST
@allowed("sharehub.view_application")
def report_new(request: PersonRequest) -> HttpResponse:
    chosen = periods.chosen(request.POST, default=_DEFAULT)
    report = printing.ask(period=chosen.period, language=get_language() or "en", by=request.user)
    return redirect("sharehub:report_detail", report.pk)


@never_cache
@vary_on_headers("HX-Request")
@require_GET
@allowed("sharehub.view_application")
def report_detail(request: PersonRequest, pk: int) -> HttpResponse:
    report = get_object_or_404(Report, pk=pk, asked_by=request.user, programme=None)
    crumbs = [(_("What it brought"), reverse("sharehub:recruitment_report")), (str(report), "")]
    template = "sharehub/recruitment/_printed.html" if request.htmx else "sharehub/recruitment/printed.html"
    context = {
        "report": report,
        "crumbs": crumbs,
        "report_url": reverse("sharehub:report_detail", args=[report.pk]),
        "file_url": reverse("sharehub:report_file", args=[report.pk]),
        "again_url": reverse("sharehub:recruitment_report"),
        "again_name": _("What it brought"),
    }
    return render(request, template, context)


@never_cache
@require_GET
@allowed("sharehub.view_application")
def report_file(request: PersonRequest, pk: int) -> FileResponse:
    report = get_object_or_404(Report, pk=pk, asked_by=request.user, programme=None)
    if not report.file:
        raise Http404
    name = f"recruitment-{report.starts_on}-{report.ends_on}.pdf"
    return FileResponse(report.file.open("rb"), as_attachment=True, filename=name)
