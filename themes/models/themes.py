"""Step 2: themes, what the organisation wants to be recognised for."""

from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes import networks
from themes.choice_array import ChoiceArrayField
from themes.models.languages import InLanguages, SaidCharField, SaidTextField
from themes.models.organisation import HUES
from themes.models.programme import Programme


class ThemeQuerySet(models.QuerySet["Theme"]):
    """Themes by state."""

    def live(self) -> Self:
        """Those that have not been retired."""
        return self.filter(retired_at=None)

    def with_counts(self) -> Self:
        """Those with how many stakeholders and waiting conversations they have."""
        waiting = models.Q(conversations__state="waiting")
        return self.annotate(
            stakeholder_count=models.Count("stakeholders", distinct=True),
            waiting_count=models.Count("conversations", filter=waiting, distinct=True),
        )


class Theme(InLanguages):
    """A subject with an audience, messages, a tone and a colour."""

    SAID = ("name", "summary", "audience", "key_messages")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="themes")
    name = SaidCharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    summary = SaidCharField(_("in one sentence"), max_length=240, blank=True)
    audience = SaidTextField(
        _("who they are"),
        blank=True,
        help_text=_("Whom you want to be recognised by, as you would describe them to a colleague."),
    )
    audience_networks = ChoiceArrayField(
        models.CharField(max_length=20, choices=networks.choices),
        verbose_name=_("where they are online"),
        default=list,
        blank=True,
    )
    audience_hours = models.CharField(_("when they are active"), max_length=160, blank=True)
    audience_concerns = models.TextField(_("what occupies them"), blank=True, help_text=_("One on each line."))
    key_messages = SaidTextField(_("key messages"), blank=True, help_text=_("One on each line."))
    tone = models.TextField(_("tone of voice"), blank=True)
    dos = models.TextField(_("do"), blank=True, help_text=_("One on each line."))
    donts = models.TextField(_("don't"), blank=True, help_text=_("One on each line."))
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    hue = models.PositiveSmallIntegerField(_("colour"), choices=HUES, default=210)
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="merged_from"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    # What describes it, as opposed to where it stands and what happened to it.
    AUDIENCE = ("audience", "audience_networks", "audience_hours", "audience_concerns")
    DESCRIPTION = (
        "name",
        "summary",
        *AUDIENCE,
        "key_messages",
        "tone",
        "dos",
        "donts",
        "owner",
        "hue",
        "language",
        "translations",
    )

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="a theme's name occurs once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("themes:theme_detail", args=[self.programme.slug, self.slug])

    @property
    def is_live(self) -> bool:
        return self.retired_at is None

    @property
    def audience_network_names(self) -> list[str]:
        """The names of the networks where its audience is, in the order of all networks."""
        return [str(name) for key, name in networks.choices() if key in self.audience_networks]

    def retire(self) -> None:
        """Nothing new is linked to it from now on; what happened under it stays."""
        self.retired_at = timezone.now()
        self.save(update_fields=["retired_at"])


class ThemeTerm(models.Model):
    """A word that belongs to a theme in one language: to recognise it by, or to tag it with."""

    class Kind(models.TextChoices):
        KEYWORD = "keyword", _("keyword")
        HASHTAG = "hashtag", _("hashtag")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="terms")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.CharField(_("word"), max_length=80)

    class Meta:
        verbose_name = _("theme term")
        verbose_name_plural = _("theme terms")
        ordering = ["language", "kind", "text"]
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "kind", "language", "text"], name="a term occurs once per theme, kind and language"
            )
        ]

    def __str__(self) -> str:
        return f"#{self.text}" if self.kind == self.Kind.HASHTAG else self.text
