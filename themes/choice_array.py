"""A list of choices in one column, shown as check boxes."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField


class ChoiceArrayField(ArrayField):
    """An ArrayField whose base field has choices: a form shows one check box for each."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        return forms.TypedMultipleChoiceField(
            choices=self.base_field.choices or [],
            coerce=self.base_field.to_python,
            required=not self.blank,
            label=kwargs.get("label", self.verbose_name),
            help_text=kwargs.get("help_text", self.help_text),
            initial=kwargs.get("initial", self.get_default()),
            widget=forms.CheckboxSelectMultiple,
        )
