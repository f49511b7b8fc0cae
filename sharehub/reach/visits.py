"""Visits as they come in: written down as they are, judged later."""

import hashlib
from datetime import UTC, datetime
from urllib.parse import urlsplit

from sharehub.models import TrackedLink, UserAgent, Visit
from sharehub.reach import visitors

# Longer ones are no browser's, and only there to fill the table.
_USER_AGENT_LENGTH = 500
_REFERRER_LENGTH = 200


def record(*, link: TrackedLink, ip: str, user_agent: str, referrer: str, is_prefetch: bool, at: datetime) -> Visit:
    """The visit is written down, unclassified; of the address only today's keyed hash, of the referrer the host."""
    day = at.astimezone(UTC).date()
    visitor = visitors.visitor_key(ip, user_agent, day)
    return Visit.objects.create(
        link=link,
        at=at,
        visitor=visitor,
        user_agent=user_agent_row(user_agent),
        referrer=referrer_host(referrer),
        is_prefetch=is_prefetch,
        is_own=visitors.is_own(link.share.ambassador_id, visitor, day),
    )


def referrer_host(referrer: str) -> str:
    """Return the host of a referrer, in small letters; empty when there is none to be made of it."""
    try:
        host = urlsplit(referrer).hostname or ""
    except ValueError:
        return ""
    return host[:_REFERRER_LENGTH]


def user_agent_row(text: str) -> UserAgent:
    """Return the row of what the browser calls itself, made when it is new."""
    kept = text.replace("\x00", "")[:_USER_AGENT_LENGTH].strip()
    digest = hashlib.blake2b(kept.encode(errors="replace"), digest_size=16).digest()
    row, _made = UserAgent.objects.get_or_create(digest=digest, defaults={"text": kept})
    return row
