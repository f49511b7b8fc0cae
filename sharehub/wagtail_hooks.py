"""The hub's part in Wagtail: what its audit log can say."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from ambassadors.models import User
from cms.models import Shareable
from sharehub.models import OrganicRate


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """The history names each action in words."""
    actions.register_action("sharehub.move_application", _("Move an application"), _("Application moved along"))
    actions.register_action("sharehub.highlight", _("Highlight"), _("Highlighted a colleague"))
    actions.register_action("sharehub.end_highlight", _("End highlight"), _("Ended a highlight"))
    actions.register_action("sharehub.make_wall", _("Make wall display"), _("Made the link of a wall display"))
    actions.register_action(
        "sharehub.revoke_wall", _("Take back wall display"), _("Took back the link of a wall display")
    )


@hooks.register("register_page_header_buttons")
def lead_to_the_hits(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """Whoever edits a piece can see what the hits on its links were."""
    if isinstance(page.specific_deferred, Shareable):
        yield Button(
            _("Every hit explained"), reverse("sharehub:piece_truth", args=[page.pk]), icon_name="view", priority=90
        )


class OrganicRateViewSet(SnippetViewSet):
    """The rates behind every estimated reach, each with where it comes from."""

    model = OrganicRate
    icon = "view"
    menu_label = _("Organic rates")
    list_display = ["network", "percent", "source"]
    add_to_settings_menu = True


register_snippet(OrganicRateViewSet)
