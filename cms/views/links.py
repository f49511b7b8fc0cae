"""Wagtail's page on which a link to elsewhere begins with its address."""

from typing import Any

from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.actions.links import begin_link
from cms.forms.links import LinkForm
from cms.models import StoryIndexPage
from cms.site import index_page
from themes import fetching
from themes.models import Polled
from themes.polling import trouble_of


class LinkNew(UserPassesTestMixin, WagtailAdminTemplateMixin, FormView):
    """A draft begins with what the page elsewhere says of itself."""

    raise_exception = True
    form_class = LinkForm
    template_name = "cms/admin/link_new.html"
    page_title: Any = gettext_lazy("Share a link")
    header_icon = "link-external"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": "", "label": gettext_lazy("Share a link")},
    ]

    def test_func(self) -> bool:
        stories = index_page(StoryIndexPage)
        return bool(stories.permissions_for_user(self.request.user).can_add_subpage())

    def form_valid(self, form: LinkForm) -> HttpResponse:
        try:
            page, remarks = begin_link(by=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except fetching.FetchError as error:
            trouble = trouble_of(error, max_bytes=2 * 1024**2, timeout=8)
            form.add_error("url", str(Polled.Problem(trouble.problem).label))
            return self.form_invalid(form)
        messages.success(self.request, _("A draft, filled in with what the page says of itself."))
        for remark in remarks:
            messages.warning(self.request, remark)
        return redirect("wagtailadmin_pages:edit", page.pk)
