"""Background work of the hub; each task calls one function and may run twice."""

import time

from celery import shared_task
from django.utils import timezone

from sharehub import (
    connections,
    crisis,
    doors,
    due,
    engagement,
    good_hours,
    publishing,
    pulse,
    push,
    retention,
    servers,
    urgent,
    verification,
)
from sharehub.edge import targets
from sharehub.measurement import beside, circles, counted, pieces, subscriptions
from sharehub.models import Application, Report, UrgentCall
from sharehub.reach import classification, day_keys, partitions, rollup
from sharehub.recognition import badges, boards, challenges, contests
from sharehub.recruitment import attribution, bonuses, erasure, mail, printed, telling
from sharehub.recruitment import visits as visits_for_hr

# A task ends before its soft limit; the next beat goes on where it stopped.
_SECONDS = 20


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_application_received(application_id: int) -> None:
    """Tell a candidate that the application arrived."""
    mail.acknowledge(application_id=application_id)


@shared_task
def acknowledge_applications() -> None:
    """Tell the candidates whose message was lost on the way."""
    for pk in Application.objects.unacknowledged().values_list("pk", flat=True)[:200]:
        send_application_received.delay_on_commit(pk)


@shared_task
def delete_candidates() -> None:
    """Forget the candidates whose day has come."""
    erasure.erase_candidates(on=timezone.localdate())


@shared_task
def deliver_webhook(delivery_id: int) -> None:
    """Another system was told, or is tried again later."""
    telling.deliver(delivery_id=delivery_id)


@shared_task
def deliver_webhooks() -> None:
    """What is to be tried again, and what a lost message left, is sent; what is old is gone."""
    for pk in telling.due():
        deliver_webhook.delay_on_commit(pk)
    telling.forget()


@shared_task
def ripen_bonuses() -> None:
    """Referral bonuses whose waiting time is over are due."""
    bonuses.ripen(on=timezone.localdate())


@shared_task(soft_time_limit=240, time_limit=300)
def attribute_applications() -> None:
    """Every application is attributed under the rule in force."""
    attribution.attribute_anew()


@shared_task(soft_time_limit=120, time_limit=150)
def make_report(report_id: int) -> None:
    """A report that somebody asked for is a file."""
    printed.make(report_id=report_id)


@shared_task
def make_waiting_reports() -> None:
    """Reports whose message was lost on the way are made; old ones are gone."""
    for pk in Report.objects.waiting().values_list("pk", flat=True)[:50]:
        make_report.delay_on_commit(pk)
    printed.delete_old_reports()


@shared_task
def run_pulses() -> None:
    """Surveys that are over are closed, and who has not answered an open one has one reminder."""
    pulse.close()
    pulse.plan_reminders()


@shared_task
def plan_report_mails() -> None:
    """Everybody who subscribed to a report has a mail planned for the last whole period."""
    subscriptions.plan()


@shared_task
def classify_visits() -> None:
    """Visits that came in have a kind, and their reach is rolled up right after."""
    until = time.monotonic() + _SECONDS
    classified = 0
    while (done := classification.classify_visits()) and time.monotonic() < until:
        classified += done
    if classified or done:
        roll_up_reach.delay_on_commit()


@shared_task
def roll_up_reach() -> None:
    """Reach of every dirty day is counted anew."""
    until = time.monotonic() + _SECONDS
    while rollup.roll_up() and time.monotonic() < until:
        pass


@shared_task
def point_links() -> None:
    """Tracked links without a destination get theirs."""
    while targets.point_links():
        pass


@shared_task
def make_visit_partitions() -> None:
    """The months to come have a place for their visits; months past the retention have none."""
    partitions.make_partitions()
    partitions.drop_partitions()


@shared_task
def watch_day_key() -> None:
    """A day whose key for recognising visitors was lost says so."""
    day_keys.watch()


@shared_task
def delete_old_visits() -> None:
    """Raw visits older than the retention are gone; what was derived from them stays."""
    rollup.delete_old_visits()


@shared_task
def award_badges(ambassador_id: int | None = None) -> None:
    """Whoever meets a badge's rule has it: one person, or everyone who did something lately."""
    badges.award_badges(ambassador_id)


@shared_task
def note_challenges() -> None:
    """Challenges that were met say so."""
    challenges.note_met()


@shared_task
def count_votes() -> None:
    """Contests that ended have their winner."""
    contests.count_votes(on=timezone.localdate())


@shared_task
def delete_forgotten_shares() -> None:
    """Shares that were given up long ago are gone."""
    retention.delete_forgotten_shares()


@shared_task
def delete_old_openings() -> None:
    """Personal links that have ended are gone, and the suggestions kept as long ago."""
    retention.delete_old_openings()


