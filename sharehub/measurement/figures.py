"""The figures of a scope and a period, each counted once for the whole, per theme and per network.

Days are those of UTC, as everywhere in reach. Beside each figure stands how many people are behind it: without that,
nobody may show it.
"""

from collections.abc import Container, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Count, DateField, F, Func, IntegerField, Q, Sum, Value

from ambassadors import teams
from ambassadors.models import Headcount
from cms.models import BlogPost
from sharehub.models import OrganicRate, ReachByGroup, Share
from sharehub.models.shares import ShareQuerySet
from themes.metrics import Period, Scope

CLASSES = ("hits", "bot", "prefetch", "duplicate", "own", "human", "visitors")
# From here on a text counts as the ambassador's own: at least half of the words are.
OWN_FROM = 0.5


@dataclass(frozen=True)
class Reach:
    """Visits by class, and how many ambassadors' links they came through."""

    hits: int = 0
    bot: int = 0
    prefetch: int = 0
    duplicate: int = 0
    own: int = 0
    human: int = 0
    visitors: int = 0
    people: int = 0


@dataclass(frozen=True)
class Reaches:
    """Reach as a whole and by theme (None: without), network and week (counted back from the end of the period: 0)."""

    total: Reach
    by_theme: dict[int | None, Reach]
    by_network: dict[str, Reach]
    by_week: dict[int, Reach]


@dataclass(frozen=True)
class Sharing:
    """Confirmed shares: how many, in own words, by how many people, to what audience and for how many of them known."""

    shares: int = 0
    own_words: int = 0
    people: int = 0
    audience: int = 0
    audience_known: int = 0
    audience_by_network: dict[str, int] = field(default_factory=dict)

    @property
    def own_words_percent(self) -> float | None:
        return self.own_words / self.shares * 100 if self.shares else None

    @property
    def audience_coverage(self) -> float | None:
        return self.audience_known / self.shares if self.shares else None


@dataclass(frozen=True)
class Sharings:
    """Sharing as a whole, by theme and by network."""

    total: Sharing
    by_theme: dict[int | None, Sharing]
    by_network: dict[str, Sharing]


@dataclass(frozen=True)
class Engaged:
    """How often people reacted to posts, as networks report it: of how many posts, and of how many ambassadors these are."""

    posts: int = 0
    people: int = 0
    reactions: int = 0
    comments: int = 0
    reposts: int = 0

    @property
    def total(self) -> int:
        return self.reactions + self.comments + self.reposts


@dataclass(frozen=True)
class Engagements:
    """Engagement as a whole, by theme and by network."""

    total: Engaged
    by_theme: dict[int | None, Engaged]
    by_network: dict[str, Engaged]


@dataclass(frozen=True)
class Participation:
    """People with at least one confirmed contribution, out of those eligible on the last day of the period."""

    took_part: int
    eligible: int | None
    team: str = ""
    above: tuple[int | None, ...] = ()

    @property
    def percent(self) -> float | None:
        return min(self.took_part / self.eligible * 100, 100.0) if self.eligible else None


def reach(scope: Scope, period: Period) -> Reaches:
    """Return the reach of links in the scope."""
    week = Func(
        Value(period.end, DateField()),
        F("day"),
        template="((%(expressions)s) / 7)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    rows = (
        ReachByGroup.objects.between(period.start, period.end)
        .filter(_of(scope))
        .values("theme_id", "network", week=week)
        .annotate(**{f"sum_{name}": Sum(name) for name in CLASSES})
        .order_by()
    )
    behind = _people_behind(scope, period)
    sums: dict[tuple[str, Hashable], dict[str, int]] = {}
    for row in rows:
        for key in (("all", None), ("theme", row["theme_id"]), ("network", row["network"]), ("week", row["week"])):
            into = sums.setdefault(key, dict.fromkeys(CLASSES, 0))
            for name in CLASSES:
                into[name] += row[f"sum_{name}"]  # type: ignore[literal-required]

    def of(kind: str) -> dict[Any, Reach]:
        return {
            key: Reach(**found, people=behind.get((of_kind, key), 0))
            for (of_kind, key), found in sums.items()
            if of_kind == kind
        }

    return Reaches(of("all").get(None, Reach()), of("theme"), of("network"), of("week"))


