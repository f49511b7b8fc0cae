"""Asks a source what is said there: one turn, whatever comes of it, leaves the source knowing when its next turn is."""

from datetime import datetime

from django.utils import timezone

from themes import fetching, polling
from themes.listening import bluesky, feeds, hearing, mastodon
from themes.listening.items import Heard, Unreadable
from themes.models import Conversation, ListeningSource

LARGEST_ANSWER = 10 * 1024 * 1024
# Shorter than a task may take.
TIMEOUT = 20.0
RETENTION_DAYS = 365

_Kind = ListeningSource.Kind
_Problem = ListeningSource.Problem


def due(at: datetime | None = None) -> list[int]:
    """Return the sources whose turn it is."""
    return list(ListeningSource.objects.due(at or timezone.now()).order_by("next_try_at").values_list("pk", flat=True))


def ask(*, source_id: int, at: datetime | None = None) -> None:
    """Whose turn it was has been asked; its new conversations are there, or what went wrong stands at the source.

    Asked twice at once, or before its turn, the second finds nothing to do.
    """
    now = at or timezone.now()
    source = ListeningSource.objects.due(now).filter(pk=source_id).first()
    if source is None or not source.claim(now):
        return
    try:
        fetched = polling.fetch(source, address_of(source), max_bytes=LARGEST_ANSWER, timeout=TIMEOUT)
        heard = Heard(()) if fetched.is_unchanged else read(source, fetched.content, now)
    except (fetching.FetchError, Unreadable) as error:
        polling.failed(source, now, _told(error))
        return
    hearing.take_in(source, heard.items, at=now)
    source.answered_up_to(now, **polling.version(source, fetched), since_id=heard.since_id or source.since_id)


def address_of(source: ListeningSource) -> str:
    """Return where the source is asked."""
    match source.kind:
        case _Kind.MASTODON_TAG:
            return mastodon.tag_address(source.address, source.query, source.since_id)
        case _Kind.MASTODON_PUBLIC:
            return mastodon.public_address(source.address, source.since_id)
        case _Kind.BLUESKY:
            return bluesky.search_address(source.query)
    return source.address


def read(source: ListeningSource, content: bytes, now: datetime) -> Heard:
    """Return what an answer says; raises Unreadable."""
    match source.kind:
        case _Kind.MASTODON_TAG | _Kind.MASTODON_PUBLIC:
            return mastodon.read(content, server=source.address, now=now)
        case _Kind.BLUESKY:
            return bluesky.read(content, now=now)
    return feeds.read(content, now=now)


def forget_old(*, at: datetime | None = None) -> int:
    """What was heard over a year ago, and that nobody took or answered, is gone; return how many."""
    return Conversation.objects.forgettable(at or timezone.now(), RETENTION_DAYS).delete()[0]


def _told(error: Exception) -> polling.Trouble:
    match error:
        case feeds.NotAFeed(is_web_page=True):
            return polling.Trouble(_Problem.WEB_PAGE)
        case feeds.NotAFeed():
            return polling.Trouble(_Problem.NOT_A_FEED)
        case Unreadable():
            return polling.Trouble(_Problem.UNREADABLE, str(error))
    return polling.trouble_of(error, max_bytes=LARGEST_ANSWER, timeout=TIMEOUT)
