"""What every connected network can do, whichever it is, and what can go wrong there."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar, runtime_checkable
from urllib.parse import urlencode

from django.conf import settings
from django.utils.functional import Promise

from themes import fetching
from themes.calling import Answer, Unreached, call

_SORTABLE = "234567abcdefghijklmnopqrstuvwxyz"
_MOST_DETAIL = 200
T = TypeVar("T")


class Reason(StrEnum):
    """Why a network did not do what it was asked."""

    AWAY = "away"  # it did not answer, or with an error of its own
    BUSY = "busy"  # it asks to be left alone for a while
    LOGGED_OUT = "logged_out"  # it does not know the connection any more
    FORBIDDEN = "forbidden"  # the account may not do this
    GONE = "gone"  # it is not there (any more)
    REFUSED = "refused"  # it does not take this
    UNSURE = "unsure"  # nobody can tell whether it was done


class ApiError(Exception):
    """The network did not do it; `detail` is what it said, `wait` how long it asks to be left alone."""

    never_arrived = False  # the network certainly heard nothing
    answer: Answer | None = None  # what it answered, if it did

    def __init__(self, reason: Reason, detail: str = "", wait: timedelta | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason, self.detail, self.wait = reason, " ".join(detail.split())[:_MOST_DETAIL], wait


class NoServerError(ValueError):
    """What somebody typed cannot be the name of a server."""


@dataclass(frozen=True)
class Client:
    """How a server of a network knows this installation."""

    id: str
    secret: str = ""


@dataclass(frozen=True)
class Bond:
    """What tokens are bound to where a network does that: who gave them, and the keys without which they open nothing (RFC 9449)."""

    issuer: str
    key: str  # a private key of this connection alone, as JWK
    client_key: str  # the name of the key by which the issuer knows us


@dataclass(frozen=True)
class Tokens:
    """What opens an account: until when the access token does, and until when it can be renewed (None: until it is revoked)."""

    access: str
    refresh: str = ""
    access_until: datetime | None = None
    until: datetime | None = None
    bond: Bond | None = None


@dataclass(frozen=True)
class Account:
    """Who somebody is on a network; `server` is the address under which the account is reached from now on."""

    id: str
    name: str
    server: str
    followers: int | None = None


@dataclass(frozen=True)
class Session:
    """An account that can be used now."""

    server: str
    account: str
    tokens: Tokens
    client: Client = Client("")


@dataclass(frozen=True)
class Image:
    """A picture as it is sent along, with the words that stand for it."""

    content: bytes
    description: str
    width: int
    height: int
    kind: str = "image/jpeg"


@dataclass(frozen=True)
class Draft:
    """What is to be posted: whole text with its link, what the link's card says, and a key that is the same at each attempt."""

    key: str
    text: str
    url: str
    title: str
    summary: str
    language: str
    written_at: datetime
    image: Image | None = None
    shows_image: bool = False  # the picture itself instead of the link's card


@dataclass(frozen=True)
class Posted:
    """A post as the network knows it, and the address under which people see it."""

    id: str
    url: str


class Asks(StrEnum):
    """What a person fills in before they are sent on."""

    NOTHING = ""
    SERVER = "server"
    NAME = "name"
    PASSWORD = "password"  # noqa: S105 (a kind of form)


@dataclass(frozen=True)
class Allowance:
    """How often something may be done: so many times `a_second` in the long run, of which at most `at_once` are saved up."""

    a_second: float
    at_once: int