def reach_total(scope: Scope, period: Period) -> Reach:
    """Return the reach of links in the scope as a whole, which is quicker than with all its parts."""
    totals = ReachByGroup.objects.between(period.start, period.end).filter(_of(scope)).totals()
    conditions, given = _sql(scope)
    statement = f"""
        SELECT count(*) FROM (
            SELECT DISTINCT share.ambassador_id
            FROM sharehub_dailyreach AS daily
            JOIN sharehub_trackedlink AS link ON link.id = daily.link_id
            JOIN sharehub_share AS share ON share.id = link.share_id{_ambassador(scope)}
            WHERE daily.day BETWEEN %(start)s AND %(end)s AND {conditions}
        ) AS people
    """  # noqa: S608 (the conditions are our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"start": period.start, "end": period.end, **given})
        (people,) = cursor.fetchone()
    return Reach(**totals, people=people)


def _people_behind(scope: Scope, period: Period) -> dict[tuple[str, Hashable], int]:
    """Return how many ambassadors' links had a hit: as a whole, per theme, network and week."""
    conditions, given = _sql(scope)
    statement = f"""
        WITH behind AS MATERIALIZED (
            SELECT DISTINCT share.theme_id, share.network, (%(end)s::date - daily.day) / 7 AS week, share.ambassador_id
            FROM sharehub_dailyreach AS daily
            JOIN sharehub_trackedlink AS link ON link.id = daily.link_id
            JOIN sharehub_share AS share ON share.id = link.share_id{_ambassador(scope)}
            WHERE daily.day BETWEEN %(start)s AND %(end)s AND {conditions}
        )
        SELECT 'all', NULL::bigint, NULL, NULL::integer, count(*) FROM (SELECT DISTINCT ambassador_id FROM behind) AS a
        UNION ALL SELECT 'theme', theme_id, NULL, NULL, count(*)
            FROM (SELECT DISTINCT theme_id, ambassador_id FROM behind) AS t GROUP BY theme_id
        UNION ALL SELECT 'network', NULL, network, NULL, count(*)
            FROM (SELECT DISTINCT network, ambassador_id FROM behind) AS n GROUP BY network
        UNION ALL SELECT 'week', NULL, NULL, week, count(*)
            FROM (SELECT DISTINCT week, ambassador_id FROM behind) AS w GROUP BY week
    """  # noqa: S608 (the conditions are our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"start": period.start, "end": period.end, **given})
        rows = cursor.fetchall()
    return {
        (kind, {"theme": theme, "network": network, "week": week}.get(kind)): people
        for kind, theme, network, week, people in rows
    }


def sharing(scope: Scope, period: Period) -> Sharings:
    """Return the confirmed shares in the scope, by the moment they were confirmed."""
    conditions, given = _sql(scope)
    starts_at, ends_at = bounds(period)
    statement = f"""
        SELECT grouping(share.theme_id), grouping(share.network), share.theme_id, share.network, count(*),
               count(*) FILTER (WHERE share.own_words >= %(own)s), count(DISTINCT share.ambassador_id),
               coalesce(sum(share.potential_audience), 0), count(share.potential_audience)
        FROM sharehub_share AS share{_ambassador(scope)}
        WHERE share.state IN ('confirmed', 'verified') AND share.confirmed_at >= %(starts_at)s
            AND share.confirmed_at < %(ends_at)s AND {conditions}
        GROUP BY GROUPING SETS ((share.theme_id), (share.network), ())
    """  # noqa: S608 (the conditions are our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"own": OWN_FROM, "starts_at": starts_at, "ends_at": ends_at, **given})
        rows = cursor.fetchall()
    by_theme = {row[2]: Sharing(*row[4:9]) for row in rows if (row[0], row[1]) == (0, 1)}
    by_network = {row[3]: Sharing(*row[4:9]) for row in rows if (row[0], row[1]) == (1, 0)}
    shares, own, people, audience, known = next((row[4:9] for row in rows if row[0] and row[1]), (0, 0, 0, 0, 0))
    audiences = {network: found.audience for network, found in by_network.items() if found.audience_known}
    return Sharings(Sharing(shares, own, people, audience, known, audiences), by_theme, by_network)


