"""Where a person lands after log-in: on the side of the application that is theirs."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.generic import RedirectView


@login_required
def home(request: HttpRequest) -> HttpResponse:
    user = request.user
    if user.has_perm("themes.change_programme"):
        return redirect("/programme/")
    if user.has_perm("sharehub.change_application"):
        return redirect("/recruitment/")
    if user.has_perm("wagtailadmin.access_admin") and not hasattr(user, "ambassador"):
        return redirect("/cms/")
    return redirect("/app/")


class CmsLogin(RedirectView):
    """The way into Wagtail is the common log-in; whoever is in already and may not edit is told so, once."""

    pattern_name = "account_login"
    query_string = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            raise PermissionDenied
        return super().get(request, *args, **kwargs)
