"""Who gets the board's report, how people like it, and what a visitor might have cost elsewhere."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models import User
from sharehub.models import MediaPrice, PulseAnswer, ReportSubscription
from sharehub.models.pulse import PULSE_STATEMENTS
from themes import reporting
from themes.forms.dates import DateInput
from themes.models import Organisation


class ReportSubscriptionForm(forms.Form):
    """Who gets the board's report, and how often: only people who may see its figures."""

    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Who"),
        empty_label=_("Choose someone"),
        help_text=_("Only people who may see these figures."),
    )
    every = forms.ChoiceField(
        label=_("After every"),
        choices=ReportSubscription.Every.choices,
        initial=ReportSubscription.Every.MONTH,
    )

    def __init__(self, *args: Any, readers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(pk__in=[user.pk for user in readers]).order_by("first_name", "last_name")
        self.fields["user"].queryset = people  # type: ignore[attr-defined]
        if not reporting.is_live():
            month = ReportSubscription.Every.MONTH
            self.fields["every"].choices = [(month, month.label)]  # type: ignore[attr-defined]


class TellingForm(forms.ModelForm[Organisation]):
    """Of how many people a figure is at least, and of which periods figures are told."""

    class Meta:
        model = Organisation
        fields = ["reporting", "minimum_group_size"]
        widgets = {"reporting": forms.RadioSelect}


class PulseForm(forms.Form):
    """Until when people are asked how they like it."""

    closes_on = forms.DateField(
        label=_("Last day"),
        help_text=_("Two weeks are enough for most. Nobody sees anything before it is over."),
        widget=DateInput,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closes_on"].initial = timezone.localdate() + timedelta(days=14)

    def clean_closes_on(self) -> date:
        day: date = self.cleaned_data["closes_on"]
        if not timedelta(days=3) <= day - timezone.localdate() <= timedelta(days=60):
            raise forms.ValidationError(_("Choose a day from three days to two months from now."))
        return day


class PulseAnswerForm(forms.ModelForm[PulseAnswer]):
    """Four statements from 1 to 5 and one open question; each may be left out, not all of them."""

    class Meta:
        model = PulseAnswer
        fields = [*PULSE_STATEMENTS, "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 4})}
        help_texts = {"words": _("Write nothing by which people would know you.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        scale = [
            (5, _("agree strongly")),
            (4, _("agree")),
            (3, _("neither")),
            (2, _("disagree")),
            (1, _("disagree strongly")),
        ]
        for name in PULSE_STATEMENTS:
            self.fields[name] = forms.TypedChoiceField(
                label=self.fields[name].label,
                choices=[*scale, ("", _("no answer"))],
                widget=forms.RadioSelect,
                coerce=int,
                empty_value=None,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not any(data.get(name) for name in (*PULSE_STATEMENTS, "words")):
            raise forms.ValidationError(_("Answer at least one of them."))
        return data


class MediaPriceForm(forms.ModelForm[MediaPrice]):
    """What a visitor through one network might have cost elsewhere, with where that comes from; nothing stands there to begin with."""

    class Meta:
        model = MediaPrice
        fields = ["network", "euros", "source", "dated_on"]
        widgets = {"dated_on": DateInput}

    def clean_dated_on(self) -> date:
        day: date = self.cleaned_data["dated_on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("A price of a day to come is not known yet."))
        return day
