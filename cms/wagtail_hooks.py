"""What the app adds to Wagtail's admin."""

import json
from collections.abc import Iterator

from django.db.models import Model
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button
from wagtail.images.views.chooser import viewset as chooser
from wagtail.images.views.images import IndexView
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from ambassadors.models import User
from cms import looks
from cms import planning as plan
from cms.models import FeedSource, PlannedPiece, Shareable, Story, VacancySource
from cms.views import box, planning, vacancy_sources
from cms.views.advice import advice_for_editor
from cms.views.feeds import FeedImportProgress, FeedList, FeedReport, FeedSchedule, ProposalDecision, ProposalList
from cms.views.links import LinkNew
from cms.views.picture_library import PictureChooseResultsView, PictureChooseView, PictureFilterSet
from cms.views.plan_snippets import PlannedPieceViewSet, StoryViewSet
from cms.views.translations import Languages, may_translate
from themes import audit

register_snippet(StoryViewSet)
register_snippet(PlannedPieceViewSet)


class _Permitted(MenuItem):
    """Shown to those who have a permission."""

    def __init__(
        self, label: str | Promise, url: str, *, permission: str, name: str, icon_name: str, order: int
    ) -> None:
        super().__init__(label, url, name=name, icon_name=icon_name, order=order)
        self._permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self._permission))


# Wagtail has no hook for the filters of its library and of its chooser; both read these when their addresses are made.
IndexView.filterset_class = PictureFilterSet
chooser.choose_view_class = PictureChooseView
chooser.choose_results_view_class = PictureChooseResultsView


@hooks.register("register_admin_urls")
def register_feed_urls() -> list[URLPattern]:
    return [
        path("feeds/", FeedList.as_view(), name="cms_feeds"),
        path("feeds/imports/<int:pk>/", FeedImportProgress.as_view(), name="cms_feed_import"),
        path("feeds/proposals/", ProposalList.as_view(), name="cms_feed_proposals"),
        path("feeds/proposals/<int:pk>/", ProposalDecision.as_view(), name="cms_feed_proposal"),
        path("feeds/<int:pk>/schedule/", FeedSchedule.as_view(), name="cms_feed_schedule"),
        path("feeds/<int:pk>/", FeedReport.as_view(), name="cms_feed_report"),
    ]


@hooks.register("register_admin_menu_item")
def register_feed_menu_item() -> MenuItem:
    return _Permitted(
        _("Feeds"), reverse("cms_feeds"), permission="cms.add_feedsource", name="feeds", icon_name="rss", order=350
    )


@hooks.register("register_admin_urls")
def register_vacancy_urls() -> list[URLPattern]:
    return [
        path("vacancies/", vacancy_sources.SourceList.as_view(), name="cms_vacancy_sources"),
        path("vacancies/new/", vacancy_sources.SourceNew.as_view(), name="cms_vacancy_source_new"),
        path("vacancies/<int:pk>/", vacancy_sources.SourceDetail.as_view(), name="cms_vacancy_source"),
        path("vacancies/<int:pk>/settings/", vacancy_sources.SourceEdit.as_view(), name="cms_vacancy_source_edit"),
        path("vacancies/<int:pk>/turn/", vacancy_sources.SourceTurn.as_view(), name="cms_vacancy_source_turn"),
        path("vacancies/<int:pk>/removal/", vacancy_sources.SourceRemoval.as_view(), name="cms_vacancy_source_removal"),
        path("vacancies/gone/<int:pk>/closing/", vacancy_sources.Closing.as_view(), name="cms_vacancy_closing"),
    ]


@hooks.register("register_admin_menu_item")
def register_vacancy_menu_item() -> MenuItem:
    address = reverse("cms_vacancy_sources")
    return _Permitted(
        _("Vacancies"),
        address,
        permission="cms.view_vacancysource",
        name="vacancies",
        icon_name="link-external",
        order=352,
    )


@hooks.register("register_admin_urls")
def register_plan_urls() -> list[URLPattern]:
    return [
        path("plan/", planning.PlanCalendar.as_view(), name="cms_plan"),
        path("plan/stories/", planning.StoryList.as_view(), name="cms_plan_stories"),
        path("plan/stories/<int:pk>/", planning.StoryDetail.as_view(), name="cms_plan_story"),
        path("plan/gaps/", planning.PlanGaps.as_view(), name="cms_plan_gaps"),
        path("plan/pieces/<int:pk>/day/", planning.PieceDay.as_view(), name="cms_plan_piece_day"),
        path("plan/pieces/<int:pk>/moment/", planning.PieceMoment.as_view(), name="cms_plan_piece_moment"),
        path("plan/pieces/<int:pk>/beginning/", planning.PieceBeginning.as_view(), name="cms_plan_piece_beginning"),
        path("plan/pieces/<int:pk>/again/", planning.PieceAgain.as_view(), name="cms_plan_piece_again"),
        path("plan/moments/<int:pk>/removal/", planning.MomentRemoval.as_view(), name="cms_plan_moment_removal"),
        path("plan/steps/<int:pk>/", planning.StepCompletion.as_view(), name="cms_plan_step"),
        path("plan/address/", planning.PlanCalendarAddress.as_view(), name="cms_plan_address"),
        path("links/new/", LinkNew.as_view(), name="cms_link_new"),
        path("headcount/", planning.Headcount.as_view(), name="cms_headcount"),
    ]


