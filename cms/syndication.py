"""Feeds of the public site, as Atom and as JSON Feed: of everything, the blog, a theme, an author."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from wagtail.rich_text import expand_db_html

from ambassadors.models import Ambassador
from cms import addresses, structured
from cms.models import Article, BlogIndexPage, BlogPost, EventPage, ExternalLink, HomePage, VideoPage
from cms.shareable import Shareable
from themes.models import Organisation, Theme

_MOST = 30
_OWN_PATH = re.compile(r'\b(src|href)="(/[^/"][^"]*)"')


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself, and its newest pieces."""

    title: str
    subtitle: str
    page: str
    paths: tuple[str, str]  # as Atom, as JSON Feed
    pieces: Sequence[Shareable]


def of_site() -> Feed:
    """Return the newest stories and posts together."""
    front = HomePage.objects.live().first()
    paths = _paths("cms:site_feed")
    return Feed(_name(), front.introduction if front else "", addresses.absolute("/"), paths, _newest())


def of_blog() -> Feed:
    """Return the newest posts of all ambassadors."""
    index = BlogIndexPage.objects.live().first()
    page = addresses.of_page(index) if index else addresses.absolute("/")
    posts = list(BlogPost.objects.newest().with_author().prefetch_related("themes")[:_MOST])
    return Feed(f"{_name()}: {_('blog')}", index.introduction if index else "", page, _paths("cms:blog_feed"), posts)


def of_theme(theme: Theme) -> Feed:
    """Return the newest stories and posts about a theme."""
    page = addresses.absolute(reverse("cms:theme", args=[theme.slug]))
    paths = _paths("cms:theme_feed", theme.slug)
    return Feed(f"{_name()}: {theme.name}", theme.summary, page, paths, _newest(theme))


def of_author(author: Ambassador) -> Feed:
    """Return the newest posts of one author."""
    index = BlogIndexPage.objects.live().first()
    page = addresses.of_page(index) + index.reverse_subpage("author", args=[author.slug]) if index else ""
    posts = BlogPost.objects.newest().filter(author=author).with_author().prefetch_related("themes")
    paths = _paths("cms:author_feed", author.slug)
    return Feed(f"{author} · {_name()}", author.bio, page or addresses.absolute("/"), paths, list(posts[:_MOST]))


def as_atom(feed: Feed) -> str:
    """Return the feed as Atom (RFC 4287)."""
    atom = Atom1Feed(
        title=feed.title,
        link=feed.page,
        description="",
        subtitle=feed.subtitle or None,
        feed_url=addresses.absolute(feed.paths[0]),
        author_name=_name(),
    )
    for piece in feed.pieces:
        atom.add_item(
            title=piece.title,
            link=addresses.of_page(piece),
            description=html_of(piece),
            unique_id=addresses.of_page(piece),
            author_name=_author(piece),
            pubdate=piece.first_published_at,
            updateddate=piece.last_published_at or piece.first_published_at,
            categories=[theme.name for theme in piece.themes.all()],
        )
    return atom.writeString("utf-8")


def as_json(feed: Feed) -> dict[str, object]:
    """Return the feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    organisation = Organisation.load()
    data: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": addresses.absolute(feed.paths[1]),
        "authors": [{"name": _name(), "url": addresses.absolute("/")}],
        "items": [_item(piece, organisation) for piece in feed.pieces],
    }
    return data | ({"description": feed.subtitle} if feed.subtitle else {})


def html_of(piece: Shareable) -> str:
    """Return the text of a piece as HTML whose addresses are full."""
    if isinstance(piece, BlogPost):
        html = expand_db_html(piece.body)
    elif isinstance(piece, Article):
        html = "".join(block.render() for block in piece.body)
    elif isinstance(piece, EventPage | VideoPage):
        html = expand_db_html(piece.description if isinstance(piece, EventPage) else piece.transcript)
    else:
        html = ""
    return _OWN_PATH.sub(lambda found: f'{found[1]}="{addresses.absolute(found[2])}"', html) or piece.summary


def _item(piece: Shareable, organisation: Organisation) -> dict[str, object]:
    item: dict[str, object] = {
        "id": addresses.of_page(piece),
        "url": addresses.of_page(piece),
        "title": piece.title,
        "content_html": html_of(piece),
        "language": piece.language,
        "image": structured.card_address(piece, organisation),
        "authors": [{"name": _author(piece)}],
        "tags": [theme.name for theme in piece.themes.all()],
    }
    if piece.summary:
        item["summary"] = piece.summary
    if isinstance(piece, ExternalLink):
        item["external_url"] = piece.url_elsewhere
    if piece.first_published_at:
        item["date_published"] = piece.first_published_at.isoformat(timespec="seconds")
    if piece.last_published_at:
        item["date_modified"] = piece.last_published_at.isoformat(timespec="seconds")
    return item


def _newest(theme: Theme | None = None) -> list[Shareable]:
    found = (Shareable.objects.stories() | Shareable.objects.type(BlogPost)).newest()
    if theme is not None:
        found = found.filter(themes=theme)
    return list(found.prefetch_related("themes").specific()[:_MOST])


def _author(piece: Shareable) -> str:
    if isinstance(piece, BlogPost):
        return str(piece.author.user)
    return (piece.byline if isinstance(piece, Article) else "") or _name()


def _name() -> str:
    return Organisation.load().name or "Ambassadors"


def _paths(name: str, *slugs: str) -> tuple[str, str]:
    return reverse(name, args=[*slugs, "atom"]), reverse(name, args=[*slugs, "json"])
