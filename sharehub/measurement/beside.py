"""What the board's overview shows beside reach and sharing: who wrote, who was hired, who carries it, what people got out of it.

Counting it takes a while at a large organisation, so it is kept; what of it may be shown is decided where it is shown.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection
from django.db.models import Count

from ambassadors import privacy
from sharehub.measurement import figures, periods
from sharehub.measurement.figures import Participation, Reaches, Sharings
from sharehub.measurement.periods import Chosen
from sharehub.models import BadgeAward, Kudos
from sharehub.recruitment import funnel
from themes.kept import Kept, kept, renew_slow
from themes.metrics import Period, Scope

FRESH_SECONDS = 60


@dataclass(frozen=True)
class Got:
    """Something that people got out of it: how often, and how many people."""

    times: int
    people: int


@dataclass(frozen=True)
class Carried:
    """How many posts the busiest made, as many people as the smallest group that may be shown."""

    posts: int
    by_busiest: int
    people: int


@dataclass(frozen=True)
class Beside:
    """The figures of a period that stand beside reach and sharing, and the period before it."""

    posts: Got
    posts_before: Got
    applications: int
    applications_before: int
    hires: int
    hires_before: int
    thanks: Got
    badges: Got
    took_part_before: Participation
    reach_before: Reaches
    sharing_before: Sharings
    carried: Carried
    carried_by_theme: dict[int, Carried] = field(default_factory=dict)


def beside(programme_id: int, chosen: Chosen, few: int) -> Kept[Beside]:
    """Return what was counted last, at most a minute ago, or longer where it is slow to count; `few` are the busiest people."""
    name, slow_for = _name(programme_id, chosen, few), settings.KEPT_SECONDS
    return kept(name, lambda: count(programme_id, chosen, few), fresh_for=FRESH_SECONDS, slow_for=slow_for)


def renew(programme_id: int, kind: str) -> None:
    """Where counting takes long, nobody who opens the page has to wait for it."""
    chosen, few = periods.chosen({"period": kind}), privacy.few()
    renew_slow(_name(programme_id, chosen, few), lambda: count(programme_id, chosen, few))


def _name(programme_id: int, chosen: Chosen, few: int) -> str:
    return f"beside2:{programme_id}:{chosen.key}:{few}"


def count(programme_id: int, chosen: Chosen, few: int) -> Beside:
    """Return the figures as they are now."""
    scope, now, before = Scope(programme_id), chosen.period, chosen.before
    carried = _carried(programme_id, now, few)
    return Beside(
        posts=Got(*figures.blog_posts(scope, now)),
        posts_before=Got(*figures.blog_posts(scope, before)),
        applications=funnel.applications_in(scope, now),
        applications_before=funnel.applications_in(scope, before),
        hires=funnel.hires_in(scope, now),
        hires_before=funnel.hires_in(scope, before),
        thanks=_thanks(now),
        badges=_badges(now),
        took_part_before=figures.participation(scope, before),
        reach_before=figures.reach(scope, before),
        sharing_before=figures.sharing(scope, before),
        carried=carried.pop(None, Carried(0, 0, 0)),
        carried_by_theme={theme: row for theme, row in carried.items() if theme is not None},
    )


def _thanks(period: Period) -> Got:
    starts_at, ends_at = figures.bounds(period)
    found = Kudos.objects.standing().filter(created_at__gte=starts_at, created_at__lt=ends_at)
    return Got(**found.order_by().aggregate(times=Count("pk"), people=Count("receiver", distinct=True)))


def _badges(period: Period) -> Got:
    starts_at, ends_at = figures.bounds(period)
    found = BadgeAward.objects.filter(awarded_at__gte=starts_at, awarded_at__lt=ends_at)
    return Got(**found.order_by().aggregate(times=Count("pk"), people=Count("ambassador", distinct=True)))


def _carried(programme_id: int, period: Period, few: int) -> dict[int | None, Carried]:
    """Return what the busiest `few` people made, as a whole (None) and of each theme."""
    starts_at, ends_at = figures.bounds(period)
    statement = """
        WITH made AS (
            SELECT share.theme_id, share.ambassador_id, count(*) AS posts
            FROM sharehub_share AS share
            WHERE share.state IN ('confirmed', 'verified') AND share.confirmed_at >= %(starts_at)s
                AND share.confirmed_at < %(ends_at)s AND share.theme_id IN
                (SELECT id FROM themes_theme WHERE programme_id = %(programme)s)
            GROUP BY share.theme_id, share.ambassador_id
        ), ranked AS (
            SELECT theme_id, posts, row_number() OVER (PARTITION BY theme_id ORDER BY posts DESC) AS place FROM made
            UNION ALL
            SELECT NULL, posts, row_number() OVER (ORDER BY posts DESC) FROM
                (SELECT sum(posts) AS posts FROM made GROUP BY ambassador_id) AS of_person
        )
        SELECT theme_id, sum(posts)::int, (sum(posts) FILTER (WHERE place <= %(few)s))::int, count(*)
        FROM ranked GROUP BY theme_id
    """
    with connection.cursor() as cursor:
        cursor.execute(statement, {"starts_at": starts_at, "ends_at": ends_at, "programme": programme_id, "few": few})
        return {theme: Carried(posts, busiest, people) for theme, posts, busiest, people in cursor.fetchall()}
