"""Step 6: pairs of a coach and a colleague, with notes for their eyes only; and the link to a person's own calendar."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador


class CoachPairQuerySet(models.QuerySet["CoachPair"]):
    """Pairs by whether they still meet."""

    def running(self) -> Self:
        """Those that have not ended."""
        return self.filter(ended_at=None)

    def of(self, ambassador: Ambassador) -> Self:
        """Those that this person is one of."""
        return self.filter(Q(coach=ambassador) | Q(ambassador=ambassador)).select_related(
            "coach__user", "ambassador__user"
        )


class CoachPair(models.Model):
    """A coach and a colleague who meet for a while; either can end it."""

    coach = models.ForeignKey(Ambassador, models.CASCADE, related_name="coached_pairs", verbose_name=_("coach"))
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="pairs", verbose_name=_("colleague"))
    paired_at = models.DateTimeField(_("since"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    meets_at = models.DateTimeField(_("next appointment"), null=True, blank=True)
    meets_where = models.CharField(_("where"), max_length=120, blank=True)

    objects = CoachPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair")
        verbose_name_plural = _("pairs")
        ordering = ["-paired_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(coach=F("ambassador")), name="nobody coaches themself"),
            models.UniqueConstraint(
                fields=["ambassador"], condition=Q(ended_at=None), name="a person has one coach at a time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coach} · {self.ambassador}"

    def other(self, person: Ambassador) -> Ambassador:
        """Return the one that this person meets."""
        return self.ambassador if self.coach_id == person.pk else self.coach


class PairNote(models.Model):
    """A note that the two of a pair see, and nobody else."""

    pair = models.ForeignKey(CoachPair, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Ambassador, models.CASCADE, related_name="pair_notes")
    text = models.TextField(_("note"), max_length=2000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("note of a pair")
        verbose_name_plural = _("notes of pairs")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        # The log and error reports write str(); a note is for two people only.
        return f"{self.pk}"


def new_key() -> str:
    """Return a key that nobody guesses."""
    return secrets.token_urlsafe(16)


class CalendarAddress(models.Model):
    """An address for calendar programs, known to who has it; a new key makes the old address useless."""

    key = models.CharField(max_length=40, default=new_key, editable=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    read_at = models.DateTimeField(_("last read at"), null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def made_for(cls, **owner: Any) -> Self:
        """Its owner has an address; an older one does not work any more."""
        anew = {"key": new_key(), "created_at": timezone.now(), "read_at": None}
        made: Self = cls._default_manager.update_or_create(**owner, defaults=anew)[0]
        return made

    def was_read(self) -> None:
        """A calendar program asked for it just now."""
        type(self)._default_manager.filter(pk=self.pk).update(read_at=timezone.now())


class CalendarLink(CalendarAddress):
    """The address of a person's own calendar."""

    ambassador = models.OneToOneField(Ambassador, models.CASCADE, related_name="calendar_link")

    class Meta:
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")

    def __str__(self) -> str:
        return f"{self.ambassador}"
