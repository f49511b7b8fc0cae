"""What Wagtail's log shows about changes to people, links, roles and support."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

from ambassadors.models import Contact, ProgrammeManager, Team, ThemeLink
from themes import audit

_THINGS = {
    ProgrammeManager: _("the programme manager"),
    ThemeLink: _("the link to a theme"),
    Contact: _("the contact"),
    Team: _("the team"),
}

_ACTIONS = {
    "invite": (_("Invite people"), _("%(who)s invited people to “%(which)s”")),
    "resend_invitation": (_("Resend invitation"), _("%(who)s sent the invitation of %(which)s again")),
    "withdraw_invitation": (_("Withdraw invitation"), _("%(who)s withdrew the invitation of %(which)s")),
    "restore_invitation": (_("Restore invitation"), _("%(who)s restored the invitation of %(which)s")),
    "link": (_("Link to theme"), _("%(who)s linked %(which)s to a theme")),
    "unlink": (_("Take back link"), _("%(who)s took back the question to %(which)s for a theme")),
    "decide_proposal": (_("Decide proposal"), _("%(who)s answered what %(which)s proposed for a theme")),
    "reopen_proposal": (
        _("Take answer back"),
        _("%(who)s took back the answer to what %(which)s proposed for a theme"),
    ),
    "pass_over": (_("Put suggestion aside"), _("%(who)s put the suggestion of %(which)s for a theme aside")),
    "save_role": (_("Save role"), _("%(who)s saved the role “%(which)s”")),
    "retire_role": (_("Retire role"), _("%(who)s retired the role “%(which)s”")),
    "restore_role": (_("Restore role"), _("%(who)s restored the role “%(which)s”")),
    "assign_role": (_("Give role"), _("%(who)s gave %(which)s a role")),
    "end_role": (_("End role"), _("%(who)s ended a role of %(which)s")),
    "answer_offer": (_("Answer offer"), _("%(who)s answered the offer of %(which)s to take a role")),
    "reopen_offer": (_("Take answer back"), _("%(who)s took back the answer to the offer of %(which)s to take a role")),
    "keep_contact": (_("Link contact"), _("%(who)s chose who keeps the contact with %(which)s")),
    "end_contact": (_("End contact"), _("%(who)s ended a contact with %(which)s")),
    "offer_conversation": (_("Ask for an answer"), _("%(who)s had a colleague asked to answer “%(which)s”")),
    "note_contact": (_("Note a moment"), _("%(who)s noted a contact with %(which)s")),
    "take_back_contact": (_("Take back a moment"), _("%(who)s took back a noted contact with %(which)s")),
    "write_policy": (_("Write policy"), _("%(who)s wrote the draft of the policy “%(which)s”")),
    "publish_policy": (_("Publish policy"), _("%(who)s published the policy “%(which)s”")),
    "give_question": (_("Give question"), _("%(who)s gave the question “%(which)s” at the help desk to somebody")),
    "set_terms": (_("Set terms"), _("%(who)s set the terms of the help desk")),
    "write_newsletter": (_("Write newsletter"), _("%(who)s wrote the draft of the newsletter “%(which)s”")),
    "release_newsletter": (_("Send newsletter"), _("%(who)s sent the newsletter “%(which)s”")),
    "pair": (_("Pair"), _("%(who)s paired a coach and a colleague: %(which)s")),
    "end_pair": (_("End pair"), _("%(who)s ended a pair of coach and colleague: %(which)s")),
    "change_team": (_("Change team"), _("%(who)s changed the team of %(which)s")),
    "change_person": (_("Change directory"), _("%(who)s changed what the directory says of %(which)s")),
    "import_people": (_("Import people"), _("%(who)s imported people from the file “%(which)s”")),
    "undo_import": (_("Undo import"), _("%(who)s undid the import of people from the file “%(which)s”")),
    "save_team": (_("Save team"), _("%(who)s saved the team “%(which)s”")),
    "remove_team": (_("Remove team"), _("%(who)s removed the team “%(which)s”")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for model, words in _THINGS.items():
        audit.call(model, words)
    for name, (label, sentence) in _ACTIONS.items():
        audit.tell(actions, f"ambassadors.{name}", label, sentence)
