"""Who may enter: ambassadors their own app, managers what their group allows."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.middleware import HtmxDetails

from ambassadors.models import Ambassador, Policy, User
from themes.access import requires

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class PersonRequest(HttpRequest):
    """A request of someone who has logged in."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails


class AmbassadorRequest(PersonRequest):
    """A request whose person is an ambassador."""

    ambassador: Ambassador


PersonView = Callable[Concatenate[PersonRequest, P], HttpResponseBase]
AmbassadorView = Callable[Concatenate[AmbassadorRequest, P], HttpResponseBase]


def ambassador_of(request: HttpRequest) -> Ambassador | None:
    """Return the ambassador that the signed-in person is now; None for others and for those who left."""
    if not request.user.is_authenticated:
        return None
    return Ambassador.objects.select_related("user", "team").filter(user=request.user, left_at=None).first()


def member_required(view: AmbassadorView[P]) -> View[P]:
    """The view gets `request.ambassador`, joined or still on the way in; anyone else is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        ambassador = ambassador_of(request)
        if ambassador is None:
            raise PermissionDenied
        request.ambassador = ambassador  # type: ignore[attr-defined]
        return view(cast(AmbassadorRequest, request), *args, **kwargs)

    return login_required(guarded)


def ambassador_required(view: AmbassadorView[P]) -> View[P]:
    """The view gets `request.ambassador`; who has not joined yet goes to the welcome first, anyone else is refused."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.ambassador.joined_at is None:  # type: ignore[attr-defined]
            return redirect("ambassadors:welcome")
        return view(cast(AmbassadorRequest, request), *args, **kwargs)

    return member_required(guarded)


def policy_required(view: AmbassadorView[P]) -> View[P]:
    """As `ambassador_required`; who has not acknowledged the policy reads it first and then comes back."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if Policy.objects.waiting_for(request.ambassador):  # type: ignore[attr-defined]
            back = request.get_full_path() if request.method == "GET" else request.path
            return redirect(f"{reverse('ambassadors:welcome_step', args=['policy'])}?{urlencode({'next': back})}")
        return view(cast(AmbassadorRequest, request), *args, **kwargs)

    return ambassador_required(guarded)


def person_required(view: PersonView[P]) -> View[P]:
    """The view is for anyone who has logged in, and looks itself at what they may see."""
    return login_required(cast(Callable[..., HttpResponse], view))


def with_ambassador(view: PersonView[P]) -> PersonView[P]:
    """The view's pages know which ambassador the person is, if any: for the app's pages that are open to others too."""

    @wraps(view)
    def known(request: PersonRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request.ambassador = ambassador_of(request)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return known


def allowed(permission: str) -> Callable[[PersonView[P]], View[P]]:
    """The view is for people with this permission whom the programme is open to; others are refused, strangers log in first."""

    def decorate(view: PersonView[P]) -> View[P]:
        return cast(View[P], requires(permission)(cast(Callable[..., HttpResponse], view)))

    return decorate
