"""Mails to people, in their language, as text and as HTML."""

from collections.abc import Mapping

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from themes.models import Organisation


def compose(template: str, *, to: str, language: str, context: Mapping[str, object]) -> EmailMultiAlternatives:
    """Return the mail that `<template>.subject.txt`, `.txt` and `.html` make in that language, not sent yet."""
    with translation.override(language):
        values = {**context, "organisation": Organisation.load()}
        subject = " ".join(render_to_string(f"{template}.subject.txt", values).split())
        mail = EmailMultiAlternatives(subject, render_to_string(f"{template}.txt", values).strip() + "\n", to=[to])
        mail.attach_alternative(render_to_string(f"{template}.html", values), "text/html")
    return mail


def absolute(path: str) -> str:
    """Return the whole address of a page, as a mail needs it."""
    return f"{settings.WEB_BASE_URL}{path}"
