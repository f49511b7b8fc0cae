"""Forms of candidates and of HR."""

import ipaddress
import uuid
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from sharehub.models import ATSKey, ProcedureStep, RecruitmentSettings, ReferralBonus, WebhookSource, WebhookTarget
from sharehub.recruitment.files import validate_cv
from themes import fetching
from themes.forms.dates import DateInput
from themes.models import Organisation


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

    from_stage = forms.SlugField(max_length=40, widget=forms.HiddenInput)
    to_stage = forms.ModelChoiceField(ProcedureStep.objects.current(), to_field_name="key", label=_("Stage"))


class _StageForm(forms.ModelForm):
    def clean_name(self) -> str:
        """Two stages of one name could not be told apart where HR moves somebody along."""
        name: str = self.cleaned_data["name"].strip()
        others = ProcedureStep.objects.current().exclude(pk=self.instance.pk)
        if name and name.casefold() in {str(step).casefold() for step in others}:
            raise forms.ValidationError(_("There is a stage of that name already."))
        return name


class NewStageForm(_StageForm):
    name = forms.CharField(label=_("Name"), max_length=60)

    class Meta:
        model = ProcedureStep
        fields = ("name", "kind")


class StageNameForm(_StageForm):
    class Meta:
        model = ProcedureStep
        fields = ("name",)


class RulesForm(forms.ModelForm):
    class Meta:
        model = RecruitmentSettings
        fields = ("attribution_days", "credit")


class BonusRulesForm(forms.ModelForm):
    """Whether colleagues get a bonus for a hire, how much and after how long."""

    class Meta:
        model = RecruitmentSettings
        fields = (
            "bonus_is_on",
            "bonus_amount",
            "bonus_waiting_days",
            "bonus_excludes_hr",
            "bonus_excludes_managers",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bonus_waiting_days"].required = False

    def clean_bonus_waiting_days(self) -> int:
        days = self.cleaned_data["bonus_waiting_days"]
        return int(self.initial["bonus_waiting_days"] if days is None else days)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("bonus_is_on") and not cleaned.get("bonus_amount") and "bonus_amount" not in self.errors:
            self.add_error("bonus_amount", _("Say how much, or leave the bonus off."))
        return cleaned


class LapseForm(forms.Form):
    """Why a bonus will not be paid; what the procedure or a departure sets is not for choosing."""

    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (reason.value, reason.label)
            for reason in (ReferralBonus.Reason.LEFT, ReferralBonus.Reason.DECLINED, ReferralBonus.Reason.OTHER)
        ],
    )


class DueForm(forms.ModelForm):
    class Meta:
        model = ReferralBonus
        fields = ("due_on",)
        widgets = {"due_on": DateInput()}

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.instance.hired_on:
            raise forms.ValidationError(_("That day comes before the hire."))
        return day


class CostForm(forms.ModelForm):
    """The organisation's own figure, against which savings are counted."""

    class Meta:
        model = Organisation
        fields = ("baseline_cost_per_hire",)


class BeforeForm(forms.ModelForm):
    """The time before the programme, to compare with."""

    class Meta:
        model = RecruitmentSettings
        fields = ("before_starts_on", "before_ends_on", "before_applications", "before_hires")
        widgets = {
            "before_starts_on": DateInput(),
            "before_ends_on": DateInput(),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("before_starts_on"), cleaned.get("before_ends_on")
        if start and end and end < start:
            self.add_error("before_ends_on", _("The last day comes before the first."))
        applications, hires = cleaned.get("before_applications"), cleaned.get("before_hires")
        if applications is not None and hires is not None and hires > applications:
            self.add_error("before_hires", _("There cannot be more hires than applications."))
        return cleaned


class ATSKeyForm(forms.ModelForm):
    class Meta:
        model = ATSKey
        fields = ("name",)


class WebhookTargetForm(forms.ModelForm):
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Begins with https://; we send there by POST."),
    )

    class Meta:
        model = WebhookTarget
        fields = ("name", "url", "tells_stages", "tells_hires")

    def clean_url(self) -> str:
        """Where it leads is looked at again before each message; this spares HR the wait."""
        url: str = self.cleaned_data["url"]
        parts = urlsplit(url)
        if parts.scheme != "https":
            raise forms.ValidationError(_("The address has to begin with https://."))
        if parts.username or parts.password:
            raise forms.ValidationError(_("Leave out the name and password; every message is signed."))
        host = parts.hostname or ""
        if host == "localhost" or (_is_ip(host) and not fetching.is_public(host)):
            raise forms.ValidationError(_("This is not a public web address."))
        return url

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("tells_stages") and not cleaned.get("tells_hires"):
            self.add_error("tells_stages", _("Choose at least one of the two."))
        return cleaned


def _is_ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


class WebhookSourceForm(forms.ModelForm):
    class Meta:
        model = WebhookSource
        fields = ("name",)


class ATSFileForm(forms.Form):
    file = forms.FileField(label=_("CSV file"), help_text=_("At most 5 MB and 5,000 rows."))
