"""Small forms of the content plan."""

from datetime import date

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.planning import View
from themes.forms.dates import DateInput
from themes.models import Theme


class DayForm(forms.Form):
    day = forms.DateField(label=_("Goes out on"), required=False, widget=DateInput())


class AgainForm(forms.Form):
    day = forms.DateField()

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Choose today or a day to come."))
        return day


class ShownForm(forms.Form):
    """Which part of the plan is shown; what makes no sense is left aside."""

    view = forms.ChoiceField(choices=[(view.value, view.value) for view in View], required=False)
    on = forms.DateField(required=False)
    theme = forms.ModelChoiceField(Theme.objects.live(), required=False)
