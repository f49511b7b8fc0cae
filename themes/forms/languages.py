"""The same form in another language: for rows that read in the language of whoever reads them."""

from typing import Any

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundField
from django.utils.translation import get_language, get_language_info, gettext_lazy

from themes.forms.versions import VersionedForm
from themes.listening.language import language_of
from themes.models.languages import as_written


class InLanguagesForm(VersionedForm):
    """Asks for the words of the row in the other languages too; nobody has to give them.

    A template that writes its fields one by one adds `themes/_other_languages.html`, which has the `other_fields`.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        row = self.instance
        self._said = [name for name in row.SAID if name in self.fields]
        self.language = row.language or self._language()
        names = {code: get_language_info(code)["name_translated"] for code, _name in settings.LANGUAGES}
        self.other_languages = {code: name for code, name in names.items() if code != self.language}
        for code, language in self.other_languages.items():
            held = row.translations.get(code, {})
            for name in self._said:
                self.fields[f"{name}_{code}"] = self._other(name, code, language, held.get(name, ""))

    def first_fields(self) -> list[BoundField]:
        """Return the fields that are seen but for those of the other languages."""
        others = {field.name for field in self.other_fields()}
        return [field for field in self.visible_fields() if field.name not in others]

    def other_fields(self) -> list[BoundField]:
        """Return the fields of the other languages."""
        return [self[f"{name}_{code}"] for code in self.other_languages for name in self._said]

    @property
    def has_others(self) -> bool:
        """Whether something stands in another language, or something is wrong there."""
        return any(field.value() or field.errors for field in self.other_fields())

    def save(self, commit: bool = True) -> Any:
        """The row is as the form says, in every language."""
        written = {
            code: {name: text for name in self._said if (text := self.cleaned_data.get(f"{name}_{code}"))}
            for code in self.other_languages
        }
        self.instance.translations = {code: texts for code, texts in written.items() if texts}
        self.instance.language = self.language if self.instance.translations else ""
        return super().save(commit)

    def _post_clean(self) -> None:
        with as_written():
            super()._post_clean()  # type: ignore[misc]

    def _language(self) -> str:
        active = get_language() or settings.LANGUAGE_CODE
        words = " ".join(
            str(self.instance._meta.get_field(name).value_from_object(self.instance)) for name in self._said
        )
        found = language_of(words) or active
        return found if found in dict(settings.LANGUAGES) else active

    def _other(self, name: str, code: str, language: str, said: str) -> forms.Field:
        first = self.fields[name]
        rows = first.widget.attrs.get("rows")
        attrs = {"lang": code}
        widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
        label = gettext_lazy("%(field)s (%(language)s)") % {"field": first.label, "language": language}
        return forms.CharField(
            label=label, required=False, max_length=getattr(first, "max_length", None), widget=widget, initial=said,
            help_text=first.help_text if rows else "",
        )  # fmt: skip
