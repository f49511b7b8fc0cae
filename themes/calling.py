"""Calls the APIs of networks, and nothing that lies behind our own door: as `fetching`, with every method and every answer."""

import json as notation
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx

from themes import fetching

_MOST_BYTES = 1024 * 1024
_SECONDS = 10.0
_AGENT = "Ambassadors/1.0"
_LONGEST_WAIT = timedelta(days=1)


class Unreached(fetching.NotThere):
    """The call certainly never arrived: nobody was there to take it."""


@dataclass(frozen=True)
class Answer:
    """What came back, whatever its status; `wait` is how long the other side asks to be left alone."""

    status: int
    content: bytes
    headers: Mapping[str, str]
    wait: timedelta | None = None

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> dict[str, Any]:
        """Return the object in the answer; empty for an empty answer. Raises ValueError for anything else."""
        found = notation.loads(self.content) if self.content.strip() else {}
        if not isinstance(found, dict):
            raise ValueError("the answer is no object")
        return found

    def rows(self) -> list[dict[str, Any]]:
        """Return the objects of a list in the answer. Raises ValueError for anything else."""
        found = notation.loads(self.content)
        if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
            raise ValueError("the answer is no list of objects")
        return found


def call(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str | list[str]] | None = None,
    json: object = None,
    form: Mapping[str, str] | None = None,
    content: bytes | None = None,
    file: tuple[str, bytes, str] | None = None,
    file_field: str = "file",
    timeout: float = _SECONDS,
) -> Answer:
    """Return what an API answers; a redirect is an answer as well, because what is sent here may be secret.

    Raises AddressRefused for anything but https to a public host, Unreached where the call certainly did not arrive, and
    NotThere or TooLarge where it may have.
    """
    if urlsplit(url).scheme != "https" and not fetching.allows_more():
        raise fetching.AddressRefused("only https addresses can be called")
    deadline = time.monotonic() + timeout
    try:
        with (
            fetching.public_client(
                timeout=timeout, headers={"User-Agent": _AGENT, "Accept": "application/json"}, keeps=True
            ) as client,
            client.stream(
                method,
                url,
                headers=headers,
                params=query,
                json=json,
                data=form,
                content=content,
                files={file_field: file} if file else None,
            ) as response,
        ):
            body = fetching.read(response, _MOST_BYTES, deadline)
            return Answer(response.status_code, body, response.headers, _wait(response))
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise fetching.AddressRefused("only https addresses can be called") from error
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise Unreached("the other side could not be reached") from error
    except httpx.TimeoutException as error:
        raise fetching.TooSlow("the other side did not answer in time") from error
    except (httpx.HTTPError, ValueError) as error:
        raise fetching.NotThere("the other side could not be reached") from error


def _wait(response: httpx.Response) -> timedelta | None:
    """As RFC 9110 says, else as Bluesky (`ratelimit-reset`) and X (`x-rate-limit-reset`) do: a moment in seconds since 1970.

    X tells apart from that when a limit for the day was reached, of an account or of all that an application posts.
    """
    if (asked := fetching.wait_of(response)) is not None:
        return asked
    moments = [response.headers.get(f"{name}-reset", "") for name in ("ratelimit", "x-rate-limit")]
    for whose in ("app", "user"):
        if response.headers.get(f"x-{whose}-limit-24hour-remaining") == "0":
            moments.insert(0, response.headers.get(f"x-{whose}-limit-24hour-reset", ""))
    moment = next(filter(None, moments), "")
    if response.status_code != 429 or not moment.isdecimal():
        return None
    until = datetime.fromtimestamp(min(int(moment), 4_000_000_000), UTC)
    return min(max(until - datetime.now(UTC), timedelta()), _LONGEST_WAIT)