class Connector(Protocol):
    """An account of a network can be used by us, once its owner said so. All methods raise ApiError."""

    permissions: Sequence[str | Promise]  # what it may do, in words
    takes_pictures: bool
    posts_of_account: Allowance  # how often one account may post through us
    posts_of_server: Allowance | None  # and all accounts of a server together, where it counts them together

    @property
    def asks(self) -> Asks:
        """What a person fills in to connect an account."""
        ...

    @property
    def is_offered(self) -> bool:
        """Whether accounts can be connected here: some networks have to know us first."""
        ...

    def means_everybody(self, problem: ApiError) -> bool:
        """Whether a network that asks to wait (BUSY) means all accounts of that server; otherwise this one alone."""
        ...

    def publish(self, session: Session, draft: Draft) -> Posted:
        """The draft stands on the network."""
        ...

    def find(self, session: Session, draft: Draft) -> Posted | None:
        """Return what an earlier attempt posted; None where none did. Raises ApiError UNSURE where nobody can tell."""
        ...

    def delete(self, session: Session, post_id: str) -> None:
        """The post is gone, by this call or before."""
        ...

    def refresh(self, session: Session) -> Tokens:
        """Return new tokens; the old ones may have ended with that."""
        ...

    def revoke(self, session: Session) -> None:
        """The network does not know the tokens any more."""
        ...


@dataclass(frozen=True)
class Counts:
    """How often people reacted to a post, as the network reports it."""

    reactions: int
    comments: int
    reposts: int
    impressions: int | None = None  # how often it was shown; most networks do not say


class Counter(Protocol):
    """A network that reports how often people reacted; some tell anybody, some only who is connected."""

    is_counted: bool  # where asking costs money, only who runs this installation can say
    tells_anybody: bool  # else each post is asked for as its owner
    at_once: int  # how many posts are asked for in one call
    a_second: float  # how many calls a server allows, in the long run
    saved_up: int  # and at most at once

    def counts(self, server: str, session: Session | None, post_ids: Sequence[str]) -> dict[str, Counts]:
        """Return the counts of each post that is there, by its id. Raises ApiError."""
        ...


@dataclass(frozen=True)
class Pushed:
    """A page on which somebody can say yes, and what has to be kept, sealed, until they come back from it."""

    page: str
    kept: str


@runtime_checkable
class OAuthConnector(Connector, Protocol):
    """The person says yes on a page of the network itself."""

    scopes: str

    def server(self, typed: str) -> str:
        """Return the address of the server that somebody typed. Raises ValueError for what is none."""
        ...

    def register(self, server: str, *, name: str, website: str, redirect_uri: str) -> Client:
        """Return us as this server knows us from now on."""
        ...

    def page(self, server: str, client: Client, *, state: str, challenge: str, redirect_uri: str) -> str:
        """Return the address of the page where the person says yes (RFC 6749, 4.1.1; RFC 7636)."""
        ...

    def exchange(
        self, server: str, client: Client, *, code: str, verifier: str, redirect_uri: str
    ) -> tuple[Account, Tokens]:
        """Return whose yes it was, and what it opens."""
        ...


@runtime_checkable
class PushedConnector(Connector, Protocol):
    """The person says who they are there; their server hears beforehand what is asked, and asks them on a page of its own."""

    scopes: str

    def begin(self, name: str, *, state: str, challenge: str, redirect_uri: str) -> Pushed:
        """Return where they say yes. Raises ValueError for what can be no name, and ApiError, GONE where nobody is called so."""
        ...

    def complete(
        self, kept: str, *, issuer: str, code: str, verifier: str, redirect_uri: str
    ) -> tuple[Account, Tokens]:
        """Return whose yes it was, and what it opens; `issuer` is who says to have brought it (RFC 9207)."""
        ...


@runtime_checkable
class PasswordConnector(Connector, Protocol):
    """The person makes a password for us alone, which is used once and not kept."""

    password_page: str  # where they make it

    def log_in(self, *, server: str, name: str, password: str) -> tuple[Account, Tokens]:
        """Return who logged in, and what it opens.

        Raises NoServerError for what cannot be a server, and ValueError for what cannot be such a password.
        """
        ...


class RegisteredByHand:
    """Where whoever runs this installation registered it at the network, which has one server."""

    asks = Asks.NOTHING
    api: str
    setting: str  # what the names of its settings begin with

    @property
    def is_offered(self) -> bool:
        """Whether it was registered."""
        return bool(self._client.id and self._client.secret)

    def server(self, typed: str) -> str:
        """There is one."""
        return self.api

    def register(self, server: str, *, name: str, website: str, redirect_uri: str) -> Client:
        """It was done by hand."""
        return self._client

    @property
    def _client(self) -> Client:
        return Client(
            getattr(settings, f"{self.setting}_CLIENT_ID"), getattr(settings, f"{self.setting}_CLIENT_SECRET")
        )


