"""A file of people: read, looked at, carried out, and undone where possible."""

from datetime import timedelta
from typing import Self

from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador, AmbassadorQuerySet
from themes.models import Programme

UNDO_FOR = timedelta(days=30)
_CLAIM = timedelta(minutes=12)  # longer than the task may run


def private() -> Storage:
    """Files of people are outside what any web server serves."""
    return storages["private"]


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    """Imports by what has to happen."""

    def waiting(self) -> Self:
        """Those that a worker has to read or carry out, and that none is busy with."""
        free = models.Q(claimed_at=None) | models.Q(claimed_at__lt=timezone.now() - _CLAIM)
        return self.filter(free, state__in=[PeopleImport.State.READING, PeopleImport.State.APPLYING])

    def about(self, person: int) -> Self:
        """Those that still hold what a person's row was before."""
        return self.filter(before__changed__has_key=str(person))

    def outdated(self) -> Self:
        """Those that still name people, longer than anything can be undone."""
        return self.filter(created_at__lt=timezone.now() - UNDO_FOR).exclude(before={}, preview=[], problems=[])


class PeopleImport(models.Model):
    """One file; the row is the queue of the work, and keeps for a month what undoing it needs."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        READY = "ready", _("waits for your yes")
        APPLYING = "applying", _("being carried out")
        DONE = "done", _("carried out")
        FAILED = "failed", _("could not be read")
        CANCELLED = "cancelled", _("thrown away")
        UNDONE = "undone", _("undone")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="people_imports")
    name = models.CharField(_("file"), max_length=200)
    file = models.FileField(storage=private, upload_to="imports/", blank=True)
    makes_teams = models.BooleanField(_("make teams that do not exist yet"), default=True)
    deactivates = models.BooleanField(_("people who are not in it become inactive"), default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="people_imports")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    reason = models.CharField(
        _("what went wrong"), max_length=240, blank=True
    )  # a code of `ambassadors.import_problems`
    created_at = models.DateTimeField(auto_now_add=True)
    claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("carried out at"), null=True, blank=True)
    counts = models.JSONField(default=dict)  # rows, new, changed, same, bad, missing, teams
    problems = models.JSONField(
        default=list
    )  # [{line, text, whys: [{code, values}]}], see `ambassadors.import_problems`
    preview = models.JSONField(
        default=list
    )  # [{line, email, name, new, changes: [[field, from, to]]}], and who is missing
    before = models.JSONField(default=dict)  # what undoing needs, by the keys of the rows

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of people")
        verbose_name_plural = _("imports of people")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("ambassadors:import_detail", args=[self.programme.slug, self.pk])

    @property
    def is_busy(self) -> bool:
        return self.state in {self.State.READING, self.State.APPLYING}

    @property
    def can_be_undone(self) -> bool:
        return self.state == self.State.DONE and bool(self.before)

    @property
    def progress(self) -> int:
        """How many rows the worker has had; only for the eye, so it stands in the cache."""
        return int(cache.get(self._progress_key, 0))

    def tell_progress(self, rows: int) -> None:
        """So many rows are done."""
        cache.set(self._progress_key, rows, 3600)

    @property
    def _progress_key(self) -> str:
        return f"ambassadors.import.{self.pk}.{self.state}"

    def newcomers(self) -> AmbassadorQuerySet:
        """Return whom it brought and who was not invited and has not joined yet, as long as the row knows."""
        asked = self.programme.invitations.filter(email__iexact=models.OuterRef("user__email"))
        found = Ambassador.objects.filter(pk__in=self.before.get("made", []), joined_at=None).eligible()
        return found.exclude(models.Exists(asked)).by_name()

    def forget_person(self, person: int, email: str) -> None:
        """Nothing in the row says any more what it did with this person."""
        kept = {name: [pk for pk in rows if pk != person] for name, rows in self.before.items() if name != "changed"}
        changed = {key: rows for key, rows in self.before.get("changed", {}).items() if key != str(person)}
        self.before = {**kept, "changed": changed} if self.before else {}
        self.preview = [row for row in self.preview if row["email"].lower() != email.lower()]
        self.problems = [row for row in self.problems if row["text"].lower() != email.lower()]
        self.save(update_fields=["before", "preview", "problems"])

    def forget_people(self) -> None:
        """Nothing in the row says who was in the file; the counts stay."""
        if self.file:
            self.file.delete(save=False)
        self.problems, self.preview, self.before = [], [], {}
        self.save(update_fields=["file", "problems", "preview", "before"])
