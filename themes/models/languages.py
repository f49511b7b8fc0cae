"""Rows that read in the language of whoever reads them: what was written first, and the same in others.

A row of `InLanguages` keeps its words once in their own columns, as they were written first, and in `translations` what somebody wrote
besides. Its attributes answer in the language of the reader where it was written in that one, and else with what was written first; so
pages, mails and files need to know nothing of it. What is saved, shown in a form or compared is always what was written first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_as_written: ContextVar[bool] = ContextVar("as_written", default=False)


@contextmanager
def as_written() -> Iterator[None]:
    """Within it attributes answer with what was written first, whoever reads: for code that puts them back where they came from."""
    token = _as_written.set(True)
    try:
        yield
    finally:
        _as_written.reset(token)


class _Said(DeferredAttribute):
    def __get__(self, instance: Any, cls: Any = None) -> Any:
        first = super().__get__(instance, cls)  # type: ignore[no-untyped-call]
        if instance is None or _as_written.get():
            return first
        # Of a row that was read without its translations, what was written first: never a question per row.
        translations, language = vars(instance).get("translations"), get_language()
        if not translations or language == vars(instance).get("language"):
            return first
        return translations.get(language, {}).get(self.field.attname) or first

    def __set__(self, instance: Any, value: Any) -> None:
        vars(instance)[self.field.attname] = value


class SaidField(models.Field):  # type: ignore[type-arg]
    """What it answers follows the reader's language; what it stores does not."""

    descriptor_class = _Said

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Store what was written first."""
        with as_written():
            return super().pre_save(model_instance, add)

    def value_from_object(self, obj: models.Model) -> Any:
        """Show a form, and a copy, what was written first."""
        with as_written():
            return super().value_from_object(obj)


class SaidCharField(SaidField, models.CharField):  # type: ignore[type-arg]
    """A short text that may be said in more languages."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Only how it is read differs, not what the database holds: for migrations it is a CharField."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class SaidTextField(SaidField, models.TextField):  # type: ignore[type-arg]
    """A long text that may be said in more languages."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Only how it is read differs, not what the database holds: for migrations it is a TextField."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class InLanguages(models.Model):
    """A row some of whose words, those in `SAID`, may be written in more than one language."""

    SAID: ClassVar[tuple[str, ...]] = ()

    # Of what was written first; empty while there is nothing in another language.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True, editable=False)
    # The same in other languages: {"nl": {"name": …}}
    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def in_every_language(self, name: str) -> list[str]:
        """Return what a field says, first as it was written first and then in the other languages."""
        with as_written():
            first = str(getattr(self, name))
        return [first, *(said[name] for said in self.translations.values() if said.get(name))]

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        """The row says what the database says."""
        with as_written():
            super().refresh_from_db(*args, **kwargs)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Django cleans what it reads and writes it back."""
        with as_written():
            super().full_clean(*args, **kwargs)
