"""The address of what stands elsewhere."""

from django import forms
from django.utils.translation import gettext_lazy as _

from themes.models import Theme


class LinkForm(forms.Form):
    url = forms.URLField(
        label=_("Address"),
        assume_scheme="https",
        max_length=500,
        help_text=_("Title, summary and picture are taken over from the page; you can change them afterwards."),
    )
    theme = forms.ModelChoiceField(Theme.objects.live(), label=_("Theme"), required=False)
