"""What an author can tell their network about a post that went live."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from ambassadors.access import AmbassadorRequest, ambassador_required
from cms.models import BlogPost
from sharehub import crisis, feed, teasers


@require_safe
@ambassador_required
def teaser_list(request: AmbassadorRequest, pk: int) -> HttpResponse:
    posts = BlogPost.objects.open_to_sharing().filter(author=request.ambassador).select_related("picture")
    post = get_object_or_404(posts, pk=pk)
    context = {"post": post, "teasers": teasers.drafts(post), "picture": feed.picture_url(post.picture, feed.PICTURE)}
    context |= {"ambassador": request.ambassador, "stop": crisis.holding(post)}
    return render(request, "sharehub/teaser_list.html", context)
