"""Who wrote beside a passage hears what its author answered."""

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import CommentReply
from wagtail.users.models import UserProfile

from ambassadors import mails, notices
from ambassadors.models import Notice

KIND = "comment_answer"
# Answers to several comments in one sitting come in one mail.
_SITTING = timedelta(minutes=5)


def register() -> None:
    """The notice of an answer has its words."""
    notices.register(KIND, letter)


def tell(reply: CommentReply) -> None:
    """The editor has one mail on the way with the answers at this page; who switched such mails off in Wagtail has none."""
    comment = reply.comment
    if comment.user_id == reply.user_id or not UserProfile.get_for_user(comment.user).updated_comments_notifications:
        return
    waiting = Notice.objects.waiting().filter(kind=KIND, user=comment.user, subject_id=comment.page_id)
    if not waiting.exists():
        key = f"{KIND}:{reply.pk}"
        notices.plan(comment.user, KIND, key, comment.page_id, at=timezone.now() + _SITTING)


def letter(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail with what was answered since the notice was made; nothing where all of it is done with."""
    replies = CommentReply.objects.filter(
        comment__page=notice.subject_id, comment__user=notice.user, comment__resolved_at=None,
        created_at__gte=notice.created_at - timedelta(minutes=1),
    )  # fmt: skip
    found = list(replies.exclude(user=notice.user).select_related("comment__page", "user").order_by("pk"))
    page = found[0].comment.page if found else None
    if page is None or not page.permissions_for_user(notice.user).can_edit():
        return None
    context = {
        "page": page,
        "who": found[0].user,
        "replies": found,
        "action_url": mails.absolute(reverse("wagtailadmin_pages:edit", args=[page.pk])),
        "action_label": _("Open the page"),
    }
    return mails.compose(
        "cms/mail/comment_answer", to=notice.user.email, language=notice.user.language, context=context
    )