def sharing_total(scope: Scope, period: Period) -> Sharing:
    """Return the confirmed shares in the scope as a whole, without the audience."""
    starts_at, ends_at = bounds(period)
    shares = Share.objects.counting().filter(
        _of(scope, team="ambassador__team_id"), confirmed_at__gte=starts_at, confirmed_at__lt=ends_at
    )
    found = shares.order_by().aggregate(
        shares=Count("pk"),
        own_words=Count("pk", filter=Q(own_words__gte=OWN_FROM)),
        people=Count("ambassador", distinct=True),
    )
    return Sharing(**found)


def engagement(scope: Scope, period: Period) -> Engagements:
    """Return how often people reacted to the posts confirmed in the period, of those that their networks tell us about."""
    conditions, given = _sql(scope)
    starts_at, ends_at = bounds(period)
    statement = f"""
        SELECT grouping(share.theme_id), grouping(share.network), share.theme_id, share.network, count(*),
               count(DISTINCT share.ambassador_id), coalesce(sum(engagement.reactions), 0),
               coalesce(sum(engagement.comments), 0), coalesce(sum(engagement.reposts), 0)
        FROM sharehub_share AS share
        JOIN sharehub_engagement AS engagement ON engagement.share_id = share.id{_ambassador(scope)}
        WHERE engagement.read_at IS NOT NULL AND share.state IN ('confirmed', 'verified')
            AND share.confirmed_at >= %(starts_at)s AND share.confirmed_at < %(ends_at)s AND {conditions}
        GROUP BY GROUPING SETS ((share.theme_id), (share.network), ())
    """  # noqa: S608 (the conditions are our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"starts_at": starts_at, "ends_at": ends_at, **given})
        rows = cursor.fetchall()
    return Engagements(
        next((Engaged(*row[4:]) for row in rows if row[0] and row[1]), Engaged()),
        {row[2]: Engaged(*row[4:]) for row in rows if (row[0], row[1]) == (0, 1)},
        {row[3]: Engaged(*row[4:]) for row in rows if (row[0], row[1]) == (1, 0)},
    )


def estimated_reach(total: Sharing, rates: Mapping[str, Decimal]) -> tuple[Decimal | None, float | None]:
    """Return the audience times the rate of each network that has one (None: none has), and the part that this covers."""
    estimate = estimate_of(total.audience_by_network, rates)
    if estimate is None:
        return None, None
    known = sum(audience for network, audience in total.audience_by_network.items() if network in rates)
    return estimate, known / total.audience if total.audience else None


def estimate_of(audience: Mapping[str, int], rates: Mapping[str, Decimal]) -> Decimal | None:
    """Return the audience of each network times its rate, added up; None where no network of them has a rate."""
    parts = [number * rates[network] / 100 for network, number in audience.items() if network in rates]
    return sum(parts, Decimal()) if parts else None


def telling_audience(found: Sharings, shown: Container[str]) -> Sharing:
    """Return the whole with the audience of only those networks that may be shown.

    Rates differ: an estimate over all of them, beside the audience of each that is shown, would tell that of the others one by one.
    """
    audience = {network: number for network, number in found.total.audience_by_network.items() if network in shown}
    return replace(found.total, audience_by_network=audience)


def organic_rates() -> dict[str, Decimal]:
    """Return the per cents that the organisation has set, by network."""
    return dict(OrganicRate.objects.values_list("network", "percent"))


def participation(scope: Scope, period: Period) -> Participation:
    """Return who contributed in the scope, out of everybody eligible (of the team, where the scope names one)."""
    everybody, by_team = participations(scope, period)
    if not scope.team_id:
        return everybody
    counted = [by_team[pk] for pk in teams.ids_of(scope) if pk in by_team]
    eligible = sum(one.eligible or 0 for one in counted) if counted else None
    name = by_team[scope.team_id].team if scope.team_id in by_team else ""
    return Participation(everybody.took_part, eligible, name)


