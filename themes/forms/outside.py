"""Someone on the map of the outside world, with handles; and what becomes of a conversation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from themes.models import Conversation, Stakeholder, StakeholderHandle, Theme

_ONE_TO_FIVE = [(number, str(number)) for number in range(1, 6)]


class HttpsField(forms.URLField):
    """An address typed without a scheme is an https one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "assume_scheme": "https"})


class StakeholderForm(forms.ModelForm):
    influence = forms.TypedChoiceField(
        label=_("Influence"),
        choices=_ONE_TO_FIVE,
        coerce=int,
        initial=3,
        widget=forms.RadioSelect,
        help_text=_("1: few listen, 5: many do."),
    )
    relation = forms.TypedChoiceField(
        label=_("Relation with us"),
        choices=_ONE_TO_FIVE,
        coerce=int,
        initial=1,
        widget=forms.RadioSelect,
        help_text=_("1: none yet, 5: close."),
    )

    class Meta:
        model = Stakeholder
        fields = ["name", "kind", "themes", "website", "influence", "relation", "notes"]
        field_classes = {"website": HttpsField}
        widgets = {"themes": forms.CheckboxSelectMultiple, "notes": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes = Theme.objects.filter(programme=self.instance.programme_id)
        held = [theme.pk for theme in self.instance.themes.all()] if self.instance.pk else []
        self.fields["themes"].queryset = themes.live() | themes.filter(pk__in=held)  # type: ignore[attr-defined]
        self.fields["themes"].help_text = ""
        self.fields["kind"].choices = [("", _("Choose")), *Stakeholder.Kind.choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        same = Stakeholder.objects.filter(
            programme=self.instance.programme_id, name=data.get("name"), kind=data.get("kind")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("This one is on the map already."))
        return data


HandleFormSet = forms.inlineformset_factory(
    Stakeholder, StakeholderHandle, fields=["network", "handle"], extra=2, max_num=20, can_delete=True
)


class ConversationStateForm(forms.Form):
    state = forms.ChoiceField(choices=Conversation.State.choices)
