"""What every network module tells; all of them are alike."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import quote, urlencode, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sharehub.networks.connecting.api import Connector
from sharehub.networks.counting import Counting, measure, measure_with_links
from themes.networks import Network

_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w@/.])@[\w.-]*\w(?:@[\w.-]*\w)?")


class Preview(StrEnum):
    """How a post looks there, as far as the drawing of it differs; the values are variants of the preview component."""

    POST = ""
    CHAT = "chat"
    SQUARE = "square"
    LETTER = "letter"


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
class PictureSize:
    """A size, in pixels, in which the network shows a picture whole; named where it has several."""

    width: int
    height: int
    name: str | Promise = ""

    @property
    def words(self) -> str:
        """What people choose it by."""
        pixels = f"{self.width} × {self.height}"
        return f"{self.name}, {pixels}" if self.name else pixels


@dataclass(frozen=True)
class Limits:
    """What one server of a network takes, in its own words: the length of a post, and how long each link counts."""

    limit: int
    link_length: int


@dataclass(frozen=True)
class ServerLimits:
    """Where a server of the network tells its limits, and what it tells."""

    address: Callable[[str], str]  # from the name of the server
    read: Callable[[bytes], Limits]  # raises ValueError for anything but limits


@dataclass(frozen=True)
class Lookup:
    """Where the network itself tells of a post to whoever asks, and what it tells: the text and links of the post."""

    address: Callable[[str], str]  # from the address that people see; empty for one that is no post's
    read: Callable[[bytes], str]  # raises ValueError for anything but a post


@dataclass(frozen=True, kw_only=True)
class NetworkModule(Network):
    """One network: how long a text may be, how it counts, and which page of the network opens with what filled in.

    `most_bytes` is given where the network limits a text in bytes as well, which emoji made of many signs reach first.
    `takes_text` is true only where the network documents that its share page takes the text over; elsewhere people copy it
    first. `link_in_text` is false where the network shows the link by itself. `hashtags` is how many do no harm there, of which
    the network itself takes `most_hashtags` where it sets a limit. `mention` tells a name that becomes a mention when it is
    pasted, as in `mention_example`; without it a name stays plain text there. `looks_up` is given where the network tells of a
    post without being asked to log in, `server_limits` where each server has limits of its own. `is_usual` networks are offered
    first to who chose none, `is_drawn` ones are shown to editors while they write. `connects` is
    given where people can connect an account, so that we post for them. `pictures` are the sizes in which the network cuts nothing off a
    picture, the usual one first; none where it takes any. `button` and `hint` say what happens, where that differs from the other networks;
    `title`, `step` and `opens` head the way to the post, its step of opening the network, and name the button of that step;
    `asked` is the question to who came back.
    """

    page: Callable[[Post], str]
    counting: Counting = Counting.CHARACTERS
    most_bytes: int | None = None
    visible_before_more: int = 280
    takes_text: bool = True
    link_in_text: bool = True
    on_any_host: bool = False
    through_share_sheet: bool = False
    is_usual: bool = False
    is_drawn: bool = False
    hashtags: int = 3
    most_hashtags: int | None = None
    mention: re.Pattern[str] | None = None
    mention_example: str = ""
    preview: Preview = Preview.POST
    shows_link: bool = True
    pictures: tuple[PictureSize, ...] = ()
    looks_up: Lookup | None = None
    server_limits: ServerLimits | None = None
    connects: Connector | None = None
    button: str | Promise = ""
    hint: str | Promise = ""
    title: str | Promise = ""
    step: str | Promise = ""
    opens: str | Promise = ""
    asked: str | Promise = ""

    @property
    def button_words(self) -> str:
        """What the button says that opens the network."""
        return str(self.button or _("Share on %(network)s")) % {"network": self.name}

    @property
    def hint_words(self) -> str:
        """What happens when that button is pressed."""
        taken = _("%(network)s opens with your text and link. You post it there yourself.")
        copied = _("Your text is copied for you; in %(network)s you paste it and post it yourself.")
        return str(self.hint or (taken if self.takes_text else copied)) % {"network": self.name}

    @property
    def title_words(self) -> str:
        """What stands above the way to the post."""
        return str(self.title or _("Post it on %(network)s")) % {"network": self.name}

    @property
    def step_words(self) -> str:
        """What the step says in which the network is opened."""
        usual = _("Open %(network)s and post") if self.takes_text else _("Open %(network)s, paste and post")
        return str(self.step or usual) % {"network": self.name}

    @property
    def opens_words(self) -> str:
        """What the button of that step says."""
        return str(self.opens or _("Open %(network)s")) % {"network": self.name}

    @property
    def asked_words(self) -> str:
        """What somebody is asked who opened the network and has not said how it went."""
        return str(self.asked or _("Did you post this on %(network)s?")) % {"network": self.name}

    @property
    def has_posts(self) -> bool:
        """Whether a post there has an address that can be pasted."""
        return self.on_any_host or bool(self.hosts)

    def count(self, text: str) -> int:
        """Return the length as this network counts it."""
        if self.link_length is None:
            return measure(text, self.counting)
        return measure_with_links(text, self.counting, self.link_length)

    def under(self, limits: Limits) -> "NetworkModule":
        """Return the network as one of its servers has it."""
        return replace(
            self,
            limit=limits.limit,
            link_length=limits.link_length,
            visible_before_more=min(self.visible_before_more, limits.limit),
        )

    def whole_text(self, text: str, url: str) -> str:
        """Return what ends up in the post's text: with the link, where this network has it in the text."""
        return Post(text, url).whole if self.link_in_text else text.strip()

    def room(self, url: str) -> int:
        """Return how long the words may be next to that link."""
        return self.limit - self.count(f"\n\n{url}") if self.link_in_text else self.limit

    def is_too_heavy(self, text: str, url: str) -> bool:
        """Whether a text that is short enough in signs takes more bytes than the network has for it."""
        return self.most_bytes is not None and len(self.whole_text(text, url).encode()) > self.most_bytes

    def share_url(self, text: str, url: str, title: str, server: str = "") -> str:
        """Return the address of the network's own share page, filled in as far as it goes; empty where there is none."""
        return self.page(Post(text, url, title, server))

    def plain_names(self, text: str) -> list[str]:
        """Return the names in a text that look like mentions but stay plain text when they are pasted there."""
        names = _NAME.findall(text)
        return [name for name in names if self.mention is None or not self.mention.fullmatch(name)]

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
