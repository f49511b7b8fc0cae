"""Wagtail's report of what pieces did."""

from typing import Any

import django_filters
from django.conf import settings
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import page_permission_policy

from cms.models import Shareable
from sharehub.measurement import periods
from sharehub.measurement.piece_report import Did, did
from themes.models import Theme

_ACTIONS = ["add", "change", "publish"]


def _periods() -> list[tuple[str, str | Promise]]:
    return list(periods.offered().items())


class PieceFilterSet(WagtailFilterSet):
    """Which pieces, and in which period."""

    period = django_filters.ChoiceFilter(
        label=gettext_lazy("Period"), choices=_periods, method="every_piece", empty_label=None
    )
    themes = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Theme"), queryset=Theme.objects.order_by("name"), empty_label=gettext_lazy("All")
    )
    language = django_filters.ChoiceFilter(
        label=gettext_lazy("Language"), choices=settings.LANGUAGES, empty_label=gettext_lazy("All")
    )
    live = django_filters.BooleanFilter(label=gettext_lazy("On the site"))

    class Meta:
        model = Shareable
        fields: list[str] = []

    def every_piece(self, pieces: QuerySet[Shareable], name: str, value: str) -> QuerySet[Shareable]:
        """The period says which figures are shown, of whichever piece."""
        return pieces


class PieceReport(ReportView):
    """Pieces that one may edit, with what they did as far as it is about enough people."""

    model = Shareable
    permission_policy = page_permission_policy
    any_permission_required = _ACTIONS
    page_title = gettext_lazy("What pieces did")
    header_icon = "view"
    filterset_class = PieceFilterSet
    index_url_name = "sharehub_piece_report"
    index_results_url_name = "sharehub_piece_report_results"
    results_template_name = "sharehub/admin/piece_report_results.html"
    default_ordering = "-first_published_at"
    columns = [
        TitleColumn("title", label=gettext_lazy("Piece"), url_name="wagtailadmin_pages:edit", sort_key="title"),
        Column("theme_words", label=gettext_lazy("Theme")),
        Column("audience_words", label=gettext_lazy("For whom")),
        Column("shares_shown", label=gettext_lazy("Shares")),
        Column("visits_shown", label=gettext_lazy("People who came")),
        Column("last_shared", label=gettext_lazy("Last shared")),
        Column("ends", label=gettext_lazy("Expires")),
    ]
    list_export = ["title", "theme_words", "audience_words", "shares_shown", "visits_shown", "last_shared", "ends"]
    export_headings = {
        "title": gettext_lazy("Piece"),
        "theme_words": gettext_lazy("Theme"),
        "audience_words": gettext_lazy("For whom"),
        "shares_shown": gettext_lazy("Shares"),
        "visits_shown": gettext_lazy("People who came"),
        "last_shared": gettext_lazy("Last shared"),
        "ends": gettext_lazy("Expires"),
    }

    def get_filename(self) -> str:
        return f"pieces-{self.chosen.period.start}-{self.chosen.period.end}"

    @property
    def chosen(self) -> periods.Chosen:
        """The period of the figures: one of those with a name."""
        kind = self.request.GET.get("period", "")
        return periods.chosen({"period": kind} if kind in periods.offered() else {})

    def get_base_queryset(self) -> QuerySet[Shareable]:
        mine = page_permission_policy.instances_user_has_any_permission_for(self.request.user, _ACTIONS)
        pieces = Shareable.objects.filter(pk__in=mine.values("pk")).exclude(first_published_at=None)
        return pieces.prefetch_related("themes", "audience_teams", "audience_roles")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        figures = did(self.chosen)
        return [_told(piece, figures.get(piece.original_key or piece.pk, Did())) for piece in object_list]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs) | {"chosen": self.chosen}


def _told(piece: Shareable, figures: Did) -> Shareable:
    piece.theme_words = ", ".join(theme.name for theme in piece.themes.all())
    piece.audience_words = ", ".join(_audience(piece))
    piece.shares_shown = _("too few people") if figures.shares is None else figures.shares
    piece.visits_shown = _("too few people") if figures.visitors is None else figures.visitors
    piece.last_shared = date_format(figures.last_on, "SHORT_DATE_FORMAT") if figures.last_on else ""
    ends = piece.share_until or piece.expire_at
    piece.ends = date_format(ends, "SHORT_DATE_FORMAT") if ends else ""
    return piece


def _audience(piece: Shareable) -> list[str]:
    said = [piece.get_language_display()]
    said += [team.name for team in piece.audience_teams.all()]
    said += [role.name for role in piece.audience_roles.all()]
    said += piece.audience_places
    return [*said, _("who follows a theme of it")] if piece.audience_followers else said
