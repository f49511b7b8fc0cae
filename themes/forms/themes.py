"""A theme with its words in every language."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from themes import networks
from themes.forms.languages import InLanguagesForm
from themes.hashtags import camel_case, is_hashtag
from themes.models import Theme, ThemeTerm

_MOST_CHARACTERS = 80


class ThemeForm(InLanguagesForm):
    class Meta:
        model = Theme
        fields = ["name", "summary", "hue", *Theme.AUDIENCE, "key_messages", "tone", "dos", "donts", "owner"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "hue": forms.RadioSelect,
            "audience": forms.Textarea(attrs={"rows": 3}),
            "audience_concerns": forms.Textarea(attrs={"rows": 3}),
            "key_messages": forms.Textarea(attrs={"rows": 4}),
            "tone": forms.Textarea(attrs={"rows": 3}),
            "dos": forms.Textarea(attrs={"rows": 4}),
            "donts": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(network.key, network.name) for network in networks.with_people()]
        self.fields["audience_networks"].choices = places  # type: ignore[attr-defined]
        self.fields["audience_hours"].help_text = _("Such as: on weekdays after dinner.")
        held: dict[tuple[str, str], list[str]] = {}
        for term in self.instance.terms.all() if self.instance.pk else ():
            held.setdefault((term.kind, term.language), []).append(str(term))
        for kind, language in self._kinds():
            self.fields[f"{kind}_{language}"] = forms.CharField(
                label=self._label(kind, language),
                required=False,
                initial=", ".join(held.get((kind, language), [])),
                widget=forms.Textarea(attrs={"rows": 2, "lang": language}),
                help_text=_("Separated by commas."),
            )

    def word_fields(self) -> list[BoundField]:
        """Return the fields of keywords and hashtags, per language."""
        return [self[f"{kind}_{language}"] for kind, language in self._kinds()]

    def terms(self) -> list[tuple[str, str, str]]:
        """Return what was filled in as kind, language and word, each once."""
        found = [
            (kind, language, text)
            for kind, language in self._kinds()
            for text in self._words(kind, self.cleaned_data[f"{kind}_{language}"])
        ]
        return list(dict.fromkeys(found))

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        same = Theme.objects.filter(programme=self.instance.programme_id, name__iexact=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a theme with this name already."))
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for kind, language in self._kinds():
            name = f"{kind}_{language}"
            words = self._words(kind, data.get(name, ""))
            if any(len(word) > _MOST_CHARACTERS for word in words):
                self.add_error(name, _("A word is at most 80 characters; put commas between words."))
            elif kind == ThemeTerm.Kind.HASHTAG and not all(is_hashtag(word) for word in words):
                self.add_error(name, _("A hashtag needs a letter; networks do not link figures alone."))
        return data

    @staticmethod
    def _words(kind: str, text: str) -> list[str]:
        parts = [part.strip() for part in text.replace("\n", ",").split(",") if part.strip()]
        return [camel_case(part) for part in parts] if kind == ThemeTerm.Kind.HASHTAG else parts

    @staticmethod
    def _kinds() -> list[tuple[str, str]]:
        return [(kind, code) for code, _name in settings.LANGUAGES for kind in ("keyword", "hashtag")]

    @staticmethod
    def _label(kind: str, language: str) -> str:
        name = get_language_info(language)["name_translated"]
        words = _("Keywords in {language}") if kind == "keyword" else _("Hashtags in {language}")
        return str(words).format(language=name)


class MergeForm(forms.Form):
    """Which live theme of the same programme goes on."""

    target = forms.ModelChoiceField(
        queryset=Theme.objects.none(),
        label=_("Goes on as"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": _("Choose the theme that goes on."),
            "invalid_choice": _("Choose a live theme of this programme."),
        },
    )

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Theme.objects.live().filter(programme=theme.programme_id).exclude(pk=theme.pk)
        self.fields["target"].queryset = others  # type: ignore[attr-defined]
