"""A programme, and the six conditions before step 1."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes import copying
from themes.forms.dates import DateInput
from themes.forms.versions import VersionedForm
from themes.models import Programme, ReadinessItem

HINTS = {
    ReadinessItem.Key.MANAGEMENT: _(
        "Who in the management shares, blogs or speaks about it, and where did they say so?"
    ),
    ReadinessItem.Key.VALUES: _("Where can a colleague read what you stand for, in words they would use?"),
    ReadinessItem.Key.VOLUNTARY: _("How do people know that they may say no, and stop, without a reason?"),
    ReadinessItem.Key.POLICY: _("Where is it, who read it first, and what did they not understand?"),
    ReadinessItem.Key.CONTENT: _("Which stories lie ready that someone would share without being asked?"),
    ReadinessItem.Key.BASELINE: _("What did you count before the start, on which day, and where does it stand?"),
}


class ProgrammeForm(VersionedForm):
    class Meta:
        model = Programme
        fields = ["name", "purpose", "starts_on", "ends_on"]
        widgets = {"starts_on": DateInput, "ends_on": DateInput, "purpose": forms.Textarea(attrs={"rows": 4})}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if Programme.objects.filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a programme with this name already. Add the year, for example."))
        return name


class CopyForm(ProgrammeForm):
    """The copy's name and period, and what comes along."""

    PARTS = (
        ("goals", _("Goals, without their figures")),
        ("themes", _("Themes that are not retired, with their words")),
        ("outside", _("The outside world, without conversations")),
        ("sources", _("The sources that are listened to, paused until you let them")),
    )
    parts = forms.MultipleChoiceField(
        label=_("What comes along"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one, or begin an empty programme.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [*self.PARTS, *((part.key, part.label) for part in copying.parts())]
        self.fields["parts"].choices = choices  # type: ignore[attr-defined]
        self.fields["parts"].initial = [key for key, _label in choices]


class ReadinessItemForm(VersionedForm):
    is_met = forms.BooleanField(
        label=_("Met"), required=False, widget=forms.CheckboxInput(attrs={"class": "switch", "role": "switch"})
    )

    class Meta:
        model = ReadinessItem
        fields = ["evidence"]
        widgets = {"evidence": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_met"].initial = self.instance.is_met
        self.fields["evidence"].help_text = HINTS[ReadinessItem.Key(self.instance.key)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("is_met") and not data.get("evidence", "").strip():
            self.add_error("evidence", _("Write down what shows it; then it can be met."))
        return data

    def save(self, commit: bool = True) -> ReadinessItem:
        self.instance.met_on = (self.instance.met_on or timezone.localdate()) if self.cleaned_data["is_met"] else None
        return super().save(commit)
