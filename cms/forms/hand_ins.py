"""What a scout hands in, in twenty seconds."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from cms.forms.posts import PictureField
from cms.models import HandIn
from themes.models import Theme


class HandInForm(forms.Form):
    text = forms.CharField(
        label=_("What did you see or hear?"),
        max_length=2000,
        required=False,
        help_text=_("A sentence is enough. A link may stand in it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photo = PictureField(
        label=_("Photo"),
        required=False,
        help_text=_("From your camera or your album. Where it was taken is removed from it."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    photo_description = forms.CharField(
        label=_("What the photo shows"), max_length=255, required=False, help_text=_("For people who cannot see it.")
    )
    theme = forms.ModelChoiceField(Theme.objects.none(), label=_("Theme"), required=False)
    may_be_named = forms.BooleanField(label=_("My name may stand with it"), required=False, initial=True)

    def __init__(self, *args: Any, ambassador: Ambassador, begun: HandIn | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.begun = begun
        # Not required, yet not optional either: one of the two is needed.
        for name in ("text", "photo"):
            self.fields[name].needed_when = _("(this or the other)")  # type: ignore[attr-defined]
        followed = ambassador.theme_links.filter(state="accepted").values("theme")
        mine = Theme.objects.live().filter(pk__in=followed)
        self.fields["theme"].queryset = mine if mine.exists() else Theme.objects.live()  # type: ignore[attr-defined]
        self.fields["theme"].empty_label = _("I leave that to the editor")  # type: ignore[attr-defined]
        if begun is not None and begun.picture_id is not None:
            del self.fields["photo"]

    @staticmethod
    def initial_of(begun: HandIn) -> dict[str, Any]:
        """Return what the fields hold of something that was begun."""
        words = begun.text if not begun.url or begun.url in begun.text else f"{begun.text}\n{begun.url}".strip()
        said = begun.picture.description if begun.picture is not None else ""
        return {"text": words, "photo_description": said, "theme": begun.theme_id, "may_be_named": begun.may_be_named}

    def clean(self) -> None:
        super().clean()
        has_photo = self.cleaned_data.get("photo") or (self.begun is not None and self.begun.picture_id is not None)
        if not self.errors and not has_photo and not self.cleaned_data.get("text", "").strip():
            self.add_error("text", _("Write a word, or add a photo."))


class AnswerForm(forms.Form):
    """A word from the editor to the scout."""

    answer = forms.CharField(max_length=300, required=False)
