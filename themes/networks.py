"""The networks people share on, by key and name; how each one works is told by `sharehub.networks`."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Network(models.TextChoices):
    """Every place a share can go to; keys are stored and appear in UTM parameters."""

    LINKEDIN = "linkedin", "LinkedIn"
    X = "x", "X"
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    WHATSAPP = "whatsapp", "WhatsApp"
    BLUESKY = "bluesky", "Bluesky"
    MASTODON = "mastodon", "Mastodon"
    THREADS = "threads", "Threads"
    TELEGRAM = "telegram", "Telegram"
    REDDIT = "reddit", "Reddit"
    XING = "xing", "Xing"
    TEAMS = "teams", "Teams"
    EMAIL = "email", _("E-mail")
    COPY = "copy", _("Copied text")
