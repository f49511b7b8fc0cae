"""A year of shares with their links: some people share often, most now and then, many not at all."""

import random
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate

from sharehub.edge.codes import new_code
from sharehub.edge.targets import with_parameters
from sharehub.large.bulk import Bar, copy, first_id, without_indexes
from sharehub.large.content import Content
from sharehub.large.people import ACTIVE, NETWORKS, People
from sharehub.large.sizes import CLOCK, DAYS, Sizes, Year
from sharehub.models import LedgerEntry, Share, TrackedLink

_NETWORK_WEIGHTS = list(accumulate((55, 15, 8, 8, 6, 8)))
_SKEW = 1.6  # 1: everybody shares as much; larger: the sharing rests on fewer people
_VACANCIES = 0.15
# Most pieces are passed on in their first days, some for as long as they are there.
_MEAN_AGE_DAYS, _EVERGREEN = 9.0, 0.1


@dataclass
class Shares:
    """What clicks and candidates need to know of each share, in order of time; ids are consecutive."""

    first: int
    link_first: int
    days: array = field(default_factory=lambda: array("H"))
    seconds: array = field(default_factory=lambda: array("L"))
    weights: array = field(default_factory=lambda: array("f"))  # how many follow the link, beside the others
    vacancies: list[tuple[int, int, str]] = field(default_factory=list)  # share, vacancy and network
    points: array = field(default_factory=lambda: array("B"))

    def __len__(self) -> int:
        return len(self.days)


def fill(sizes: Sizes, year: Year, content: Content, people: People, bar: Bar) -> Shares:
    """The shares of the year are there, with their links and the points they earned."""
    shares = Shares(first_id(Share), first_id(TrackedLink))
    writer = _Writer(sizes, year, content, people, shares)
    with without_indexes(Share, TrackedLink, LedgerEntry):
        columns = (
            "id", "ambassador_id", "piece_id", "theme_id", "network", "text", "language", "state", "own_words",
            "potential_audience", "created_at", "confirmed_at", "verified_at", "withdrawn_at",
        )  # fmt: skip
        copy(Share, columns, bar.follow("shares", writer.shares(), sizes.shares))
        link_columns = ("id", "code", "share_id", "destination", "created_at")
        copy(TrackedLink, link_columns, bar.follow("links", writer.links(), sizes.shares))
        point_columns = ("ambassador_id", "points", "rule", "reason", "share_id", "key", "created_at")
        copy(LedgerEntry, point_columns, bar.follow("points", writer.points(), sizes.shares))
    return shares


class _Writer:
    def __init__(self, sizes: Sizes, year: Year, content: Content, people: People, shares: Shares) -> None:
        self.sizes, self.year, self.content, self.people, self.shares_ = sizes, year, content, people, shares
        self.chance = random.Random(f"{sizes.seed} shares")  # noqa: S311 (no secrets)
        self.active = max(int(people.count * ACTIVE), 1)
        self.days = year.days
        self.who = array("L")
        self.bases: array = array("H")  # which piece, network and theme a link leads to
        self.known: dict[tuple[int, str, int], int] = {}
        self.addresses: list[str] = []
        self.of_vacancy: list[bool] = []
        self.targets = [
            (page, page.share_target(), self.content.theme_of(number))
            for number, page in enumerate([*content.pieces, *content.vacancies])
        ]

    def shares(self) -> Iterator[str]:
        chance, days, kept = self.chance.random, self.days, self.shares_
        states = Share.State
        for number in range(self.sizes.shares):
            # A little more every week: the sharing grows over the year.
            day = int(((number + chance()) / self.sizes.shares) ** 0.8 * DAYS)
            second = 21_600 + int((chance() + chance()) / 2 * 50_000)
            at = f"{days[day]} {CLOCK[second]}"
            person = int(self.active * chance() ** _SKEW) * 7_919 % self.people.count
            place = self._choose(day)
            page, _address, theme = self.targets[place]
            network = NETWORKS[self._pick(chance())]
            own = chance()
            text = f"{'Why does nobody tell this?' if own > 0.6 else 'Worth your time.'} {page.title}, as I saw it on day {day}."
            lot = chance()
            state = states.CONFIRMED if lot < 0.9 else states.VERIFIED if lot < 0.93 else states.OPENED
            state = states.WITHDRAWN if lot >= 0.98 else state
            counts = lot < 0.93
            done, verified = at if lot < 0.93 or lot >= 0.98 else "\\N", at if 0.9 <= lot < 0.93 else "\\N"
            kept.days.append(day)
            kept.seconds.append(second)
            # Many links are followed by nobody, a few by thousands.
            kept.weights.append(self.chance.lognormvariate(0, 1.3) if counts and chance() > 0.2 else 0.0)
            kept.points.append(10 if counts else 0)
            self.who.append(person)
            self.bases.append(self._base(place, network, theme.pk))
            if place >= len(self.content.pieces) and counts:
                kept.vacancies.append((kept.first + number, page.pk, network))
            yield (
                f"{kept.first + number}\t{self.people.id_of(person)}\t{page.pk}\t{theme.pk}\t{network}\t{text}\ten\t"
                f"{state.value}\t{own:.3f}\t{50 + int(5_000 * chance() ** 4)}\t{at}\t{done}\t{verified}\t"
                f"{at if lot >= 0.98 else chr(92) + 'N'}"
            )

    def links(self) -> Iterator[str]:
        codes = random.Random(f"{self.sizes.seed} codes")  # noqa: S311 (no secrets)
        kept = self.shares_
        for number in range(len(kept)):
            code, base = new_code(codes), self.bases[number]
            address = self.addresses[base]
            if self.of_vacancy[base]:
                address = f"{address}&ref={code}"
            yield (
                f"{kept.link_first + number}\t{code}\t{kept.first + number}\t{address}\t"
                f"{self.days[kept.days[number]]} {CLOCK[kept.seconds[number]]}"
            )

    def points(self) -> Iterator[str]:
        kept, rule = self.shares_, LedgerEntry.Rule.SHARE.value
        for number, points in enumerate(kept.points):
            if points:
                yield (
                    f"{self.people.id_of(self.who[number])}\t{points}\t{rule}\tShared a piece\t{kept.first + number}\t"
                    f"share:{kept.first + number}:share\t{self.days[kept.days[number]]} {CLOCK[kept.seconds[number]]}"
                )

    def _choose(self, day: int) -> int:
        """Return the place of a piece that was there on that day, vacancies after the stories."""
        chance, stories = self.chance.random, len(self.content.pieces)
        if chance() < _VACANCIES:
            there = max(day * len(self.content.vacancies) // DAYS, 1)
            return stories + int(there * (1 - chance() ** 2 * 0.3)) - (1 if there > 1 else 0)
        age = day * chance() if chance() < _EVERGREEN else self.chance.expovariate(1 / _MEAN_AGE_DAYS)
        return max(int((day - age) * stories / DAYS), 0)

    def _pick(self, lot: float) -> int:
        place = lot * _NETWORK_WEIGHTS[-1]
        return next(number for number, upto in enumerate(_NETWORK_WEIGHTS) if place < upto)

    def _base(self, place: int, network: str, theme: int) -> int:
        key = (place, network, theme)
        found = self.known.get(key)
        if found is None:
            _page, address, of = self.targets[place]
            given = {"utm_source": network, "utm_medium": "ambassador", "utm_campaign": of.slug}
            found = self.known[key] = len(self.addresses)
            self.addresses.append(with_parameters(address, given))
            self.of_vacancy.append(place >= len(self.content.pieces))
        return found
