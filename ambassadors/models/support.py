"""Step 6: the policy people agree on, with versions and who acknowledged which."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from themes.models import Programme


class PolicyQuerySet(models.QuerySet["Policy"]):
    """Policy versions."""

    def published(self) -> Self:
        """Those that people were asked to acknowledge."""
        return self.exclude(published_at=None)

    def current(self, programme_id: int) -> "Policy | None":
        """Return the newest published version of a programme."""
        return self.published().filter(programme_id=programme_id).order_by("-version").first()

    def waiting_for(self, ambassador: Ambassador) -> "Policy | None":
        """Return the first policy of the person's programmes whose newest version they have not acknowledged yet."""
        for policy in self.of(ambassador):
            if not policy.acknowledgements.filter(ambassador=ambassador).exists():
                return policy
        return None

    def of(self, ambassador: Ambassador) -> "list[Policy]":
        """Return the newest published policy of each programme that the person takes part in."""
        found = (self.current(programme.pk) for programme in ambassador.programmes())
        return [policy for policy in found if policy is not None]


class Policy(models.Model):
    """One version of the guidelines, in one language or more; a published version never changes, a new one takes its place."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="policies")
    version = models.PositiveIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text"), help_text="HTML of `rich_text`, or plain text.")
    # Of title and text; empty where an earlier version did not ask.
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    # The same in other languages: {"nl": {"title": …, "body": …}}
    translations = models.JSONField(default=dict, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["programme", "version"], name="a policy version occurs once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def said_title(self) -> str:
        """The title in the language of the reader, where it was written in that one."""
        return self._in_words("title", get_language() or "")

    @property
    def said_body(self) -> str:
        """The text in the language of the reader, where it was written in that one."""
        return self._in_words("body", get_language() or "")

    @property
    def languages(self) -> list[str]:
        """The languages it was written in, the one that others read first."""
        return [self.language, *self.translations]

    @property
    def language_names(self) -> list[str]:
        """What these languages are called in that of the reader."""
        return [str(get_language_info(code)["name_translated"]) for code in self.languages if code]

    def text_in(self, language: str) -> str:
        """Return the text in a language it was written in; in any other one, that which others read."""
        return self._in_words("body", language)

    def says_the_same_as(self, other: "Policy") -> bool:
        """Whether title and text read as those of another version, in every language that both have."""
        both = [code for code in self.translations if code in other.translations]
        mine = (self.title, self.body, *(self.translations[code] for code in both))
        return mine == (other.title, other.body, *(other.translations[code] for code in both))

    def _in_words(self, name: str, language: str) -> str:
        written = {} if language == self.language else self.translations.get(language, {})
        return str(written.get(name) or getattr(self, name))

    def publish(self) -> None:
        """People are asked to acknowledge this version from now on."""
        self.published_at = timezone.now()
        self.save(update_fields=["published_at"])


class PolicyAcknowledgement(models.Model):
    """An ambassador has read a version and agrees."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="acknowledgements")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="acknowledgements")
    acknowledged_at = models.DateTimeField(_("acknowledged at"), default=timezone.now)

    class Meta:
        verbose_name = _("acknowledgement")
        verbose_name_plural = _("acknowledgements")
        constraints = [
            models.UniqueConstraint(fields=["policy", "ambassador"], name="a version is acknowledged once a person")
        ]

    def __str__(self) -> str:
        return f"{self.ambassador} · {self.policy}"
