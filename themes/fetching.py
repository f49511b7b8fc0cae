"""Fetches what people point at on the web, and nothing that lies behind our own door (SSRF)."""

import atexit
import ipaddress
import os
import re
import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from urllib.parse import urlsplit

import httpcore
import httpx

_LONGEST_CHAIN = 5
_MOST_CONNECTIONS, _MOST_KEPT = 100, 20
_IS_NUMBER = re.compile(r"^[\d.]+$|:")
_LONGEST_WAIT_SECONDS = 7 * 86400
_KEPT_SECONDS = 1.0  # far shorter than servers do, so that none closes a connection while we send
_AGENT = "Ambassadors/1.0 (feed and picture reader)"
_also_allowed: ContextVar[frozenset[str]] = ContextVar("also_allowed", default=frozenset())


class FetchError(Exception):
    """Nothing was fetched; the text says why, in words for people."""


class AddressRefused(FetchError):
    """The address is not a public web address."""


class TooLarge(FetchError):
    """The answer is larger than asked for."""


class NotThere(FetchError):
    """The other side did not answer, or answered with an error."""


class TooSlow(NotThere):
    """The other side did not answer in time."""


class SentRound(NotThere):
    """The address keeps sending on to another one."""


class Answered(NotThere):
    """The other side answered with an error: its status, and how long it asks to be left alone."""

    def __init__(self, host: str, status: int, wait: timedelta | None = None) -> None:
        super().__init__(f"{host} answered {status}")
        self.status, self.wait = status, wait


@dataclass(frozen=True)
class Fetched:
    """What came back; `url` is where it was found after redirects. Unchanged since the given version, it has no content."""

    url: str
    content: bytes
    content_type: str
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False


def fetch(url: str, *, max_bytes: int, timeout: float, etag: str = "", last_modified: str = "") -> Fetched:
    """Return what stands at a public http(s) address, within `timeout` seconds and `max_bytes` bytes in all.

    With the `etag` or `last_modified` of an earlier answer the other side may say that nothing changed (RFC 9110, 13.1).
    Raises AddressRefused, TooLarge or NotThere, of which Answered tells the status. Each hop of a redirect is checked, and the connection goes to the very
    address that was checked, so that a name that changes its mind (DNS rebinding) gains nothing.
    """
    deadline = time.monotonic() + timeout
    known = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"}
    headers |= {name: value for name, value in known.items() if value}
    try:
        with (
            public_client(timeout=timeout, headers=headers, follows=True) as client,
            client.stream("GET", url) as response,
        ):
            if response.is_error:
                raise Answered(response.url.host, response.status_code, wait_of(response))
            content = read(response, max_bytes, deadline)
            return Fetched(
                url=str(response.url),
                content=content,
                content_type=response.headers.get("content-type", ""),
                etag=response.headers.get("etag", ""),
                last_modified=response.headers.get("last-modified", ""),
                is_unchanged=response.status_code == httpx.codes.NOT_MODIFIED,
            )
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise AddressRefused("only http and https addresses can be fetched") from error
    except httpx.TooManyRedirects as error:
        raise SentRound("the address keeps sending on to another one") from error
    except httpx.TimeoutException as error:
        raise TooSlow("the other side did not answer in time") from error
    except (httpx.HTTPError, ValueError) as error:
        raise NotThere("the other side could not be reached") from error


def public_client(
    *, timeout: float, headers: Mapping[str, str] | None = None, follows: bool = False, keeps: bool = False
) -> httpx.Client:
    """Return a client that reaches public addresses only; it follows redirects where asked to.

    Where it `keeps` its connections, the next client of this process goes on with them for a second; cookies it never keeps.
    """
    return httpx.Client(
        transport=_Kept(_kept(os.getpid(), _also_allowed.get())) if keeps else _PublicTransport(),
        headers=headers,
        timeout=min(timeout, 10.0),
        follow_redirects=follows,
        max_redirects=_LONGEST_CHAIN,
        trust_env=False,
    )


