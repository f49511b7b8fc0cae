"""Addresses of the app."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from cms.views import public

app_name = "cms"
urlpatterns = [
    path("cards/<int:pk>-<slug:key>.png", public.card, name="card"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("feeds/blog.atom", public.BlogFeed(), name="blog_feed"),
    path("language/", public.language, name="language"),
]
