"""Addresses of the link host."""

from django.urls import path

from sharehub.edge import views

urlpatterns = [
    path("s/<str:code>", views.tracked_link, name="tracked_link"),
    path("robots.txt", views.robots, name="robots"),
]
handler404 = views.not_found  # the root of the link host takes it from here
