"""The keys that the visitors of today are recognised by, at hand before the first click of the day.

A thread asks Valkey, so no click ever waits for it. Without Valkey a worker uses a key of its own until Valkey answers.
"""

import threading
from datetime import UTC, datetime, timedelta

import redis
import structlog

from sharehub.edge import visitor_keys

_logger = structlog.get_logger(__name__)
_AHEAD = timedelta(minutes=10)
_PAUSE_SECONDS = 5
DAY_MICROSECONDS = 86_400_000_000


class DayKeys:
    """Keys by day, counted from 1970 (UTC)."""

    def __init__(self, url: str) -> None:
        self._valkey = redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)
        self._keys: dict[int, bytes] = {}
        self._shared: set[int] = set()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._keep, name="day-keys", daemon=True)

    def start(self) -> None:
        """Today's key is at hand if Valkey answers within a second; from now on a thread sees to it."""
        self.refresh()
        self._thread.start()

    def of(self, day: int) -> bytes:
        """Return the day's key, at once."""
        return self._keys.get(day) or self._keys.setdefault(day, visitor_keys.new_day_key())

    def refresh(self, now: datetime | None = None) -> None:
        """Today's key, and shortly before midnight tomorrow's, is the one that all workers and the application share."""
        at = now or datetime.now(UTC)
        for moment in (at, at + _AHEAD):
            day = int(moment.timestamp() * 1_000_000) // DAY_MICROSECONDS
            if day not in self._shared:
                self._share(day, moment)
        yesterday = int((at - timedelta(days=1)).timestamp() * 1_000_000) // DAY_MICROSECONDS
        self._keys = {day: key for day, key in self._keys.items() if day >= yesterday}
        self._shared &= self._keys.keys()

    def close(self) -> None:
        """The thread ends, and nothing is asked any more."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(2)
        self._valkey.close()

    def _share(self, day: int, moment: datetime) -> None:
        on = moment.date()
        mine = self.of(day)
        try:
            theirs = self._valkey.set(
                visitor_keys.day_key_name(on), mine, nx=True, get=True, ex=visitor_keys.seconds_left(on)
            )
        except (redis.RedisError, OSError) as error:
            _logger.warning("day_key_unavailable", error=type(error).__name__)
            return
        self._keys[day] = theirs if isinstance(theirs, bytes) else mine
        self._shared.add(day)

    def _keep(self) -> None:
        while not self._stopping.wait(_PAUSE_SECONDS):
            self.refresh()
