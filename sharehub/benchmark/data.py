"""A large organisation, made up quickly: people, pieces, shares and a million visits."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from wagtail.models import Page, Site

from ambassadors.models import Ambassador, Headcount, Team, ThemeLink, User
from cms.models import Article, HomePage, StoryIndexPage
from sharehub.edge.targets import point_links
from sharehub.models import Share, TrackedLink
from sharehub.reach.partitions import make_partitions
from sharehub.reach.visits import user_agent_row
from themes import permissions
from themes.models import Programme, Theme

DAYS = 90
_AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1",
    "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
    "Bluesky Cardyb/1.1; +mailto:support@bsky.app",
)
_NETWORKS = ("linkedin", "linkedin", "whatsapp", "mastodon", "bluesky")

# Clicks come mostly in the first days after a share, a few of them from the same visitor soon after.
_VISITS = """
WITH picked AS MATERIALIZED (
    SELECT n, (%(links)s::bigint[])[1 + floor(random() ^ 1.5 * %(link_count)s)::int] AS link_id, random() AS moment,
           (%(agents)s::bigint[])[1 + floor(random() ^ 2 * %(agent_count)s)::int] AS agent_id,
           decode(md5((random() * 400)::int::text || (n %% 9973)::text), 'hex') AS visitor,
           random() < 0.05 AS is_prefetch, random() < 0.01 AS is_own
    FROM generate_series(1, %(visits)s) AS n
)
INSERT INTO sharehub_visit (link_id, at, visitor, user_agent_id, referrer, is_prefetch, is_own, kind, reason)
SELECT link.id, link.created_at + least(-ln(1 - picked.moment) * interval '2 days', picked.moment * (now() - link.created_at)),
       visitor, agent_id, '', is_prefetch, is_own, '', ''
FROM picked JOIN sharehub_trackedlink AS link ON link.id = picked.link_id
"""


def fill(*, people: int, shares: int, visits: int) -> Programme:
    """The empty database holds so many ambassadors with shares, and visits that nobody has classified yet."""
    today = timezone.localdate()
    programme = Programme.objects.create(
        name="Benchmark", slug="benchmark", starts_on=today - timedelta(days=365), ends_on=today + timedelta(days=365)
    )
    themes = [
        Theme.objects.create(programme=programme, name=f"Theme {n}", slug=f"theme-{n}", hue=n * 45) for n in range(5)
    ]
    ambassadors = _people(people, themes)
    _shares(shares, ambassadors, _pieces(themes), themes)
    while point_links():
        pass
    add_visits(visits)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return programme


def _people(count: int, themes: list[Theme]) -> list[Ambassador]:
    now = timezone.now()
    teams = [Team.objects.create(name=f"Team {n}", slug=f"team-{n}") for n in range(20)]
    users = User.objects.bulk_create(
        User(email=f"person{n}@example.org", first_name=f"Person{n}", last_name="Jansen", language="en", password="!")  # noqa: S106 (nobody can sign in)
        for n in range(count + 1)
    )
    manager = users.pop()
    manager.groups.add(Group.objects.get(name=permissions.MANAGER))
    group = Group.objects.get(name=permissions.AMBASSADOR)
    User.groups.through.objects.bulk_create(User.groups.through(user=user, group=group) for user in users)
    found = Ambassador.objects.bulk_create(
        Ambassador(user=user, team=teams[n % 20], slug=f"person-{n}", languages=["en"], joined_at=now)
        for n, user in enumerate(users)
    )
    ThemeLink.objects.bulk_create(
        ThemeLink(ambassador=one, theme=themes[(n + step) % 5], state="accepted")
        for n, one in enumerate(found)
        for step in range(2)
    )
    today = timezone.localdate()
    Headcount.objects.create(day=today, team=None, eligible=count * 2, joined=count)
    Headcount.objects.bulk_create(
        Headcount(day=today, team=team, eligible=count // 10, joined=count // 20) for team in teams
    )
    return found


def _pieces(themes: list[Theme]) -> list[Article]:
    home = HomePage(title="Home", slug="benchmark-home")
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    index = home.add_child(instance=StoryIndexPage(title="Stories", slug="stories"))
    pieces = []
    for number in range(100):
        piece = index.add_child(instance=Article(title=f"Story {number}", slug=f"story-{number}", language="en"))
        piece.themes.set([themes[number % 5]])
        piece.save()
        pieces.append(piece)
    return pieces


def _shares(count: int, ambassadors: list[Ambassador], pieces: list[Article], themes: list[Theme]) -> list[TrackedLink]:
    now = timezone.now()
    rows = []
    for number in range(count):
        at = now - timedelta(seconds=DAYS * 86_400 * (number + 0.5) / count)
        rows.append(
            Share(
                ambassador=ambassadors[number * 7 % len(ambassadors)],
                piece=pieces[number % len(pieces)],
                theme=themes[number % 5],
                network=_NETWORKS[number // 5 % len(_NETWORKS)],
                text=f"What I think of it, number {number}",
                language="en",
                state=Share.State.CONFIRMED,
                own_words=number % 10 / 10,
                potential_audience=300,
                created_at=at,
                confirmed_at=at,
            )
        )
    shares = Share.objects.bulk_create(rows, batch_size=2_000)
    return TrackedLink.objects.bulk_create(
        (TrackedLink(share=share, created_at=share.created_at) for share in shares), batch_size=2_000
    )


def add_visits(count: int) -> None:
    """So many visits of the links are there that nobody has classified; the same ones each time, in monthly partitions."""
    agents = [user_agent_row(text).pk for text in _AGENTS]
    links = list(TrackedLink.objects.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute(
            _VISITS,
            {"agents": agents, "agent_count": len(agents), "visits": count, "links": links, "link_count": len(links)},
        )
    make_partitions()
