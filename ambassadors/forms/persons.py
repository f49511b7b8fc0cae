"""Naming one person out of very many: by name, by e-mail address, or out of a short list."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador

_SHOWN = 200


class PersonInput(forms.TextInput):
    """A text with proposals; works without JavaScript, and proposes at most two hundred."""

    template_name = "ambassadors/widgets/person.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "list": f"{context['widget']['attrs'].get('id', name)}_people",
            "autocomplete": "off",
        }
        people = Ambassador.objects.active().by_name().select_related("user")[:_SHOWN]
        return {**context, "people": people}

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
            person = Ambassador.objects.active().select_related("user").filter(pk=value).first()
            return f"{person} <{person.user.email}>" if person else None
        return str(value) if value else None


class PersonField(forms.CharField):
    """An ambassador who takes part, named by key, by e-mail address or by a name that only one has."""

    widget = PersonInput

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        people = Ambassador.objects.active().select_related("user", "team")
        inside = re.search(r"<([^<>]+)>\s*$", text)
        if text.isdecimal():
            found = list(people.filter(pk=text)[:2])
        elif inside or "@" in text:
            found = list(people.filter(user__email__iexact=inside[1].strip() if inside else text)[:2])
        else:
            found = list(people.search(text)[:2])
        if not found:
            raise ValidationError(_("Nobody who takes part has this name or address."))
        if len(found) > 1:
            raise ValidationError(
                _("Several people fit this name: choose one from the list, or write the e-mail address.")
            )
        return found[0]
