"""Addresses of the public site that are no pages: cards, robots, feed, language."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language
from wagtail.rich_text import expand_db_html

from cms import addresses, cards
from cms.models import BlogIndexPage, BlogPost
from cms.shareable import Shareable
from themes.models import Organisation


@require_GET
def card(request: HttpRequest, pk: int, key: str) -> HttpResponse | FileResponse:
    page = Shareable.objects.live().public().filter(pk=pk).specific().first()
    if page is None:
        raise Http404
    current = cards.card_of(page, Organisation.load(request_or_site=request))
    if key != current.key:
        return redirect("cms:card", pk, current.key)
    response = FileResponse(default_storage.open(cards.kept_file(page, current)), content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_GET
@cache_control(public=True, max_age=3600)
def robots(request: HttpRequest) -> HttpResponse:
    closed = ("/app/", "/programme/", "/recruitment/", "/accounts/", "/cms/", "/django-admin/", "/api/", "/invitation/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {addresses.absolute(reverse('cms:sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


# Without a token, so that visitors get no cookie before they choose; what a forger could change is the language shown.
language = csrf_exempt(require_POST(set_language))


class BlogFeed(Feed):
    """The newest posts of all ambassadors, as Atom."""

    feed_type = Atom1Feed

    def title(self) -> str:
        return f"{Organisation.load().name or 'Ambassadors'}: {_('blog')}"

    def subtitle(self) -> str:
        index = BlogIndexPage.objects.live().first()
        return index.introduction if index else ""

    def link(self) -> str:
        index = BlogIndexPage.objects.live().first()
        return addresses.of_page(index) if index else addresses.absolute("/")

    def feed_url(self) -> str:
        return addresses.absolute(reverse("cms:blog_feed"))

    def items(self) -> list[BlogPost]:
        return list(BlogPost.objects.newest().with_author()[:30])

    def item_title(self, item: BlogPost) -> str:
        return item.title

    def item_description(self, item: BlogPost) -> str:
        return expand_db_html(item.body)

    def item_link(self, item: BlogPost) -> str:
        return addresses.of_page(item)

    def item_author_name(self, item: BlogPost) -> str:
        return str(item.author.user)

    def item_pubdate(self, item: BlogPost) -> datetime | None:
        return item.first_published_at

    def item_updateddate(self, item: BlogPost) -> datetime | None:
        return item.last_published_at
