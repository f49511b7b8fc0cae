"""The scouts' box: raw material that ambassadors hand in, for an editor to make something of."""

import re
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ambassadors.models import Ambassador
from cms.models.pictures import Picture
from cms.shareable import Shareable
from themes.models import Theme

_ADDRESS = re.compile(r"https?://\S+")
_LONGEST_TITLE = 90


class HandInQuerySet(models.QuerySet["HandIn"]):
    """What was handed in, by how far it is."""

    def waiting(self) -> Self:
        """Those that an editor has not decided about yet, the oldest first."""
        return self.filter(state=HandIn.State.WAITING).order_by("handed_in_at", "pk")

    def decided(self) -> Self:
        """Those that became a piece or were put aside, the last decided first."""
        return self.filter(state__in=[HandIn.State.USED, HandIn.State.ASIDE]).order_by("-decided_at", "-pk")

    def with_people(self) -> Self:
        """With who handed in, what it shows and what came of it."""
        return self.select_related("ambassador__user", "picture", "theme", "piece", "decided_by")

    def credited(self, piece: Shareable) -> Self:
        """Those that a piece was made of, whose scouts want to be named and are still here."""
        found = self.filter(piece=piece, may_be_named=True, ambassador__left_at=None)
        return found.select_related("ambassador__user").order_by("pk")


class HandIn(models.Model):
    """A photo, note, link or question that somebody saw or heard; what becomes of it is told back."""

    class Kind(models.TextChoices):
        PHOTO = "photo", _("photo")
        LINK = "link", _("link")
        QUESTION = "question", _("question")
        NOTE = "note", _("note")

    class State(models.TextChoices):
        BEGUN = "begun", _("not handed in yet")
        WAITING = "waiting", _("waits for an editor")
        USED = "used", _("became a piece")
        ASIDE = "aside", _("put aside")
        WITHDRAWN = "withdrawn", _("taken back")

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="hand_ins", verbose_name=_("scout"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.TextField(_("what you saw or heard"), max_length=2000, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    theme = models.ForeignKey(Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme"))
    may_be_named = models.BooleanField(_("my name may stand with it"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    handed_in_at = models.DateTimeField(_("handed in at"), auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answer = models.CharField(_("a word to the scout"), max_length=300, blank=True)
    piece = models.ForeignKey(
        Shareable, models.SET_NULL, null=True, blank=True, related_name="hand_ins", verbose_name=_("piece")
    )

    objects = HandInQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-in")
        verbose_name_plural = _("hand-ins")
        ordering = ["-handed_in_at", "-pk"]
        indexes = [
            models.Index(fields=["handed_in_at"], condition=Q(state="waiting"), name="hand_ins_that_wait"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The first words of it, or what kind of thing it is."""
        words = _ADDRESS.sub("", self.text).strip().rstrip(":,")
        first = words.splitlines()[0].strip() if words else ""
        if len(first) > _LONGEST_TITLE:
            first = f"{first[:_LONGEST_TITLE].rpartition(' ')[0] or first[:_LONGEST_TITLE]}…"
        return first or self.url[:_LONGEST_TITLE] or str(self.get_kind_display()).capitalize()

    @property
    def is_online(self) -> bool:
        """Whether everybody can read what became of it."""
        return self.piece is not None and self.piece.live
