"""Two people in the same form: the second is told, sees both texts, and loses nothing."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    """A field that reads otherwise than what was written: what stands there now, and what is in the form."""

    label: str | Promise
    stands: str
    written: str


class Versioned(forms.Form):
    """A form that knows what it showed when the page was opened; no column of any row is needed for it.

    The hidden field `version` is a digest of all that the form shows. Where the row says something else by the time it is
    saved, `is_stale` is true and the form is not valid; the view answers with `themes.views.conflicts.conflict`, which
    shows both texts and lets the person save anew. The view takes its row with `select_for_update` inside a transaction,
    so that nobody comes between the check and the save. Templates that write their fields one by one add `{{ form.version }}`.
    """

    version = forms.CharField(required=False, widget=forms.HiddenInput)
    is_stale = False
    _was_saved = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.current_version

    @cached_property
    def changed_data(self) -> list[str]:
        """The names of the fields that say something else than the row; what it was opened with is none of them."""
        return [name for name in super().changed_data if name != "version"]

    def current_version(self) -> str:
        """Return the digest of what the row says now; empty for a row that does not exist yet."""
        if not self._was_saved:
            return ""
        values = [(name, _plain(self._stored(name))) for name in sorted(self.fields) if name != "version"]
        return hashlib.blake2b(json.dumps(values).encode(), digest_size=12).hexdigest()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opened, now = data.get("version"), self.current_version()
        if opened and opened != now:
            self.is_stale = True
            self.data = self.data.copy()  # type: ignore[attr-defined]
            self.data[self.add_prefix("version")] = now  # type: ignore[index]
            self.add_error(None, _("Somebody changed this while you were writing. Nothing is saved yet."))
        return data

    def differences(self) -> list[Difference]:
        """Return where the form says something else than the row does now."""
        found = []
        for name, field in self.fields.items():
            stands, written = _plain(self._stored(name)), _plain(self._written(name))
            if name != "version" and stands != written:
                found.append(Difference(field.label or name, _shown(field, stands), _shown(field, written)))
        return found

    def _stored(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _written(self, name: str) -> Any:
        return self.cleaned_data[name] if name in self.cleaned_data else self[name].data


class VersionedForm(Versioned, forms.ModelForm):
    """The form of a row, which has no version before it is stored for the first time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._was_saved = not self.instance._state.adding


def _plain(value: Any) -> str | list[str]:
    """Return a value as text that compares: rows by their key, lists without order, lines without carriage returns."""
    if isinstance(value, Promise):
        value = str(value)
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, Iterable) and not isinstance(value, str):
        return sorted(str(_plain(part)) for part in value)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def _shown(field: forms.Field, value: str | list[str]) -> str:
    """Return a value as people read it: by the labels of its choices, "yes" or "no"."""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value == "True" else _("no")
    labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    parts = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(part, part) for part in parts if part)
