"""The organisation as its people see it: name, logo, accent, and the limits it sets itself."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

# Twenty-four hues, all of the same lightness and chroma, so that each of them reads on paper and in the dark.
HUES = [(hue, f"{hue}°") for hue in range(0, 360, 15)]

# What a request has read of it, empty at first; None outside a request.
_read: ContextVar[list["Organisation"] | None] = ContextVar("organisation_read", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within this block the organisation is read from the database once."""
    token = _read.set([])
    try:
        yield
    finally:
        _read.reset(token)


class Reporting(models.TextChoices):
    """Of which periods figures about groups are told."""

    MONTHS = "months", _("of whole months, once they are over")
    LIVE = "live", _("of any period, up to today")


@register_setting(icon="home")
class Organisation(BaseGenericSetting):
    """Edited in Wagtail's settings; every page shows it."""

    name = models.CharField(_("name"), max_length=120, default="", blank=True)
    logo = models.ImageField(_("logo"), upload_to="organisation/", blank=True)
    accent_hue = models.PositiveSmallIntegerField(_("accent colour"), choices=HUES, default=30)
    employer_disclosure = models.JSONField(
        _("disclosure of employment"),
        default=dict,
        blank=True,
        help_text=_('The words put in front of a share, by language: {"en": "I work at …", "nl": "Ik werk bij …"}.'),
    )
    stop_words = models.TextField(
        _("words that stop a post"),
        blank=True,
        help_text=_("One on each line; behind a colon why, such as “takeover: ask the board's office first”."),
    )
    minimum_group_size = models.PositiveSmallIntegerField(
        _("smallest group that is shown"),
        default=5,
        validators=[MinValueValidator(3), MaxValueValidator(100)],
        help_text=_("Managers see figures about groups of at least this many people."),
    )
    reporting = models.CharField(
        _("figures about groups are told"),
        max_length=8,
        choices=Reporting.choices,
        default=Reporting.MONTHS,
        help_text=_(
            "Of whole months, no comparison of two periods tells what one person did. Live, two periods that differ by a few days can: "
            "agree on it with your works council first. Everybody's own figures are always live."
        ),
    )
    baseline_cost_per_hire = models.DecimalField(
        _("cost per hire before the programme"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("Your own figure, in euros; savings are counted against it."),
    )
    candidate_retention_days = models.PositiveSmallIntegerField(
        _("days that candidates are kept"),
        default=28,
        help_text=_("After the procedure ends; a year where the candidate agreed to it."),
    )

    class Meta:
        verbose_name = _("organisation")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """What was read within this request is read again."""
        super().save(*args, **kwargs)
        if (read := _read.get()) is not None:
            read.clear()

    @classmethod
    def load(cls, request_or_site: Any = None) -> "Organisation":
        """Return the organisation; within a request it is read from the database once."""
        read = _read.get()
        if read is None:
            found: Organisation = super().load(request_or_site)
            return found
        if not read:
            read.append(super().load())
        return read[0]

    def __str__(self) -> str:
        return self.name or str(_("Your organisation"))

    def stopped_words(self, text: str) -> list[tuple[str, str]]:
        """Return the words in a text that the policy stops, each with the reason; as whole words, whatever their capitals."""
        found = []
        for line in self.stop_words.splitlines():
            word, _colon, why = (part.strip() for part in line.partition(":"))
            if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE):
                found.append((word, why))
        return found

    def disclosure(self, language: str) -> str:
        """Return the natural words that say where the ambassador works, in that language."""
        return self.employer_disclosure.get(language, "")
