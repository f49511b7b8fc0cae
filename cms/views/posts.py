"""An ambassador's own posts: the list, the writing desk, the preview."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ambassadors import rich_text
from ambassadors.access import AmbassadorRequest, ambassador_required
from cms import questions
from cms.actions import posts as actions
from cms.forms.posts import PostForm
from cms.lessons import tip
from cms.models import BlogPost
from cms.models.lessons import Place


def _mine(request: HttpRequest, pk: int, *, discarded: bool = False) -> BlogPost:
    author = cast(AmbassadorRequest, request).ambassador
    return get_object_or_404(BlogPost, pk=pk, author=author, discarded_at__isnull=not discarded)


@ambassador_required
def post_list(request: HttpRequest) -> HttpResponse:
    author = cast(AmbassadorRequest, request).ambassador
    posts = BlogPost.objects.by(author).prefetch_related("themes").with_progress()
    return render(
        request, "cms/post_list.html", {"posts": posts, "states": BlogPost.State, "tip": tip(author, Place.WRITE)}
    )


@ambassador_required
def post_new(request: HttpRequest) -> HttpResponse:
    author = cast(AmbassadorRequest, request).ambassador
    start = {"language": (author.languages or [author.user.language])[0]}
    form = _form(request, None, start | questions.beginning(author, request.GET.get("question", "")))
    if request.method == "POST" and form.is_valid():
        return _written(request, form)
    return _desk(request, form)


@ambassador_required
def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    post = _mine(request, pk)
    if not post.is_writable:
        if request.method == "POST":
            messages.error(request, _("An editor is reading it. Take it back first if you want to change it."))
        return render(request, "cms/post_waiting.html", {"post": post.get_latest_revision_as_object()})
    draft = post.get_latest_revision_as_object()
    form = _form(request, draft, PostForm.initial_of(draft))
    if request.method == "POST" and form.is_valid():
        return _written(request, form, post)
    return _desk(request, form, post)


@ambassador_required
def post_preview(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _mine(request, pk).get_latest_revision_as_object()
    return render(request, "cms/blog_post.html", {"page": draft, "self": draft, "is_draft": True})


@ambassador_required
@require_POST
def post_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    actions.withdraw_post(post=_mine(request, pk), author=cast(AmbassadorRequest, request).ambassador)
    messages.success(request, _("You took it back. It is a draft again."))
    return redirect("cms:post_edit", pk)


@ambassador_required
@require_POST
def post_bin(request: HttpRequest, pk: int) -> HttpResponse:
    if actions.discard_post(post=_mine(request, pk)):
        messages.success(request, _("The draft is gone."), extra_tags=reverse("cms:post_bin_undo", args=[pk]))
    else:
        messages.error(request, _("What is live or being read cannot be thrown away here. Ask an editor."))
    return redirect("cms:post_list")


@ambassador_required
@require_POST
def post_bin_undo(request: HttpRequest, pk: int) -> HttpResponse:
    actions.restore_post(post=_mine(request, pk, discarded=True))
    messages.success(request, _("The draft is back."))
    return redirect("cms:post_list")


def _form(request: HttpRequest, draft: BlogPost | None, initial: dict[str, object]) -> PostForm:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return PostForm(data, files, initial=initial, post=draft, is_submitted=request.POST.get("then") == "submission")


def _desk(request: HttpRequest, form: PostForm, post: BlogPost | None = None) -> HttpResponse:
    context = {"form": form, "post": post, "media": rich_text.media_for(request, form.media)}
    return rich_text.let_the_editor_in(render(request, "cms/post_form.html", context))


def _written(request: HttpRequest, form: PostForm, post: BlogPost | None = None) -> HttpResponse:
    author = cast(AmbassadorRequest, request).ambassador
    post = actions.write_post(author=author, post=post, **form.cleaned_data)
    then = request.POST.get("then")
    if then == "submission":
        if actions.submit_post(post=post, author=author):
            messages.success(request, _("Your post is live. Thank you."))
        else:
            messages.success(request, _("Handed in. An editor reads it, and you hear what they think."))
        return redirect("cms:post_list")
    if then == "preview":
        return redirect("cms:post_preview", post.pk)
    messages.success(request, _("Saved. Only you can see it."))
    return redirect("cms:post_edit", post.pk)
