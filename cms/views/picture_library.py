"""Wagtail's library of pictures and its chooser, by theme."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.images.views.chooser import ImageChooseResultsView, ImageChooseView
from wagtail.images.views.images import ImagesFilterSet

from cms.models import Picture
from themes.models import Theme


class PictureFilterSet(ImagesFilterSet):
    """The library's own filters, and one by theme."""

    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.live().order_by("name"), label=_("Theme"), widget=forms.RadioSelect, empty_label=_("All")
    )

    class Meta:
        model = Picture
        fields: list[str] = []


class _ThemeFilterForm(BaseFilterForm):
    theme = forms.ModelChoiceField(
        Theme.objects.live().order_by("name"),
        label=_("Theme"),
        required=False,
        empty_label=_("All themes"),
        widget=forms.Select(attrs={"data-chooser-modal-search-filter": True}),
    )

    def filter(self, objects: Any) -> Any:
        theme = self.cleaned_data.get("theme")
        return super().filter(objects.filter(theme=theme) if theme else objects)


class _ByTheme:
    """The chooser's own filters, and one by theme."""

    def get_filter_form_class(self) -> type[forms.Form]:
        own = super().get_filter_form_class()  # type: ignore[misc]
        return type("PictureFilterForm", (own, _ThemeFilterForm), {})


class PictureChooseView(_ByTheme, ImageChooseView):
    """Choosing a picture."""


class PictureChooseResultsView(_ByTheme, ImageChooseResultsView):
    """The pictures to choose from, as one searches."""
