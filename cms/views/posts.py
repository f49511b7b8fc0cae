"""An ambassador's own posts: the list, the writing desk, the preview."""

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from wagtail.models import Comment

from ambassadors import rich_text
from ambassadors.access import AmbassadorRequest, ambassador_required
from cms import advice, pictures, questions, translations, trust, versions
from cms.actions import comments
from cms.actions import posts as actions
from cms.comments import remarks
from cms.forms.posts import PostForm, TextPictureForm, story_so_far
from cms.lessons import tip
from cms.models import BlogPost
from cms.models.lessons import Place
from cms.views.library import number
from themes.models import Theme

_BY_ITSELF = "itself"  # what the desk says when it saves without being asked


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


@vary_on_headers("HX-Request")
@ambassador_required
def post_new(request: HttpRequest) -> HttpResponse:
    author = cast(AmbassadorRequest, request).ambassador
    begun = request.POST.get("draft", "")
    if begun.isdecimal():
        # The desk saved this post by itself already, so it is no new one any more.
        return _edit(request, _mine(request, int(begun) % 2**31))
    start: dict[str, object] = {"language": (author.languages or [author.user.language])[0]}
    start |= questions.beginning(author, request.GET.get("question", ""))
    start |= {"library": number(request, "library")}
    start |= translations.beginning(author, request.GET.get("translation", ""), request.GET.get("language", ""))
    form = _form(request, None, start)
    if request.method == "POST" and form.is_valid():
        return _written(request, form)
    return _desk(request, form)


@vary_on_headers("HX-Request")
@ambassador_required
def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, _mine(request, pk))


def _edit(request: HttpRequest, post: BlogPost) -> HttpResponse:
    if not post.is_writable:
        if request.method == "POST":
            messages.error(request, _("An editor is reading it. Take it back first if you want to change it."))
        context = {"post": post.get_latest_revision_as_object(), "remarks": remarks(post)}
        return render(request, "cms/post_waiting.html", context)
    draft = post.get_latest_revision_as_object()
    form = _form(request, draft, PostForm.initial_of(draft) | {"library": number(request, "library")})
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


@ambassador_required
@require_safe
def post_history(request: HttpRequest, pk: int) -> HttpResponse:
    post = _mine(request, pk)
    return render(request, "cms/post_history.html", {"post": post, "versions": versions.versions(post)})


