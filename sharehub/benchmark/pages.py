"""How long pages take on the server, and how many questions they ask the database."""

import gc
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ambassadors.models import Ambassador, User
from cms.models import StoryIndexPage, Vacancy
from sharehub.benchmark.results import Part, Row, percentile
from sharehub.large import loader
from sharehub.large.bulk import stderr_bar
from sharehub.large.sizes import Sizes
from sharehub.models import Share
from themes.models import Organisation, Programme, Reporting
from themes.permissions import HR, MANAGER

# What is promised at 100,000 ambassadors, 1 million shares and 10 million visits.
MOST_QUERIES = 20
MOST_MILLISECONDS = 100
MOST_MILLISECONDS_OF_A_SEARCH = 150  # through the directory, and for who fits a theme
MOST_MILLISECONDS_OF_FIGURES = 150  # of the pages that a board and HR read


@dataclass(frozen=True)
class Page:
    """A page as somebody opens it; `promised` where its speed is, or only its milliseconds where those are given."""

    name: str
    user: User | None
    address: str
    promised: bool = False
    milliseconds: int | None = None

    @property
    def most_milliseconds(self) -> int | None:
        """What is promised, None where nothing is."""
        return self.milliseconds or (MOST_MILLISECONDS if self.promised else None)


@dataclass(frozen=True)
class PageTimes:
    """Server time of a page in milliseconds, its queries, and how long the first visitor waited when nothing was kept."""

    name: str
    first: float
    p50: float
    p95: float
    queries: int
    kilobytes: float
    promised: bool
    most_milliseconds: int | None

    @property
    def is_kept(self) -> bool:
        """Whether the page is as quick as promised, where that is promised."""
        is_quick = self.most_milliseconds is None or self.p95 <= self.most_milliseconds
        return is_quick and (not self.promised or self.queries <= MOST_QUERIES)


def measure(*, is_quick: bool = False) -> Part:
    """The pages that people open most, in turns, as in production, without the network, on a warm database."""
    sizes = Sizes(2_000, 10_000, 50_000, 500) if is_quick else Sizes()
    programme = loader.load(sizes, today=datetime.now(UTC).date(), bar=stderr_bar())
    loader.vacuum()
    rows = [_row(times) for times in times_of(list(pages(programme)))]
    Organisation.objects.update(reporting=Reporting.MONTHS)
    rows += [_row(times) for times in times_of(list(pages_of_months(programme)))]
    return Part(
        rows,
        notes=[
            f"pages: {sizes.ambassadors:,} ambassadors, {sizes.shares:,} shares, {sizes.visits:,} raw visits, "
            f"{sizes.applications:,} applications, from `manage.py make_load`; “first” is the wait when nothing was kept; "
            f"PostgreSQL keeps {_memory()} in memory (`shared_buffers`)"
        ],
    )


def _memory() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW shared_buffers")
        return str(cursor.fetchone()[0])


def _row(page: "PageTimes") -> Row:
    return Row(
        page.name,
        f"p95 {page.p95:.0f} ms, {page.queries} queries",
        _promise(page),
        page.is_kept if page.most_milliseconds else None,
        f"p50 {page.p50:.0f} ms, first {page.first:,.0f} ms, {page.kilobytes:.0f} kB",
    )


def _promise(page: "PageTimes") -> str:
    if page.most_milliseconds is None:
        return ""
    return f"≤ {page.most_milliseconds} ms" + (f", ≤ {MOST_QUERIES} queries" if page.promised else "")


