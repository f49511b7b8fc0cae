"""What the links did: reach of every day of the year, and the raw visits of the days for which those are kept.

Raw visits and reach come from the same figures, so that a recount by the project's own rules changes nothing.
"""

import random
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connection

from sharehub.demo import traffic
from sharehub.large.bulk import Bar, copy, without_indexes
from sharehub.large.sharing import Shares
from sharehub.large.sizes import CLOCK, DAYS, Sizes, Year
from sharehub.models import DailyReach, ReachByGroup, Visit
from sharehub.reach import agents, partitions
from sharehub.reach.visits import user_agent_row

# Which part of a link's hits has come by the end of a day after the share.
_PACE = (
    (0, 0.50), (1, 0.68), (2, 0.77), (3, 0.83), (4, 0.87), (6, 0.90), (9, 0.93), (14, 0.955), (25, 0.975), (45, 0.99),
    (75, 1.0),
)  # fmt: skip
_BOTS, _PREFETCH, _OWN, _DUPLICATES = 0.38, 0.04, 0.3, 0.08
_ONE_IN_RETURNS = 12
_LAST_SECOND = 86_399
# So long before midnight (UTC) that a visitor who comes back does so on the same day.
_ROOM = 9_000

_GROUPS = """
INSERT INTO sharehub_reachbygroup
    (day, piece_id, theme_id, network, team_id, hits, bot, prefetch, duplicate, own, human, visitors, shares)
SELECT daily.day, share.piece_id, share.theme_id, share.network, ambassador.team_id, sum(daily.hits), sum(daily.bot),
       sum(daily.prefetch), sum(daily.duplicate), sum(daily.own), sum(daily.human), sum(daily.visitors), count(*)
FROM sharehub_dailyreach AS daily
JOIN sharehub_trackedlink AS link ON link.id = daily.link_id
JOIN sharehub_share AS share ON share.id = link.share_id
JOIN ambassadors_ambassador AS ambassador ON ambassador.id = share.ambassador_id
GROUP BY daily.day, share.piece_id, share.theme_id, share.network, ambassador.team_id
"""


@dataclass(frozen=True)
class _Agents:
    people: Sequence[int]
    robots: Sequence[tuple[int, str]]


def fill(sizes: Sizes, year: Year, shares: Shares, bar: Bar) -> None:
    """Every link has its reach, and its raw visits where those are kept; exactly as many as asked for."""
    partitions.make_partitions(since=year.day(year.kept_from))
    clicks = _Clicks(sizes, year, shares)
    expected = clicks.rows_expected()
    with without_indexes(DailyReach):
        columns = ("link_id", "day", "hits", "bot", "prefetch", "duplicate", "own", "human", "visitors")
        copy(DailyReach, columns, bar.follow("daily reach", clicks.daily_reach(), expected))
    with without_indexes(Visit):
        columns = ("link_id", "at", "visitor", "user_agent_id", "referrer", "is_prefetch", "is_own", "kind", "reason")
        copy(Visit, columns, bar.follow("visits", clicks.visits(_agents()), sizes.visits))
    bar.say("reach by group")
    with without_indexes(ReachByGroup), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '512MB'")
        cursor.execute(_GROUPS)


def _agents() -> _Agents:
    """The user agents are there, judged by the rules in force."""
    people, robots = [], []
    for text in (*traffic.PEOPLE, *traffic._PREVIEWS.values(), *traffic._CRAWLERS):
        row = user_agent_row(text)
        row.bot_reason, row.rules_version = agents.bot_reason(text), agents.rules_version()
        row.save(update_fields=["bot_reason", "rules_version"])
        if row.bot_reason:
            robots.append((row.pk, row.bot_reason))
        else:
            people.append(row.pk)
    return _Agents(people, robots)


