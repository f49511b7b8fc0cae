"""Who joins a programme's team."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from ambassadors.models import ProgrammeManager, User

_SHOWN = 200


class AccountInput(forms.TextInput):
    """A text with proposals; works without JavaScript, and proposes at most two hundred."""

    template_name = "ambassadors/widgets/account.html"
    accounts: "QuerySet[User]" = User.objects.none()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        listed = f"{context['widget']['attrs'].get('id', name)}_accounts"
        context["widget"]["attrs"] |= {"list": listed, "autocomplete": "off"}
        return {**context, "accounts": self.accounts[:_SHOWN]}


class ManagerForm(forms.Form):
    """A colleague by e-mail address, or by a name that only one has."""

    user = forms.CharField(
        label=_("Colleague"),
        max_length=200,
        widget=AccountInput,
        help_text=_("Begin to type a name, or write the e-mail address."),
        error_messages={"required": _("Choose someone.")},
    )

    def __init__(self, *args: Any, accounts: "QuerySet[User]", team: list[ProgrammeManager], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._accounts, self._team = accounts, {place.user_id for place in team}
        free = accounts.exclude(pk__in=self._team).order_by("first_name", "last_name", "pk")
        self.fields["user"].widget.accounts = free  # type: ignore[attr-defined]

    def clean_user(self) -> User:
        found = self._found(self.cleaned_data["user"])
        if not found:
            raise ValidationError(
                _(
                    "Nobody who can log in here has this name or address. Invite them first; once they joined, name them."
                )
            )
        if len(found) > 1:
            raise ValidationError(
                _("Several people fit this name: choose one from the list, or write the e-mail address.")
            )
        if found[0].pk in self._team:
            raise ValidationError(_("%(who)s is in the team already."), params={"who": found[0]})
        return found[0]

    def _found(self, text: str) -> list[User]:
        inside = re.search(r"<([^<>]+)>\s*$", text)
        if text.isdecimal():
            return list(self._accounts.filter(pk=text)[:2])
        if inside or "@" in text:
            return list(self._accounts.filter(email__iexact=inside[1].strip() if inside else text)[:2])
        named = Q()
        for word in text.split():
            named &= Q(first_name__icontains=word) | Q(last_name__icontains=word)
        return list(self._accounts.filter(named)[:2])
