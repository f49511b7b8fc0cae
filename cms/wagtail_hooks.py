"""What the app adds to Wagtail's admin."""

from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogActionRegistry

from cms.views.feeds import FeedImportProgress, FeedList, FeedReport


class _FeedsItem(MenuItem):
    """Shown to those who may import."""

    def is_shown(self, request: object) -> bool:
        return bool(request.user.has_perm("cms.add_feedsource"))  # type: ignore[attr-defined]


@hooks.register("register_admin_urls")
def register_feed_urls() -> list[URLPattern]:
    return [
        path("feeds/", FeedList.as_view(), name="cms_feeds"),
        path("feeds/imports/<int:pk>/", FeedImportProgress.as_view(), name="cms_feed_import"),
        path("feeds/<int:pk>/", FeedReport.as_view(), name="cms_feed_report"),
    ]


@hooks.register("register_admin_menu_item")
def register_feed_menu_item() -> MenuItem:
    return _FeedsItem(_("Feeds"), reverse("cms_feeds"), name="feeds", icon_name="rss", order=350)


@hooks.register("register_icons")
def register_feed_icon(icons: list[str]) -> list[str]:
    return [*icons, "cms/icons/rss.svg"]


@hooks.register("insert_editor_js")
def count_suggested_texts() -> str:
    return format_html('<script src="{}" defer></script>', static("js/suggested_texts.js"))


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action("cms.feed_import", _("Import a feed"), _("Feed imported"))
    actions.register_action("cms.vacancy_import", _("Import vacancies"), _("Vacancies imported"))
