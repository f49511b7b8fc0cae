"""The form of Wagtail's page for feeds."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cms.feed_imports import LARGEST_FEED
from cms.forms.polled import PolledForm
from cms.models import FeedSource
from themes.models import Theme


class FeedForm(forms.Form):
    url = forms.URLField(label=_("Address of the feed"), required=False, assume_scheme="https", max_length=500)
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("RSS, Atom or JSON Feed, at most 30 MB."))
    theme = forms.ModelChoiceField(Theme.objects.live(), label=_("Theme"))
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    publish = forms.ChoiceField(
        label=_("Bring them in as"),
        choices=[("", _("drafts, to look at first")), ("live", _("live articles"))],
        help_text=_("Live: the newest 500; what is older comes in as drafts."),
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_file(self) -> object:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FEED:
            raise forms.ValidationError(_("The file is larger than 30 MB."))
        return file

    def clean(self) -> None:
        super().clean()
        given = [name for name in ("url", "file") if self.cleaned_data.get(name)]
        if not self.errors and len(given) != 1:
            raise forms.ValidationError(_("Give either an address or a file."))

    @classmethod
    def again(cls, source: FeedSource) -> "FeedForm":
        """Return the form filled in for a feed that was imported before."""
        is_url = source.location.startswith(("http://", "https://"))
        initial = {"url": source.location if is_url else "", "theme": source.theme_id, "language": source.language}
        return cls(initial=initial)


class ScheduleForm(PolledForm):
    class Meta:
        model = FeedSource
        fields = ["name", "theme", "language", "comes_in_as", "every_minutes"]
        widgets = {"comes_in_as": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("not by itself: only when somebody imports it")), *FeedSource.As.choices]
        self.fields["comes_in_as"].choices = choices  # type: ignore[attr-defined]
        self.fields["comes_in_as"].help_text = _(
            "Live: at most the newest 25 of a reading, so the archive of a long feed comes in as drafts."
        )
