"""A moment in the log of contacts, and to whom a question goes on."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador, ContactMoment
from themes.forms.dates import DateInput


class ContactMomentForm(forms.ModelForm):
    class Meta:
        model = ContactMoment
        fields = ["happened_on", "way", "note"]
        widgets = {"happened_on": DateInput, "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = timezone.localdate

    def clean_happened_on(self) -> Any:
        day = self.cleaned_data["happened_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


class QuickMomentForm(ContactMomentForm):
    """The same in a tap: how is the button that sends it, and what it was about may be left out."""

    class Meta(ContactMomentForm.Meta):
        fields = ["note", "happened_on"]
        widgets = {"happened_on": DateInput, "note": forms.TextInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = False


class AnswerForm(forms.Form):
    """What the person does with a question; passing it on may name a colleague who fits."""

    answer = forms.ChoiceField(choices=[(one, one) for one in ("take", "answered", "pass", "decline")])
    to = forms.ModelChoiceField(
        Ambassador.objects.none(), required=False, label=_("To"), empty_label=_("whoever fits best")
    )

    def __init__(self, *args: Any, colleagues: list[Ambassador], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        field.queryset = Ambassador.objects.filter(pk__in=[one.pk for one in colleagues])  # type: ignore[attr-defined]
