"""A file of people."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

_MOST = 20_000_000


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV or XLSX file"),
        help_text=_(
            "The first row names the columns: e-mail, and where you have them first name, last name, job title, team, "
            "place, languages, expertise, interests. A team is a name, or a path such as Noord > Assen."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx,text/csv"}),
    )
    makes_teams = forms.BooleanField(label=_("Make teams that do not exist yet"), required=False, initial=True)

    def clean_file(self) -> Any:
        file: UploadedFile = self.cleaned_data["file"]
        if file.size and file.size > _MOST:
            raise forms.ValidationError(_("The file is larger than 20 MB. Split it into smaller ones."))
        return file
