"""What is said outside: heard by a source or written down by a colleague, and whether it waits for an answer."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from themes import networks
from themes.models.listening import ListeningSource
from themes.models.outside import Stakeholder
from themes.models.programme import Programme
from themes.models.themes import Theme

# What stands between counts as neutral; VADER's authors give this threshold for their compound score.
CLEAR_SENTIMENT = 0.05


class Mood(models.TextChoices):
    """How something is said, as far as a lexicon can tell."""

    POSITIVE = "positive", _("positive")
    NEUTRAL = "neutral", _("neutral")
    NEGATIVE = "negative", _("negative")
    UNKNOWN = "unknown", _("not measured")


class ConversationQuerySet(models.QuerySet["Conversation"]):
    """Conversations by state and by how they are said."""

    def waiting(self, programme: Programme) -> Self:
        """Those of the programme that wait for an answer and that nobody took; those of retired themes wait no more."""
        return self.filter(programme=programme, state="waiting").exclude(theme__retired_at__isnull=False)

    def about(self, theme: Theme) -> Self:
        """Those about the theme, whether it is their main theme or not."""
        also = ConversationMatch.objects.filter(theme=theme).values("conversation")
        return self.filter(models.Q(theme=theme) | models.Q(pk__in=also))

    def in_mood(self, mood: str) -> Self:
        """Those said in this mood."""
        match mood:
            case Mood.POSITIVE:
                return self.filter(sentiment__gte=CLEAR_SENTIMENT)
            case Mood.NEGATIVE:
                return self.filter(sentiment__lte=-CLEAR_SENTIMENT)
            case Mood.NEUTRAL:
                return self.filter(sentiment__gt=-CLEAR_SENTIMENT, sentiment__lt=CLEAR_SENTIMENT)
            case Mood.UNKNOWN:
                return self.filter(sentiment=None)
        return self

    def search(self, query: str) -> Self:
        """Those of which every word occurs in the title, the text or the author."""
        found = self
        for word in query.split():
            found = found.filter(
                models.Q(text__icontains=word) | models.Q(title__icontains=word) | models.Q(author__icontains=word)
            )
        return found

    def forgettable(self, at: datetime, days: int) -> Self:
        """Those heard longer ago than so many days of which nothing became: nobody took or answered them."""
        old = self.filter(heard_at__lt=at - timedelta(days=days))
        return old.exclude(state__in=[Conversation.State.TAKEN, Conversation.State.ANSWERED])


class Conversation(models.Model):
    """Something said outside that touches a theme or not, and whether it still waits for an answer."""

    class State(models.TextChoices):
        HEARD = "heard", _("heard")
        WAITING = "waiting", _("waiting")
        TAKEN = "taken", _("taken")
        ANSWERED = "answered", _("answered")
        DISMISSED = "dismissed", _("dismissed")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="conversations")
    source = models.ForeignKey(
        ListeningSource, models.SET_NULL, null=True, blank=True, related_name="conversations", verbose_name=_("source")
    )
    guid = models.CharField(max_length=500, blank=True, editable=False)
    # The theme it is about most; `matches` has them all.
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="conversations", verbose_name=_("theme")
    )
    stakeholder = models.ForeignKey(Stakeholder, models.SET_NULL, null=True, blank=True, related_name="conversations")
    network = models.CharField(_("network"), max_length=20, choices=networks.choices, blank=True)
    # Somebody of ours heard it, at a fair or by telephone, and wrote it down.
    is_by_hand = models.BooleanField(_("written down by a colleague"), default=False, editable=False)
    place = models.CharField(_("where"), max_length=120, blank=True)
    author = models.CharField(_("who"), max_length=120, blank=True)
    author_handle = models.CharField(_("handle or address"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=240, blank=True)
    text = models.TextField(_("what they said"))
    url = models.URLField(_("address"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    sentiment = models.FloatField(_("sentiment"), null=True, blank=True)  # -1 to 1; None is not measured
    is_question = models.BooleanField(_("asks something"), default=False)
    words = ArrayField(models.CharField(max_length=40), default=list, blank=True, editable=False)
    # What its author tagged it with, besides the hashtags in the text: kept so that it can be matched again.
    tags = ArrayField(models.CharField(max_length=80), default=list, blank=True, editable=False)
    said_at = models.DateTimeField(_("said at"))
    heard_at = models.DateTimeField(_("heard at"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    # Nothing where an earlier version did not keep it.
    state_since = models.DateTimeField(_("since"), default=timezone.now, null=True, blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-said_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "url"],
                condition=~models.Q(url=""),
                name="a conversation occurs once per programme",
            ),
            models.UniqueConstraint(
                fields=["source", "guid"], condition=~models.Q(guid=""), name="a source's item is heard once"
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "-said_at"], name="conversation_by_time"),
            models.Index(fields=["programme", "state"], name="conversation_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {(self.title or self.text)[:60]}"

    @property
    def mood(self) -> Mood:
        """How it is said, as far as the words of a lexicon tell."""
        if self.sentiment is None:
            return Mood.UNKNOWN
        if self.sentiment >= CLEAR_SENTIMENT:
            return Mood.POSITIVE
        return Mood.NEGATIVE if self.sentiment <= -CLEAR_SENTIMENT else Mood.NEUTRAL

    @property
    def language_name(self) -> str:
        """The language's name in the reader's words; empty where nobody knows it."""
        try:
            return str(get_language_info(self.language)["name_translated"]) if self.language else ""
        except KeyError:
            return self.language

    def move(self, state: str, at: datetime | None = None) -> None:
        """It is in this state from that moment (now); when it was answered is kept, and since when a state that stays."""
        now = at or timezone.now()
        if state != self.state:
            self.state_since = now
        self.state, self.answered_at = state, now if state == self.State.ANSWERED else None
        self.save(update_fields=["state", "state_since", "answered_at"])


class ConversationMatch(models.Model):
    """That a conversation is about a theme, and the words that say so."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="matches")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="conversation_matches")
    words = ArrayField(models.CharField(max_length=80), verbose_name=_("words"))
    score = models.FloatField(_("score"), default=0)

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        ordering = ["-score", "theme__name"]
        constraints = [
            models.UniqueConstraint(fields=["conversation", "theme"], name="a conversation matches a theme once")
        ]

    def __str__(self) -> str:
        return f"{self.theme}: {', '.join(self.words)}"
