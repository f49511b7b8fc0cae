"""Addresses of the link host."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
