"""What a manager fills in about points and challenges, and an ambassador about thanks that are none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sharehub.models import Challenge, KudosReport, PointRules
from sharehub.models.rules import NUMBERS
from themes.forms.dates import DateInput


class PointsForm(forms.ModelForm[PointRules]):
    """The next version of the rules."""

    class Meta:
        model = PointRules
        fields = [*NUMBERS, "note"]
        help_texts = {"note": _("Everybody reads it beside the rules.")}

    @staticmethod
    def of(rules: PointRules) -> dict[str, object]:
        """Return the numbers of a version, to start from."""
        return {name: getattr(rules, name) for name in NUMBERS}


class ChallengeForm(forms.ModelForm[Challenge]):
    """A goal to reach together."""

    class Meta:
        model = Challenge
        fields = ["title", "counts", "target", "team", "starts_on", "ends_on", "promise"]
        widgets = {"starts_on": DateInput(), "ends_on": DateInput()}
        help_texts = {
            "title": _("For example: a hundred voices for heat networks."),
            "team": _("With all teams that are part of it. Empty: everybody in the programme."),
            "promise": _("Something to enjoy together. For example: cake on Friday."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].empty_label = _("Everybody")  # type: ignore[attr-defined]


class KudosReportForm(forms.ModelForm[KudosReport]):
    """What is wrong with thanks."""

    class Meta:
        model = KudosReport
        fields = ["reason", "text"]
        widgets = {"reason": forms.RadioSelect(), "text": forms.Textarea(attrs={"rows": 3, "maxlength": 400})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].choices = KudosReport.Reason.choices  # type: ignore[attr-defined]
