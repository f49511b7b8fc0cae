"""The picture library as an author sees it: beside the story on the desk, and as a page of its own."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from ambassadors.access import AmbassadorRequest, ambassador_required
from cms import shelf
from cms.models import BlogPost

_LONGEST = 200


@vary_on_headers("HX-Request")
@ambassador_required
@require_safe
def post_library(request: HttpRequest) -> HttpResponse:
    author = cast(AmbassadorRequest, request).ambassador
    post = BlogPost.objects.by(author).filter(pk=number(request, "post")).first()
    look = shelf.look(
        author.user,
        themes=post.themes.all() if post else (),
        words=request.GET.get("q", "")[:_LONGEST],
        shelf=request.GET.get("of", ""),
        page=request.GET.get("page", ""),
        chosen=number(request, "library"),
    )
    template = "cms/_desk_pictures.html" if "HX-Request" in request.headers else "cms/post_library.html"
    return render(request, template, {"look": look, "post": post, "names_shelf": "named" in request.GET})


def number(request: HttpRequest, name: str) -> int:
    """Return the number that the address gives, 0 where it gives none."""
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 10 else 0
