"""Lists as tables."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from themes.models import Stakeholder


class StakeholderTable(tables.Table):
    name = tables.Column(linkify=True, verbose_name=_("Who"))
    kind = tables.Column(verbose_name=_("Kind"))
    themes = tables.Column(verbose_name=_("Themes"), orderable=False, accessor="pk")
    influence = tables.Column(verbose_name=_("Influence"))
    relation = tables.Column(verbose_name=_("Relation"))

    class Meta:
        model = Stakeholder
        fields = ("name", "kind", "themes", "influence", "relation")
        order_by = ("-influence", "name")
        empty_text = _("Nobody on the map fits this search.")

    def render_themes(self, record: Stakeholder) -> str:
        return render_to_string("themes/_theme_dots.html", {"themes": record.themes.all()})

    def render_influence(self, value: int) -> str:
        return render_to_string("themes/_five.html", {"value": value})

    def render_relation(self, value: int) -> str:
        return render_to_string("themes/_five.html", {"value": value})

    def order_kind(self, queryset: QuerySet, is_descending: bool) -> tuple[QuerySet, bool]:
        return queryset.order_by("-kind" if is_descending else "kind", "name"), True
