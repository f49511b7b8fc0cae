"""Step 6: questions that ambassadors ask, the expert each went to, and what was said."""

from datetime import datetime, time, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ambassadors.models import question_reasons
from ambassadors.models.people import Ambassador
from themes.models import Programme, Theme

# PostgreSQL's own dictionaries by language; anything else is compared word for word.
DICTIONARIES = {"nl": "dutch", "en": "english"}


class HelpdeskTerms(models.Model):
    """Within how many hours on weekdays an answer is expected, and when a question goes on to somebody else."""

    programme = models.OneToOneField(Programme, models.CASCADE, related_name="helpdesk_terms")
    expected_hours = models.PositiveSmallIntegerField(_("hours within which an answer is expected"), default=24)
    escalation_hours = models.PositiveSmallIntegerField(_("hours after which it goes to a coach or to you"), default=48)

    class Meta:
        verbose_name = _("terms of the help desk")
        verbose_name_plural = _("terms of the help desk")
        constraints = [
            models.CheckConstraint(
                condition=Q(escalation_hours__gte=F("expected_hours")), name="a question goes on after it was expected"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.expected_hours} / {self.escalation_hours}"


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions by how far they are."""

    def open(self) -> Self:
        """Those that wait for an answer."""
        return self.filter(state="open")

    def late(self, at: datetime | None = None) -> Self:
        """Open ones whose expected time has passed."""
        return self.open().filter(due_at__lte=at or timezone.now())

    def to_escalate(self, at: datetime | None = None) -> Self:
        """Open ones that should go on to somebody else now."""
        return self.open().filter(escalated_at=None, escalates_at__lte=at or timezone.now())

    def archived(self) -> Self:
        """Answered ones whose asker agreed that colleagues may read them."""
        return self.filter(state="answered", may_be_archived=True)

    def with_people(self) -> Self:
        """With theme, asker and expert, as every page shows them."""
        return self.select_related("theme", "asker__user", "expert__user")

    def matching(self, words: str) -> Self:
        """Those in which the words occur, in any form that Dutch or English gives them; the best first."""
        query = SearchQuery(words, config="simple", search_type="websearch")
        for dictionary in DICTIONARIES.values():
            query = query | SearchQuery(words, config=dictionary, search_type="websearch")
        found = self.filter(words=query).annotate(rank=SearchRank(F("words"), query))
        return found.order_by("-rank", "-answered_at", "-pk")


class Question(models.Model):
    """Something an ambassador wants to know; it waits for one person, who can pass it on."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ANSWERED = "answered", _("answered")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="questions")
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="questions", verbose_name=_("theme")
    )
    asker = models.ForeignKey(Ambassador, models.CASCADE, related_name="questions")
    text = models.TextField(_("your question"), max_length=1000)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    may_be_archived = models.BooleanField(_("colleagues may find it"), default=False)
    shows_name = models.BooleanField(_("with my name"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    expert = models.ForeignKey(
        Ambassador, models.SET_NULL, null=True, blank=True, related_name="questions_to_answer", verbose_name=_("expert")
    )
    why_expert = models.CharField(_("why this expert"), max_length=240, blank=True)
    passed_by = models.ManyToManyField(Ambassador, blank=True, related_name="+")
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    due_at = models.DateTimeField(_("answer expected by"))
    escalates_at = models.DateTimeField(_("goes on at"))
    escalated_at = models.DateTimeField(_("went on at"), null=True, blank=True)
    answered_at = models.DateTimeField(_("first answered at"), null=True, blank=True)
    answered_in_hours = models.DecimalField(
        _("hours on weekdays to the first answer"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    was_on_time = models.BooleanField(_("first answer on time"), null=True, blank=True)
    reopened_at = models.DateTimeField(_("asked again at"), null=True, blank=True)
    thanked_at = models.DateTimeField(_("thanked at"), null=True, blank=True)
    words = SearchVectorField(null=True, editable=False)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-asked_at", "-pk"]
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["words"], name="questions_by_words"),
            models.Index(fields=["escalates_at"], condition=Q(state="open"), name="questions_that_wait"),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def why(self) -> str:
        """Why it went to this expert, in the reader's language."""
        return question_reasons.told(self.why_expert) if self.why_expert else ""

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at <= timezone.now()

    @property
    def due_in_words(self) -> str:
        """The day on which an answer is expected at the latest, with the hour where it is not the end of that day."""
        due = timezone.localtime(self.due_at)
        if due.time() == time():
            return date_format(due.date() - timedelta(days=1), "l j F")
        return date_format(due, "l j F, H:i")

    def index_words(self) -> None:
        """The archive finds the question by the words of it and of what was said."""
        said = " ".join(self.replies.values_list("text", flat=True))
        dictionary = DICTIONARIES.get(self.language, "simple")
        vector = SearchVector(Value(self.text), config=dictionary, weight="A") + SearchVector(
            Value(said), config=dictionary, weight="B"
        )
        Question.objects.filter(pk=self.pk).update(words=vector)


class Reply(models.Model):
    """What was said about a question: an answer, or what the asker added."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="replies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_answer = models.BooleanField(_("answer"))
    text = models.TextField(_("text"), max_length=3000)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]
