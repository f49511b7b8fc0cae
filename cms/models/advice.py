"""Which advice somebody does not want to see while they write."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from themes.choice_array import ChoiceArrayField


class AdvicePreferences(models.Model):
    """The kinds of advice that a person switched off; for ambassadors and editors alike."""

    class Kind(models.TextChoices):
        """What advice is about; each can be switched off by itself, but for the first two, which stop a post."""

        POLICY = "policy", _("words that the policy stops")
        DISCLOSURE = "disclosure", _("saying where you work")
        OPENING = "opening", _("the first line")
        VISIBLE = "visible", _("what shows before “more”")
        LENGTH = "length", _("length and headings")
        QUESTION = "question", _("a question at the end")
        HASHTAGS = "hashtags", _("hashtags")
        MENTIONS = "mentions", _("names of people")
        EMOJI = "emoji", _("emoji")
        LINK = "link", _("links in the text")
        READING = "reading", _("how easily it reads")
        THEME = "theme", _("the words and tone of the theme")
        ALT = "alt", _("descriptions of pictures")
        OWN_WORDS = "own_words", _("your own words")
        COLLEAGUES = "colleagues", _("likeness to colleagues' posts")

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="advice_preferences")
    off = ChoiceArrayField(
        models.CharField(max_length=20, choices=Kind), verbose_name=_("switched off"), default=list, blank=True
    )

    class Meta:
        verbose_name = _("advice preferences")
        verbose_name_plural = _("advice preferences")

    def __str__(self) -> str:
        return f"{self.user}"
