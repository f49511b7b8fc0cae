"""An author answers the comments of editors."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Comment, CommentReply

from ambassadors.models import User
from cms import conversations


@transaction.atomic
def answer_comment(*, comment: Comment, by: User, text: str) -> CommentReply:
    """The answer stands below the comment, in Wagtail too, and who wrote the comment hears of it."""
    reply = CommentReply(comment=comment, user=by, text=text)
    reply.save()
    reply.log_create(user=by)
    conversations.tell(reply)
    return reply


@transaction.atomic
def resolve_comment(*, comment: Comment, by: User) -> None:
    """The comment is done with: it is out of the way here and in Wagtail. Safe to ask again."""
    if Comment.objects.filter(pk=comment.pk, resolved_at=None).update(resolved_at=timezone.now(), resolved_by=by):
        comment.log_resolve(user=by)


def reopen_comment(*, comment: Comment) -> None:
    """The comment asks for an answer again."""
    Comment.objects.filter(pk=comment.pk).update(resolved_at=None, resolved_by=None)
