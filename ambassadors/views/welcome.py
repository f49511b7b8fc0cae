"""The first steps of a new ambassador."""

from django.http import HttpRequest, HttpResponse

from ambassadors.access import member_required


@member_required
def welcome(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@member_required
def welcome_step(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse()
