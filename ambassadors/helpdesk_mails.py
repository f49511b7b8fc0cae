"""What the help desk writes: to whom a question waits for, to who asked, and to managers when nobody fits."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _

from ambassadors import mails, notices
from ambassadors.models import Notice, Question


def register() -> None:
    """The three notices of the help desk have their words."""
    notices.register("question", question)
    notices.register("question_unrouted", unrouted)
    notices.register("answer", answer)


def question(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail about a question that waits for this person; nothing when it waits no more, or for someone else."""
    found = _found(notice)
    if found is None or not found.is_open or found.expert is None or found.expert.user_id != notice.user_id:
        return None
    url = mails.absolute(reverse("ambassadors:help_detail", args=[found.pk]))
    return _mail("question", notice, found, url=url, label=_("Answer the question"))


def unrouted(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail about a question for which nobody was found."""
    found = _found(notice)
    if found is None or not found.is_open or found.expert is not None:
        return None
    path = reverse("ambassadors:support_question", args=[found.programme.slug, found.pk])
    return _mail("question_unrouted", notice, found, url=mails.absolute(path), label=_("See the question"))


def answer(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail about an answer."""
    found = _found(notice)
    reply = found.replies.filter(is_answer=True).select_related("by").last() if found else None
    if found is None or reply is None:
        return None
    url = mails.absolute(reverse("ambassadors:help_detail", args=[found.pk]))
    return _mail("answer", notice, found, url=url, label=_("Read the answer"), reply=reply)


def _found(notice: Notice) -> Question | None:
    return Question.objects.with_people().select_related("programme").filter(pk=notice.subject_id or 0).first()


def _mail(
    name: str, notice: Notice, found: Question, *, url: str, label: str, **more: object
) -> EmailMultiAlternatives:
    context = {"question": found, "action_url": url, "action_label": label, "person": notice.user, **more}
    return mails.compose(
        f"ambassadors/mail/{name}", to=notice.user.email, language=notice.user.language, context=context
    )
