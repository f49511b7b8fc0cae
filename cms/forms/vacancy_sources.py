"""The form of an address that vacancies come from."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.models import VacancySource
from themes.fetching import lies_inside
from themes.models import Theme


class VacancySourceForm(forms.ModelForm):
    address = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_(
            "Job postings in JSON, as schema.org describes them (JobPosting): a list, one a line, or the list within a feed."
        ),
    )
    is_paused = forms.BooleanField(label=_("Pause: do not ask it for now"), required=False)

    class Meta:
        model = VacancySource
        fields = ["name", "address", "theme", "language", "comes_in_as", "applies_elsewhere", "every_minutes"]
        widgets = {"comes_in_as": forms.RadioSelect}
        help_texts = {"applies_elsewhere": _("Otherwise they apply on this site.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.live() | Theme.objects.filter(pk=self.instance.theme_id)  # type: ignore[attr-defined]
        self.fields["theme"].empty_label = str(_("none"))  # type: ignore[attr-defined]
        self.fields["is_paused"].initial = self.instance.paused_at is not None

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        if not address.startswith(("http://", "https://")):
            raise forms.ValidationError(_("This is not a web address."))
        if lies_inside(address):
            raise forms.ValidationError(_("This address lies inside a network. Only public addresses are opened."))
        return address

    def save(self, commit: bool = True) -> VacancySource:
        source: VacancySource = super().save(commit=False)
        source.paused_at = (source.paused_at or timezone.now()) if self.cleaned_data["is_paused"] else None
        if commit:
            source.save()
        return source
