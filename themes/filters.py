"""How the outside world is looked through."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from themes.forms.dates import DateInput
from themes.models import Conversation, ListeningSource, Mood, Programme, Stakeholder, Theme


class TimelineFilter(django_filters.FilterSet):
    """By words of what it was about, and by the day it happened."""

    q = django_filters.CharFilter(
        label=_("Search"), field_name="label", lookup_expr="icontains", widget=forms.TextInput(attrs={"type": "search"})
    )
    since = django_filters.DateFilter(
        label=_("From"), field_name="timestamp", lookup_expr="date__gte", widget=DateInput
    )
    until = django_filters.DateFilter(
        label=_("Up to and including"), field_name="timestamp", lookup_expr="date__lte", widget=DateInput
    )


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


class ConversationFilter(django_filters.FilterSet):
    """By words, theme, source, language, mood and state."""

    q = django_filters.CharFilter(
        label=_("Search"), method="by_words", widget=forms.TextInput(attrs={"type": "search"})
    )
    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.none(), label=_("Theme"), empty_label=_("All themes"), method="by_theme"
    )
    source = django_filters.ModelChoiceFilter(
        queryset=ListeningSource.objects.none(), label=_("Source"), empty_label=_("All sources")
    )
    language = django_filters.ChoiceFilter(label=_("Language"), empty_label=_("All languages"))
    mood = django_filters.ChoiceFilter(
        label=_("Mood (estimated)"), choices=Mood.choices, empty_label=_("All moods"), method="by_mood"
    )

    class Meta:
        model = Conversation
        fields: list[str] = []

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["theme"].queryset = programme.themes.all()
        self.filters["source"].queryset = programme.listening_sources.all()
        spoken = Conversation.objects.filter(programme=programme).exclude(language="").order_by("language")
        languages = [Conversation(language=one) for one in spoken.values_list("language", flat=True).distinct()]
        self.filters["language"].extra["choices"] = [(one.language, one.language_name) for one in languages]

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Return those that hold every word."""
        return queryset.search(value)  # type: ignore[attr-defined,no-any-return]

    def by_mood(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Return those said in the mood."""
        return queryset.in_mood(value)  # type: ignore[attr-defined,no-any-return]

    def by_theme(self, queryset: QuerySet, name: str, value: Theme) -> QuerySet:
        """Return those about the theme, mostly or also."""
        return queryset.about(value)  # type: ignore[attr-defined,no-any-return]
