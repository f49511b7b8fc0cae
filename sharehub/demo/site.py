"""Fills the public site: home, stories, blogs and vacancies, each with its picture and suggested texts."""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.files.images import ImageFile
from wagtail.models import Page, Site

from cms.models import (
    Article,
    BlogIndexPage,
    BlogPost,
    HomePage,
    Picture,
    Shareable,
    StandardPage,
    StoryIndexPage,
    TextVariant,
    Vacancy,
    VacancyIndexPage,
)
from cms.site import answer_at_base_url, let_hr_edit_vacancies
from sharehub.demo.calendar import Calendar
from sharehub.demo.people import Person
from sharehub.demo.texts import Fields, Text, as_html, as_story, texts
from themes.models import Organisation, Theme


def pictured() -> Iterator[tuple[str, Fields]]:
    """Yield every text that has a picture of its own, by name."""
    for folder in ("pieces", "blogs", "vacancies"):
        for text in texts(folder):
            yield text.slug, text.fields


def fill_site(calendar: Calendar, people: Mapping[str, Person], pictures: Mapping[str, bytes]) -> dict[str, Shareable]:
    """Every text stands on the site as it would on its day; returns the pieces by name, each with its own day."""
    home = _home()
    stories, blog, vacancies = (
        _child(
            home, StoryIndexPage(title="Verhalen", slug="verhalen", introduction="Wat we doen, wat lukt en wat niet.")
        ),
        _child(home, BlogIndexPage(title="Blog", slug="blog", introduction="Collega's in hun eigen woorden.")),
        _child(home, VacancyIndexPage(title="Vacatures", slug="vacatures", introduction="Het salaris staat erbij.")),
    )
    let_hr_edit_vacancies()
    _privacy(home)
    shelf = _Shelf(calendar, pictures)
    pieces = {text.slug: shelf.article(stories, text) for text in texts("pieces")}
    pieces |= {text.slug: shelf.blog(blog, text, people) for text in texts("blogs")}
    pieces |= {text.slug: shelf.vacancy(vacancies, text) for text in texts("vacancies")}
    return pieces


class _Shelf:
    """Puts texts on the site."""

    def __init__(self, calendar: Calendar, pictures: Mapping[str, bytes]) -> None:
        self.calendar = calendar
        self.pictures = pictures
        self.themes = {theme.slug: theme for theme in Theme.objects.all()}

    def article(self, parent: Page, text: Text) -> Article:
        day = self.calendar.day_of(text.fields)
        return self._place(
            parent,
            text,
            Article(
                **self._shared(text),
                body=as_story(text.body),
                byline="Redactie Noorderlicht",
                published_on=min(day, self.calendar.today),
            ),
        )

    def blog(self, parent: Page, text: Text, people: Mapping[str, Person]) -> BlogPost:
        author = people[text.fields["author"]].ambassador
        status = text.fields.get("status", "published")
        page = BlogPost(**self._shared(text), author=author, body=as_html(text.body), live=status == "published")
        if author:
            page.owner = author.user
        self._place(parent, text, page)
        if status != "published":
            page.save_revision(user=page.owner)
        if status == "submitted":
            page.get_workflow().start(page, page.owner)
        return page

    def vacancy(self, parent: Page, text: Text) -> Vacancy:
        fields, day = text.fields, self.calendar.day_of(text.fields)
        closes_on = day + timedelta(days=fields["open"])
        return self._place(
            parent,
            text,
            Vacancy(
                **self._shared(text),
                description=as_html(text.body),
                identifier=f"NL-{text.slug}",
                employment_type=fields["employment"],
                date_posted=day,
                valid_through=closes_on,
                share_until=self.calendar.at(closes_on, 23.9),
                locality=fields["location"],
                hours=fields["hours"],
                salary_minimum=fields["salary"][0],
                salary_maximum=fields["salary"][1],
                hiring_organisation="Noorderlicht",
            ),
        )

    def _shared(self, text: Text) -> dict[str, Any]:
        """What every kind of piece has."""
        fields, at = text.fields, self._published_at(text)
        known: dict[str, Any] = {
            "title": fields["title"],
            "slug": text.slug,
            "summary": fields["summary"],
            "search_description": fields["summary"],
            "picture": self._picture(text),
            "language": fields.get("language", "nl"),
            "networks": fields.get("networks", []),
            "priority": fields.get("priority", 2),
            "first_published_at": min(at, self.calendar.now),
            "last_published_at": min(at, self.calendar.now),
        }
        if at > self.calendar.now:
            # On the site already, but not to be shared yet.
            known["share_from"] = at
            shown_at = self.calendar.at(self.calendar.ago(6), 11)
            known["first_published_at"] = known["last_published_at"] = shown_at
        if "until" in fields:
            known["share_until"] = self.calendar.at(self.calendar.ago(fields["until"]), 23.5)
        return known

    def _published_at(self, text: Text) -> datetime:
        day = self.calendar.day_of(text.fields)
        at = self.calendar.at(day, 7.5 + sum(text.slug.encode()) % 60 / 60)
        return at if day != self.calendar.today else min(at, self.calendar.now)

    def _place(self, parent: Page, text: Text, page: Any) -> Any:
        page.themes = [self.themes[slug] for slug in text.fields["themes"]]
        page.variants = [
            TextVariant(network=network, text=words, sort_order=order)
            for network, lines in text.fields.get("texts", {}).items()
            for order, words in enumerate(lines)
        ]
        page.latest_revision_created_at = page.first_published_at
        if not page.live:
            page.first_published_at = page.last_published_at = None
        parent.add_child(instance=page)
        return page

    def _picture(self, text: Text) -> Picture:
        data = self.pictures[text.slug]
        picture = Picture(
            title=text.fields["title"],
            description=text.fields["alt"],
            credit="Noorderlicht",
            theme=self.themes[text.fields["themes"][0]],
            is_for_colleagues="author" not in text.fields,
            file=ImageFile(io.BytesIO(data), name=f"{text.slug}.jpg"),
            file_size=len(data),
        )
        picture.save()
        return picture


