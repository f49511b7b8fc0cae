"""The form of an address that vacancies come from."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.forms.polled import PolledForm
from cms.models import VacancySource
from themes.fetching import lies_inside


class VacancySourceForm(PolledForm):
    address = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "Job postings in JSON, as schema.org describes them (JobPosting): a list, one a line, or the list within a feed."
        ),
    )

    class Meta:
        model = VacancySource
        fields = ["name", "address", "theme", "language", "comes_in_as", "applies_elsewhere", "every_minutes"]
        widgets = {"comes_in_as": forms.RadioSelect}
        help_texts = {"applies_elsewhere": _("Otherwise they apply on this site.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].empty_label = str(_("none"))  # type: ignore[attr-defined]

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not address.startswith(("http://", "https://")):
            raise forms.ValidationError(_("This is not a web address."))
        if lies_inside(address):
            raise forms.ValidationError(_("This address lies inside a network. Only public addresses are opened."))
        return address
