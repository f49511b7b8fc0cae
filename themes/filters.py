"""How the outside world is looked through."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from themes.forms.dates import DateInput
from themes.models import Programme, Stakeholder, Theme


class TimelineFilter(django_filters.FilterSet):
    """By words of what it was about, and by the day it happened."""

    q = django_filters.CharFilter(
        label=_("Search"), field_name="label", lookup_expr="icontains", widget=forms.TextInput(attrs={"type": "search"})
    )
    since = django_filters.DateFilter(
        label=_("From"), field_name="timestamp", lookup_expr="date__gte", widget=DateInput
    )
    until = django_filters.DateFilter(label=_("To"), field_name="timestamp", lookup_expr="date__lte", widget=DateInput)


class StakeholderFilter(django_filters.FilterSet):
    """By words, theme and kind."""

    q = django_filters.CharFilter(
        label=_("Search"), method="by_words", widget=forms.TextInput(attrs={"type": "search"})
    )
    theme = django_filters.ModelChoiceFilter(
        field_name="themes", queryset=Theme.objects.none(), label=_("Theme"), empty_label=_("All themes")
    )
    kind = django_filters.ChoiceFilter(choices=Stakeholder.Kind.choices, label=_("Kind"), empty_label=_("All kinds"))

    class Meta:
        model = Stakeholder
        fields: list[str] = []

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["theme"].queryset = programme.themes.all()

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Return those whose name, notes or handles hold the words."""
        found = Q(name__icontains=value) | Q(notes__icontains=value) | Q(handles__handle__icontains=value)
        return queryset.filter(found).distinct()