@hooks.register("after_publish_page")
def warn_of_an_early_day(request: HttpRequest, page: Page) -> None:
    """Whoever publishes a piece before its planned day is told, and led to what can be done about it."""
    planned = PlannedPiece.objects.for_the_plan().filter(page=page.pk).first() if isinstance(page, Shareable) else None
    if planned is None or planned.goes_out_on is None or not plan.is_early(planned):
        return
    words = _("“%(piece)s” was planned for %(day)s, and is there to share now.") % {
        "piece": planned.title,
        "day": date_format(planned.goes_out_on, "j F"),
    }
    messages.warning(request, words, buttons=[messages.button(planned.get_absolute_url(), _("Move the plan, or wait"))])


@hooks.register("register_admin_menu_item")
def register_plan_menu_item() -> MenuItem:
    return _Permitted(
        _("Content plan"),
        reverse("cms_plan"),
        permission="cms.view_plannedpiece",
        name="plan",
        icon_name="calendar-alt",
        order=340,
    )


@hooks.register("register_admin_urls")
def register_box_urls() -> list[URLPattern]:
    return [
        path("box/", box.Box.as_view(), name="cms_box"),
        path("box/<int:pk>/piece/", box.MakePiece.as_view(), name="cms_box_piece"),
        path("box/<int:pk>/aside/", box.PutAside.as_view(), name="cms_box_aside"),
        path("box/<int:pk>/again/", box.TakeUpAgain.as_view(), name="cms_box_again"),
        path("advice/", require_POST(advice_for_editor), name="cms_advice"),
    ]


@hooks.register("register_admin_menu_item")
def register_box_menu_item() -> MenuItem:
    return _Permitted(
        _("Scouts' box"), reverse("cms_box"), permission="cms.change_handin", name="box", icon_name="mail", order=345
    )


@hooks.register("register_admin_urls")
def register_language_urls() -> list[URLPattern]:
    return [path("languages/<int:pk>/", Languages.as_view(), name="cms_languages")]


@hooks.register("register_page_header_buttons")
def lead_to_the_languages(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Whoever may make pages beside a piece can begin it in another language."""
    if isinstance(page.specific_deferred, Shareable) and may_translate(page.specific_deferred, user):
        yield Button(_("Languages"), reverse("cms_languages", args=[page.pk]), icon_name="globe", priority=80)


@hooks.register("construct_homepage_panels")
def show_the_box(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.has_perm("cms.change_handin"):
        panels.append(box.BoxPanel())


@hooks.register("register_icons")
def register_feed_icon(icons: list[str]) -> list[str]:
    return [*icons, "cms/icons/rss.svg"]


@hooks.register("insert_editor_js")
def count_suggested_texts() -> str:
    networks = {
        look.key: {"limit": look.room(), "method": look.counting, "urlLength": look.link_length}
        for look in looks.every()
    }
    return format_html(
        '<script src="{}" defer></script><script src="{}" data-networks="{}" defer></script>',
        static("js/counter.js"),
        static("js/suggested_texts.js"),
        json.dumps(networks),
    )


@hooks.register("insert_editor_js")
def count_the_audience() -> str:
    return format_html('<script src="{}" defer></script>', static("js/headcount.js"))


@hooks.register("insert_editor_js")
def advise_on_suggested_texts() -> str:
    return format_html(
        '<script src="{}" data-address="{}" data-not-again="{}" data-silenced="{}" data-undo="{}" defer></script>',
        static("js/advice_in_editor.js"),
        reverse("cms_advice"),
        _("Not again"),
        _("You do not see this advice any more."),
        _("Undo"),
    )


_THINGS: dict[type[Model], Promise] = {
    FeedSource: _("the feed"),
    VacancySource: _("the source of vacancies"),
    Story: _("the story"),
    PlannedPiece: _("the planned piece"),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for model, words in _THINGS.items():
        audit.call(model, words)
    audit.tell(actions, "cms.feed_import", _("Import a feed"), _("%(who)s imported the feed “%(which)s”"))
    audit.tell(actions, "cms.vacancy_import", _("Import vacancies"), _("%(who)s imported vacancies from “%(which)s”"))
    closed = _("%(who)s closed “%(which)s”: its source names it no longer")
    audit.tell(actions, "cms.vacancy_close", _("Close a vacancy that its source no longer names"), closed)
    made = _("%(who)s made “%(which)s” of what a scout handed in")
    audit.tell(actions, "cms.make_of_hand_in", _("Make a piece of what a scout handed in"), made)
