"""Raw visits: appended, classified later, deleted after the retention."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from sharehub.models.shares import TrackedLink


class UserAgentQuerySet(models.QuerySet["UserAgent"]):
    """User agents, by the thousand."""

    def judge(self, verdicts: Sequence[tuple[int, str]], rules_version: str) -> None:
        """Each carries its reason (empty: a person) and the rules that gave it; in one statement, however many."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE sharehub_useragent AS agent SET bot_reason = verdict.reason, rules_version = %s
                FROM unnest(%s::bigint[], %s::text[]) AS verdict (id, reason) WHERE agent.id = verdict.id
                """,
                [rules_version, [pk for pk, _reason in verdicts], [reason for _pk, reason in verdicts]],
            )


class UserAgent(models.Model):
    """What a browser or robot calls itself, once; `bot_reason` is empty for people."""

    digest = models.BinaryField(max_length=16, unique=True)
    text = models.TextField(blank=True)
    bot_reason = models.CharField(_("why it is no person"), max_length=80, blank=True)
    rules_version = models.CharField(max_length=40, blank=True)

    objects = UserAgentQuerySet.as_manager()

    class Meta:
        verbose_name = _("user agent")
        verbose_name_plural = _("user agents")

    def __str__(self) -> str:
        return self.text[:80]


class VisitQuerySet(models.QuerySet["Visit"]):
    """Visits by what is known of them."""

    def unclassified(self) -> Self:
        """Those that Celery has not looked at."""
        return self.filter(kind="")

    def on(self, day: date) -> Self:
        """Those of one day (UTC)."""
        return self.between(day, day)

    def between(self, start: date, end: date) -> Self:
        """Those from start up to and including end (days in UTC)."""
        after = datetime.combine(end + timedelta(days=1), time(), tzinfo=UTC)
        return self.filter(at__gte=datetime.combine(start, time(), tzinfo=UTC), at__lt=after)

    def per_link(self) -> models.QuerySet["Visit", tuple[int, int]]:
        """Return each link's key and the number of its visits, by key."""
        return self.values_list("link_id").annotate(visits=models.Count("id")).order_by("link_id")


class Visit(models.Model):
    """One request for a tracked link; `visitor` is a keyed hash whose key is thrown away after a day, never an address."""

    class Kind(models.TextChoices):
        HUMAN = "human", _("person")
        BOT = "bot", _("robot")
        PREFETCH = "prefetch", _("fetched ahead")
        DUPLICATE = "duplicate", _("same visitor again")
        OWN = "own", _("own click")

    # The table is partitioned by month and filled by COPY; rows leave by detaching, so no constraint looks at each of them.
    link = models.ForeignKey(TrackedLink, models.DO_NOTHING, related_name="visits", db_constraint=False)
    at = models.DateTimeField()
    visitor = models.BinaryField(max_length=16)
    user_agent = models.ForeignKey(UserAgent, models.DO_NOTHING, related_name="visits", db_constraint=False)
    referrer = models.CharField(max_length=200, blank=True, help_text="The host only.")
    is_prefetch = models.BooleanField(default=False, help_text="The request said so (Sec-Purpose, HEAD).")
    is_own = models.BooleanField(default=False, help_text="The visitor's key was that of the sharer.")
    kind = models.CharField(max_length=10, choices=Kind, blank=True)
    reason = models.CharField(max_length=80, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        indexes = [
            models.Index(fields=["link", "at"], name="visit_of_a_link"),
            models.Index(fields=["at"], name="visit_to_classify", condition=models.Q(kind="")),
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.at:%Y-%m-%d %H:%M}"


class DayKeyQuerySet(models.QuerySet["DayKey"]):
    """Days by what became of their key."""

    def lost(self, start: date, end: date) -> Self:
        """Days from start up to and including end on which returning visitors were taken for new ones for a while."""
        return self.filter(day__gte=start, day__lte=end, lost_at__isnull=False)


class DayKey(models.Model):
    """By what a day's key is recognised, so that its loss can be said; the key itself is in Valkey only."""

    day = models.DateField(unique=True)
    fingerprint = models.BinaryField(max_length=8)
    lost_at = models.DateTimeField(null=True)

    objects = DayKeyQuerySet.as_manager()

    class Meta:
        verbose_name = _("key of a day")
        verbose_name_plural = _("keys of days")

    def __str__(self) -> str:
        return f"{self.day}"


class JournalPosition(models.Model):
    """How far a worker's journal has been read; moves in the transaction that brings its clicks in."""

    journal = models.CharField(max_length=80, unique=True)
    segment = models.BigIntegerField()
    offset = models.BigIntegerField()
    clicks = models.BigIntegerField(default=0)
    moved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("journal position")
        verbose_name_plural = _("journal positions")

    def __str__(self) -> str:
        return f"{self.journal} {self.segment}:{self.offset}"
