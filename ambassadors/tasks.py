"""What runs without anyone waiting for it."""

from celery import shared_task
from django.utils import timezone

from ambassadors import headcounts, letters


@shared_task
def send_invitation(invitation_id: int) -> None:
    """The mail of one invitation has left, once."""
    letters.send(invitation_id=invitation_id)


@shared_task
def send_invitations() -> None:
    """Every waiting invitation has a message in the queue of mails; the row itself is what waits."""
    for invitation_id in letters.waiting():
        send_invitation.delay_on_commit(invitation_id)


@shared_task
def snapshot_headcounts() -> None:
    """Today's denominators are counted; again is the same as once."""
    headcounts.snapshot(day=timezone.localdate())
