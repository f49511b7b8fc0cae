"""Addresses of the app."""

from django.urls import URLPattern

app_name = "sharehub"
urlpatterns: list[URLPattern] = []
