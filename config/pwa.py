"""What makes the site installable: manifest, service worker and the page shown without a connection."""

from hashlib import blake2b

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from themes.context_processors import organisation


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> JsonResponse:
    name = str(getattr(organisation(request).get("organisation"), "name", "") or settings.WAGTAIL_SITE_NAME)
    icons = [
        {"src": static("icons/icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
        {"src": static("icons/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "any"},
        {"src": static("icons/icon-maskable-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    content = {
        "id": "/app/",
        "name": name,
        "short_name": name[:12].strip() if len(name) > 12 else name,
        "description": _("Tell what you work on, in your own words."),
        "lang": get_language(),
        "start_url": "/app/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbf9f5",
        "theme_color": "#fbf9f5",
        "icons": icons,
        # What somebody shares from another app to this one comes into the scouts' box.
        "share_target": {
            "action": reverse("cms:hand_in_target"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {
                "title": "title",
                "text": "text",
                "url": "url",
                "files": [{"name": "photo", "accept": ["image/*"]}],
            },
        },
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    context = {
        "offline_url": reverse("offline"),
        "static_url": settings.STATIC_URL,
        "icon_url": static("icons/icon-192.png"),
    }
    # The address of a hashed file changes with each release, so the cache's name does too.
    release = " ".join(static(path) for path in ("css/tokens.css", "css/base.css", "css/shell.css", "js/share.js"))
    context["version"] = "pages-" + blake2b(release.encode(), digest_size=6).hexdigest()
    body = render_to_string("pwa/service_worker.js", context)
    return HttpResponse(body, content_type="text/javascript", headers={"Service-Worker-Allowed": "/"})


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "pwa/offline.html")
