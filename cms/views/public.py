"""Addresses of the public site that are no pages of Wagtail: cards, robots, feeds, themes, search, language."""

from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.i18n import set_language

from ambassadors.models import Ambassador
from cms import addresses, agenda, cards, looks, syndication
from cms import search as finding
from cms.models import BlogPost, EventPage, Vacancy
from cms.shareable import Shareable
from themes.models import Organisation, Theme


@require_GET
def card(request: HttpRequest, pk: int, key: str) -> HttpResponse | FileResponse:
    return _card(request, pk, key, cards.USUAL)


@require_GET
def card_in_size(request: HttpRequest, width: int, height: int, pk: int, key: str) -> HttpResponse | FileResponse:
    if (width, height) not in looks.picture_sizes():
        raise Http404
    return _card(request, pk, key, (width, height))


def _card(request: HttpRequest, pk: int, key: str, size: cards.Size) -> HttpResponse | FileResponse:
    page = Shareable.objects.live().public().filter(pk=pk).specific().first()
    if page is None:
        raise Http404
    current = cards.card_of(page, Organisation.load(request_or_site=request))
    if key != current.key:
        if size == cards.USUAL:
            return redirect("cms:card", pk, current.key)
        return redirect("cms:card_in_size", *size, pk, current.key)
    response = FileResponse(default_storage.open(cards.kept_file(page, current, size)), content_type="image/png")
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


class FeedFormat:
    """The end of a feed's address."""

    regex = "atom|json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


@require_safe
@cache_control(public=True, max_age=300)
def site_feed(request: HttpRequest, format: str) -> HttpResponse:
    return _feed(syndication.of_site(), format)


@require_safe
@cache_control(public=True, max_age=300)
def blog_feed(request: HttpRequest, format: str) -> HttpResponse:
    return _feed(syndication.of_blog(), format)


@require_safe
@cache_control(public=True, max_age=300)
def theme_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    return _feed(syndication.of_theme(get_object_or_404(Theme.objects.live(), slug=slug)), format)


@require_safe
@cache_control(public=True, max_age=300)
def author_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    author = get_object_or_404(Ambassador.objects.active().with_public_page(), slug=slug)
    return _feed(syndication.of_author(author), format)


@require_safe
def theme(request: HttpRequest, slug: str) -> HttpResponse:
    shown, language_read = get_object_or_404(Theme.objects.live(), slug=slug), get_language() or ""
    pieces = Shareable.objects.stories().newest().told_once(language_read).filter(themes=shown).for_cards()
    context = {
        "theme": shown,
        "stories": Paginator(pieces, 12).get_page(request.GET.get("page")),
        "posts": BlogPost.objects.newest().told_once(language_read).filter(themes=shown).with_author().for_cards()[:6],
        "vacancies": Vacancy.objects.open().public().filter(themes=shown).order_by("-date_posted", "-pk")[:5],
    }
    return render(request, "cms/theme_page.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:100]
    found = finding.find(query).select_related("content_type").prefetch_related("themes")
    found = found if query else found.none()
    page = Paginator(found, 20).get_page(request.GET.get("page"))
    return render(request, "cms/search_page.html", {"query": query, "found": page})


def _feed(feed: syndication.Feed, format: str) -> HttpResponse:
    if format == "json":
        options = {"ensure_ascii": False}
        return JsonResponse(syndication.as_json(feed), json_dumps_params=options, content_type="application/feed+json")
    return HttpResponse(syndication.as_atom(feed), content_type="application/atom+xml; charset=utf-8")


@require_safe
def event_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    event = get_object_or_404(EventPage.objects.live().public().exclude(starts_at=None), pk=pk)
    headers = {"Content-Disposition": f'inline; filename="{event.slug}.ics"'}
    return HttpResponse(agenda.event_calendar(event), content_type="text/calendar; charset=utf-8", headers=headers)