@shared_task
def ask_servers() -> None:
    """Servers of networks whose limits are unknown or old are asked for them."""
    for pk in servers.due():
        ask_server.delay_on_commit(pk)


@shared_task
def ask_server(server_id: int) -> None:
    """The limits of one server are known."""
    servers.ask(server_id=server_id)


@shared_task
def look_up_posts() -> None:
    """Posts of which somebody gave the address are looked up, where the network tells of them."""
    for pk in verification.due():
        look_up_post.delay_on_commit(pk)


@shared_task
def look_up_post(share_id: int) -> None:
    """The post of one share was looked up."""
    verification.look_up(share_id=share_id)


@shared_task
def publish_share(share_id: int) -> None:
    """A share that its owner asked us to post is on the network, or says why not."""
    publishing.publish(share_id=share_id)


@shared_task
def publish_waiting_shares() -> None:
    """Shares whose message was lost, or that a network put off, are posted; posts that were to be deleted are gone."""
    for pk in publishing.due():
        publish_share.delay_on_commit(pk)
    for pk in publishing.to_remove():
        remove_post.delay_on_commit(pk)


@shared_task
def remove_post(share_id: int) -> None:
    """The post of a withdrawn share is deleted on the network."""
    publishing.remove(share_id=share_id)


@shared_task
def read_engagement() -> None:
    """Posts whose turn it is are read, as many in a call as their network takes."""
    for share_ids in engagement.due():
        read_engagement_of.delay_on_commit(share_ids)


@shared_task
def read_engagement_of(share_ids: list[int]) -> None:
    """How often people reacted to these posts is known."""
    engagement.read(share_ids=share_ids)


@shared_task
def tend_connections() -> None:
    """Connections near their end are renewed, or their owners hear of it."""
    for pk in connections.to_tend():
        tend_connection.delay_on_commit(pk)


@shared_task
def tend_connection(connection_id: int) -> None:
    """A connection near its end is renewed, or its owner hears of it."""
    connections.tend(connection_id=connection_id)


@shared_task
def end_connection(connection_id: int) -> None:
    """An account that was disconnected is forgotten, at the network and here."""
    connections.end(connection_id=connection_id)


@shared_task
def end_connections() -> None:
    """Accounts of people who are not here any more are forgotten, and those whose message was lost."""
    for pk in connections.to_end():
        end_connection.delay_on_commit(pk)


@shared_task(autoretry_for=(OSError,), retry_backoff=True, max_retries=5)
def send_personal_link(link_id: int) -> None:
    """Somebody who asked for it gets a link to share without logging in."""
    doors.send(link_id=link_id)


@shared_task
def send_personal_links() -> None:
    """The links whose message was lost on the way are mailed."""
    for pk in doors.to_mail():
        send_personal_link.delay_on_commit(pk)


@shared_task(soft_time_limit=240, time_limit=300)
def carry_out_stops() -> None:
    """What follows from a stop of all sharing, or from lifting it, is done as far as it was not yet."""
    crisis.carry_out()


@shared_task
def count_figures() -> None:
    """The figures of every running programme, and whose visits HR may read, are counted where a page would wait too long for it."""
    for programme_id, kind in counted.running():
        count_period.delay_on_commit(programme_id, kind)
    visits_for_hr.renew()


@shared_task
def count_boards() -> None:
    """The boards are counted, where that takes too long for a page to wait for."""
    boards.renew()


@shared_task(soft_time_limit=240, time_limit=300)
def count_period(programme_id: int, kind: str) -> None:
    """The figures of one programme and period are counted, and what decides which of them may be shown."""
    circles.renew(programme_id)
    pieces.renew_ever()
    counted.renew(programme_id, kind)
    beside.renew(programme_id, kind)
    pieces.renew(kind)


@shared_task
def tell_urgent(call_id: int) -> None:
    """Whom an urgent piece fits has a notice of it."""
    if urgent.tell(call_id=call_id):
        tell_urgent.delay_on_commit(call_id)


@shared_task
def tell_urgents() -> None:
    """Urgent pieces whose message was lost, or that wait for their moment, have a message in the queue."""
    for pk in UrgentCall.objects.waiting().values_list("pk", flat=True)[:50]:
        tell_urgent.delay_on_commit(pk)


@shared_task
def carry_out_plans() -> None:
    """Plans whose moment has come are carried out, moved, held or over."""
    due.carry_out()
    for pk in push.due():
        push_reminder.delay_on_commit(pk)


@shared_task
def push_reminder(plan_id: int) -> None:
    """The phones of the person were told that the moment has come."""
    push.remind(plan_id=plan_id)


@shared_task
def count_good_hours() -> None:
    """The hours in which links are followed most are counted, where that takes too long for a page to wait for."""
    good_hours.renew()