def pages(programme: Programme) -> Iterator[Page]:
    """Yield the pages that people open most: for the promised ones those of the busiest person and theme."""
    manager = User.objects.filter(groups__name=MANAGER).order_by("pk")[:1].get()
    hr = User.objects.filter(groups__name=HR).order_by("pk")[:1].get()
    busiest = Share.objects.order_by().values("ambassador").annotate(count=Count("pk")).order_by("-count", "ambassador")
    person = Ambassador.objects.get(pk=busiest[0]["ambassador"])
    theme = programme.themes.live().annotate(count=Count("shares")).order_by("-count", "pk")[0]
    vacancy = Vacancy.objects.annotate(count=Count("applications")).order_by("-count", "pk")[0]
    stories = StoryIndexPage.objects.live()[0].get_url() or "/"

    def of(name: str, *args: object, query: str = "") -> str:
        return reverse(name, args=args) + query

    slug, search, of_figures = programme.slug, MOST_MILLISECONDS_OF_A_SEARCH, MOST_MILLISECONDS_OF_FIGURES
    yield Page("theme (manager)", manager, of("themes:theme_detail", slug, theme.slug), True)
    yield Page("theme (public)", None, f"{stories}?theme={theme.slug}", True)
    yield Page("feed (own)", person.user, of("sharehub:feed"), True)
    yield Page("my reach (own)", person.user, of("sharehub:my_reach"), True)
    yield Page("thanks (own)", person.user, of("sharehub:thanks"), True)
    yield Page("leaderboard (own)", person.user, of("sharehub:board"), True)
    for period in ("week", "month", "quarter", "year"):
        yield Page(
            f"reach overview, {period}", manager, of("sharehub:measurement", slug, query=f"?period={period}"), True
        )
    yield Page("on one page (board)", manager, of("sharehub:overview", slug), True, of_figures)
    figure = of("sharehub:overview_figure", slug, "visitors", query=f"?theme={theme.slug}")
    yield Page("one figure traced (board)", manager, figure, True, of_figures)
    yield Page("report (HR)", hr, of("sharehub:recruitment_report"), milliseconds=of_figures)
    yield Page("workspace", manager, of("themes:workspace", slug))
    yield Page("people", manager, of("ambassadors:person_list", slug))
    yield Page("people, searched", manager, of("ambassadors:person_list", slug, query="?q=visser+welder"), True, search)
    yield Page("people, last page", manager, of("ambassadors:person_list", slug, query="?page=999999"))
    yield Page("people of a theme", manager, of("ambassadors:theme_people", slug, theme.slug), milliseconds=search)
    yield Page("a person", manager, of("ambassadors:person_detail", slug, person.pk))
    yield Page("roles", manager, of("ambassadors:role_list", slug))
    yield Page("give a role", manager, of("ambassadors:assignment_new", slug))
    yield Page("support", manager, of("ambassadors:support", slug))
    yield Page("invitations", manager, of("ambassadors:invitation_list", slug))
    yield Page("goals", manager, of("themes:goal_list", slug))
    yield Page("themes", manager, of("themes:theme_list", slug))
    yield Page("colleagues", person.user, of("sharehub:colleague_list", query="?q=visser"))
    yield Page("vacancies (HR)", hr, of("sharehub:vacancy_list"))
    yield Page("a vacancy, with its funnel (HR)", hr, of("sharehub:vacancy_detail", vacancy.pk), True, of_figures)
    yield Page("applications (HR)", hr, of("sharehub:application_list"))
    yield Page("applications, searched (HR)", hr, of("sharehub:application_list", query="?q=candidate+4999"))


def pages_of_months(programme: Programme) -> Iterator[Page]:
    """Yield the pages that read otherwise where figures are told of whole months, as an organisation begins."""
    told = (
        "my reach (own)",
        "leaderboard (own)",
        "on one page (board)",
        "one figure traced (board)",
        "report (HR)",
        "workspace",
        "vacancies (HR)",
        "a vacancy, with its funnel (HR)",
    )
    manager = User.objects.filter(groups__name=MANAGER).order_by("pk")[:1].get()
    overview = Page("reach overview", manager, reverse("sharehub:measurement", args=[programme.slug]), True)
    for page in (overview, *(page for page in pages(programme) if page.name in told)):
        yield replace(page, name=f"{page.name}, whole months")


def times_of(pages: Sequence[Page], times: int = 40) -> list[PageTimes]:
    """Return how the pages do when each is opened so many times, in turns, after two times to warm up.

    In turns: what disturbs the machine for a while then falls on all of them, and none finds the processor warm from itself.
    Raises RuntimeError when one does not answer 200.
    """
    visits = [_Visit(page) for page in pages]
    for visit in visits:
        visit.begin()
    gc.collect()
    gc.freeze()  # as in the web process
    for _round in range(times):
        for visit in visits:
            visit.taken.append(visit.open())
    return [visit.times() for visit in visits]


class _Visit:
    """Somebody with a browser who opens one page again and again."""

    def __init__(self, page: Page) -> None:
        self.page, self.taken = page, list[float]()
        self.first, self.queries, self.bytes = 0.0, 0, 0
        self.client = Client(headers={"Host": "localhost"})
        if page.user is not None:
            self.client.force_login(page.user, backend="django.contrib.auth.backends.ModelBackend")

    def begin(self) -> None:
        self.first = self.open()
        self.open()
        with CaptureQueriesContext(connection) as queries:
            self.open()
        self.queries = len(queries)  # read now: the next request empties the list

    def open(self) -> float:
        """Open the page and return how many milliseconds the server took."""
        started = time.perf_counter()
        response = self.client.get(self.page.address)
        taken = (time.perf_counter() - started) * 1000
        if response.status_code != 200:
            raise RuntimeError(f"{self.page.name}: {self.page.address} answered {response.status_code}")
        self.bytes = len(response.content)
        return taken

    def times(self) -> PageTimes:
        taken = sorted(self.taken)
        return PageTimes(
            self.page.name,
            self.first,
            percentile(taken, 50),
            percentile(taken, 95),
            self.queries,
            self.bytes / 1024,
            self.page.promised,
            self.page.most_milliseconds,
        )
