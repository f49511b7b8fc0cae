"""Wagtail's page for feeds: what was imported, and importing."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms import feeds
from cms.actions.feeds import import_feed, read_location
from cms.forms.feeds import FeedForm
from cms.models import FeedSource
from themes.fetching import FetchError


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
        return super().get_context_data(sources=sources, **kwargs)

    def form_valid(self, form: FeedForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            content = data["file"].read() if data["file"] else read_location(data["url"])
            source, report = import_feed(
                content=content,
                location=data["file"].name if data["file"] else data["url"],
                theme=data["theme"],
                language=data["language"],
                publish=data["publish"] == "live",
                by=self.request.user,  # type: ignore[arg-type]
            )
        except (FetchError, feeds.NotAFeed) as error:
            form.add_error("file" if data["file"] else "url", str(error))
            return self.form_invalid(form)
        messages.success(
            self.request,
            ngettext("%(count)d article made.", "%(count)d articles made.", report.made) % {"count": report.made},
        )
        return redirect(reverse("cms_feed_report", args=[source.pk]))


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
