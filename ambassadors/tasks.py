"""What runs without anyone waiting for it."""

from celery import shared_task
from django.utils import timezone

from ambassadors import headcounts, intake, letters, routing
from ambassadors.models import PeopleImport


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
def send_reminder(invitation_id: int) -> None:
    """The reminder of one invitation has left, where it is still due."""
    letters.remind(invitation_id=invitation_id)


@shared_task
def send_reminders() -> None:
    """Every reminder that is due has a message in the queue of mails."""
    for invitation_id in letters.to_remind():
        send_reminder.delay_on_commit(invitation_id)


@shared_task
def snapshot_headcounts() -> None:
    """Today's denominators are counted; again is the same as once."""
    headcounts.snapshot(day=timezone.localdate())


@shared_task(soft_time_limit=600, time_limit=660)
def import_people(import_id: int) -> None:
    """The file of people has been read, or carried out once the manager said yes; again is the same as once."""
    intake.work(import_id=import_id)


@shared_task
def import_waiting_people() -> None:
    """Every waiting file has a message in the queue; files that can no longer be undone name no one any more."""
    for import_id in PeopleImport.objects.waiting().values_list("pk", flat=True):
        import_people.delay_on_commit(import_id)
    for row in PeopleImport.objects.outdated():
        row.forget_people()


@shared_task
def route_conversations() -> None:
    """What waits for an answer lies at the ambassador who fits; what nobody reacted to went on to the next."""
    routing.sweep()
