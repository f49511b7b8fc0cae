"""What rules would have given last month: what people really did, counted once by one version and once by another.

Sums alone leave this module, rounded to two figures, and only those about enough people: with exact ones a manager could turn a rule
up and down and read off the differences what somebody did.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from ambassadors.models import Ambassador
from cms.models import BlogPost
from sharehub.measurement.disclosure import may_show
from sharehub.measurement.figures import bounds
from sharehub.models import Kudos, LedgerEntry, PointRules, Share
from sharehub.recognition.ledger import OWN_WORDS_FROM
from themes import reporting
from themes.metrics import Period

DAYS = 30
KINDS = (LedgerEntry.Rule.SHARE, LedgerEntry.Rule.OWN_WORDS, LedgerEntry.Rule.BLOG, LedgerEntry.Rule.KUDOS)


@dataclass(frozen=True, order=True)
class Deed:
    """Something that somebody did; `about` is the piece, the post or the colleague, `before` how often it counted earlier."""

    at: datetime
    kind: str
    person: int
    about: int
    own: bool = False
    before: int = 0


@dataclass(frozen=True)
class Line:
    """What one kind of contribution gave and would have given; None where too few people are behind it."""

    kind: str
    now: int | None
    then: int | None


@dataclass(frozen=True)
class Preview:
    """The comparison; `people` is None where too few did anything."""

    people: int | None
    lines: Sequence[Line]
    now: int | None
    then: int | None


def period() -> Period:
    """Return the days that are looked at."""
    return reporting.period_of(DAYS, timezone.localdate())


def preview(rules: PointRules, *, against: PointRules) -> Preview:
    """Return what the last thirty days, or the last whole month, would have given by `rules`, beside what they give by those that hold."""
    starts_at, ends_at = bounds(period())
    deeds = sorted(deed for deed in _deeds(starts_at) if deed.at < ends_at)
    behind: dict[str, set[int]] = defaultdict(set)
    for deed in deeds:
        behind[deed.kind].add(deed.person)
        if deed.own:
            behind[LedgerEntry.Rule.OWN_WORDS].add(deed.person)
    everybody = {deed.person for deed in deeds}
    shown = may_show(len(everybody))
    now, then = points(deeds, against), points(deeds, rules)
    lines = [
        Line(
            str(kind.label),
            *((_rounded(now[kind]), _rounded(then[kind])) if may_show(len(behind[kind])) else (None, None)),
        )
        for kind in KINDS
    ]
    # A sum beside all of its parts but one tells that one, so it stands there only with every part.
    whole = shown and all(line.now is not None for line in lines)
    return Preview(
        people=len(everybody) if shown else None,
        lines=lines if shown else [],
        now=_rounded(now.total()) if whole else None,
        then=_rounded(then.total()) if whole else None,
    )


def points(deeds: Iterable[Deed], rules: PointRules) -> Counter[str]:
    """Return what the deeds give by the rules, by kind; `deeds` are in the order in which they were done."""
    sums: Counter[str] = Counter()
    of_day: Counter[tuple[int, date]] = Counter()
    thanks: Counter[tuple[int, date]] = Counter()
    repeats: Counter[tuple[int, int]] = Counter()
    thanked: dict[tuple[int, int], datetime] = {}
    for deed in deeds:
        day, pair = (deed.person, timezone.localdate(deed.at)), (deed.person, deed.about)
        given: list[tuple[str, int]] = []
        if deed.kind == LedgerEntry.Rule.SHARE:
            percent = rules.percent_after(deed.before + repeats[pair])
            repeats[pair] += 1
            given.append((LedgerEntry.Rule.SHARE, rules.share * percent // 100))
            if deed.own:
                given.append((LedgerEntry.Rule.OWN_WORDS, rules.own_words * percent // 100))
        elif deed.kind == LedgerEntry.Rule.BLOG:
            given.append((LedgerEntry.Rule.BLOG, rules.blog))
        else:
            last = thanked.get(pair)
            is_again = last is not None and deed.at - last < timedelta(days=rules.kudos_again_days)
            if not is_again and thanks[day] < rules.kudos_a_day:
                given.append((LedgerEntry.Rule.KUDOS, rules.kudos))
                thanks[day] += 1
                thanked[pair] = deed.at
        for kind, number in given:
            counted = min(number, rules.daily_cap - of_day[day])
            of_day[day] += counted
            sums[kind] += counted
    return sums


def _deeds(since: datetime) -> list[Deed]:
    active = Ambassador.objects.active()
    shares = Share.objects.counting().filter(confirmed_at__gte=since, ambassador__in=active)
    pieces = shares.order_by().values("piece")
    earlier = Share.objects.counting().filter(confirmed_at__lt=since, piece__in=pieces).order_by()
    before = {(who, piece): n for who, piece, n in earlier.values_list("ambassador", "piece").annotate(Count("pk"))}
    found = [
        Deed(at, LedgerEntry.Rule.SHARE, who, piece, own >= OWN_WORDS_FROM, before.get((who, piece), 0))
        for at, who, piece, own in shares.order_by().values_list("confirmed_at", "ambassador", "piece", "own_words")
        if at
    ]
    posts = BlogPost.objects.live().filter(first_published_at__gte=since, author__in=active)
    found += [
        Deed(at, LedgerEntry.Rule.BLOG, who, page)
        for at, who, page in posts.values_list("first_published_at", "author", "pk")
    ]
    thanks = Kudos.objects.standing().filter(created_at__gte=since, giver__ambassador__in=active).order_by()
    found += [
        Deed(at, LedgerEntry.Rule.KUDOS, who, receiver)
        for at, who, receiver in thanks.values_list("created_at", "giver__ambassador", "receiver")
    ]
    return found


def _rounded(number: int) -> int:
    """Return the number with two figures, the rest nought."""
    places = len(str(number)) - 2
    return round(number, -places) if places > 0 else number
