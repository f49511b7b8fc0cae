"""What someone's own sharing did: theirs alone to see."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, cast

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador, AmbassadorNetwork, ToldBy
from sharehub import networks
from sharehub.measurement.figures import bounds, estimate_of, organic_rates
from sharehub.models import DailyReach, Share
from themes import reporting
from themes.metrics import Period, Provenance
from themes.models import Theme

CLASSES = ("hits", "bot", "prefetch", "duplicate", "own", "human", "visitors")
_MOST = 200
# Fewer than this tell of chance, not of what works.
_SHARES_EACH = 3
_VISITORS_TOGETHER = 30
_TIMES_BETTER = 1.25
_STILL_COMING = timedelta(days=3)


@dataclass(frozen=True)
class Finding:
    """Something that worked better for this person than its opposite, and on how much that rests."""

    sentence: str
    basis: str


class Days:
    """What the person's links did from one day up to and including another, asked once for every sum over them."""

    def __init__(self, ambassador: Ambassador, start: date, end: date) -> None:
        of_person = DailyReach.objects.filter(link__share__ambassador=ambassador).between(start, end)
        rows: Any = of_person.order_by().values("day").annotate(**{name: Sum(name) for name in CLASSES})
        self._by_day = {row["day"]: row for row in rows}

    def totals(self, period: Period) -> dict[str, int]:
        """Return every class of visits to the person's links."""
        rows = [row for day, row in self._by_day.items() if period.start <= day <= period.end]
        return {name: sum(row[name] for row in rows) for name in CLASSES}

    def weeks(self, end: date, count: int) -> list[tuple[date, int]]:
        """Return the people reached in each of the last weeks by their first day, oldest first."""
        by_week: dict[int, int] = defaultdict(int)
        for day, row in self._by_day.items():
            by_week[(end - day).days // 7] += row["visitors"]
        return [(end - timedelta(days=7 * week + 6), by_week[week]) for week in reversed(range(count))]


class Outcome(NamedTuple):
    """A share and what it did; no Share, of which two hundred would take longer to build than all else of the page."""

    pk: int
    network: str
    theme_id: int | None
    text: str
    own_words: float
    confirmed_at: datetime
    people: int
    hits: int


def outcomes(ambassador: Ambassador) -> list[Outcome]:
    """Return what the person's last 200 shares that count did, newest first; two queries."""
    fields = ("pk", "network", "theme_id", "text", "own_words", "confirmed_at")
    counting = Share.objects.by(ambassador).counting().order_by("-confirmed_at", "-pk")
    found = list(counting.values_list(*fields)[:_MOST])
    daily = DailyReach.objects.filter(link__share__in=[row[0] for row in found]).order_by()
    sums = {pk: did for pk, *did in daily.values_list("link__share").annotate(Sum("visitors"), Sum("hits"))}
    return [Outcome(*row, *sums.get(row[0], (0, 0))) for row in found]


def pieces(of: Sequence[Outcome]) -> list[tuple[Share, Outcome]]:
    """Return each share with its piece and theme, as far as a list names them, and what it did."""
    of_theme = ("theme__name", "theme__hue", "theme__language", "theme__translations")
    fields = ("network", "confirmed_at", "piece__title", *of_theme)
    by_pk = Share.objects.select_related("piece", "theme").only(*fields).in_bulk([outcome.pk for outcome in of])
    return [(by_pk[outcome.pk], outcome) for outcome in of]


@dataclass(frozen=True)
class Told:
    """How many followed the person where they posted in a period, of how many posts that is known, and what follows by a rate.

    `by_network` is the part that networks told themselves; the estimate is None where no network of theirs has a rate. `accounts` are those
    they posted with, each with who told its followers and when. `engaged` is how often people reacted, as networks told us, and to
    how many of the posts.
    """

    posts: int
    followers: int
    known: int
    estimated: int | None
    by_network: int
    accounts: Sequence[AmbassadorNetwork]
    engaged: Mapping[str, int]

    @property
    def provenance(self) -> str:
        """Reported where networks told all of it, else declared: the weaker word holds for the sum."""
        return Provenance.REPORTED if self.followers and self.by_network == self.followers else Provenance.DECLARED


def told(ambassador: Ambassador, period: Period) -> Told:
    """Return what rests on the followers that the person told us of, and what networks told of their posts; three queries."""
    starts_at, ends_at = bounds(period)
    shares = Share.objects.by(ambassador).counting().filter(confirmed_at__gte=starts_at, confirmed_at__lt=ends_at)
    was_read = Q(engagement__read_at__isnull=False)
    reacted = ("reactions", "comments", "reposts")
    grouped = (
        shares.order_by()
        .values("network")
        .annotate(
            confirmed=Count("pk"),
            followers=Coalesce(Sum("potential_audience"), 0),
            known=Count("potential_audience"),
            by_network=Coalesce(Sum("potential_audience", filter=Q(audience_told_by=ToldBy.NETWORK)), 0),
            posts=Count("engagement", filter=was_read),
            **{name: Coalesce(Sum(f"engagement__{name}", filter=was_read), 0) for name in reacted},
        )
    )
    rows = [cast("dict[str, Any]", row) for row in grouped]
    audience = {row["network"]: row["followers"] for row in rows if row["known"]}
    estimate = estimate_of(audience, organic_rates())
    accounts = ambassador.networks.filter(network__in=audience).exclude(followers=None)
    total = {
        name: sum(row[name] for row in rows)
        for name in ("confirmed", "followers", "known", "by_network", "posts", *reacted)
    }
    return Told(
        posts=total["confirmed"],
        followers=total["followers"],
        known=total["known"],
        estimated=None if estimate is None else round(estimate),
        by_network=total["by_network"],
        accounts=list(accounts),
        engaged={name: total[name] for name in ("posts", *reacted)},
    )


@dataclass(frozen=True)
class Read:
    """How many people came to a post by tracked links: its author's own, and colleagues' (None where too few of them are behind it)."""

    pk: int
    title: str
    mine: int
    others: int | None

    @property
    def people(self) -> int:
        return self.mine + (self.others or 0)

    @property
    def is_few(self) -> bool:
        """Whether all that came is hidden."""
        return not self.mine and self.others is None


def readers(author: Ambassador, period: Period, *, minimum: int, shown: int) -> list[Read]:
    """Return the posts of somebody that are online and to which most people came in a period, the most read first.

    What came by links of colleagues is theirs while fewer of them are behind it than the threshold: then no sum holds it either. Where
    figures of groups are told of whole months, it is that of the months that lie in the period (a second query).
    """
    came = DailyReach.objects.between(period.start, period.end).filter(visitors__gt=0)
    mine = Q(link__share__ambassador=author)
    rows: Any = (
        came.filter(link__share__piece__blogpost__author=author, link__share__piece__live=True)
        .order_by()
        .values("link__share__piece", "link__share__piece__title")
        .annotate(
            mine=Coalesce(Sum("visitors", filter=mine), 0),
            others=Coalesce(Sum("visitors", filter=~mine), 0),
            sharers=Count("link__share__ambassador", distinct=True, filter=~mine),
        )
    )
    rows = list(rows)
    others = {row["link__share__piece"]: _told(row, minimum) for row in rows}
    if not reporting.is_live():
        others = _others_by_month(author, period, list(others), minimum)
        # That a post stands here tells that somebody came, so one does for the author's own links or for what is told.
        rows = [row for row in rows if row["mine"] or others[row["link__share__piece"]] is not None]
    found = [
        Read(
            row["link__share__piece"], row["link__share__piece__title"], row["mine"], others[row["link__share__piece"]]
        )
        for row in rows
    ]
    return sorted(found, key=lambda read: (-read.people, read.title))[:shown]


def _told(row: Mapping[str, int], minimum: int) -> int | None:
    return row["others"] if row["sharers"] == 0 or row["sharers"] >= minimum else None


def _months_in(period: Period) -> list[Period]:
    """Return the whole months that are told of and do not begin before a period, the last one first."""
    last = reporting.last_month(reporting.utc_today())
    number = (last.start.year - period.start.year) * 12 + last.start.month - period.start.month + 1
    return [month for month in reporting.months_to(last, max(number, 1)) if month.start >= period.start]


def _others_by_month(author: Ambassador, period: Period, posts: list[int], minimum: int) -> dict[int, int | None]:
    """Return what links of colleagues brought to posts in the whole months of a period; None where none of these may be told."""
    found: dict[int, int | None] = dict.fromkeys(posts)
    told = [month for month in _months_in(period) if month.end <= period.end]
    if not told:
        return found
    theirs = DailyReach.objects.between(told[-1].start, told[0].end).filter(visitors__gt=0)
    rows: Any = (
        theirs.filter(link__share__piece__in=posts)
        .exclude(link__share__ambassador=author)
        .order_by()
        .values("link__share__piece", month=TruncMonth("day"))
        .annotate(others=Sum("visitors"), sharers=Count("link__share__ambassador", distinct=True))
    )
    for row in rows:
        if (people := _told(row, minimum)) is not None:
            found[row["link__share__piece"]] = (found[row["link__share__piece"]] or 0) + people
    return found


def findings(mine: Iterable[Outcome]) -> list[Finding]:
    """Return what made this person's shares reach more people, only where there are enough of both kinds."""
    now = timezone.now()
    settled = [share for share in mine if share.confirmed_at < now - _STILL_COMING]
    pairs: list[tuple[str, Callable[[Outcome], bool]]] = [
        (_("People come most when you ask a question"), lambda share: "?" in share.text),
        (_("People come most when you use your own words"), lambda share: share.own_words >= 0.5),
        (_("People come most when you share in the morning"), lambda share: _hour(share) < 12),
        (_("People come most when you keep it short"), lambda share: len(share.text) <= 280),
    ]
    pairs += _best(settled, _("People come most from %(what)s"), lambda share: share.network)
    pairs += _best(settled, _("People come most for %(what)s"), lambda share: share.theme_id)
    found = [_finding(settled, sentence, has_it) for sentence, has_it in pairs]
    return [finding for finding in found if finding]


def _best(
    settled: list[Outcome], sentence: str, kind_of: Callable[[Outcome], str | int | None]
) -> list[tuple[str, Callable[[Outcome], bool]]]:
    """Return the network or theme with most people a share, of those with enough shares to say so."""
    groups: dict[str | int, list[int]] = defaultdict(list)
    for share in settled:
        if kind := kind_of(share):
            groups[kind].append(share.people)
    enough = {kind: sum(people) / len(people) for kind, people in groups.items() if len(people) >= _SHARES_EACH}
    if not enough:
        return []
    best = max(enough, key=lambda kind: (enough[kind], str(kind)))
    name = networks.get(best).name if isinstance(best, str) else Theme.objects.get(pk=best).name
    return [(sentence % {"what": name}, lambda share: kind_of(share) == best)]


def _finding(settled: list[Outcome], sentence: str, has_it: Callable[[Outcome], bool]) -> Finding | None:
    """Return what speaks for it, with the numbers; None where they are too few or the difference too small."""
    with_it = [share.people for share in settled if has_it(share)]
    without = [share.people for share in settled if not has_it(share)]
    if min(len(with_it), len(without)) < _SHARES_EACH or sum(with_it) + sum(without) < _VISITORS_TOGETHER:
        return None
    better, other = sum(with_it) / len(with_it), sum(without) / len(without)
    if better < other * _TIMES_BETTER:
        return None
    basis = _("%(better).0f people on average against %(other).0f, over %(count)s shares") % {
        "better": better,
        "other": other,
        "count": len(settled),
    }
    return Finding(sentence, basis)


def _hour(share: Outcome) -> int:
    return timezone.localtime(share.confirmed_at).hour