@ambassador_required
@require_safe
def post_version(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    post = _mine(request, pk)
    revision = get_object_or_404(post.revisions, pk=revision_pk)
    earlier = revision.as_object()
    context = {"page": earlier, "self": earlier, "is_draft": True, "version": revision, "post": post}
    return render(request, "cms/blog_post.html", context)


@ambassador_required
@require_POST
def post_return(request: HttpRequest, pk: int, revision_pk: int) -> HttpResponse:
    post = _mine(request, pk)
    revision = get_object_or_404(post.revisions, pk=revision_pk)
    undo = reverse("cms:post_return", args=[pk, post.latest_revision_id])
    try:
        actions.put_back(post=post, revision=revision, author=cast(AmbassadorRequest, request).ambassador)
    except actions.PostIsBeingRead:
        messages.error(request, _("An editor is reading it. Take it back first if you want to change it."))
    else:
        messages.success(request, _("That version is your draft again."), extra_tags=undo)
    return redirect("cms:post_edit", pk)


@ambassador_required
@require_POST
def post_picture(request: HttpRequest) -> HttpResponse:
    author = cast(AmbassadorRequest, request).ambassador
    form = TextPictureForm(request.POST, request.FILES)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        said = form.cleaned_data["text_picture_description"]
        kept = pictures.keep(form.cleaned_data["text_picture"], title=said, description=said, by=author.user)
        context |= {"picture": kept, "address": kept.get_rendition("width-960|format-webp").url}
    return render(request, "cms/_desk_picture.html", context)


@ambassador_required
@require_POST
def post_advice(request: HttpRequest) -> HttpResponse:
    themes = [number for number in request.POST.getlist("themes") if number.isdecimal()]
    found = advice.of_story(
        request.POST.get("title", ""),
        request.POST.get("summary", ""),
        story_so_far(request.POST),
        language=request.POST.get("language", ""),
        themes=list(Theme.objects.filter(pk__in=themes).prefetch_related("terms")[:1]),
    )
    return render(request, "cms/_advice.html", {"advice": _wanted(request, found)})


@ambassador_required
@require_POST
def post_reply(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment, pk=comment_pk, page=_mine(request, pk), resolved_at=None)
    text = request.POST.get("text", "").strip()[:2000]
    if text:
        comments.answer_comment(comment=comment, by=cast(AmbassadorRequest, request).user, text=text)
        messages.success(request, _("Your answer stands beside it."))
    return redirect("cms:post_edit", pk)


@ambassador_required
@require_POST
def post_resolution(request: HttpRequest, pk: int, comment_pk: int) -> HttpResponse:
    comment = get_object_or_404(Comment, pk=comment_pk, page=_mine(request, pk))
    if "_undo" in request.GET:
        comments.reopen_comment(comment=comment)
    else:
        comments.resolve_comment(comment=comment, by=cast(AmbassadorRequest, request).user)
        undo = f"{reverse('cms:post_resolution', args=[pk, comment_pk])}?_undo=1"
        messages.success(request, _("Done with."), extra_tags=undo)
    return redirect("cms:post_edit", pk)


def _form(request: HttpRequest, draft: BlogPost | None, initial: dict[str, object]) -> PostForm:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    then = request.POST.get("then")
    return PostForm(
        data,
        files,
        initial=initial,
        author=cast(AmbassadorRequest, request).ambassador,
        post=draft,
        is_submitted=then == "submission",
        is_automatic=then == _BY_ITSELF,
    )


def _desk(request: HttpRequest, form: PostForm, post: BlogPost | None = None) -> HttpResponse:
    if form.is_automatic:
        return render(request, "cms/_desk_saved.html", {"problem": _("Not saved yet: something is not right.")})
    context = {
        "form": form,
        "look": form.look(),
        "post": post,
        "languages": translations.of_post(post) if post is not None else None,
        "remarks": remarks(post) if post is not None else [],
        "advice": _advice(request, post.get_latest_revision_as_object()) if post is not None else [],
        "is_trusted": request.user.has_perm(trust.PERMISSION),
        "media": rich_text.media_for(request, form.media),
    }
    return rich_text.let_the_editor_in(render(request, "cms/post_form.html", context))


def _written(request: HttpRequest, form: PostForm, post: BlogPost | None = None) -> HttpResponse:
    author = cast(AmbassadorRequest, request).ambassador
    words = form.words()
    if form.is_automatic and not words["title"]:
        return render(request, "cms/_desk_saved.html", {})
    try:
        written = actions.write_post(author=author, post=post, sitting=form.sitting(), **words)
    except actions.PostChanged:
        return _conflict(request, form, cast(BlogPost, post))
    if form.is_automatic:
        response = render(request, "cms/_desk_saved.html", {"post": written})
        if post is None:
            response["HX-Replace-Url"] = reverse("cms:post_edit", args=[written.pk])
        return response
    then = request.POST.get("then")
    if then == "submission":
        if actions.submit_post(post=written, author=author):
            if written.go_live_at and written.go_live_at > timezone.now():
                messages.success(request, _("Your post goes online at the moment you chose. Thank you."))
            else:
                messages.success(request, _("Your post is live. Thank you."))
        else:
            messages.success(request, _("Handed in. An editor reads it, and you hear what they think."))
        return redirect("cms:post_list")
    if then == "preview":
        return redirect("cms:post_preview", written.pk)
    messages.success(request, _("Saved. Only you can see it."))
    return redirect("cms:post_edit", written.pk)


def _advice(request: HttpRequest, draft: BlogPost) -> list[advice.Advice]:
    themes = list(draft.themes.prefetch_related("terms"))
    found = advice.of_story(draft.title, draft.summary, draft.body, language=draft.language, themes=themes)
    return _wanted(request, found)


def _wanted(request: HttpRequest, found: list[advice.Advice]) -> list[advice.Advice]:
    return advice.without(found, advice.switched_off(cast(AmbassadorRequest, request).user))


def _conflict(request: HttpRequest, form: PostForm, post: BlogPost) -> HttpResponse:
    """Answer with both texts and the form as it was filled in, ready to be saved over or changed first."""
    if form.is_automatic:
        return render(request, "cms/_desk_saved.html", {"post": post, "is_stale": True})
    last = post.latest_revision
    data = request.POST.copy()
    data["version"], data["saved_by_itself"] = str(last.pk), ""
    form.data = data
    context = {
        "form": form,
        "post": post,
        "last": last,
        "differences": versions.differences(post.get_latest_revision_as_object(), form.cleaned_data),
        "media": rich_text.media_for(request, form.media),
    }
    return rich_text.let_the_editor_in(render(request, "cms/post_conflict.html", context, status=409))
