"""Forms of candidates and of HR."""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sharehub.models import Application
from sharehub.recruitment.files import validate_cv


class ApplyForm(forms.Form):
    """What a candidate tells; `token` makes a second click the same application, `website` is a trap for robots."""

    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    ref = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    name = forms.CharField(label=_("Your name"), max_length=160, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    motivation = forms.CharField(
        label=_("What appeals to you"),
        help_text=_("A few sentences are enough."),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 7}),
    )
    cv = forms.FileField(
        label=_("Your CV"), help_text=_("If you like: a PDF or a Word document of at most 5 MB."), required=False
    )
    keeps_data_a_year = forms.BooleanField(
        label=_("You may keep my details for a year, in case another job fits."), required=False
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_cv(self) -> UploadedFile | None:
        file = self.cleaned_data.get("cv")
        if file:
            validate_cv(file)
        return file or None

    @property
    def is_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("name", "motivation"):
            if "\x00" in str(cleaned.get(name, "")):
                self.add_error(name, _("This text has a character that we cannot store."))
        return cleaned


class StageForm(forms.Form):
    """Where HR moves an application to, and where it stood when they looked."""

    from_stage = forms.ChoiceField(choices=Application.Stage, widget=forms.HiddenInput)
    to_stage = forms.ChoiceField(label=_("Stage"), choices=Application.Stage)
