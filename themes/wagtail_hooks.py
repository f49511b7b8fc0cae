"""What the log calls the changes of managers."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from themes import audit


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    actions.register_action(audit.ADD, _("Add"), _("added"))
    actions.register_action(audit.CHANGE, _("Change"), _("changed"))
    actions.register_action(audit.REMOVE, _("Remove"), _("removed"))
    actions.register_action(audit.RESTORE, _("Put back"), _("put back"))
    actions.register_action(audit.RETIRE, _("Retire"), _("retired"))
    actions.register_action(audit.COPY, _("Copy"), _("copied"))
    actions.register_action(audit.MERGE, _("Merge"), _("merged"))
