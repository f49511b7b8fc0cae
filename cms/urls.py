"""Addresses of the app."""

from django.urls import path, register_converter
from wagtail.contrib.sitemaps.views import sitemap

from cms.views import advice, hand_ins, lessons, library, planning, posts, public

register_converter(public.FeedFormat, "feed_format")

app_name = "cms"
urlpatterns = [
    path("cards/<int:pk>-<slug:key>.png", public.card, name="card"),
    path("cards/<int:width>x<int:height>/<int:pk>-<slug:key>.png", public.card_in_size, name="card_in_size"),
    path("robots.txt", public.robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("search/", public.search, name="search"),
    path("themes/<slug:slug>/", public.theme, name="theme"),
    path("feeds/all.<feed_format:format>", public.site_feed, name="site_feed"),
    path("feeds/blog.<feed_format:format>", public.blog_feed, name="blog_feed"),
    path("feeds/themes/<slug:slug>.<feed_format:format>", public.theme_feed, name="theme_feed"),
    path("feeds/authors/<slug:slug>.<feed_format:format>", public.author_feed, name="author_feed"),
    path("app/posts/", posts.post_list, name="post_list"),
    path("app/posts/new/", posts.post_new, name="post_new"),
    path("app/posts/<int:pk>/", posts.post_edit, name="post_edit"),
    path("app/posts/<int:pk>/preview/", posts.post_preview, name="post_preview"),
    path("app/posts/pictures/", posts.post_picture, name="post_picture"),
    path("app/posts/advice/", posts.post_advice, name="post_advice"),
    path("app/posts/library/", library.post_library, name="post_library"),
    path("app/posts/<int:pk>/history/", posts.post_history, name="post_history"),
    path("app/posts/<int:pk>/history/<int:revision_pk>/", posts.post_version, name="post_version"),
    path("app/posts/<int:pk>/history/<int:revision_pk>/return/", posts.post_return, name="post_return"),
    path("app/posts/<int:pk>/comments/<int:comment_pk>/replies/", posts.post_reply, name="post_reply"),
    path("app/posts/<int:pk>/comments/<int:comment_pk>/resolution/", posts.post_resolution, name="post_resolution"),
    path("app/posts/<int:pk>/withdrawal/", posts.post_withdrawal, name="post_withdrawal"),
    path("app/posts/<int:pk>/bin/", posts.post_bin, name="post_bin"),
    path("app/posts/<int:pk>/bin/undo/", posts.post_bin_undo, name="post_bin_undo"),
    path("app/advice/", advice.advice_preferences, name="advice"),
    path("app/advice/<slug:kind>/silence/", advice.advice_silence, name="advice_silence"),
    path("app/scout/", hand_ins.hand_in_list, name="hand_in_list"),
    path("app/scout/shared/", hand_ins.hand_in_target, name="hand_in_target"),
    path("app/scout/<int:pk>/", hand_ins.hand_in_detail, name="hand_in_detail"),
    path("app/scout/<int:pk>/withdrawal/", hand_ins.hand_in_withdrawal, name="hand_in_withdrawal"),
    path("app/lessons/", lessons.lesson_list, name="lesson_list"),
    path("app/lessons/<int:pk>/", lessons.lesson_detail, name="lesson_detail"),
    path("app/lessons/<int:pk>/answer/", lessons.lesson_answer, name="lesson_answer"),
    path("app/lessons/<int:pk>/completion/", lessons.lesson_completion, name="lesson_completion"),
    path("events/<int:pk>.ics", public.event_calendar, name="event_calendar"),
    path("calendar/plan/<str:token>.ics", planning.plan_feed, name="plan_feed"),
    path("language/", public.language, name="language"),
]