class _Clicks:
    def __init__(self, sizes: Sizes, year: Year, shares: Shares) -> None:
        self.sizes, self.year, self.shares = sizes, year, shares
        self.days = year.days
        self.chance = random.Random(f"{sizes.seed} clicks")  # noqa: S311 (no secrets)
        # One entry a link and day whose raw visits are kept: link, day, first second, and the classes.
        self.kept = [array("L") for _column in range(9)]
        self.plans = [_plan(day, year.kept_from) for day in range(DAYS)]
        inside = sum(w * self.plans[d].part_kept for w, d in zip(shares.weights, shares.days, strict=True))
        self.rate = sizes.visits / inside if inside else 0.0

    def rows_expected(self) -> int:
        return sum(1 for weight in self.shares.weights if weight) * 7

    def daily_reach(self) -> Iterator[str]:
        chance, shares, rate = self.chance.random, self.shares, self.rate
        due, given, last = 0.0, 0, self._last_with_weight()
        for number, (weight, day) in enumerate(zip(shares.weights, shares.days, strict=True)):
            if not weight:
                continue
            plan, link = self.plans[day], shares.link_first + number
            if plan.kept:
                # Rounded along the way, so that together they are exactly as many as asked for.
                due += weight * plan.part_kept * rate
                count = (self.sizes.visits if number == last else int(due)) - given
                given += count
                yield from self._days(link, number, day, count, plan.kept, is_kept=True)
            if plan.gone:
                yield from self._days(
                    link, number, day, int(weight * plan.part_gone * rate + chance()), plan.gone, is_kept=False
                )

    def _last_with_weight(self) -> int:
        found = (
            n
            for n in reversed(range(len(self.shares)))
            if self.shares.weights[n] and self.plans[self.shares.days[n]].kept
        )
        return next(found, -1)

    def _days(
        self, link: int, number: int, day: int, count: int, pace: list[tuple[int, float]], *, is_kept: bool
    ) -> Iterator[str]:
        """Yield a row for each day on which something came; the parts of the pace add up to the count."""
        if not count:
            return
        lot, before = self.chance.random(), 0
        for offset, upto in pace:
            until = int(count * upto + lot)
            hits, before = until - before, until
            if hits:
                first_second = self.shares.seconds[number] + 30 if offset == 0 else 0
                classes = self._classes(hits, with_own=offset == 0)
                if is_kept:
                    for column, value in zip(self.kept, (link, day + offset, first_second, *classes), strict=True):
                        column.append(value)
                bot, prefetch, duplicate, own, human, visitors = classes
                yield (
                    f"{link}\t{self.days[day + offset]}\t{hits}\t{bot}\t{prefetch}\t{duplicate}\t{own}\t{human}\t{visitors}"
                )

    def _classes(self, hits: int, *, with_own: bool) -> tuple[int, int, int, int, int, int]:
        chance = self.chance.random
        bot = int(hits * _BOTS + chance())
        left = hits - bot
        prefetch = int(left * _PREFETCH + chance())
        left -= prefetch
        own = 1 if with_own and left and chance() < _OWN else 0
        left -= own
        duplicate = min(int(left * _DUPLICATES + chance()), left - 1) if left > 1 else 0
        human = left - duplicate
        return bot, prefetch, duplicate, own, human, human - human // _ONE_IN_RETURNS

    def visits(self, known: _Agents) -> Iterator[str]:
        chance, bits, days = self.chance.random, self.chance.getrandbits, self.days
        people, robots = known.people, known.robots
        for link, day, start, bot, prefetch, duplicate, own, human, visitors in zip(*self.kept, strict=True):
            head, room = f"{link}\t{days[day]} ", _LAST_SECOND - _ROOM - start
            for _hit in range(bot):
                agent, reason = robots[int(chance() * len(robots))]
                at = CLOCK[start + int(chance() * room)]
                yield f"{head}{at}\t\\\\x{bits(128):032x}\t{agent}\t\tf\tf\tbot\t{reason}"
            for _hit in range(prefetch):
                agent = people[int(chance() * len(people))]
                at = CLOCK[start + int(chance() * room)]
                yield f"{head}{at}\t\\\\x{bits(128):032x}\t{agent}\t\tt\tf\tprefetch\tfetched ahead"
            for _hit in range(own):
                yield f"{head}{CLOCK[start + 60]}\t\\\\x{bits(128):032x}\t{people[0]}\t\tf\tt\town\town click"
            came = []
            for _visitor in range(visitors):
                second = start + int(chance() * room)
                who = f"\t\\\\x{bits(128):032x}\t{people[int(chance() * len(people))]}\t"
                came.append((second, who))
                yield f"{head}{CLOCK[second]}{who}www.linkedin.com\tf\tf\thuman\t"
            for back in range(human - visitors):
                second, who = came[back]
                yield f"{head}{CLOCK[second + 7_200 + int(chance() * 1_700)]}{who}\tf\tf\thuman\t"
            for again in range(duplicate):
                second, who = came[-1 - again % visitors]
                at = CLOCK[second + 60 + int(chance() * 1_400)]
                yield f"{head}{at}{who}\tf\tf\tduplicate\tsame visitor within 30 minutes"


@dataclass(frozen=True)
class _Plan:
    """How the hits of a link shared on some day spread over the days after it, as far as those have been."""

    kept: list[tuple[int, float]]
    part_kept: float
    gone: list[tuple[int, float]]
    part_gone: float


def _plan(day: int, kept_from: int) -> _Plan:
    parts, before = [], 0.0
    for offset, upto in _PACE:
        if day + offset < DAYS:
            parts.append((offset, upto - before))
        before = upto
    kept = [part for part in parts if day + part[0] >= kept_from]
    gone = [part for part in parts if day + part[0] < kept_from]
    return _Plan(_added_up(kept), sum(part for _o, part in kept), _added_up(gone), sum(part for _o, part in gone))


def _added_up(parts: list[tuple[int, float]]) -> list[tuple[int, float]]:
    whole, upto, found = sum(part for _offset, part in parts), 0.0, []
    for offset, part in parts:
        upto += part / whole
        found.append((offset, upto))
    return [*found[:-1], (found[-1][0], 1.0)] if found else []
