"""Wagtail's page for feeds: what was imported, and importing."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.actions import feeds as actions
from cms.forms.feeds import FeedForm, ScheduleForm
from cms.models import FeedImport, FeedProposal, FeedSource

_RENEWED_AFTER = 2  # seconds


class FeedList(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """Where feeds are imported, and which were."""

    permission_required = "cms.add_feedsource"
    raise_exception = True
    form_class = FeedForm
    template_name = "cms/admin/feed_list.html"
    page_title = gettext_lazy("Feeds")
    header_icon = "rss"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("cms_feeds"), "label": gettext_lazy("Feeds")},
    ]

    def get_form(self, form_class: type[FeedForm] | None = None) -> FeedForm:
        again = self.request.GET.get("again", "")
        if self.request.method == "GET" and again.isdigit():
            return FeedForm.again(get_object_or_404(FeedSource, pk=again))
        return super().get_form(form_class)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sources = FeedSource.objects.select_related("theme").order_by("-last_run_at", "name")
        running = FeedImport.objects.filter(finished_at=None)
        proposals = FeedProposal.objects.open().count()
        return super().get_context_data(sources=sources, running=running, proposals=proposals, **kwargs)

    def form_valid(self, form: FeedForm) -> HttpResponse:
        data = form.cleaned_data
        asked = actions.ask_for_import(
            location=data["file"].name if data["file"] else data["url"],
            content=data["file"].read() if data["file"] else None,
            theme=data["theme"],
            language=data["language"],
            publish=data["publish"] == "live",
            by=self.request.user,  # type: ignore[arg-type]
        )
        return redirect("cms_feed_import", asked.pk)


class FeedImportProgress(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """How far an import is; once it is in, its report."""

    permission_required = "cms.add_feedsource"
    raise_exception = True
    template_name = "cms/admin/feed_import.html"
    page_title = gettext_lazy("Feeds")
    header_icon = "rss"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.asked = get_object_or_404(FeedImport.objects.select_related("source", "theme"), pk=self.kwargs["pk"])
        if self.asked.finished_at is None or self.asked.problem:
            response = super().get(request, *args, **kwargs)
            if self.asked.finished_at is None:
                response.headers["Refresh"] = str(_RENEWED_AFTER)
            return response
        made = self.asked.report.get("made", 0)
        messages.success(
            request, ngettext("%(count)d article made.", "%(count)d articles made.", made) % {"count": made}
        )
        return redirect("cms_feed_report", self.asked.source_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.breadcrumbs_items = [*FeedList.breadcrumbs_items, {"url": "", "label": self.asked.location}]
        return super().get_context_data(asked=self.asked, **kwargs)


class FeedReport(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the last import of a feed did."""

    permission_required = "cms.add_feedsource"
    raise_exception = True
    template_name = "cms/admin/feed_report.html"
    header_icon = "rss"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source = get_object_or_404(FeedSource.objects.select_related("theme"), pk=self.kwargs["pk"])
        self.page_title = source.name
        self.breadcrumbs_items = [*FeedList.breadcrumbs_items, {"url": "", "label": source.name}]
        report = source.last_report
        figures = [
            (_("articles made"), report.get("made", 0)),
            (_("changed"), report.get("changed", 0)),
            (_("left as they were"), report.get("unchanged", 0)),
            (_("pictures to be fetched"), report.get("pictures", 0)),
        ]
        return super().get_context_data(source=source, report=report, figures=figures, **kwargs)


class FeedSchedule(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):
    """Whether and how often a feed comes in by itself, and as what."""

    permission_required = "cms.change_feedsource"
    raise_exception = True
    form_class = ScheduleForm
    template_name = "cms/admin/feed_schedule.html"
    header_icon = "rss"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.source = get_object_or_404(FeedSource.objects.select_related("theme__programme"), pk=kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.source}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.page_title = self.source.name
        self.breadcrumbs_items = [*FeedList.breadcrumbs_items, {"url": "", "label": self.source.name}]
        return super().get_context_data(source=self.source, **kwargs)

    def form_valid(self, form: ScheduleForm) -> HttpResponse:
        source = form.save(commit=False)
        actions.schedule_feed(source=source, changed=form.changed_data, by=self.request.user)  # type: ignore[arg-type]
        if source.comes_in_as and not source.is_on_the_web:
            messages.warning(self.request, _("This came in as a file, so it cannot be asked again."))
        else:
            messages.success(self.request, _("Saved."))
        return redirect("cms_feeds")


class ProposalList(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What feeds propose, for an editor to take or leave."""

    permission_required = "cms.change_feedproposal"
    raise_exception = True
    template_name = "cms/admin/feed_proposals.html"
    page_title = gettext_lazy("Proposals")
    header_icon = "rss"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.breadcrumbs_items = [*FeedList.breadcrumbs_items, {"url": "", "label": _("Proposals")}]
        page = Paginator(FeedProposal.objects.open(), 30).get_page(self.request.GET.get("p"))
        return super().get_context_data(proposals=page, **kwargs)


class ProposalDecision(PermissionRequiredMixin, View):
    """A proposal is taken or left."""

    permission_required = "cms.change_feedproposal"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        proposal = get_object_or_404(FeedProposal.objects.select_related("source__theme"), pk=pk)
        if request.POST.get("answer") != "take":
            actions.leave_proposal(proposal=proposal)
            messages.success(request, _("“%(title)s” is left aside.") % {"title": proposal.title})
            return redirect("cms_feed_proposals")
        article = actions.take_proposal(proposal=proposal, by=request.user)  # type: ignore[arg-type]
        if article is None:
            messages.warning(request, _("Nothing changed: somebody decided before, or it is here already."))
            return redirect("cms_feed_proposals")
        messages.success(request, _("“%(title)s” is a draft now.") % {"title": proposal.title})
        return redirect("wagtailadmin_pages:edit", article.pk)
