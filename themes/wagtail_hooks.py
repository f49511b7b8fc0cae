"""What the log calls the changes of managers."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from themes import audit
from themes.models import KPI, Conversation, Goal, ListeningSource, Programme, ReadinessItem, Stakeholder, Theme

_THINGS = {
    Programme: _("the programme"),
    ReadinessItem: _("the condition"),
    Goal: _("the goal"),
    KPI: _("the KPI"),
    Theme: _("the theme"),
    Stakeholder: _("the contact outside"),
    Conversation: _("the conversation"),
    ListeningSource: _("the listening source"),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for model, words in _THINGS.items():
        audit.call(model, words)
    audit.tell(actions, audit.ADD, _("Add"), _("%(who)s added %(what)s “%(which)s”"))
    audit.tell(actions, audit.CHANGE, _("Change"), _("%(who)s changed %(what)s “%(which)s”"))
    audit.tell(actions, audit.REMOVE, _("Remove"), _("%(who)s removed %(what)s “%(which)s”"))
    audit.tell(actions, audit.RESTORE, _("Put back"), _("%(who)s put %(what)s “%(which)s” back"))
    audit.tell(actions, audit.RETIRE, _("Retire"), _("%(who)s retired %(what)s “%(which)s”"))
    audit.tell(actions, audit.COPY, _("Copy"), _("%(who)s made %(what)s “%(which)s” as a copy"))
    audit.tell(actions, audit.MERGE, _("Merge"), _("%(who)s merged %(what)s “%(which)s” into another"))
