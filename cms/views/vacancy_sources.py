"""Wagtail's pages for where vacancies come from by themselves, and what their sources no longer name."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.actions import vacancies as actions
from cms.forms.vacancy_sources import VacancySourceForm
from cms.models import AdvertisedVacancy, VacancySource


class _SourcePage(PermissionRequiredMixin, WagtailAdminTemplateMixin):
    """What all these pages share."""

    permission_required = "cms.view_vacancysource"
    raise_exception = True
    page_title: str | Promise = gettext_lazy("Vacancies from elsewhere")
    header_icon = "link-external"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("cms_vacancy_sources"), "label": gettext_lazy("Vacancies from elsewhere")},
    ]

    def named(self, name: str) -> None:
        self.page_title = name
        self.breadcrumbs_items = [*_SourcePage.breadcrumbs_items, {"url": "", "label": name}]


class SourceList(_SourcePage, TemplateView):
    """Every source with how it goes."""

    template_name = "cms/admin/vacancy_source_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        named = Count("advertised", filter=Q(advertised__gone_at=None))
        sources = VacancySource.objects.select_related("theme").annotate(named=named)
        left = AdvertisedVacancy.objects.left_to_people().count()
        return super().get_context_data(sources=sources, left=left, **kwargs)


class SourceDetail(_SourcePage, TemplateView):
    """How a source goes, what its last reading did, and what it no longer names."""

    template_name = "cms/admin/vacancy_source_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = get_object_or_404(VacancySource.objects.select_related("theme"), pk=self.kwargs["pk"])
        self.named(source.name)
        report = source.last_report
        figures = [
            (_("vacancies made"), report.get("made", 0)),
            (_("changed"), report.get("changed", 0)),
            (_("left as they were"), report.get("unchanged", 0)),
        ]
        gone = AdvertisedVacancy.objects.filter(source=source)
        context = {
            "source": source,
            "report": report,
            "figures": figures if report else [],
            "to_decide": gone.left_to_people(),
            "closed": gone.exclude(closed_at=None).select_related("vacancy").order_by("-closed_at", "-pk")[:20],
        }
        return super().get_context_data(**context, **kwargs)


class SourceNew(_SourcePage, FormView):
    """Another address to take vacancies from."""

    permission_required = "cms.add_vacancysource"
    form_class = VacancySourceForm
    template_name = "cms/admin/vacancy_source_form.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.source = VacancySource(every_minutes=VacancySource.Every.SIX_HOURS)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.source}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.named(self.source.name if self.source.pk else _("Another source"))
        return super().get_context_data(source=self.source, **kwargs)

    def form_valid(self, form: VacancySourceForm) -> HttpResponse:
        source = form.save(commit=False)
        actions.save_source(source=source, changed=form.changed_data, by=self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, _("Saved."))
        return redirect("cms_vacancy_source", source.pk)


class SourceEdit(SourceNew):
    """What a source is called, how often it is asked and what becomes of what it names."""

    permission_required = "cms.change_vacancysource"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.source = get_object_or_404(VacancySource, pk=self.kwargs["pk"])


class SourceTurn(PermissionRequiredMixin, View):
    """A source is asked now, whatever it was waiting for."""

    permission_required = "cms.change_vacancysource"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        actions.ask_source_now(source=get_object_or_404(VacancySource, pk=pk))
        messages.success(request, _("It is being asked. Look again in a moment."))
        return redirect("cms_vacancy_source", pk)


class SourceRemoval(PermissionRequiredMixin, View):
    """A source is asked no longer; its vacancies stay."""

    permission_required = "cms.delete_vacancysource"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        source = get_object_or_404(VacancySource, pk=pk)
        actions.remove_source(source=source, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("“%(name)s” is asked no longer. Its vacancies stay.") % {"name": source.name})
        return redirect("cms_vacancy_sources")


class Closing(PermissionRequiredMixin, View):
    """A vacancy that its source no longer names is closed here too."""

    permission_required = "cms.change_advertisedvacancy"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(AdvertisedVacancy, pk=pk)
        if actions.close_gone(row=row, by=request.user):  # type: ignore[arg-type]
            messages.success(request, _("It is closed: nobody can apply any more."))
        else:
            messages.warning(request, _("Nothing changed: it is closed already, or its source names it again."))
        return redirect("cms_vacancy_source", row.source_id)
