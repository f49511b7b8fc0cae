"""Who joins a programme's team."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ambassadors.models import User


class ManagerForm(forms.Form):
    user = forms.ModelChoiceField(
        queryset=User.objects.none(),
        label=_("Programme manager"),
        empty_label=_("Choose someone"),
        error_messages={
            "required": _("Choose someone."),
            "invalid_choice": _("Choose a programme manager who is not in the team yet."),
        },
    )

    def __init__(self, *args: Any, candidates: "QuerySet[User]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = candidates  # type: ignore[attr-defined]
