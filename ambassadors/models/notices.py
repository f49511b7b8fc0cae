"""Mails that are to leave at a time: one row each, so that none leaves twice; and what each person wants to get."""

from datetime import datetime, time, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador, User
from themes.models import Programme

QUIET_FROM, QUIET_UNTIL = time(20), time(8)


class Weekday(models.IntegerChoices):
    """Days as Python counts them."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")


class MailPreferences(models.Model):
    """Which mails a person wants, and when."""

    ambassador = models.OneToOneField(Ambassador, models.CASCADE, related_name="mail_preferences")
    weekly_digest = models.BooleanField(_("my week by mail"), default=True)
    newsletter = models.BooleanField(_("the newsletter"), default=True)
    conversations = models.BooleanField(_("questions from outside that come to me"), default=True)
    urgent = models.BooleanField(_("what is urgent, at most once a day"), default=True)
    weekday = models.PositiveSmallIntegerField(_("day of my week by mail"), choices=Weekday, default=Weekday.TUESDAY)
    quiet_from = models.TimeField(_("no mails after"), default=QUIET_FROM)
    quiet_until = models.TimeField(_("and not before"), default=QUIET_UNTIL)

    class Meta:
        verbose_name = _("mail preferences")
        verbose_name_plural = _("mail preferences")

    def __str__(self) -> str:
        return f"{self.ambassador}"

    def after_quiet(self, moment: datetime) -> datetime:
        """Return the moment, or the end of the quiet hours it falls in, by the person's own clock."""
        return after_quiet(moment, self.ambassador.user, self.quiet_from, self.quiet_until)


def after_quiet(moment: datetime, user: User, quiet_from: time, quiet_until: time) -> datetime:
    """Return the moment, or the end of the quiet hours it falls in, by the person's own clock."""
    local = moment.astimezone(user.zone)
    clock = local.time()
    over_night = quiet_from > quiet_until
    is_quiet = clock >= quiet_from or clock < quiet_until if over_night else quiet_from <= clock < quiet_until
    if not is_quiet:
        return moment
    day = local.date() + timedelta(days=1 if over_night and clock >= quiet_from else 0)
    return datetime.combine(day, quiet_until, tzinfo=user.zone)


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Notices by whether they still have to leave."""

    def waiting(self) -> Self:
        """Those that neither left nor were dropped."""
        return self.filter(sent_at=None, dropped_at=None)

    def due(self, at: datetime | None = None) -> Self:
        """Those whose time has come."""
        return self.waiting().filter(due_at__lte=at or timezone.now())


class Notice(models.Model):
    """One mail to one person, to leave once at or after its time; dropped where there is nothing to say any more."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(max_length=80, unique=True, editable=False)  # what it is about, so that it exists once
    subject_id = models.BigIntegerField(null=True, blank=True, editable=False)
    due_at = models.DateTimeField(_("due at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("dropped at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["due_at", "pk"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], condition=Q(sent_at=None, dropped_at=None), name="notices_that_wait")
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.user}"


class Newsletter(models.Model):
    """A letter of the manager to everybody in the programme, in one or more languages."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="newsletters")
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(_("sent on"), null=True, blank=True)
    planned_at = models.DateTimeField(null=True, blank=True, editable=False)  # everybody has a notice

    class Meta:
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        first = self.texts.first()
        return first.subject if first else str(_("Newsletter without text"))

    @property
    def shown(self) -> "NewsletterText | None":
        """What a manager sees of it: the text in their own language, or the first there is."""
        return self.text_for(get_language() or "")

    def text_for(self, language: str) -> "NewsletterText | None":
        """Return the text in a language, or the first there is."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or next(iter(texts.values()), None)


class NewsletterText(models.Model):
    """What a newsletter says in one language."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=120)
    body = models.TextField(_("text"), max_length=6000)

    class Meta:
        verbose_name = _("text of a newsletter")
        verbose_name_plural = _("texts of newsletters")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["newsletter", "language"], name="a newsletter says it once")]

    def __str__(self) -> str:
        return self.subject
