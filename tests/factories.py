"""Plausible rows for tests; say only what the test is about."""

import io
import uuid
from datetime import date, timedelta

import factory
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Page

from ambassadors import models as people
from cms import models as cms
from sharehub import models as hub
from sharehub.networks.connecting.api import Tokens
from themes import models as themes
from themes import permissions


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = themes.Programme

    name = factory.Sequence(lambda n: f"Programme {n}")
    slug = factory.Sequence(lambda n: f"programme-{n}")
    starts_on = factory.LazyFunction(lambda: date(timezone.localdate().year, 1, 1))
    ends_on = factory.LazyFunction(lambda: date(timezone.localdate().year, 12, 31))


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = themes.Theme

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Theme {n}")
    slug = factory.Sequence(lambda n: f"theme-{n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = people.User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.nl")
    first_name = factory.Sequence(lambda n: f"Person{n}")
    last_name = "Jansen"
    language = "en"
    password = factory.django.Password("correct horse battery")


class TeamFactory(DjangoModelFactory):
    class Meta:
        model = people.Team

    name = factory.Sequence(lambda n: f"Team {n}")
    slug = factory.Sequence(lambda n: f"team-{n}")


class AmbassadorFactory(DjangoModelFactory):
    """Someone who joined, in the group of ambassadors."""

    class Meta:
        model = people.Ambassador
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    team = factory.SubFactory(TeamFactory)
    slug = factory.Sequence(lambda n: f"person-{n}")
    languages = ["en", "nl"]
    joined_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=60))

    @factory.post_generation
    def group(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            self.user.groups.add(Group.objects.get(name=permissions.AMBASSADOR))


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = people.Role

    key = factory.Sequence(lambda n: f"role-{n}")
    name = factory.Sequence(lambda n: f"Role {n}")
    description = "Passes content on."


def home_page() -> cms.HomePage:
    """Return the site's home page."""
    return cms.HomePage.objects.get()


def article(**fields: object) -> cms.Article:
    """Return a live article; `themes` is a list."""
    return _piece(cms.Article, cms.StoryIndexPage.objects.get(), fields)


def blog_post(**fields: object) -> cms.BlogPost:
    """Return a live blog post; `author` is needed."""
    return _piece(cms.BlogPost, cms.BlogIndexPage.objects.get(), fields)


def video(**fields: object) -> cms.VideoPage:
    """Return a live video that stands elsewhere."""
    fields.setdefault("video_url", "https://video.example/1")
    return _piece(cms.VideoPage, cms.StoryIndexPage.objects.get(), fields)


def vacancy(**fields: object) -> cms.Vacancy:
    """Return a live vacancy on which one can apply here."""
    fields.setdefault("description", "<p>Come and work with us.</p>")
    return _piece(cms.Vacancy, cms.VacancyIndexPage.objects.get(), fields)


def _piece(model: type[Page], parent: Page, fields: dict[str, object]) -> Page:
    linked_themes = fields.pop("themes", [])
    number = model.objects.count() + 1
    fields.setdefault("title", f"{model.__name__} {number}")
    fields.setdefault("slug", f"{model.__name__.lower()}-{number}")
    fields.setdefault("language", "en")
    page = model(**fields)
    if linked_themes:
        page.themes.set(linked_themes)
    return parent.add_child(instance=page)


class ShareFactory(DjangoModelFactory):
    """A confirmed share with its link."""

    class Meta:
        model = hub.Share
        skip_postgeneration_save = True

    ambassador = factory.SubFactory(AmbassadorFactory)
    piece = factory.LazyFunction(article)
    network = "linkedin"
    text = "In my own words."
    state = hub.Share.State.CONFIRMED
    confirmed_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def link(self, create: bool, extracted: object, **kwargs: object) -> None:
        if create:
            hub.TrackedLink.objects.create(share=self)


def application(**fields: object) -> hub.Application:
    """Return an application that just arrived; its vacancy is made where none is given."""
    fields.setdefault("name", "Kim de Vries")
    fields.setdefault("email", "kim@example.nl")
    fields.setdefault("motivation", "Because of the people.")
    if "vacancy" not in fields:
        fields["vacancy"] = vacancy()
    return hub.Application.objects.create(token=uuid.uuid4(), **fields)


class StoryFactory(DjangoModelFactory):
    """A story of the content plan."""

    class Meta:
        model = cms.Story

    theme = factory.SubFactory(ThemeFactory)
    title = factory.Sequence(lambda n: f"Story {n}")


class PlannedPieceFactory(DjangoModelFactory):
    """A piece of a story, in reserve."""

    class Meta:
        model = cms.PlannedPiece

    story = factory.SubFactory(StoryFactory)
    title = factory.Sequence(lambda n: f"Piece {n}")
    language = "en"


def connection(ambassador: object, network: str = "mastodon", **fields: object) -> hub.Connection:
    """Return an account that this person connected."""
    servers = {"mastodon": "https://mastodon.example", "bluesky": "https://morel.example"}
    server = servers.get(network, f"https://api.{network}.com")
    account = "did:plc:ann" if network == "bluesky" else "17"
    found = {"server": server, "account": account, "name": "@ann@mastodon.example", **fields}
    row = hub.Connection(ambassador=ambassador, network=network, **found)
    row.tokens = Tokens("hush", "renew" if network in {"bluesky", "x"} else "")
    row.save()
    return row


def picture(**fields: object) -> cms.Picture:
    """Return a small picture of the library."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(out, "JPEG")
    file = ContentFile(out.getvalue(), "kitchen.jpg")
    return cms.Picture.objects.create(
        **{"title": "Kitchen", "description": "A kitchen in Assen", "file": file, **fields}
    )
