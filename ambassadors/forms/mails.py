"""Which mails a person wants; what the manager writes to everybody."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambassadors.models import MailPreferences, Newsletter
from themes.forms.versions import Versioned


class MailPreferencesForm(forms.ModelForm[MailPreferences]):
    class Meta:
        model = MailPreferences
        fields = ["weekly_digest", "weekday", "newsletter", "conversations", "urgent", "quiet_from", "quiet_until"]
        widgets = {
            "weekly_digest": forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
            "newsletter": forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
            "conversations": forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
            "urgent": forms.CheckboxInput(attrs={"class": "switch", "role": "switch"}),
            "quiet_from": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
            "quiet_until": forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        }
        help_texts = {
            "weekly_digest": _(
                "What fits you, what your sharing did, who was highlighted. A week without news brings no mail."
            ),
            "newsletter": _("Now and then, from your programme manager."),
            "conversations": _("Without the mail they still wait for you under Questions for you."),
            "urgent": _("When editors ask for your voice at once. Without the mail it stands first on your home."),
            "quiet_until": _("By your own clock. What comes in between waits until then."),
        }


class NewsletterForm(Versioned):
    """Subject and text in each language; one language is enough."""

    def __init__(self, *args: Any, newsletter: Newsletter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance, self._was_saved = newsletter, newsletter is not None
        known = {text.language: text for text in newsletter.texts.all()} if newsletter else {}
        for code, name in settings.LANGUAGES:
            words = {"language": name}
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject (%(language)s)") % words,
                max_length=120,
                required=False,
                initial=known[code].subject if code in known else "",
            )
            self.fields[f"body_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % words,
                max_length=6000,
                required=False,
                initial=known[code].body if code in known else "",
                widget=forms.Textarea(attrs={"rows": 10}),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for code, _name in settings.LANGUAGES:
            if bool(data.get(f"subject_{code}")) != bool(data.get(f"body_{code}")):
                missing = "body" if data.get(f"subject_{code}") else "subject"
                self.add_error(f"{missing}_{code}", _("Subject and text go together."))
        if not self.errors and not self.texts():
            self.add_error(None, _("Write it in at least one language."))
        return data

    def texts(self) -> dict[str, tuple[str, str]]:
        """Return subject and text by language, of those that were written."""
        data = self.cleaned_data
        written = {code: (data[f"subject_{code}"], data[f"body_{code}"]) for code, _name in settings.LANGUAGES}
        return {code: text for code, text in written.items() if text[0]}
