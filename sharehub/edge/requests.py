"""What a request tells: its language, its referrer and whether a machine fetched ahead."""

from collections.abc import Sequence
from urllib.parse import urlsplit

MAX_REFERRER = 200


def referrer_host(referrer: str) -> str:
    """Return the host of a referrer, in small letters; empty when there is none to be made of it."""
    try:
        host = urlsplit(referrer).hostname or ""
    except ValueError:
        return ""
    return host[:MAX_REFERRER]


def is_prefetch(method: str, *purposes: str | None) -> bool:
    """Whether the request says that nobody looks yet: HEAD, or Sec-Purpose, Purpose or X-Moz name prefetch or prerender."""
    if method == "HEAD":
        return True
    said = " ".join(purpose.lower() for purpose in purposes if purpose)
    return "prefetch" in said or "prerender" in said or "preview" in said


def preferred_language(accepted: str, offered: Sequence[str]) -> str:
    """Return the offered language that an Accept-Language header ranks first; the first offered when it names none."""
    ranked: list[tuple[float, int, str]] = []
    for position, part in enumerate(accepted.split(",")[:20]):
        tag, _, parameter = part.strip().partition(";")
        language = tag.partition("-")[0].lower()
        try:
            quality = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
        except ValueError:
            continue
        if language in offered and quality > 0:
            ranked.append((-quality, position, language))
    return min(ranked)[2] if ranked else offered[0]
