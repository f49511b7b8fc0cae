"""What a manager fills in about points and challenges, and an ambassador about thanks that are none."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.forms.posts import PictureField
from sharehub.models import Challenge, Contest, KudosReport, PointRules
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


class ContestForm(forms.ModelForm[Contest]):
    """A contest, with the rule for ties said beforehand."""

    class Meta:
        model = Contest
        fields = ["title", "starts_on", "entries_until", "votes_until", "tie", "promise"]
        widgets = {"starts_on": DateInput(), "entries_until": DateInput(), "votes_until": DateInput()}
        help_texts = {
            "title": _("For example: photo of the month."),
            "tie": _("Everybody reads it before the first vote."),
            "promise": _(
                "Something to be proud of rather than money. For example: the front of the canteen screen for a month."
            ),
        }


class ContestEntryForm(forms.Form):
    """A picture of one's own; without the right to show it there is no entry."""

    photo = PictureField(
        label=_("Your photo"),
        help_text=_("From your camera or your album. Where it was taken is removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    description = forms.CharField(
        label=_("What the photo shows"), max_length=255, help_text=_("For people who cannot see it.")
    )
    caption = forms.CharField(label=_("A sentence with it"), max_length=200, required=False)
    has_rights = forms.BooleanField(
        label=_("I took this photo, and whoever can be recognised on it agrees that colleagues see it.")
    )
    may_be_named = forms.BooleanField(label=_("If it wins, my name may stand with it"), required=False, initial=True)


class EntryAnswerForm(forms.Form):
    answer = forms.CharField(label=_("A word to who entered it"), max_length=200, required=False)
