"""What is asked and answered at the help desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.forms.persons import PersonField
from ambassadors.models import Ambassador, HelpdeskTerms, Question
from themes.forms.versions import VersionedForm
from themes.models.themes import ThemeQuerySet

_SWITCH = {"class": "switch", "role": "switch"}


class QuestionForm(forms.ModelForm[Question]):
    class Meta:
        model = Question
        fields = ["text", "theme", "may_be_archived", "shows_name"]
        widgets = {
            "text": forms.Textarea(
                attrs={"rows": 5, "data-limit": 1000, "data-method": "characters", "autofocus": True}
            ),
            "theme": forms.RadioSelect(attrs={"class": "chips"}),
            "may_be_archived": forms.CheckboxInput(attrs=_SWITCH),
            "shows_name": forms.CheckboxInput(attrs=_SWITCH),
        }
        labels = {"theme": _("What is it about?")}
        help_texts = {
            "may_be_archived": _(
                "Once it is answered, colleagues with the same question find it. You can change this later."
            ),
            "shows_name": _("Otherwise it says “a colleague”."),
        }

    def __init__(self, *args: Any, themes: ThemeQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme = self.fields["theme"]
        theme.queryset = themes.select_related("programme")  # type: ignore[attr-defined]
        theme.empty_label = _("Something else")  # type: ignore[attr-defined]
        self.fields["shows_name"].label = _("With my name")


class ArchiveForm(forms.ModelForm[Question]):
    class Meta:
        model = Question
        fields = ["may_be_archived", "shows_name"]
        widgets = {name: forms.CheckboxInput(attrs=_SWITCH) for name in ("may_be_archived", "shows_name")}


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=_("Your answer"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6, "data-limit": 3000, "data-method": "characters"}),
    )


class FollowUpForm(forms.Form):
    text = forms.CharField(label=_("What is still unclear?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class GiveQuestionForm(forms.Form):
    expert = PersonField(label=_("Who is to answer"), help_text=_("Begin to type a name."))

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asker_id = question.asker_id

    def clean_expert(self) -> Ambassador:
        expert: Ambassador = self.cleaned_data["expert"]
        if expert.pk == self._asker_id:
            raise forms.ValidationError(_("That is who asks."))
        return expert


class TermsForm(VersionedForm):
    expected_hours = forms.IntegerField(
        label=_("Hours within which an answer is expected"),
        min_value=1,
        max_value=480,
        help_text=_("Hours on weekdays; 24 is until the same time on the next working day."),
    )
    escalation_hours = forms.IntegerField(
        label=_("Hours after which it goes to a coach, or to you"), min_value=1, max_value=960
    )

    class Meta:
        model = HelpdeskTerms
        fields = ["expected_hours", "escalation_hours"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What holds before anybody saved anything is something that two can change as well.
        self._was_saved = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        expected, escalation = data.get("expected_hours"), data.get("escalation_hours")
        if expected and escalation and escalation < expected:
            self.add_error("escalation_hours", _("A question goes on after an answer was expected, not before."))
        return data
