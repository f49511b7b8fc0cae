"""Mails from both sides: what a person wants to get, and what the manager sends."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ambassadors import digests, newsletters, notices
from ambassadors.access import AmbassadorRequest, PersonRequest, allowed, ambassador_of, ambassador_required
from ambassadors.actions import mails as actions
from ambassadors.forms.mails import MailPreferencesForm, NewsletterForm
from ambassadors.models import Newsletter
from themes import workspace
from themes.models import Programme
from themes.views.conflicts import conflict

STEP = 6


@require_http_methods(["GET", "HEAD", "POST"])
@ambassador_required
def me_mails(request: AmbassadorRequest) -> HttpResponse:
    ambassador = request.ambassador
    posted = request.POST if request.method == "POST" else None
    form = MailPreferencesForm(posted, instance=notices.preferences(ambassador))
    if form.is_valid():
        actions.choose_mails(preferences=form.save(commit=False))
        messages.success(request, _("Saved."))
        return redirect("ambassadors:me")
    context = {"form": form, "ambassador": ambassador}
    return render(request, "ambassadors/me_mails.html", context, status=422 if form.errors else 200)


@csrf_exempt  # A mail program posts here without a page or a cookie (RFC 8058, 3.1); the token says who it is for.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscription(request: HttpRequest, token: str) -> HttpResponse:
    """A GET only asks, because programs follow links in mails; a POST stops the mails at once."""
    found = notices.read_unsubscription(token)
    if found is None:
        return render(request, "ambassadors/unsubscription.html", {"found": None}, status=404)
    ambassador, kind = found
    with translation.override(ambassador.user.language):
        if request.method == "POST":
            actions.stop_mails(ambassador=ambassador, kind=kind)
        context = {"found": True, "kind": kind, "is_done": request.method == "POST"}
        return render(request, "ambassadors/unsubscription.html", context)


@require_safe
@allowed("ambassadors.view_newsletter")
def newsletter_list(request: PersonRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    context = {
        **workspace.context(programme, current_step=STEP),
        "newsletters": list(programme.newsletters.prefetch_related("texts")),
        "readers": newsletters.readers(programme).count(),
        "own": ambassador_of(request) is not None,
    }
    return render(request, "ambassadors/newsletter_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allowed("ambassadors.change_newsletter")
@transaction.atomic
def newsletter_form(request: PersonRequest, slug: str, pk: int | None = None) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    drafts = programme.newsletters.filter(released_at=None)
    if request.method == "POST":
        drafts = drafts.select_for_update()
    newsletter = get_object_or_404(drafts, pk=pk) if pk else None
    form = NewsletterForm(request.POST or None, newsletter=newsletter)
    if form.is_valid():
        try:
            newsletter = actions.write_newsletter(
                programme=programme, newsletter=newsletter, texts=form.texts(), by=request.user
            )
        except actions.AlreadyReleased:
            messages.error(request, _("Nothing changed: it was sent meanwhile."))
            return redirect("ambassadors:newsletter_list", slug)
        return redirect("ambassadors:newsletter_detail", slug, newsletter.pk)
    if newsletter and form.is_stale:
        back = reverse("ambassadors:newsletter_detail", args=[slug, newsletter.pk])
        return conflict(request, form, workspace.context(programme, current_step=STEP), back=back)
    context = {**workspace.context(programme, current_step=STEP), "form": form, "newsletter": newsletter}
    return render(request, "ambassadors/newsletter_form.html", context, status=422 if form.errors else 200)


@require_safe
@allowed("ambassadors.view_newsletter")
def newsletter_detail(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    newsletter = get_object_or_404(programme.newsletters.prefetch_related("texts"), pk=pk)
    context = {
        **workspace.context(programme, current_step=STEP),
        "newsletter": newsletter,
        "readers": newsletters.readers(programme).count(),
        "paragraphs": list(newsletter.texts.all()),
    }
    return render(request, "ambassadors/newsletter_detail.html", context)


@require_POST
@allowed("ambassadors.change_newsletter")
def newsletter_release(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    newsletter = get_object_or_404(Newsletter, pk=pk, programme__slug=slug)
    try:
        actions.release_newsletter(newsletter=newsletter, by=request.user)
    except actions.AlreadyReleased:
        messages.error(request, _("Nothing happened: it was sent before."))
    except actions.NothingToSend:
        messages.error(request, _("Nothing was sent: it has no text yet."))
    else:
        messages.success(request, _("It leaves now; people in their quiet hours get it later."))
    return redirect("ambassadors:newsletter_list", slug)


@require_safe
@allowed("ambassadors.view_newsletter")
def digest_preview(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the manager's own week by mail as it would be now; anybody else's is theirs."""
    programme = get_object_or_404(Programme, slug=slug)
    ambassador = ambassador_of(request)
    mail = digests.letter(ambassador) if ambassador else None
    context = {
        **workspace.context(programme, current_step=STEP),
        "ambassador": ambassador,
        "mail": mail,
    }
    return render(request, "ambassadors/digest_preview.html", context)
