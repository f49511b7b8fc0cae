"""Wagtail's page for the scouts' box: what waits, made into a piece or put aside in one click."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.actions import hand_ins as actions
from cms.forms.hand_ins import AnswerForm
from cms.models import HandIn

_SHOWN = 50
_DECIDED_SHOWN = 20
_ON_PANEL = 3


class Box(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """What scouts handed in."""

    permission_required = "cms.change_handin"
    raise_exception = True
    template_name = "cms/admin/box.html"
    page_title = gettext_lazy("Scouts' box")
    header_icon = "mail"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("cms_box"), "label": gettext_lazy("Scouts' box")},
    ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting = HandIn.objects.waiting()
        return super().get_context_data(
            waiting=waiting.with_people()[:_SHOWN],
            number=waiting.count(),
            decided=HandIn.objects.decided().with_people()[:_DECIDED_SHOWN],
            **kwargs,
        )


class BoxPanel(Component):
    """What waits in the box, on the page where editors begin their day."""

    name = "scouts_box"
    template_name = "cms/admin/box_panel.html"
    order = 205

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        waiting = HandIn.objects.waiting()
        return {"number": waiting.count(), "waiting": waiting.with_people()[:_ON_PANEL]}


class _Decision(PermissionRequiredMixin, View):
    """One click on what waits; somebody else may have been first."""

    permission_required = "cms.change_handin"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(HandIn.objects.with_people(), pk=pk)
        try:
            return self.decide(request, row)
        except actions.AlreadyDecided:
            messages.error(request, _("It was decided or taken back meanwhile."))
            return redirect("cms_box")

    def decide(self, request: HttpRequest, row: HandIn) -> HttpResponse:
        raise NotImplementedError


class MakePiece(_Decision):
    """A draft to edit is made of it."""

    def decide(self, request: HttpRequest, row: HandIn) -> HttpResponse:
        piece = actions.make_piece(row=row, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("A draft was made of it. %(name)s hears so.") % {"name": row.ambassador})
        return redirect("wagtailadmin_pages:edit", piece.pk)


class PutAside(_Decision):
    """Nothing is made of it now."""

    def decide(self, request: HttpRequest, row: HandIn) -> HttpResponse:
        form = AnswerForm(request.POST)
        answer = form.cleaned_data["answer"] if form.is_valid() else ""
        actions.put_aside(row=row, by=request.user, answer=answer)  # type: ignore[arg-type]
        messages.success(request, _("Put aside. %(name)s hears so.") % {"name": row.ambassador})
        return redirect("cms_box")


class TakeUpAgain(_Decision):
    """What was put aside waits again."""

    def decide(self, request: HttpRequest, row: HandIn) -> HttpResponse:
        actions.take_up_again(row=row)
        return redirect("cms_box")
