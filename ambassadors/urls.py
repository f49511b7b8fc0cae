"""Addresses of the app."""

from django.urls import URLPattern, path

from ambassadors.views import welcome

app_name = "ambassadors"
urlpatterns: list[URLPattern] = [
    path("app/welcome/", welcome.welcome, name="welcome"),
    path("app/welcome/<slug:key>/", welcome.welcome_step, name="welcome_step"),
]
