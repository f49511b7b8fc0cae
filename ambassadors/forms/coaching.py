"""Who coaches whom, and what the two agree."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors import rights
from ambassadors.forms.persons import PersonField
from ambassadors.models import Ambassador, CoachPair, RoleAssignment
from themes.forms.dates import MomentInput


class PairForm(forms.Form):
    coach = forms.ModelChoiceField(label=_("Coach"), queryset=Ambassador.objects.none())
    ambassador = PersonField(label=_("Colleague"), help_text=_("Ask both first; either can end it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Ambassador.objects.active().select_related("user")
        coaches = RoleAssignment.objects.current().filter(role__rights__contains=[rights.COACH]).values("ambassador")
        self.fields["coach"].queryset = people.filter(pk__in=coaches)  # type: ignore[attr-defined]

    def clean_ambassador(self) -> Ambassador:
        person: Ambassador = self.cleaned_data["ambassador"]
        if CoachPair.objects.running().filter(ambassador=person).exists():
            raise forms.ValidationError(_("This colleague has a coach already."))
        return person

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("coach") and data.get("coach") == data.get("ambassador"):
            self.add_error("ambassador", _("Nobody coaches themself."))
        return data


class NoteForm(forms.Form):
    text = forms.CharField(label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class AppointmentForm(forms.Form):
    meets_at = forms.DateTimeField(
        label=_("When"),
        required=False,
        widget=MomentInput,
    )
    meets_where = forms.CharField(label=_("Where"), required=False, max_length=120)

    def clean_meets_at(self) -> object:
        meets_at = self.cleaned_data["meets_at"]
        if meets_at and meets_at < timezone.now():
            raise forms.ValidationError(_("Choose a moment to come."))
        return meets_at
