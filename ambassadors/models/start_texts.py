"""Texts that a programme begins with: they read in the language of whoever reads them, for as long as nobody changed them.

What a manager wrote instead is theirs, in the languages they wrote it in.
"""

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_noop as _

from themes.models.languages import SaidField


@dataclass(frozen=True)
class StartRole:
    """What one of the six roles says of itself, in the words of the source."""

    name: str
    description: str
    expectation: str
    guidance: str


START_ROLES = {
    "sharer": StartRole(
        name=_("Sharer"),
        description=_("Passes content on, in own words, to people who care."),
        expectation=_("Two shares a month."),
        guidance=_("Say why you share it. One sentence of your own does more than the whole suggestion."),
    ),
    "scout": StartRole(
        name=_("Scout"),
        description=_("Signals what plays outside and hands in raw material."),
        expectation=_("One photo, note or question a month."),
        guidance=_("A blurred photo of the right moment is worth more than a sharp one of a meeting."),
    ),
    "expert": StartRole(
        name=_("Expert"),
        description=_("Answers questions and adds a short view to content."),
        expectation=_("An answer within two working days."),
        guidance=_("Answer the person, not the crowd. Say what you do not know."),
    ),
    "author": StartRole(
        name=_("Author"),
        description=_("Blogs under the own name on our site."),
        expectation=_("One post a quarter."),
        guidance=_("Begin with what happened. The lesson may come last, or stay unsaid."),
    ),
    "connector": StartRole(
        name=_("Connector"),
        description=_("Keeps contact with influencers and communities."),
        expectation=_("A word with each contact every quarter."),
        guidance=_("Give before you ask: a good question, an introduction, a visit."),
    ),
    "coach": StartRole(
        name=_("Coach"),
        description=_("Helps colleagues to find their voice."),
        expectation=_("Half an hour a month for one colleague."),
        guidance=_("Read along, ask questions, and leave the words theirs."),
    ),
}


@lru_cache(maxsize=1)
def _sources() -> dict[str, str]:
    """Return every text of the beginning in every language we speak, with what the source calls it."""
    texts = [getattr(role, column.name) for role in START_ROLES.values() for column in fields(role)]
    found = {text: text for text in texts}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found |= {gettext(text): text for text in texts if gettext(text) not in found}
    return found


def shown(text: str) -> str:
    """Return a text of the beginning as the reader says it, and any other one as it is."""
    source = _sources().get(text)
    return gettext(source) if source else text


class _StartText(SaidField):
    def from_db_value(self, value: str | None, expression: object, connection: object) -> str | Promise | None:
        """Return a text of the beginning so that it reads in the language of the moment it is shown."""
        source = _sources().get(value) if value else None
        return value if source is None else gettext_lazy(source)

    def get_prep_value(self, value: Any) -> Any:
        """Keep a text of the beginning as the source has it, in whatever language it was filled in."""
        text = super().get_prep_value(value)
        return _sources().get(text, text) if isinstance(text, str) else text


class StartCharField(_StartText, models.CharField):
    """A short text that may be one of the beginning."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Only how it is read differs, not what the database holds: for migrations it is a CharField."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class StartTextField(_StartText, models.TextField):
    """A long text that may be one of the beginning."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Only how it is read differs, not what the database holds: for migrations it is a TextField."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs
