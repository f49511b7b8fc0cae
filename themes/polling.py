"""Asks over the web what has its turn, and says what went wrong in a way that is kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from themes import fetching
from themes.models import Polled

_Problem = Polled.Problem


@dataclass(frozen=True)
class Trouble:
    """What went wrong as a key, a detail, and how long the other side asks to be left alone."""

    problem: str
    detail: str = ""
    wait: timedelta | None = None


def fetch(source: Polled, address: str, *, max_bytes: int, timeout: float) -> fetching.Fetched:
    """Return what stands there, or that nothing changed since the source answered last; raises fetching.FetchError."""
    return fetching.fetch(
        address, max_bytes=max_bytes, timeout=timeout, etag=source.etag, last_modified=source.last_modified
    )


def version(source: Polled, fetched: fetching.Fetched) -> dict[str, str]:
    """Return by which marks the answer is known again; what is unchanged and names none keeps those it had."""
    kept = {"etag": source.etag, "last_modified": source.last_modified} if fetched.is_unchanged else {}
    said = {"etag": fetched.etag, "last_modified": fetched.last_modified}
    return {name: value or kept.get(name, "") for name, value in said.items()}


def failed(source: Polled, at: datetime, trouble: Trouble) -> None:
    """The source knows what went wrong, and is left alone for a while."""
    source.failed(at, trouble.problem, detail=trouble.detail, wait=trouble.wait)


def trouble_of(error: Exception, *, max_bytes: int, timeout: float) -> Trouble:
    """Return what went wrong on the way."""
    match error:
        case fetching.Answered(status=status, wait=wait):
            return Trouble(_of_status(status), str(status), wait)
        case fetching.AddressRefused():
            return Trouble(_Problem.REFUSED)
        case fetching.TooLarge():
            return Trouble(_Problem.TOO_LARGE, f"{max_bytes // 1024**2} MB")
        case fetching.TooSlow():
            return Trouble(_Problem.SLOW, f"{timeout:.0f} s")
        case fetching.SentRound():
            return Trouble(_Problem.ROUND)
    return Trouble(_Problem.UNREACHABLE)


def _of_status(status: int) -> str:
    if status in {404, 410}:
        return _Problem.GONE
    if status in {401, 403, 422}:  # Mastodon says 422 where a timeline is only for those who are logged in
        return _Problem.CLOSED
    if status == 429:
        return _Problem.BUSY
    return _Problem.BROKEN if status >= 500 else _Problem.ODD
