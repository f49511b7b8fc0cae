"""Someone on the map of the outside world, with handles; what a colleague heard; and what becomes of a conversation."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes import handles
from themes.forms.dates import MomentInput
from themes.forms.versions import VersionedForm
from themes.handles import Handle
from themes.models import Conversation, Stakeholder, Theme

_ONE_TO_FIVE = [(number, str(number)) for number in range(1, 6)]


class HttpsField(forms.URLField):
    """An address typed without a scheme is an https one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "assume_scheme": "https"})


class StakeholderForm(VersionedForm):
    """Someone on the map; where to find them stands on lines, so that two managers can compare what they wrote."""

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

    handles = forms.CharField(
        label=_("Where to find them"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "LinkedIn: company/example"}),
        help_text=_("One on each line: the network and the name there, or just the address."),
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
        rows = self.instance.handles.all() if self.instance.pk else ()
        self.fields["handles"].initial = handles.written((row.network, row.handle) for row in rows)
        self.fields["kind"].choices = [("", _("Choose")), *Stakeholder.Kind.choices]  # type: ignore[attr-defined]

    def clean_handles(self) -> str:
        text: str = self.cleaned_data["handles"]
        found, unclear = handles.read(text)
        if unclear:
            raise ValidationError(
                _("Begin the line with the network: %(line)s"), params={"line": " · ".join(unclear)[:200]}
            )
        if any(len(handle) > 200 for _network, handle in found):
            raise ValidationError(_("A handle or address is at most 200 characters."))
        return handles.written(found)

    def found_at(self) -> list[Handle]:
        """Return the handles that were filled in."""
        return handles.read(self.cleaned_data["handles"])[0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        same = Stakeholder.objects.filter(
            programme=self.instance.programme_id, name=data.get("name"), kind=data.get("kind")
        )
        if same.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("This one is on the map already."))
        return data


class ConversationForm(VersionedForm):
    """What a colleague heard at a fair, by telephone or in the street."""

    asks = forms.BooleanField(
        label=_("Ask a colleague who fits to answer it"),
        required=False,
        help_text=_("Without this it only counts in the figures."),
    )

    class Meta:
        model = Conversation
        fields = ["text", "author", "author_handle", "place", "said_at", "theme", "stakeholder", "network", "url"]
        field_classes = {"url": HttpsField}
        widgets = {"text": forms.Textarea(attrs={"rows": 5}), "said_at": MomentInput}
        labels = {"author_handle": _("How to reach them"), "network": _("Network, if it was online")}
        help_texts = {
            "text": _("As they said it, as far as you remember."),
            "author": _("A name, or what they are: a visitor, a neighbour."),
            "author_handle": _("Only if they want an answer: it is shown to the colleague who is asked."),
            "place": _("Such as a fair, the telephone or the street."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.instance.programme
        themes = Theme.objects.filter(programme=programme)
        theme, stakeholder = self.fields["theme"], self.fields["stakeholder"]
        theme.queryset = themes.live() | themes.filter(pk=self.instance.theme_id)  # type: ignore[attr-defined]
        theme.empty_label = _("Find it by its words")  # type: ignore[attr-defined]
        stakeholder.queryset = Stakeholder.objects.filter(programme=programme).order_by("name")  # type: ignore[attr-defined]
        stakeholder.label = _("Someone on the map")
        stakeholder.empty_label = _("Nobody on the map")  # type: ignore[attr-defined]
        self.fields["network"].choices = [("", _("Not online")), *self.fields["network"].choices[1:]]  # type: ignore[attr-defined]
        self.fields["author"].required = self.fields["place"].required = True
        if self.instance.state not in (Conversation.State.WAITING, Conversation.State.HEARD):
            del self.fields["asks"]  # somebody has it, or it is settled
        else:
            self.fields["asks"].initial = self.instance.state == Conversation.State.WAITING

    def clean_said_at(self) -> datetime:
        said_at: datetime = self.cleaned_data["said_at"]
        if said_at > timezone.now():
            raise ValidationError(_("Give a moment that has been."))
        return said_at

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"]
        same = Conversation.objects.filter(programme=self.instance.programme_id, url=url)
        if url and same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("This one is among the conversations already."))
        return url


class ConversationStateForm(forms.Form):
    state = forms.ChoiceField(choices=Conversation.State.choices)
