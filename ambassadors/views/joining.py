"""The invited person's side: who asks and why, and the answer."""

from datetime import timedelta

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ambassadors.actions.invitations import (
    InvitationClosed,
    accept_invitation,
    account_for,
    decline_invitation,
)
from ambassadors.forms.invitations import AcceptanceForm
from ambassadors.models import Invitation, User

_BACKEND = "django.contrib.auth.backends.ModelBackend"
_DOUBLE_TAP = timedelta(minutes=1)


def _found(token: str) -> Invitation | None:
    return Invitation.objects.select_related("programme", "invited_by", "team").by_token(token)


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    invitation = _found(token)
    if invitation is None:
        return render(request, "ambassadors/invitation_unknown.html", status=404)
    with translation.override(invitation.language if request.user.is_anonymous else translation.get_language()):
        return _answer(request, invitation)


def _answer(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    account = account_for(invitation)
    if not invitation.is_open or (account and not account.is_active):
        return _closed(request, invitation, account)
    context = {"invitation": invitation, "themes": invitation.themes.live(), "account": account}
    if account:
        if request.method == "GET" or request.user != account:
            return render(request, "ambassadors/invitation.html", context)
        return _accept(request, invitation)
    form = AcceptanceForm(request.POST or None, invitation=invitation)
    if request.method == "POST" and request.user.is_anonymous and form.is_valid():
        return _accept(request, invitation, **form.cleaned_data)
    return render(request, "ambassadors/invitation.html", {**context, "form": form}, status=422 if form.errors else 200)


def _accept(request: HttpRequest, invitation: Invitation, **answers: str) -> HttpResponse:
    try:
        ambassador = accept_invitation(invitation=invitation, **answers)
    except InvitationClosed:
        invitation.refresh_from_db()
        return _closed(request, invitation, account_for(invitation))
    return _enter(request, ambassador.user)


def _enter(request: HttpRequest, user: User) -> HttpResponse:
    if request.user != user:
        login(request, user, backend=_BACKEND)
    return redirect("ambassadors:welcome")


def _closed(request: HttpRequest, invitation: Invitation, account: User | None) -> HttpResponse:
    """Say what happened and what to do; the second tap on "Join" lands where the first one did."""
    accepted_at = invitation.accepted_at
    if accepted_at and account and account.is_active:
        just_now = timezone.now() - accepted_at < _DOUBLE_TAP
        if request.user == account or (just_now and account.check_password(request.POST.get("password", ""))):
            return _enter(request, account)
    context = {"invitation": invitation, "state": invitation.state}
    return render(request, "ambassadors/invitation_closed.html", context, status=410)


@never_cache
@require_POST
def invitation_refusal(request: HttpRequest, token: str) -> HttpResponse:
    invitation = _found(token)
    if invitation is None:
        return render(request, "ambassadors/invitation_unknown.html", status=404)
    with translation.override(invitation.language if request.user.is_anonymous else translation.get_language()):
        try:
            decline_invitation(invitation=invitation, reason=request.POST.get("reason", ""))
        except InvitationClosed:
            if invitation.declined_at is None:
                return _closed(request, invitation, None)
        reasons = Invitation.DeclineReason.choices
        context = {"invitation": invitation, "reasons": reasons, "said": "reason" in request.POST}
        return render(request, "ambassadors/invitation_declined.html", context)
