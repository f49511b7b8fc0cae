"""The mails of development, to be read in the browser; where DEBUG is off the pages do not exist."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import wraps
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

_LINE = b"-" * 79  # what Django's file backend puts between mails
_SHOWN = 200


@dataclass(frozen=True)
class Mail:
    """One mail of a file: a file holds all mails that went over one connection."""

    name: str
    number: int
    written_at: datetime
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["subject"] or "")

    @property
    def to(self) -> str:
        return str(self.message["to"] or "")

    @property
    def sender(self) -> str:
        return str(self.message["from"] or "")

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part else ""


def mails() -> list[Mail]:
    """Return the newest mails first."""
    files = sorted(Path(settings.MAIL_DIR).glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    return [mail for path in files[:_SHOWN] for mail in reversed(_read(path))]


def _read(path: Path) -> list[Mail]:
    written_at = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone())
    parts = [part.strip() for part in path.read_bytes().split(_LINE)]
    return [
        Mail(path.stem, number, written_at, message_from_bytes(part, policy=policy.default))
        for number, part in enumerate(filter(None, parts))
    ]


def _only_in_development(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: str | int) -> HttpResponse:
        if not settings.DEBUG:
            raise Http404
        return view(request, *args)

    return lambda request, **named: guarded(request, *named.values())


@_only_in_development
def mailbox(request: HttpRequest) -> HttpResponse:
    return render(request, "config/mailbox_list.html", {"mails": mails()})


@_only_in_development
def mail(request: HttpRequest, name: str, number: int) -> HttpResponse:
    return render(request, "config/mailbox_detail.html", {"mail": _mail(name, number)})


@_only_in_development
def mail_html(request: HttpRequest, name: str, number: int) -> HttpResponse:
    return HttpResponse(_mail(name, number).html)


def _mail(name: str, number: int) -> Mail:
    for found in mails():
        if (found.name, found.number) == (name, number):
            return found
    raise Http404
