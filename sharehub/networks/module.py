"""What every network module tells; all of them are alike."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from sharehub.networks.counting import Counting, measure, measure_with_links
from themes.networks import Network

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)


@dataclass(frozen=True)
class Post:
    """What someone is about to post: their words, the tracked link, the piece's title, and their own server where one is needed."""

    text: str
    url: str
    title: str = ""
    server: str = ""

    @property
    def whole(self) -> str:
        """The words with the link below them."""
        return "\n\n".join(part for part in (self.text.strip(), self.url) if part)


@dataclass(frozen=True)
class NetworkModule:
    """One network: how long a text may be, how it counts, and which page of the network opens with what filled in.

    `takes_text` is true only where the network documents that its share page takes the text over; elsewhere people copy it
    first. `link_in_text` is false where the network shows the link by itself. `hosts` are those of posts on the network,
    `profile_hosts` further ones where people are found there.
    """

    key: Network
    limit: int
    page: Callable[[Post], str]
    counting: Counting = Counting.CHARACTERS
    link_length: int | None = None
    visible_before_more: int = 280
    takes_text: bool = True
    link_in_text: bool = True
    hosts: tuple[str, ...] = ()
    profile_hosts: tuple[str, ...] = ()
    on_any_host: bool = False
    needs_server: bool = False
    supports_share_sheet_only: bool = False

    @property
    def name(self) -> str:
        return str(self.key.label)

    def count(self, text: str) -> int:
        """Return the length as this network counts it."""
        if self.link_length is None:
            return measure(text, self.counting)
        return measure_with_links(text, self.counting, self.link_length)

    def whole_text(self, text: str, url: str) -> str:
        """Return what ends up in the post's text: with the link, where this network has it in the text."""
        return Post(text, url).whole if self.link_in_text else text.strip()

    def room(self, url: str) -> int:
        """Return how long the words may be next to that link."""
        return self.limit - self.count(f"\n\n{url}") if self.link_in_text else self.limit

    def share_url(self, text: str, url: str, title: str, server: str = "") -> str:
        """Return the address of the network's own share page, filled in as far as it goes; empty where there is none."""
        return self.page(Post(text, url, title, server))

    def owns(self, address: str) -> bool:
        """Whether an address can be that of a post on this network."""
        try:
            parts = urlsplit(address)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return False
        if parts.scheme not in {"http", "https"} or parts.username or port not in {None, 80, 443}:
            return False
        if not parts.path.strip("/") or not is_host(host):
            return False
        if self.on_any_host:
            return "/@" in parts.path or parts.path.startswith("/users/")
        return any(host == own or host.endswith(f".{own}") for own in self.hosts)


def is_host(name: str) -> bool:
    """Whether this is the full name of a host, and nothing more."""
    return _HOST.fullmatch(name) is not None


def address(base: str, **values: str) -> str:
    """Return an address with percent-encoded values; empty ones are left out."""
    query = urlencode({name: value for name, value in values.items() if value}, quote_via=quote, safe="")
    return f"{base}{query}"
