"""Addresses of the app."""

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from cms.views import lessons, planning, posts, public

app_name = "cms"
urlpatterns = [
    path("cards/<int:pk>-<slug:key>.png", public.card, name="card"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("feeds/blog.atom", public.BlogFeed(), name="blog_feed"),
    path("app/posts/", posts.post_list, name="post_list"),
    path("app/posts/new/", posts.post_new, name="post_new"),
    path("app/posts/<int:pk>/", posts.post_edit, name="post_edit"),
    path("app/posts/<int:pk>/preview/", posts.post_preview, name="post_preview"),
    path("app/posts/<int:pk>/withdrawal/", posts.post_withdrawal, name="post_withdrawal"),
    path("app/posts/<int:pk>/bin/", posts.post_bin, name="post_bin"),
    path("app/posts/<int:pk>/bin/undo/", posts.post_bin_undo, name="post_bin_undo"),
    path("app/lessons/", lessons.lesson_list, name="lesson_list"),
    path("app/lessons/<int:pk>/", lessons.lesson_detail, name="lesson_detail"),
    path("app/lessons/<int:pk>/answer/", lessons.lesson_answer, name="lesson_answer"),
    path("app/lessons/<int:pk>/completion/", lessons.lesson_completion, name="lesson_completion"),
    path("calendar/plan/<str:token>.ics", planning.plan_feed, name="plan_feed"),
    path("language/", public.language, name="language"),
]