def eligible_by_team(period: Period) -> dict[int | None, int]:
    """Return how many people of each team itself (None: of none) could take part on the last day of the period."""
    counted: dict[int | None, int] = dict(Headcount.objects.on(period.end).values_list("team_id", "eligible"))
    everybody = counted.pop(None, 0)
    return counted | {None: max(everybody - sum(counted.values()), 0)}


def people_reaching_by_team(scope: Scope, period: Period) -> dict[int | None, int]:
    """Return of how many people of each team itself links in the scope (without its team) had a hit."""
    found = Share.objects.filter(
        _of(replace(scope, team_id=None)), link__daily_reach__day__range=(period.start, period.end)
    )
    return _people_of_teams(found)


def people_sharing_by_team(scope: Scope, period: Period) -> dict[int | None, int]:
    """Return how many people of each team itself have a confirmed share in the scope (without its team)."""
    starts_at, ends_at = bounds(period)
    found = Share.objects.counting().filter(
        _of(replace(scope, team_id=None)), confirmed_at__gte=starts_at, confirmed_at__lt=ends_at
    )
    return _people_of_teams(found)


def people_engaging_by_team(scope: Scope, period: Period) -> dict[int | None, int]:
    """Return of how many people of each team itself a post in the scope (without its team) was told about."""
    return _people_of_teams(_told(period).filter(_of(replace(scope, team_id=None))))


def people_engaging_crossed(scope: Scope, period: Period) -> list[int]:
    """Return of how many people a post was told about in each place of the table of all that the scope names."""
    return _crossed(_told(period).filter(_in_programme(scope)), scope)


def people_reaching_crossed(scope: Scope, period: Period) -> list[int]:
    """Return of how many people links had a hit in each place of the table of all that the scope names."""
    found = Share.objects.filter(_in_programme(scope), link__daily_reach__day__range=(period.start, period.end))
    return _crossed(found, scope)


def people_sharing_crossed(scope: Scope, period: Period) -> list[int]:
    """Return how many people have a confirmed share in each place of the table of all that the scope names."""
    starts_at, ends_at = bounds(period)
    found = Share.objects.counting().filter(_in_programme(scope), confirmed_at__gte=starts_at, confirmed_at__lt=ends_at)
    return _crossed(found, scope)


def _told(period: Period) -> ShareQuerySet:
    starts_at, ends_at = bounds(period)
    confirmed = Share.objects.counting().filter(confirmed_at__gte=starts_at, confirmed_at__lt=ends_at)
    return confirmed.exclude(engagement=None).exclude(engagement__read_at=None)


def _crossed(shares: ShareQuerySet, scope: Scope) -> list[int]:
    named = {"theme_id": scope.theme_id, "network": scope.network, "ambassador__team_id": scope.team_id}
    by = [name for name, value in named.items() if value]
    rows = shares.order_by().values(*by).annotate(people=Count("ambassador", distinct=True))
    return list(rows.values_list("people", flat=True))


def people_writing_by_team(scope: Scope, period: Period) -> dict[int | None, int]:
    """Return how many people of each team itself wrote a post in the scope (without its team)."""
    posts = BlogPost.objects.filter(_posts(replace(scope, team_id=None), period))
    rows = posts.order_by().values_list("author__team_id").annotate(people=Count("author", distinct=True))
    return dict(rows)


def _people_of_teams(shares: ShareQuerySet) -> dict[int | None, int]:
    rows = shares.order_by().values_list("ambassador__team_id").annotate(people=Count("ambassador", distinct=True))
    return dict(rows)


def participation_by_team(scope: Scope, period: Period) -> dict[int, Participation]:
    """Return the participation of every team that was counted on the last day of the period."""
    return participations(scope, period)[1]


def participations(scope: Scope, period: Period) -> tuple[Participation, dict[int, Participation]]:
    """Return who contributed in the scope, and of every team that was counted on the last day of the period."""
    took_part = _contributors(scope, period)
    # With three levels above, so that the tree need not be read for most organisations.
    above = [f"team__parent{'__parent' * level}" for level in range(3)]
    counted = Headcount.objects.on(period.end).values_list("team_id", "team__name", "eligible", *above)
    everybody: int | None = None
    by_team: dict[int, Participation] = {}
    for team_id, name, number, *chain in counted:
        if team_id is None:
            everybody = number
        else:
            by_team[team_id] = Participation(took_part.get(team_id, 0), number, name, tuple(chain))
    return Participation(sum(took_part.values()), everybody), by_team


