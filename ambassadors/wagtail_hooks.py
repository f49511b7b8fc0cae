"""What Wagtail's log shows about changes to people, links, roles and support."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry

_ACTIONS = {
    "invite": (_("Invite people"), _("Invited people")),
    "resend_invitation": (_("Resend invitation"), _("Sent the invitation again")),
    "withdraw_invitation": (_("Withdraw invitation"), _("Withdrew the invitation")),
    "restore_invitation": (_("Restore invitation"), _("Restored the invitation")),
    "link": (_("Link to theme"), _("Linked to a theme")),
    "unlink": (_("Take back link"), _("Took back the question for a theme")),
    "decide_proposal": (_("Decide proposal"), _("Decided a proposal for a theme")),
    "pass_over": (_("Put suggestion aside"), _("Put a suggestion aside")),
    "save_role": (_("Save role"), _("Saved the role")),
    "retire_role": (_("Retire role"), _("Retired the role")),
    "restore_role": (_("Restore role"), _("Restored the role")),
    "assign_role": (_("Give role"), _("Gave a role")),
    "end_role": (_("End role"), _("Ended a role")),
    "answer_offer": (_("Answer offer"), _("Answered an offer to take a role")),
    "keep_contact": (_("Link contact"), _("Linked a colleague as contact")),
    "end_contact": (_("End contact"), _("Ended a contact")),
    "offer_conversation": (_("Ask for an answer"), _("Had a colleague asked for an answer")),
    "note_contact": (_("Note a moment"), _("Noted a contact")),
    "write_policy": (_("Write policy"), _("Wrote the draft of the policy")),
    "publish_policy": (_("Publish policy"), _("Published the policy")),
    "give_question": (_("Give question"), _("Gave a question at the help desk to somebody")),
    "set_terms": (_("Set terms"), _("Set the terms of the help desk")),
    "write_newsletter": (_("Write newsletter"), _("Wrote the draft of a newsletter")),
    "release_newsletter": (_("Send newsletter"), _("Sent a newsletter")),
    "pair": (_("Pair"), _("Paired a coach and a colleague")),
    "end_pair": (_("End pair"), _("Ended a pair of coach and colleague")),
    "change_team": (_("Change team"), _("Changed the team")),
    "change_person": (_("Change directory"), _("Changed what the directory says")),
    "import_people": (_("Import people"), _("Imported people from a file")),
    "undo_import": (_("Undo import"), _("Undid an import of people")),
    "save_team": (_("Save team"), _("Saved the team")),
    "remove_team": (_("Remove team"), _("Removed the team")),
}


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    for name, (label, message) in _ACTIONS.items():
        actions.register_action(f"ambassadors.{name}", label, message)
