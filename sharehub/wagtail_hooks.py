"""The hub's part in Wagtail: what its audit log can say."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ambassadors.models import User
from cms.models import Shareable
from sharehub import urgent
from sharehub.models import OrganicRate
from sharehub.views.piece_report import PieceReport
from themes import audit

_ACTIONS = {
    "move_application": (_("Move an application"), _("%(who)s moved the application of %(which)s along")),
    "undo_move": (_("Take back a move"), _("%(who)s took back a move of the application of %(which)s")),
    "receive_application": (_("Receive application"), _("The application of %(which)s came in from the ATS")),
    "edit_stage": (_("Edit stage"), _("%(who)s changed the stage “%(which)s” of the procedure")),
    "edit_recruitment": (_("Edit recruitment"), _("%(who)s changed the rules of recruitment")),
    "make_ats_key": (_("Make key of the ATS"), _("%(who)s made a key for the ATS: %(which)s")),
    "revoke_ats_key": (_("Take back key of the ATS"), _("%(who)s took back a key of the ATS: %(which)s")),
    "make_webhook": (_("Make connection"), _("%(who)s made a connection to another system: %(which)s")),
    "edit_webhook": (_("Edit connection"), _("%(who)s changed a connection: %(which)s")),
    "rotate_secret": (_("New secret"), _("%(who)s gave a connection a new secret: %(which)s")),
    "switch_webhook": (_("Switch connection"), _("%(who)s switched a connection on or off: %(which)s")),
    "send_again": (_("Send again"), _("%(who)s sent a message again to %(which)s")),
    "begin_bonus": (_("Begin referral bonus"), _("A referral bonus began with a hire: %(which)s")),
    "due_bonus": (_("Referral bonus due"), _("A referral bonus is due after its waiting time: %(which)s")),
    "move_bonus": (_("Move referral bonus"), _("%(who)s moved the day of a referral bonus: %(which)s")),
    "pay_bonus": (_("Pay referral bonus"), _("%(who)s marked a referral bonus as paid: %(which)s")),
    "lapse_bonus": (_("Lapse referral bonus"), _("A referral bonus lapsed: %(which)s")),
    "undo_bonus": (_("Take back a bonus decision"), _("%(who)s took back what was decided on a bonus: %(which)s")),
    "highlight": (_("Highlight"), _("%(who)s highlighted a colleague: %(which)s")),
    "end_highlight": (_("End highlight"), _("%(who)s ended a highlight: %(which)s")),
    "stop_sharing": (_("Stop all sharing"), _("%(who)s stopped all sharing: %(which)s")),
    "lift_stop": (_("Lift the stop"), _("%(who)s lifted the stop of all sharing: %(which)s")),
    "call_urgent": (_("Tell people at once"), _("%(who)s had people told at once: %(which)s")),
    "make_challenge": (_("Make challenge"), _("%(who)s began a challenge: %(which)s")),
    "end_challenge": (_("End challenge"), _("%(who)s ended a challenge: %(which)s")),
    "make_contest": (_("Make contest"), _("%(who)s began a contest: %(which)s")),
    "end_contest": (_("End contest"), _("%(who)s called off a contest: %(which)s")),
    "resume_contest": (_("Go on with contest"), _("%(who)s let a contest go on that was called off: %(which)s")),
    "decide_entry": (_("Decide about an entry"), _("%(who)s decided about an entry of the contest %(which)s")),
    "answer_report": (_("Answer a report of thanks"), _("%(who)s answered a report of thanks")),
    "change_points": (_("Change the rules for points"), _("%(who)s changed the rules for points: %(which)s")),
    "change_media_value": (_("Change the media value"), _("%(who)s changed the media value; it is version %(which)s")),
    "subscribe_report": (_("Subscribe to the report"), _("%(who)s had the report sent by mail to %(which)s")),
    "stop_report": (_("Stop the report by mail"), _("%(who)s stopped the report by mail to %(which)s")),
    "start_pulse": (_("Ask how people like it"), _("%(who)s asked people how they like it: %(which)s")),
    "call_off_pulse": (_("Call off a survey"), _("%(who)s called off the survey how people like it: %(which)s")),
    "edit_telling": (_("Change what figures tell"), _("%(who)s changed what figures about groups tell")),
    "make_wall": (_("Make wall display"), _("%(who)s made the link of the wall display “%(which)s”")),
    "revoke_wall": (_("Take back wall display"), _("%(who)s took back the link of the wall display “%(which)s”")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """The history names each action in words."""
    for name, (label, sentence) in _ACTIONS.items():
        audit.tell(actions, f"sharehub.{name}", label, sentence)


@hooks.register("register_page_header_buttons")
def lead_to_the_hits(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Whoever edits a piece can see what the hits on its links were."""
    if isinstance(page.specific_deferred, Shareable):
        yield Button(
            _("Every hit explained"), reverse("sharehub:piece_truth", args=[page.pk]), icon_name="view", priority=90
        )


@hooks.register("after_publish_page")
def say_who_hears(request: HttpRequest, page: Page) -> None:
    """Whoever publishes something urgent is told how many people hear of it."""
    said = urgent.outcome(page) if isinstance(page, Shareable) and page.is_urgent else None
    if said:
        messages.info(request, said)


class _PieceReportItem(MenuItem):
    """Shown to those who may edit pages of any kind."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(page_permission_policy.user_has_any_permission(request.user, ["add", "change", "publish"]))


@hooks.register("register_admin_urls")
def register_piece_report_urls() -> list[URLPattern]:
    return [
        path("reports/pieces/", PieceReport.as_view(), name="sharehub_piece_report"),
        path("reports/pieces/results/", PieceReport.as_view(results_only=True), name="sharehub_piece_report_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_piece_report_item() -> MenuItem:
    address = reverse("sharehub_piece_report")
    return _PieceReportItem(_("What pieces did"), address, name="pieces-did", icon_name="view", order=50)


class OrganicRateViewSet(SnippetViewSet):
    """The rates behind every estimated reach, each with where it comes from."""

    model = OrganicRate
    icon = "view"
    menu_label = _("Organic rates")
    list_display = ["network", "percent", "source"]
    add_to_settings_menu = True


register_snippet(OrganicRateViewSet)
