"""What runs without anyone waiting for it."""

from celery import shared_task
from django.utils import timezone

from ambassadors import digests, headcounts, helpdesk, intake, letters, newsletters, notices, policies, routing
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


@shared_task
def send_notice(notice_id: int) -> None:
    """The mail of one notice has left, once, or was dropped."""
    notices.send(notice_id=notice_id)


@shared_task
def send_notices() -> None:
    """Every notice whose time has come has a message in the queue of mails; the row itself is what waits."""
    for notice_id in notices.due():
        send_notice.delay_on_commit(notice_id)


@shared_task
def escalate_questions() -> None:
    """Questions that waited too long wait for a coach or for the managers now."""
    for question_id in helpdesk.to_escalate():
        helpdesk.escalate(question_id=question_id)


@shared_task
def plan_policy_reminders() -> None:
    """Who has not read the current policy has the reminders of today planned; again is the same as once."""
    policies.plan_reminders()


@shared_task
def plan_digests() -> None:
    """Everybody who wants their week by mail has the next one planned; again is the same as once."""
    digests.plan()


@shared_task
def plan_newsletters() -> None:
    """Everybody who wants it has a notice of each newsletter that was released; again is the same as once."""
    newsletters.plan()
