"""Inviting people and answering an invitation."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import recipients, sheets
from ambassadors.actions.invitations import Waves
from ambassadors.models import Invitation, User
from themes.forms.dates import DateInput
from themes.models import Programme, Theme


class InvitationForm(forms.Form):
    addresses = forms.CharField(
        label=_("Addresses"),
        required=False,
        max_length=recipients.MAX_BYTES,
        help_text=_("Paste them as they are: from a mail, a list or a sheet, with or without names."),
        widget=forms.Textarea(
            attrs={"rows": 6, "placeholder": "Anna Smit <anna@example.nl>, piet@example.nl", "spellcheck": "false"}
        ),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        help_text=_(
            "With headings: e-mail, and where you have them first name, last name, job title, team, language, themes."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
    )
    themes = forms.ModelMultipleChoiceField(
        label=_("Themes for all of them"),
        queryset=Theme.objects.none(),
        required=False,
        help_text=_("They choose for themselves which they accept."),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "chips"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=settings.LANGUAGES,
        initial="nl",
        help_text=_("Where the file does not say it."),
    )
    send_on = forms.DateField(
        label=_("First mails on"), required=False, widget=DateInput(), help_text=_("Empty: right away.")
    )
    wave_size = forms.IntegerField(
        label=_("People in a wave"),
        required=False,
        min_value=1,
        help_text=_("Empty: all at once. Few at a time is easier to welcome."),
    )
    wave_days = forms.IntegerField(label=_("Days between waves"), required=False, min_value=1, max_value=90, initial=7)
    message = forms.CharField(
        label=_("A few words of your own"),
        required=False,
        max_length=1000,
        help_text=_("They stand in the mail, under your name."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        themes = programme.themes.live()
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]
        if not themes.exists():
            self.fields["themes"].widget = forms.MultipleHiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        upload = data.get("file")
        if upload:
            try:
                if upload.size > recipients.MAX_BYTES:
                    raise sheets.Unreadable(_("The file is larger than 1 MB. Split it into smaller ones."))
                listed = recipients.decode(upload.read())
                if (data.get("addresses") or "").strip():
                    raise sheets.Unreadable(
                        _("Paste addresses or choose a file, one at a time, so that no one is forgotten.")
                    )
                data["addresses"] = listed
            except sheets.Unreadable as error:
                self.add_error("file", str(error))
        elif not data.get("addresses") and not self.errors:
            self.add_error("addresses", _("Paste at least one address, or choose a file."))
        return data

    def clean_send_on(self) -> date | None:
        day: date | None = self.cleaned_data["send_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed."))
        return day

    def waves(self) -> Waves:
        """Return when how many are asked."""
        data = self.cleaned_data
        return Waves(data["send_on"], data["wave_size"] or 0, data["wave_days"] or 7)

    def recipients(self) -> recipients.Recipients:
        """Return who the text or the file names."""
        return recipients.read(
            self.cleaned_data["addresses"], programme=self.programme, language=self.cleaned_data["language"]
        )


class AcceptanceForm(forms.Form):
    first_name = forms.CharField(
        label=_("First name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "family-name"})
    )
    password = forms.CharField(
        label=_("Choose a password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        names = {"first_name": invitation.first_name, "last_name": invitation.last_name}
        super().__init__(*args, **{"initial": names, **kwargs})
        self.invitation = invitation
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password"):
            person = User(
                email=self.invitation.email,
                first_name=data.get("first_name", ""),
                last_name=data.get("last_name", ""),
            )
            try:
                validate_password(data["password"], person)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data
