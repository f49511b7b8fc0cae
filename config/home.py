"""Where a person lands after log-in: on the side of the application that is theirs."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


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
