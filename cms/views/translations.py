"""Wagtail's page on which a piece is begun in another language."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.actions.translations import begin_translation
from cms.models import Shareable


class Languages(WagtailAdminTemplateMixin, TemplateView):
    """The languages in which a piece is told, and those in which it can be begun."""

    template_name = "cms/admin/languages.html"
    page_title: Any = gettext_lazy("Languages")
    header_icon = "globe"
    piece: Shareable

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.piece = get_object_or_404(Shareable, pk=kwargs["pk"])
        if not may_translate(self.piece, request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.breadcrumbs_items = [
            *WagtailAdminTemplateMixin.breadcrumbs_items,
            {"url": reverse("wagtailadmin_pages:edit", args=[self.piece.pk]), "label": self.piece.title},
            {"url": "", "label": _("Languages")},
        ]
        versions = list(Shareable.objects.versions_of(self.piece))
        told = {version.language for version in versions}
        return super().get_context_data(
            piece=self.piece,
            versions=versions,
            missing=[(code, str(name)) for code, name in settings.LANGUAGES if code not in told],
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        language = request.POST.get("language", "")
        if language not in dict(settings.LANGUAGES):
            return redirect("cms_languages", self.piece.pk)
        made = begin_translation(piece=self.piece, language=language, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("A draft, with the text of the other language to rewrite."))
        return redirect("wagtailadmin_pages:edit", made.pk)


def may_translate(piece: Shareable, user: Any) -> bool:
    """Whether somebody may edit the piece and make pages beside it."""
    parent = piece.get_parent()
    beside = parent is not None and parent.permissions_for_user(user).can_add_subpage()
    return bool(beside and piece.permissions_for_user(user).can_edit())