def _home() -> Page:
    """Return the front page: the one that is there, or a new one that takes the place of Wagtail's welcome page."""
    home = HomePage.objects.first()
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if home is None:
        old = site.root_page if site else None
        home = HomePage(title="Noorderlicht", slug="noorderlicht")
        Page.objects.get(depth=1).add_child(instance=home)
        if site and old and old.specific_class is Page:
            Site.objects.filter(pk=site.pk).update(root_page=home)
            old.delete()
        elif site is None:
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name="Noorderlicht")
    home = HomePage.objects.get(pk=home.pk)
    answer_at_base_url(home)
    home.title = "Noorderlicht"
    home.introduction = (
        "Wij leggen warmtenetten aan in Groningen en Drenthe. Hier vertellen de mensen die dat doen er zelf over."
    )
    home.save()
    return home


def _child(parent: Page, page: Page) -> Page:
    page.show_in_menus = True
    found = page.__class__.objects.child_of(parent).first()
    return found or parent.add_child(instance=page)


def _privacy(home: Page) -> None:
    organisation = Organisation.load()
    paragraphs = (
        "<b>Als je deze site leest.</b> Deze site zet geen cookies om je te volgen. Wij tellen hoe vaak een link gebruikt is, "
        "niet wie je bent: van je adres blijft alleen een code over die na een dag niet meer te herleiden is. Losse bezoeken "
        f"verdwijnen na {settings.VISIT_RETENTION_DAYS} dagen; wat overblijft zijn aantallen.",
        "<b>Als je solliciteert.</b> Alleen wie deze vacature behandelt, leest wat je schrijft en je cv. We gebruiken het om te "
        f"kiezen wie we uitnodigen, en nergens anders voor. {organisation.candidate_retention_days} dagen na het einde van de "
        "procedure wissen we het, of na een jaar als je dat aankruist. Kwam je via de link van een collega, dan weet die alleen "
        "dat er iemand solliciteerde, niet wie.",
        "<b>Als je in het openbaar over onze onderwerpen schrijft.</b> We lezen openbare berichten over warmte en werk, zodat een "
        "collega kan antwoorden. Na een jaar zijn ze bij ons weg.",
        "<b>Je rechten.</b> Je mag zien wat we van je hebben, het laten verbeteren of wissen, en bezwaar maken. Schrijf naar "
        "privacy@noorderlicht.example; binnen een maand heb je antwoord. Kom je er met ons niet uit, dan kun je terecht bij de "
        "Autoriteit Persoonsgegevens. Verantwoordelijk is Noorderlicht Warmte, Groningen (een verzonnen bedrijf).",
    )
    body = [{"type": "paragraph", "value": "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)}]
    _child(home, StandardPage(title="Privacy", slug="privacy", body=body))
