"""Addresses of the app."""

from django.urls import URLPattern, URLResolver, include, path

from themes.views import conversations, goals, listening, outside, programmes, themes

app_name = "themes"

_goals = [
    path("", goals.goal_list, name="goal_list"),
    path("new/", goals.goal_new, name="goal_new"),
    path("<int:pk>/", goals.goal_form, name="goal_form"),
    path("<int:pk>/removal/", goals.goal_removal, name="goal_removal"),
    path("<int:pk>/kpis/new/", goals.kpi_new, name="kpi_new"),
]
_kpis = [
    path("<int:pk>/", goals.kpi_form, name="kpi_form"),
    path("<int:pk>/removal/", goals.kpi_removal, name="kpi_removal"),
]
_themes = [
    path("", themes.theme_list, name="theme_list"),
    path("new/", themes.theme_new, name="theme_new"),
    path("<slug:theme_slug>/", themes.theme_detail, name="theme_detail"),
    path("<slug:theme_slug>/edit/", themes.theme_edit, name="theme_edit"),
    path("<slug:theme_slug>/audience/", themes.theme_audience, name="theme_audience"),
    path("<slug:theme_slug>/retirement/", themes.theme_retirement, name="theme_retirement"),
    path("<slug:theme_slug>/merge/", themes.theme_merge, name="theme_merge"),
]
_outside = [
    path("", outside.stakeholder_list, name="stakeholder_list"),
    path("new/", outside.stakeholder_new, name="stakeholder_new"),
    path("<int:pk>/", outside.stakeholder_detail, name="stakeholder_detail"),
    path("<int:pk>/edit/", outside.stakeholder_edit, name="stakeholder_edit"),
    path("<int:pk>/removal/", outside.stakeholder_removal, name="stakeholder_removal"),
    path("conversations/", conversations.conversation_list, name="conversation_list"),
    path("conversations/new/", conversations.conversation_new, name="conversation_new"),
    path("conversations/<int:pk>/", conversations.conversation_edit, name="conversation_edit"),
    path("conversations/<int:pk>/removal/", conversations.conversation_removal, name="conversation_removal"),
    path("conversations/<int:pk>/state/", conversations.conversation_state, name="conversation_state"),
    path("themes/<slug:theme_slug>/", conversations.theme_conversations, name="theme_conversations"),
    path("listening/", listening.source_list, name="source_list"),
    path("listening/new/", listening.source_new, name="source_new"),
    path("listening/<int:pk>/", listening.source_edit, name="source_edit"),
    path("listening/<int:pk>/turn/", listening.source_turn, name="source_turn"),
    path("listening/<int:pk>/pause/", listening.source_pause, name="source_pause"),
    path("listening/<int:pk>/removal/", listening.source_removal, name="source_removal"),
]
_programme: list[URLPattern | URLResolver] = [
    path("", programmes.workspace_page, name="workspace"),
    path("edit/", programmes.programme_edit, name="programme_edit"),
    path("copy/", programmes.programme_copy, name="programme_copy"),
    path("timeline/", programmes.timeline, name="timeline"),
    path("readiness/", programmes.readiness, name="readiness"),
    path("undo/<str:token>/", programmes.undo, name="undo"),
    path("goals/", include(_goals)),
    path("kpis/", include(_kpis)),
    path("themes/", include(_themes)),
    path("outside/", include(_outside)),
]
urlpatterns = [
    path("programme/", programmes.programme_list, name="programme_list"),
    path("programme/new/", programmes.programme_new, name="programme_new"),
    path("programme/<slug:slug>/", include(_programme)),
]