@dataclass(frozen=True)
class Marks:
    """How a network says in its own words what the statuses of HTTP leave open: the error it names, and the reason that is."""

    errors: Mapping[str, Reason] = field(default_factory=dict)


_STATUSES = {401: Reason.LOGGED_OUT, 403: Reason.FORBIDDEN, 404: Reason.GONE, 410: Reason.GONE, 429: Reason.BUSY}
PLAIN = Marks()


def ask(method: str, url: str, *, marks: Marks = PLAIN, **how: Any) -> Answer:
    """Return a good answer of a network (how: see themes.calling.call). Raises ApiError with what went wrong."""
    return judge(send(method, url, **how), marks)


def send(method: str, url: str, **how: Any) -> Answer:
    """Return any answer of a network. Raises ApiError where there is none."""
    try:
        return call(method, url, **how)
    except fetching.AddressRefused as error:
        raise ApiError(Reason.REFUSED, str(error)) from error
    except fetching.FetchError as error:
        problem = ApiError(Reason.AWAY, str(error))
        problem.never_arrived = isinstance(error, Unreached)
        raise problem from error


def judge(answer: Answer, marks: Marks) -> Answer:
    """Return the answer when it is a good one. Raises ApiError with what went wrong."""
    if answer.is_good:
        return answer
    detail, named = _said(answer)
    reason = marks.errors.get(named) or _STATUSES.get(answer.status)
    if reason is None:
        reason = Reason.REFUSED if 400 <= answer.status < 500 and detail else Reason.AWAY
    problem = ApiError(reason, detail or f"HTTP {answer.status}", answer.wait)
    problem.answer = answer
    raise problem


def erase(url: str, headers: Mapping[str, str]) -> None:
    """What stands there is deleted; gone already is as good. Raises ApiError."""
    try:
        ask("DELETE", url, headers=headers)
    except ApiError as problem:
        if problem.reason is not Reason.GONE:
            raise


def bearer(tokens: Tokens) -> dict[str, str]:
    """Return the header that shows the token (RFC 6750, 2.1)."""
    return {"Authorization": f"Bearer {tokens.access}"}


def identity(client: Client) -> dict[str, str]:
    """Return who we are, as fields of a form (RFC 6749, 2.3.1)."""
    return {"client_id": client.id, "client_secret": client.secret}


def authorization(url: str, client: Client, *, scopes: str, state: str, redirect_uri: str, challenge: str = "") -> str:
    """Return the address where the person says yes (RFC 6749, 4.1.1), with a challenge where the network takes one (RFC 7636)."""
    query = {
        "response_type": "code",
        "client_id": client.id,
        "redirect_uri": redirect_uri,
        "scope": scopes,
        "state": state,
    }
    if challenge:
        query |= {"code_challenge": challenge, "code_challenge_method": "S256"}
    return f"{url}?{urlencode(query)}"


def read(answer: Answer, take: Callable[[dict[str, Any]], T]) -> T:
    """Return what `take` finds in an answer. Raises ApiError AWAY for an answer that is not the network's own."""
    try:
        return take(answer.json())
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        # A page of HTML, mostly: maintenance, or a firewall in between.
        raise ApiError(Reason.AWAY, "the answer makes no sense") from error


def new_key() -> str:
    """Return a key that sorts by time and is nobody else's (atproto.com/specs/tid): a post of Bluesky may bear it as its own."""
    number = (time.time_ns() // 1000 << 10) | random.getrandbits(10)
    return "".join(_SORTABLE[number >> shift & 31] for shift in range(60, -5, -5))


def _said(answer: Answer) -> tuple[str, str]:
    """Return what the network says was wrong, in words, and the name that it gives the error."""
    try:
        found = answer.json()
    except ValueError:
        return "", ""
    words = [found.get(name) for name in ("error_description", "message", "detail", "title", "error")]
    named = found.get("error")
    return next((word for word in words if isinstance(word, str) and word), ""), named if isinstance(named, str) else ""
