"""A visitor decides whether we may remember which links brought them here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.models import Vacancy
from sharehub.middleware import set_followed
from sharehub.models import RecruitmentSettings
from sharehub.recruitment import attribution


@never_cache
@require_http_methods(["GET", "POST"])
def remembering(request: HttpRequest, vacancy_pk: int) -> HttpResponse:
    vacancy = get_object_or_404(Vacancy.objects.live().public(), pk=vacancy_pk)
    code, cookie = request.GET.get("ref", ""), request.COOKIES.get(attribution.COOKIE, "")
    days = RecruitmentSettings.load().attribution_days
    if request.method == "GET":
        context = {"vacancy": vacancy, "code": code, "days": days, "agreed": bool(cookie)}
        return render(request, "sharehub/recruitment/remembering.html", context)
    back = redirect(f"{vacancy.url}?ref={code}" if attribution.is_code(code) else vacancy.url)
    if request.POST.get("answer") == "forget":
        back.delete_cookie(attribution.COOKIE, samesite="Lax")
    elif attribution.share_of(code):
        set_followed(back, attribution.remember(cookie, code, days=days), days=days, is_secure=request.is_secure())
    return back
