"""What a manager fills in about highlights and screens, and an ambassador about the boards."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.forms.me import free_pseudonym
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


class BoardForm(forms.Form):
    """Under which name somebody stands on the board."""

    OWN, OTHER = "own", "other"
    shown_as = forms.ChoiceField(
        label=_("Show me as"), choices=[(OWN, _("Myself")), (OTHER, _("Another name"))], widget=forms.RadioSelect
    )
    pseudonym = forms.CharField(
        label=_("Another name"),
        max_length=40,
        required=False,
        help_text=_("At most 40 characters, and no colleague's."),
    )

    def __init__(self, *args: Any, ambassador: Ambassador, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ambassador = ambassador

    def clean_pseudonym(self) -> str:
        """Another name is given where it is chosen, and is nobody's: neither on the board nor in the directory."""
        if self.cleaned_data.get("shown_as") != self.OTHER:
            return ""
        name = free_pseudonym(self.cleaned_data["pseudonym"], self.ambassador)
        if not name:
            raise forms.ValidationError(_("Write the name that colleagues will see."))
        return name
