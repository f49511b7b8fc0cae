"""Goals, and KPIs that are SMART or refused with the letter that is missing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from themes import divisions, metrics
from themes.forms.dates import DateInput
from themes.forms.languages import InLanguagesForm
from themes.forms.versions import VersionedForm
from themes.models import KPI, Goal, Theme

# Further than this from a baseline above zero is a wish: a nearer target, reached and raised, says more.
_MOST_TIMES_BASELINE = 20

LETTERS: dict[str, str | Promise] = {
    "S": _("Specific"),
    "M": _("Measurable"),
    "A": _("Attainable"),
    "R": _("Relevant"),
    "T": _("Time-bound"),
}
_LETTER_OF = {
    "name": "S",
    "theme": "S",
    "network": "S",
    "team_id": "S",
    "metric_key": "M",
    "baseline_value": "M",
    "baseline_on": "M",
    "target_value": "A",
    "owner": "A",
    "relevance": "R",
    "due_on": "T",
}


@dataclass(frozen=True)
class Missing:
    """A letter that a KPI lacks, and what to do about it."""

    letter: str
    word: str | Promise
    advice: list[str]


def _plain(value: Decimal | str | None) -> str:
    """Return a figure as someone types it: 400, not 400.00; what somebody did type stays as it is."""
    if isinstance(value, str):
        return value
    text = "" if value is None else f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class GoalForm(InLanguagesForm):
    class Meta:
        model = Goal
        fields = ["title", "kind", "beneficiary", "description"]
        widgets = {"beneficiary": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 3})}


class KPIForm(VersionedForm):
    """Refuses what is not SMART: every error belongs to one letter and says what to do.

    S: words and a scope that no other KPI has with the same metric. M: a metric of the catalogue and a baseline already
    measured. A: an owner, and a target on the good side of the baseline, within 100 per cent and 20 times the baseline.
    R: a sentence of why. T: a due date ahead, after the baseline and within the programme.
    """

    metric_key = forms.ChoiceField(label=_("Metric"), error_messages={"required": _("Choose what is counted.")})
    team_id = forms.TypedChoiceField(
        label=_("Team"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("With all that is part of it. A figure of too few people is never shown."),
        error_messages={"invalid_choice": _("Choose a team that exists.")},
    )

    class Meta:
        model = KPI
        fields = list(_LETTER_OF)
        widgets = {"baseline_on": DateInput, "due_on": DateInput, "relevance": forms.Textarea(attrs={"rows": 2})}
        error_messages = {
            "name": {"required": _("Say in your own words what is measured.")},
            "baseline_value": {
                "required": _(
                    "Give the figure from before the start; without it nothing can be shown to have changed."
                ),
                "invalid": _("Give the baseline as a number."),
            },
            "baseline_on": {
                "required": _("Say on which day the baseline was measured."),
                "invalid": _("Give the day of the baseline as a date."),
            },
            "target_value": {
                "required": _("Set a target as a number."),
                "invalid": _("Give the target as a number."),
            },
            "owner": {"required": _("Name the person or function that answers for it.")},
            "relevance": {"required": _("Write in one sentence what this figure tells about the goal.")},
            "due_on": {
                "required": _("Set the day on which the target should be reached."),
                "invalid": _("Give the day as a date."),
            },
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.instance.goal.programme
        catalogue = [(metric.key, metric.name) for metric in metrics.metrics()]
        self.fields["metric_key"].choices = [("", _("Choose from the catalogue")), *catalogue]  # type: ignore[attr-defined]
        self.fields["metric_key"].error_messages["invalid_choice"] = _("Choose a metric from the catalogue.")
        themes = Theme.objects.filter(programme=programme)
        theme_field = self.fields["theme"]
        theme_field.queryset = themes.live() | themes.filter(pk=self.instance.theme_id)  # type: ignore[attr-defined]
        theme_field.empty_label = _("All themes")  # type: ignore[attr-defined]
        theme_field.error_messages["invalid_choice"] = _("Choose a live theme of this programme.")
        network_field = self.fields["network"]
        network_field.choices = [("", _("All networks")), *network_field.choices[1:]]  # type: ignore[attr-defined]
        teams = [(str(one.pk), one.indented) for one in divisions.divisions()]
        self.fields["team_id"].choices = [("", _("Everybody")), *teams]  # type: ignore[attr-defined]
        if not teams and self.instance.team_id is None:
            del self.fields["team_id"]
        self.fields["due_on"].help_text = _("Within the programme, which ends on {day}.").format(
            day=date_format(programme.ends_on)
        )
        for name in ("baseline_value", "target_value"):
            self.initial[name] = _plain(self.initial.get(name))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        self._check_words(data)
        self._check_team(data)
        self._check_baseline(data)
        self._check_target(data)
        self._check_time(data)
        return data

    def missing(self) -> list[Missing]:
        """Return the letters that are missing, in the order of the word, each with its advice."""
        advice: dict[str, list[str]] = {}
        for name, errors in self.errors.items():
            advice.setdefault(_LETTER_OF.get(name, "S"), []).extend(str(error) for error in errors)
        return [Missing(letter, word, advice[letter]) for letter, word in LETTERS.items() if letter in advice]

    def _check_words(self, data: dict[str, Any]) -> None:
        if "name" in data and len(data["name"].split()) < 2:
            self.add_error("name", _("Use a few words, so that a colleague knows what is meant."))
        if "relevance" in data and len(data["relevance"].split()) < 4:
            self.add_error("relevance", _("Make it a sentence: what does this figure tell about the goal?"))
        if not {"metric_key", "theme", "network"} <= data.keys():
            return
        same = KPI.objects.filter(
            goal__programme=self.instance.goal.programme_id,
            metric_key=data["metric_key"],
            theme=data["theme"],
            network=data["network"],
            team_id=data.get("team_id"),
        ).exclude(pk=self.instance.pk)
        if "due_on" in data and same.filter(due_on=data["due_on"]).exists():
            self.add_error(
                "name",
                _("Another KPI measures the same until the same day. Choose another theme, network or team."),
            )

    def _check_team(self, data: dict[str, Any]) -> None:
        metric = self._metric(data)
        if data.get("team_id") and metric is not None and not metric.by_team:
            self.add_error(
                "team_id",
                _("“{metric}” is counted for everybody together; it cannot be limited to a team.").format(
                    metric=metric.name
                ),
            )

    def _check_baseline(self, data: dict[str, Any]) -> None:
        if data.get("baseline_on") and data["baseline_on"] > timezone.localdate():
            self.add_error("baseline_on", _("A baseline is measured, not expected: give a day that has been."))
        value = data.get("baseline_value")
        if value is not None and value < 0:
            self.add_error("baseline_value", _("A baseline is zero or more."))
        elif value is not None and value > 100 and self._is_percentage(data):
            self.add_error("baseline_value", _("A percentage is at most 100."))

    def _check_target(self, data: dict[str, Any]) -> None:
        baseline, target = data.get("baseline_value"), data.get("target_value")
        if baseline is None or target is None:
            return
        error = self._target_error(data, baseline, target)
        if error:
            self.add_error("target_value", str(error))

    def _target_error(self, data: dict[str, Any], baseline: Decimal, target: Decimal) -> str | Promise | None:
        higher = self._metric(data).higher_is_better if self._metric(data) else True  # type: ignore[union-attr]
        if target == baseline:
            return _("The target equals the baseline: say how far you want to come.")
        if target < 0 or (target > 100 and self._is_percentage(data)):
            return _(
                "This target cannot be reached: stay between 0 and 100 for a percentage, and above 0 for a number."
            )
        if higher and target < baseline:
            return _("For this metric more is better: set the target above the baseline.")
        if not higher and target > baseline:
            return _("For this metric less is better: set the target below the baseline.")
        if baseline > 0 and target > baseline * _MOST_TIMES_BASELINE:
            return _(
                "This is more than 20 times the baseline. Set a nearer target first, and raise it once it is reached."
            )
        return None

    def _check_time(self, data: dict[str, Any]) -> None:
        due_on, programme = data.get("due_on"), self.instance.goal.programme
        if due_on is None:
            return
        if data.get("baseline_on") and due_on <= data["baseline_on"]:
            self.add_error("due_on", _("The due date comes after the day of the baseline."))
        # A KPI whose day has passed can still be corrected in its other fields.
        if due_on <= timezone.localdate() and ("due_on" in self.changed_data or self.instance.pk is None):
            self.add_error("due_on", _("Choose a day that is still to come."))
        if not programme.starts_on <= due_on <= programme.ends_on:
            self.add_error("due_on", _("Choose a day within the programme."))

    @staticmethod
    def _metric(data: dict[str, Any]) -> metrics.Metric | None:
        try:
            return metrics.metric(data.get("metric_key", ""))
        except KeyError:
            return None

    def _is_percentage(self, data: dict[str, Any]) -> bool:
        metric = self._metric(data)
        return metric is not None and metric.unit == metrics.Unit.PERCENT
