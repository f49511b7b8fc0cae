"""The mail to whom a conversation from outside was routed."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors import mails, notices
from ambassadors.models import AnswerRequest, Notice


def register() -> None:
    """The notice of a conversation has its words."""
    notices.register("conversation", conversation)


def conversation(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail about a conversation that waits for this person.

    Nothing when it went on, was settled or taken meanwhile, or for who pauses, left, or wants no such mails.
    """
    asked = (
        AnswerRequest.objects.open()
        .filter(pk=notice.subject_id or 0, state=AnswerRequest.State.OFFERED, ambassador__user=notice.user)
        .select_related("ambassador__user", "conversation__theme", "conversation__source")
        .first()
    )
    if asked is None or not asked.ambassador.is_active or asked.ambassador.is_paused:
        return None
    if not notices.preferences(asked.ambassador).conversations:
        return None
    context = {
        "asked": asked,
        "conversation": asked.conversation,
        "person": notice.user,
        "action_url": mails.absolute(reverse("ambassadors:question_detail", args=[asked.pk])),
        "action_label": _("Look at it"),
        "stop_url": mails.absolute(notices.unsubscription_path(notice.user, "conversation")),
    }
    user = notice.user
    return mails.compose("ambassadors/mail/conversation", to=user.email, language=user.language, context=context)
