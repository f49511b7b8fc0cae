"""The hub's part in Wagtail: what its audit log can say."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from sharehub.models import OrganicRate


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """The history names each action in words."""
    actions.register_action("sharehub.move_application", _("Move an application"), _("Application moved along"))


class OrganicRateViewSet(SnippetViewSet):
    """The rates behind every estimated reach, each with where it comes from."""

    model = OrganicRate
    icon = "view"
    menu_label = _("Organic rates")
    list_display = ["network", "percent", "source"]
    add_to_settings_menu = True


register_snippet(OrganicRateViewSet)
