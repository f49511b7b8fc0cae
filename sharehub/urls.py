"""Addresses of the app."""

from django.urls import include, path

from sharehub.views import recruitment

app_name = "sharehub"

_hr = [
    path("", recruitment.vacancy_list, name="vacancy_list"),
    path("<int:vacancy_pk>/", recruitment.vacancy_detail, name="vacancy_detail"),
    path("applications/", recruitment.application_list, name="application_list"),
    path("applications/<int:pk>/", recruitment.application_detail, name="application_detail"),
    path("applications/<int:pk>/stage/", recruitment.application_stage, name="application_stage"),
    path("applications/<int:pk>/cv/", recruitment.application_cv, name="application_cv"),
]

urlpatterns = [
    path("recruitment/", include(_hr)),
    path("apply/<int:vacancy_pk>/", recruitment.apply, name="apply"),
    path("apply/<int:vacancy_pk>/thanks/", recruitment.apply_thanks, name="apply_thanks"),
]
