"""Candidates apply; HR sees what ambassadors do for recruitment."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from ambassadors import privacy
from ambassadors.access import PersonRequest
from cms.models import Vacancy
from sharehub.models import Application, ProcedureStep, RecruitmentSettings
from sharehub.recruitment import attribution, bonuses, certainty, funnel, procedure, visits
from sharehub.recruitment.forms import ApplyForm, StageForm
from themes import charts, reporting
from themes.kept import kept

_may_see = permission_required("sharehub.view_application", raise_exception=True)
_may_move = permission_required("sharehub.change_application", raise_exception=True)
PER_PAGE = 25


@never_cache
@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, vacancy_pk: int) -> HttpResponse:
    vacancy = get_object_or_404(Vacancy.objects.live().public(), pk=vacancy_pk)
    if not vacancy.is_open:
        return render(request, "sharehub/recruitment/apply_closed.html", {"vacancy": vacancy}, status=410)
    if vacancy.apply_url:
        return redirect(vacancy.apply_url)
    form = ApplyForm(request.POST or None, request.FILES or None, initial={"ref": request.GET.get("ref", "")[:16]})
    if request.method == "POST" and form.is_valid():
        if not form.is_robot:
            data = form.cleaned_data
            procedure.apply(
                vacancy=vacancy,
                token=data["token"],
                name=data["name"],
                email=data["email"],
                motivation=data["motivation"],
                reference=data["ref"],
                remembered=attribution.remembered(
                    request.COOKIES.get(attribution.COOKIE, ""), days=RecruitmentSettings.load().attribution_days
                ),
                cv=data["cv"],
                keeps_data_a_year=data["keeps_data_a_year"],
            )
        return redirect("sharehub:apply_thanks", vacancy.pk)
    status = 422 if form.is_bound else 200
    return render(request, "sharehub/recruitment/apply.html", {"vacancy": vacancy, "form": form}, status=status)


@require_GET
def apply_thanks(request: HttpRequest, vacancy_pk: int) -> HttpResponse:
    vacancy = get_object_or_404(Vacancy.objects.live().public(), pk=vacancy_pk)
    return render(request, "sharehub/recruitment/apply_thanks.html", {"vacancy": vacancy})


@login_required
@_may_see
@require_GET
@vary_on_headers("HX-Request")
def vacancy_list(request: HttpRequest) -> HttpResponse:
    query, state = request.GET.get("q", "").strip(), request.GET.get("state", "open")
    vacancies = Vacancy.objects.live().order_by("-date_posted", "title")
    if state == "open":
        vacancies = vacancies.open()
    elif state == "closed":
        vacancies = vacancies.exclude(pk__in=Vacancy.objects.open().values("pk"))
    if query:
        vacancies = vacancies.filter(Q(title__icontains=query) | Q(locality__icontains=query))
    page = Paginator(vacancies, PER_PAGE).get_page(request.GET.get("page"))
    # Of all, published or not, as in the report: the difference would tell of those that are not.
    counted = kept(f"funnels3:{privacy.threshold()}:{_told_until()}", _funnels)
    funnels, together = counted.value
    context = {
        "page": page,
        "rows": [(vacancy, funnels.get(vacancy.pk, funnel.Funnel(())).total) for vacancy in page],
        "counted": counted,
        "in_months": not reporting.is_live(),
        "query": query,
        "state": state,
        "total": together,
        "waiting": Application.objects.open().filter(stage=Application.Stage.APPLIED).count(),
        "has_any": bool(page) or Vacancy.objects.live().exists(),
    }
    template = "sharehub/recruitment/_vacancy_rows.html" if request.htmx else "sharehub/recruitment/vacancy_list.html"  # type: ignore[attr-defined]
    return render(request, template, context)


def _told_until() -> str:
    """Return a name for what is told of visits: all of them, or those of the months until this day."""
    return "now" if reporting.is_live() else f"{reporting.told_until():%Y-%m}"


def _funnels() -> tuple[dict[int, funnel.Funnel], funnel.Funnel]:
    few = visits.withheld_by_month()
    found = funnel.of_vacancies(Vacancy.objects.all(), few)
    return found, funnel.together(found.values(), few)


@login_required
@_may_see
@require_GET
def vacancy_detail(request: HttpRequest, vacancy_pk: int) -> HttpResponse:
    vacancy = get_object_or_404(Vacancy, pk=vacancy_pk)
    found = funnel.of_vacancies([vacancy])[vacancy.pk]
    total, caused = found.total, found.through_ambassadors
    stage, is_live = request.GET.get("stage", ""), reporting.is_live()
    applications = vacancy.applications.select_related("step", "share__theme")
    if stage in Application.Stage.values:
        applications = applications.filter(stage=stage)
    context = {
        "vacancy": vacancy,
        "crumbs": _crumbs(vacancy),
        "funnel": found,
        "has_few": any(row.few_visits for row in found.rows),
        "minimum": privacy.threshold(),
        "in_months": not is_live,
        "unseen": found.unseen,
        "chart": charts.funnel(
            [
                # A vacancy of this month has no month that is told of yet, which is not to say that nobody came.
                charts.Stage(_("visits"), caused.visits if is_live else caused.visits or None),
                # Visits of whole months and applications up to today are no parts of each other.
                charts.Stage(_("applied"), caused.applied, is_part=is_live),
                charts.Stage(_("in conversation"), caused.talked),
                charts.Stage(_("hired"), caused.hired),
            ],
            name=_("stage"),
            value_name=_("number"),
            rate_name=_("of the stage before"),
            rates_from=certainty.SMALL_NUMBER,
        ),
        "sentence": _funnel_sentence(total),
        "page": Paginator(applications, PER_PAGE).get_page(request.GET.get("page")),
        "stage": stage,
        "stages": _stage_counts(vacancy),
    }
    return render(request, "sharehub/recruitment/vacancy_detail.html", context)


def _crumbs(vacancy: Vacancy) -> list[tuple[str, str]]:
    return [
        (_("Vacancies"), reverse("sharehub:vacancy_list")),
        (vacancy.title, reverse("sharehub:vacancy_detail", args=[vacancy.pk])),
    ]


def _funnel_sentence(total: funnel.FunnelRow) -> str:
    if not total.applied:
        return _("Nobody applied yet.")
    applied = ngettext("%(count)d person applied", "%(count)d people applied", total.applied) % {"count": total.applied}
    if not total.hired:
        return _("%(applied)s, nobody was hired yet.") % {"applied": applied}
    hired = ngettext("%(count)d was hired", "%(count)d were hired", total.hired) % {"count": total.hired}
    return _("%(applied)s, %(hired)s.") % {"applied": applied, "hired": hired}


def _stage_counts(vacancy: Vacancy) -> list[tuple[str, str, int]]:
    counts = dict(vacancy.applications.order_by().values_list("stage").annotate(Count("pk")))
    return [(value, str(label), counts.get(value, 0)) for value, label in Application.Stage.choices]


@login_required
@_may_see
@require_GET
@vary_on_headers("HX-Request")
def application_list(request: HttpRequest) -> HttpResponse:
    query, stage = request.GET.get("q", "").strip(), request.GET.get("stage", "")
    applications = Application.objects.select_related("vacancy", "step", "share__theme")
    if step := ProcedureStep.objects.filter(key=stage).first():
        applications = applications.in_step(step)
    if query:
        applications = applications.filter(
            Q(name__icontains=query) | Q(email__icontains=query) | Q(vacancy__title__icontains=query)
        )
    context = {
        "page": Paginator(applications, PER_PAGE).get_page(request.GET.get("page")),
        "query": query,
        "stage": stage,
        "stages": [(step.key, str(step)) for step in ProcedureStep.objects.all()],
    }
    rows = "sharehub/recruitment/_application_rows.html"
    template = rows if request.htmx else "sharehub/recruitment/application_list.html"  # type: ignore[attr-defined]
    return render(request, template, context)


@login_required
@_may_see
@never_cache
@require_GET
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    found = Application.objects.select_related("vacancy", "step", "share__theme", "bonus")
    application = get_object_or_404(found, pk=pk)
    others = [step for step in ProcedureStep.objects.current() if step.key != application.step_key]
    forward = _forward(application, others)
    bonus = getattr(application, "bonus", None)
    context = {
        "application": application,
        "crumbs": [*_crumbs(application.vacancy), (str(application), "")],
        "changes": application.stage_changes.select_related("by", "step"),
        "stages": sorted(others, key=lambda step: step != forward),
        "next_stage": forward.key if forward else "",
        "ways": attribution.explain(application),
        "theme": attribution.theme_told(application.share, application.created_at),
        "rule": RecruitmentSettings.load(),
        "bonus": bonus,
        "no_bonus": "" if bonus else bonuses.reason_for_none(application),
    }
    return render(request, "sharehub/recruitment/application_detail.html", context)


def _forward(application: Application, others: list[ProcedureStep]) -> ProcedureStep | None:
    """Return the stage that follows when all goes well: the next of the same kind, else the first of the next kind."""
    if application.closed_at:
        return None
    place = application.step.sort_order if application.step else 0
    later = [step for step in others if step.kind == application.stage and application.step and step.sort_order > place]
    return next((step for step in [*later, *others] if step in later or step.kind == application.next_stage), None)


@login_required
@_may_move
@require_POST
def application_stage(request: PersonRequest, pk: int) -> HttpResponse:
    application = get_object_or_404(Application, pk=pk)
    form = StageForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the stages. Nothing was changed."))
        return redirect("sharehub:application_detail", pk)
    before, after = form.cleaned_data["from_stage"], form.cleaned_data["to_stage"]
    try:
        moved, token = procedure.move(application=application, from_step=before, to_step=after, by=request.user)
    except procedure.StageMovedError as error:
        text = _("A colleague moved this application in the meantime: it is “%(stage)s” now. Nothing was changed.")
        messages.error(request, text % {"stage": error})
        return redirect("sharehub:application_detail", pk)
    undo = reverse("sharehub:application_stage_undoing", args=[pk, token]) if token else ""
    messages.success(request, _("Moved to “%(stage)s”.") % {"stage": moved.step_name}, extra_tags=undo)
    return redirect("sharehub:application_detail", pk)


@login_required
@_may_move
@require_POST
def application_stage_undoing(request: PersonRequest, pk: int, token: str) -> HttpResponse:
    application = get_object_or_404(Application, pk=pk)
    try:
        restored = procedure.take_back(application=application, token=token, by=request.user)
    except procedure.StageMovedError as error:
        text = _("This application was moved on in the meantime: it is “%(stage)s” now. Nothing was changed.")
        messages.error(request, text % {"stage": error})
        return redirect("sharehub:application_detail", pk)
    if restored is None:
        messages.error(request, _("It is too late to undo this. Move the application instead."))
    else:
        messages.success(request, _("Undone: it is “%(stage)s” again.") % {"stage": restored.step_name})
    return redirect("sharehub:application_detail", pk)


@login_required
@_may_see
@never_cache
@require_GET
def application_cv(request: HttpRequest, pk: int) -> FileResponse:
    application = get_object_or_404(Application, pk=pk)
    name = application.cv.name if application.cv else None
    if not name or not application.cv.storage.exists(name):
        raise Http404
    suffix = name.rpartition(".")[2]
    response = FileResponse(application.cv.open("rb"), as_attachment=True, filename=f"cv-{application.pk}.{suffix}")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