@contextmanager
def also_allowing(addresses: Iterable[str]) -> Iterator[None]:
    """Within it these IP addresses may be fetched too; it exists for tests, that have a server on this machine."""
    token = _also_allowed.set(frozenset(addresses))
    try:
        yield
    finally:
        _also_allowed.reset(token)


def allows_more() -> bool:
    """Whether `also_allowing` is in force: such servers have no certificates, so they may be spoken to without."""
    return bool(_also_allowed.get())


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also when it is written as IPv4 inside IPv6."""
    try:
        ip = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inside = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None) or _nat64(ip)
        if inside is not None:
            return inside.is_global and not inside.is_multicast
    return ip.is_global and not ip.is_multicast


def lies_inside(url: str) -> bool:
    """Whether an address says by itself that it is no public one; a name may still turn out to be when it is fetched."""
    host = urlsplit(url).hostname or ""
    return host == "localhost" or (bool(_IS_NUMBER.match(host)) and not is_public(host))


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def wait_of(response: httpx.Response) -> timedelta | None:
    """Return how long the other side asks to be left alone: seconds or a moment (RFC 9110, 10.2.3); Mastodon tells a moment."""
    asked = response.headers.get("retry-after", "").strip()
    if asked.isdecimal():
        return timedelta(seconds=min(int(asked), _LONGEST_WAIT_SECONDS))
    moment = _moment(asked) or (
        _moment(response.headers.get("x-ratelimit-reset", "")) if response.status_code == 429 else None
    )
    if moment is None:
        return None
    return min(max(moment - datetime.now(UTC), timedelta()), timedelta(seconds=_LONGEST_WAIT_SECONDS))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text[:4].isdecimal() else parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def read(response: httpx.Response, max_bytes: int, deadline: float) -> bytes:
    """Return the body of an answer; raises TooLarge or TooSlow when it grows past the bounds."""
    content = bytearray()
    for chunk in response.iter_bytes():
        content += chunk
        if len(content) > max_bytes:
            raise TooLarge(f"it is larger than {max_bytes // 1024} kB")
        if time.monotonic() > deadline:
            raise TooSlow("the other side did not answer in time")
    return bytes(content)


class _PublicNetwork(httpcore.SyncBackend):
    """Opens connections to public addresses only, and to the address that it checked."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"{host} is unknown") from error
        addresses = list(dict.fromkeys(str(address[4][0]) for address in found))
        # One private address among public ones is a trick, so all of them must be public.
        if not all(is_public(address) or address in _also_allowed.get() for address in addresses):
            raise AddressRefused(f"{host} is not a public address")
        problem: Exception | None = None
        for address in addresses:
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                problem = error
        raise problem or httpcore.ConnectError(f"{host} is unknown")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None
    ) -> httpcore.NetworkStream:
        raise AddressRefused("only http and https addresses can be fetched")


class _PublicTransport(httpx.HTTPTransport):
    """httpx's own transport on a network that knows only public addresses."""

    def __init__(self) -> None:
        super().__init__(verify=_tls(), trust_env=False)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(),
            max_connections=_MOST_CONNECTIONS,
            max_keepalive_connections=_MOST_KEPT,
            keepalive_expiry=_KEPT_SECONDS,
            network_backend=_PublicNetwork(),
        )


class _Kept(httpx.BaseTransport):
    """Connections that outlive the client that opened them: a handshake takes longer than most answers."""

    def __init__(self, transport: httpx.BaseTransport) -> None:
        self._transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self._transport.handle_request(request)


@cache
def _kept(_process: int, _allowed: frozenset[str]) -> _PublicTransport:
    """Neither a forked process nor whoever may reach less goes on with the connections of another."""
    transport = _PublicTransport()
    atexit.register(transport.close)
    return transport


@cache
def _tls() -> ssl.SSLContext:
    """Reading the authorities takes longer than most fetches, and they stay the same."""
    return httpx.create_ssl_context(trust_env=False)
