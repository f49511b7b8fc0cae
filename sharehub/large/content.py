"""The programme, its themes, the outside world and the pieces to share."""

from dataclasses import dataclass
from datetime import timedelta

from wagtail.models import Page, Site

from cms.models import Article, HomePage, Shareable, StoryIndexPage, TextVariant, Vacancy, VacancyIndexPage
from cms.tree import add_children
from sharehub.large.sizes import DAYS, Sizes, Year
from themes.models import (
    KPI,
    Conversation,
    Goal,
    KPIReading,
    Programme,
    ReadinessItem,
    Stakeholder,
    Theme,
    ThemeTerm,
)

SLUG = "made-load"
HOME_SLUG = "made-load-home"
_THEMES = (
    ("Warm homes", "insulation heat pump comfort"),
    ("Clean water", "water rivers drinking"),
    ("Safe at work", "safety incident care"),
    ("Craft and skill", "welding craft apprentice"),
    ("Smart grids", "grid battery storage"),
    ("Open data", "data model forecast"),
    ("Good neighbours", "street residents noise"),
    ("Room to grow", "career learning coach"),
)
_METRICS = ("visitors", "shares", "own_words", "participation", "human_clicks", "applications")


@dataclass(frozen=True)
class Content:
    """What sharing needs to know: pieces in order of publication, vacancies, and the theme of each."""

    programme: Programme
    themes: list[Theme]
    pieces: list[Article]
    vacancies: list[Vacancy]

    def theme_of(self, number: int) -> Theme:
        return self.themes[(number + number // 7) % len(self.themes)]


def fill(sizes: Sizes, year: Year) -> Content:
    """There is a programme with goals, themes and people outside, and a site with stories and vacancies."""
    programme = Programme.objects.create(
        name="A large organisation",
        slug=SLUG,
        purpose="To see what the pages do at this size.",
        starts_on=year.start,
        ends_on=year.today + timedelta(days=DAYS),
        launched_at=year.moment(0),
    )
    themes = _themes(programme)
    _goals(programme, themes, year)
    _outside(programme, themes, year)
    ReadinessItem.objects.bulk_create(
        ReadinessItem(programme=programme, key=key, evidence="Settled.", met_on=year.start) for key in ReadinessItem.Key
    )
    home = HomePage(title="A large organisation", slug=HOME_SLUG)
    Page.objects.get(depth=1).add_child(instance=home)
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": home, "hostname": "localhost"})
    content = Content(programme, themes, _stories(home, sizes.pieces, year), _vacancies(home, sizes.vacancies, year))
    _mark(content)
    return content


def _themes(programme: Programme) -> list[Theme]:
    themes = Theme.objects.bulk_create(
        Theme(
            programme=programme,
            name=name,
            slug=f"{SLUG}-{number}",
            summary=f"What we know about {name.lower()}, and what we still have to learn.",
            audience="People who live with it every day.",
            key_messages="We show the work.\nWe say what it costs.",
            tone="Calm and precise.",
            owner="Communication",
            hue=number * 45,
        )
        for number, (name, _words) in enumerate(_THEMES)
    )
    ThemeTerm.objects.bulk_create(
        ThemeTerm(theme=theme, kind=ThemeTerm.Kind.KEYWORD, language="en", text=word)
        for theme, (_name, words) in zip(themes, _THEMES, strict=True)
        for word in words.split()
    )
    return themes


def _goals(programme: Programme, themes: list[Theme], year: Year) -> None:
    kinds = (Goal.Kind.AWARENESS, Goal.Kind.PRIDE, Goal.Kind.RECRUITMENT)
    goals = Goal.objects.bulk_create(
        Goal(programme=programme, title=f"{kind.label} that lasts", kind=kind, sort_order=place)
        for place, kind in enumerate(kinds)
    )
    kpis = KPI.objects.bulk_create(
        KPI(
            goal=goals[number % len(goals)],
            name=f"{key.replace('_', ' ').capitalize()} grow",
            metric_key=key,
            theme=themes[number] if number % 2 else None,
            baseline_value=10,
            baseline_on=year.start,
            target_value=100,
            due_on=year.today + timedelta(days=180),
            owner="Communication",
            relevance="It moves when people are moved.",
        )
        for number, key in enumerate(_METRICS)
    )
    KPIReading.objects.bulk_create(
        KPIReading(kpi=kpi, day=year.day(day), value=10 + day * (40 + number * 5) / DAYS)
        for number, kpi in enumerate(kpis)
        for day in range(DAYS)
    )


def _outside(programme: Programme, themes: list[Theme], year: Year) -> None:
    kinds = Stakeholder.Kind.values
    people = Stakeholder.objects.bulk_create(
        Stakeholder(
            programme=programme,
            name=f"Neighbour {number}",
            kind=kinds[number % len(kinds)],
            influence=1 + number % 5,
            relation=1 + number // 5 % 5,
        )
        for number in range(200)
    )
    Stakeholder.themes.through.objects.bulk_create(
        Stakeholder.themes.through(stakeholder=one, theme=themes[number % len(themes)])
        for number, one in enumerate(people)
    )
    Conversation.objects.bulk_create(
        Conversation(
            programme=programme,
            theme=themes[number % len(themes)],
            stakeholder=people[number % len(people)],
            network="linkedin",
            author=people[number % len(people)].name,
            text="How does this work in our street?",
            url=f"https://example.org/conversations/{number}",
            language="en",
            said_at=year.moment(DAYS - 1 - number % 200),
            state=Conversation.State.WAITING if number % 20 == 0 else Conversation.State.ANSWERED,
            state_since=year.moment(DAYS - 1 - number % 200),
        )
        for number in range(400)
    )


def _stories(home: HomePage, count: int, year: Year) -> list[Article]:
    index = home.add_child(instance=StoryIndexPage(title="Stories", slug="stories"))
    pieces = [
        Article(
            title=f"What happened in street {number + 1}",
            slug=f"story-{number}",
            summary="A street, a week, and what nobody had expected.",
            language="nl" if number % 3 else "en",
            first_published_at=year.moment(number * DAYS // count, 28_800),
            last_published_at=year.moment(number * DAYS // count, 28_800),
            byline="Communication",
        )
        for number in range(count)
    ]
    add_children(index, pieces)
    return pieces


def _vacancies(home: HomePage, count: int, year: Year) -> list[Vacancy]:
    index = home.add_child(instance=VacancyIndexPage(title="Vacancies", slug="vacancies"))
    pages = []
    for number in range(count):
        posted = number * DAYS // count
        pages.append(
            Vacancy(
                title=f"Engineer {number + 1}",
                slug=f"vacancy-{number}",
                summary="Come and work on what warms a city.",
                language="en",
                first_published_at=year.moment(posted, 32_400),
                last_published_at=year.moment(posted, 32_400),
                description="<p>You keep the water warm, and the people who wait for it.</p>",
                date_posted=year.day(posted),
                valid_through=year.day(posted) + timedelta(days=90),
                locality=("Assen", "Groningen", "Zwolle", "Emmen")[number % 4],
            )
        )
    add_children(index, pages)
    return pages


def _mark(content: Content) -> None:
    """Every piece belongs to a theme or two, and has suggested texts."""
    rows = []
    for number, page in enumerate([*content.pieces, *content.vacancies]):
        found = {content.theme_of(number).pk, content.themes[number % len(content.themes)].pk}
        rows += [Shareable.themes.through(shareable_id=page.pk, theme_id=pk) for pk in sorted(found)]
    Shareable.themes.through.objects.bulk_create(rows)
    TextVariant.objects.bulk_create(
        TextVariant(piece_id=page.pk, text=f"Have a look at “{page.title}”.", sort_order=0) for page in content.pieces
    )
