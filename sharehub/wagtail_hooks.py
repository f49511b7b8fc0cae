"""The hub's part in Wagtail: what its audit log can say."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """The history names each action in words."""
    actions.register_action("sharehub.move_application", _("Move an application"), _("Application moved along"))
