"""Small forms of the content plan."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.planning import View
from themes.forms.dates import DateInput
from themes.models import Theme


class DayForm(forms.Form):
    day = forms.DateField(label=_("Goes out on"), required=False, widget=DateInput())


class ShownForm(forms.Form):
    """Which part of the plan is shown; what makes no sense is left aside."""

    view = forms.ChoiceField(choices=[(view.value, view.value) for view in View], required=False)
    on = forms.DateField(required=False)
    theme = forms.ModelChoiceField(Theme.objects.live(), required=False)
