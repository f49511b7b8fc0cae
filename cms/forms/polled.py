"""What the forms of sources that are asked in their turn share."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes.models import Theme


class PolledForm(forms.ModelForm):
    """Offers the live themes, and to pause."""

    is_paused = forms.BooleanField(label=_("Pause: do not ask it for now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.live() | Theme.objects.filter(pk=self.instance.theme_id)  # type: ignore[attr-defined]
        self.fields["is_paused"].initial = self.instance.paused_at is not None

    def save(self, commit: bool = True) -> Any:
        """The source is as the form says; one that was paused already stays so since that moment."""
        source = super().save(commit=False)
        source.paused_at = (source.paused_at or timezone.now()) if self.cleaned_data["is_paused"] else None
        if commit:
            source.save()
        return source
