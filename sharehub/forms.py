"""What a manager fills in about highlights and screens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from sharehub.models import Highlight, WallLink


class HighlightForm(forms.ModelForm[Highlight]):
    class Meta:
        model = Highlight
        fields = ["ambassador", "text"]
        help_texts = {
            "ambassador": _("Only people who agreed to be shown."),
            "text": _("In one sentence. It stands on the wall for two weeks, and in colleagues' week by mail."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Ambassador.objects.active().filter(is_on_wall=True).select_related("user")
        self.fields["ambassador"].queryset = people  # type: ignore[attr-defined]


class WallForm(forms.ModelForm[WallLink]):
    class Meta:
        model = WallLink
        fields = ["name", "language", "appearance"]
        help_texts = {"name": _("For example: canteen, ground floor.")}