def blog_posts(scope: Scope, period: Period) -> tuple[int, int]:
    """Return how many posts went public for the first time, and how many people wrote them."""
    found = BlogPost.objects.filter(_posts(scope, period)).aggregate(
        posts=Count("pk", distinct=True), people=Count("author", distinct=True)
    )
    return found["posts"], found["people"]


def bounds(period: Period) -> tuple[datetime, datetime]:
    """Return the first moment of the period and the first one after it."""
    return (
        datetime.combine(period.start, time(), tzinfo=UTC),
        datetime.combine(period.end + timedelta(days=1), time(), tzinfo=UTC),
    )


def _contributors(scope: Scope, period: Period) -> dict[int | None, int]:
    """Return how many people of each team (None: of none) have a confirmed share or a published post.

    Who was gone by the end of the period is not among those eligible then, and so is not counted beside them.
    """
    conditions, given = _sql(scope)
    starts_at, ends_at = bounds(period)
    authors: set[int] = set()
    if not scope.network:
        authors = set(BlogPost.objects.filter(_posts(scope, period)).values_list("author_id", flat=True))
    # A union, not a condition with OR, which the planner answers by comparing everybody with everybody.
    statement = f"""
        SELECT person.team_id, count(*)
        FROM (
            SELECT share.ambassador_id AS id FROM sharehub_share AS share{_ambassador(scope)}
            WHERE share.state IN ('confirmed', 'verified') AND share.confirmed_at >= %(starts_at)s
                AND share.confirmed_at < %(ends_at)s AND {conditions}
            UNION SELECT unnest(%(authors)s::bigint[])
        ) AS took_part
        JOIN ambassadors_ambassador AS person ON person.id = took_part.id
        WHERE coalesce(least(person.left_at, person.inactive_at) >= %(ends_at)s, true)
        GROUP BY person.team_id
    """  # noqa: S608 (the conditions are our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"starts_at": starts_at, "ends_at": ends_at, "authors": list(authors), **given})
        return dict(cursor.fetchall())


def _posts(scope: Scope, period: Period) -> Q:
    starts_at, ends_at = bounds(period)
    posts = Q(live=True, first_published_at__gte=starts_at, first_published_at__lt=ends_at)
    if scope.theme_id:
        posts &= Q(themes=scope.theme_id)
    if scope.team_id:
        posts &= Q(author__team_id__in=teams.ids_of(scope))
    return posts


def _of(scope: Scope, team: str = "team_id") -> Q:
    """Rows in the scope; what belongs to no theme belongs to every programme."""
    found = Q(theme_id=scope.theme_id) if scope.theme_id else _in_programme(scope)
    if scope.network:
        found &= Q(network=scope.network)
    if scope.team_id:
        found &= Q(**{f"{team}__in": teams.ids_of(scope)})
    return found


def _in_programme(scope: Scope) -> Q:
    return Q(theme__programme_id=scope.programme_id) | Q(theme=None)


def _ambassador(scope: Scope) -> str:
    """Return the join that a condition on the team needs."""
    join = " JOIN ambassadors_ambassador AS ambassador ON ambassador.id = share.ambassador_id"
    return join if scope.team_id else ""


def _sql(scope: Scope) -> tuple[str, dict[str, Any]]:
    """The same as a condition on `share` and `ambassador`."""
    conditions = (
        ["share.theme_id = %(theme)s"]
        if scope.theme_id
        else [
            "(share.theme_id IS NULL OR share.theme_id IN "
            "(SELECT id FROM themes_theme WHERE programme_id = %(programme)s))"
        ]
    )
    if scope.network:
        conditions.append("share.network = %(network)s")
    if scope.team_id:
        conditions.append("ambassador.team_id = ANY(%(teams)s)")
    given = {
        "theme": scope.theme_id,
        "programme": scope.programme_id,
        "network": scope.network,
        "teams": teams.ids_of(scope),
    }
    return " AND ".join(conditions), given
