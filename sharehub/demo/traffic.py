"""What the links of the demo did: people who clicked, and everything that is no person, as raw visits."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db import connection

from sharehub.demo.calendar import ZONE, Calendar
from sharehub.models import Share, UserAgent

_IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS {} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/{} Mobile/15E148 Safari/604.1"
_ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Mobile Safari/537.36"
)
_WINDOWS = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
)
_FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:{0}.0) Gecko/20100101 Firefox/{0}.0"
PEOPLE = (
    *(_IPHONE.format(*version) for version in (("17_6", "17.6"), ("18_1", "18.1"), ("18_5", "18.5"))),
    *(_ANDROID.format(version) for version in (129, 131, 136, 138)),
    *(_WINDOWS.format(version) for version in (130, 134, 138)),
    *(_WINDOWS.format(version) + " Edg/" + f"{version}.0.0.0" for version in (131, 137)),
    *(_FIREFOX.format(version) for version in (128, 135, 140)),
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1.15",
    "Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0",
)
_PREVIEWS = {
    "linkedin": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "x": "Twitterbot/1.0",
    "facebook": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "whatsapp": "WhatsApp/2.23.20.0",
    "bluesky": "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; mailto:support@bsky.app)",
    "mastodon": "http.rb/5.1.1 (Mastodon/4.3.1; +https://noorden.example/) Bot",
}
_CRAWLERS = (
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
    "python-requests/2.32.3",
    "curl/8.5.0",
)
# How many servers fetch a preview of one post, and how many of a hundred followers may follow the link.
_SERVERS = {
    "mastodon": (18, 55),
    "linkedin": (4, 12),
    "facebook": (3, 9),
    "x": (8, 24),
    "whatsapp": (1, 4),
    "bluesky": (3, 9),
}
_PULL = {"linkedin": 1.0, "mastodon": 1.3, "whatsapp": 3.4, "facebook": 1.1, "bluesky": 1.2, "x": 0.75}
_REFERRERS = {
    "linkedin": ("www.linkedin.com", "lnkd.in", "android-app", ""),
    "mastodon": ("", "", "noorden.example", "energiepraat.example"),
    "facebook": ("l.facebook.com", "m.facebook.com", "lm.facebook.com"),
    "whatsapp": ("",),
    "bluesky": ("go.bsky.app", "bsky.app", ""),
    "x": ("t.co", "t.co", ""),
}
# How likely someone is to look at their phone, hour by hour.
_HOURS = (1, 1, 0, 0, 0, 1, 4, 9, 10, 8, 7, 8, 11, 9, 7, 7, 8, 9, 10, 12, 13, 12, 8, 3)
_COPY = (
    "COPY sharehub_visit (link_id, at, visitor, user_agent_id, referrer, is_prefetch, is_own, kind, reason) FROM STDIN"
)


@dataclass(frozen=True)
class Hit:
    """One request for a link."""

    link: int
    at: datetime
    visitor: bytes
    agent: str
    referrer: str = ""
    is_prefetch: bool = False
    is_own: bool = False


@dataclass
class Traffic:
    """Follows every share with what it brings."""

    calendar: Calendar
    chance: random.Random = field(default_factory=lambda: random.Random("traffic"))  # noqa: S311 (no secrets)

    def hits(self, shares: Sequence[Share]) -> Iterator[Hit]:
        """Yield the requests that the shares' links got until now."""
        for share in shares:
            if share.state == Share.State.FAILED:
                continue
            until = share.withdrawn_at or self.calendar.now
            yield from (hit for hit in self._of(share) if hit.at < until)

    def _of(self, share: Share) -> Iterator[Hit]:
        link = share.link.pk
        yield from self._own(share, link)
        if share.state == Share.State.OPENED:
            return
        yield from self._robots(share, link)
        followers = share.potential_audience or 50
        clicks = 1.35 * followers**0.5 * _PULL[share.network] * self.chance.lognormvariate(0, 0.55)
        clicks *= 0.75 + 0.7 * share.own_words
        for _click in range(round(clicks)):
            yield from self._person(share, link)

    def _own(self, share: Share, link: int) -> Iterator[Hit]:
        for number in range(self.chance.choice((0, 1, 1, 2, 3))):
            at = share.created_at + timedelta(minutes=self.chance.uniform(0.5, 4) * (1 + number * 9))
            mine = blake2b(f"own {share.ambassador_id} {at.date()}".encode(), digest_size=16).digest()
            yield Hit(link, at, mine, PEOPLE[share.ambassador_id % len(PEOPLE)], is_own=True)

    def _robots(self, share: Share, link: int) -> Iterator[Hit]:
        fewest, most = _SERVERS[share.network]
        for _server in range(self.chance.randint(fewest, most)):
            at = share.created_at + timedelta(seconds=self.chance.expovariate(1 / 70) + 2)
            yield Hit(link, at, self._someone(), _PREVIEWS[share.network])
        for _crawler in range(self.chance.choices((0, 2, 5, 11, 28), (3, 5, 5, 3, 1))[0]):
            at = share.created_at + timedelta(hours=self.chance.expovariate(1 / 90) + 1)
            yield Hit(link, at, self._someone(), self.chance.choice(_CRAWLERS))

    def _person(self, share: Share, link: int) -> Iterator[Hit]:
        """Someone clicks; some browsers fetch ahead, some people click again."""
        at, who = self._moment(share), self._someone()
        agent = self.chance.choice(PEOPLE)
        referrer = self.chance.choice(_REFERRERS[share.network])
        chance = self.chance.random()
        if chance < 0.13:
            yield Hit(link, at - timedelta(seconds=self.chance.uniform(1, 9)), who, agent, referrer, is_prefetch=True)
        if chance < 0.06:
            return  # fetched ahead, and then scrolled past
        yield Hit(link, at, who, agent, referrer)
        while self.chance.random() < 0.14:
            at += timedelta(minutes=self.chance.expovariate(1 / 6))
            yield Hit(link, at, who, agent, referrer)

    def _moment(self, share: Share) -> datetime:
        """Return when someone follows the link: most within two days, hardly anyone at night."""
        while True:
            days = self.chance.expovariate(1 / 0.7) if self.chance.random() < 0.86 else self.chance.expovariate(1 / 9)
            at = share.created_at + timedelta(days=days, minutes=1)
            if self.chance.random() < _HOURS[at.astimezone(ZONE).hour] / 13:
                return at

    def _someone(self) -> bytes:
        return self.chance.randbytes(16)


def write_visits(traffic: Traffic, shares: Sequence[Share]) -> int:
    """The raw visits are stored, unclassified, in order of time; returns how many."""
    agents = _agents()
    hits = sorted(traffic.hits(shares), key=lambda hit: (hit.at, hit.link, hit.visitor))
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        copy.set_types(["int8", "timestamptz", "bytea", "int8", "text", "bool", "bool", "text", "text"])
        for hit in hits:
            copy.write_row(
                (hit.link, hit.at, hit.visitor, agents[hit.agent], hit.referrer, hit.is_prefetch, hit.is_own, "", "")
            )
    return len(hits)


def _agents() -> dict[str, int]:
    rows = [
        UserAgent(digest=blake2b(text.encode(), digest_size=16).digest(), text=text)
        for text in (*PEOPLE, *_PREVIEWS.values(), *_CRAWLERS)
    ]
    UserAgent.objects.bulk_create(rows, ignore_conflicts=True)
    return dict(UserAgent.objects.values_list("text", "pk"))
