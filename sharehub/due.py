"""Carries out plans whose moment has come. The row is the queue: a sweep finds what is due, and what a killed worker left.

Each row is claimed and changed in one transaction (SKIP LOCKED), so that several workers never take the same plan and a
killed one leaves everything as it was. After an outage not everything leaves at once: what is a little late gets the next
moment that will do, by the same rules as any other plan; what is far too late is asked about again.
"""

import time
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import mails, notices
from ambassadors.models import Ambassador, Notice
from cms.models import Shareable
from sharehub import crisis, networks, publishing
from sharehub.models import PlannedShare, Share, TrackedLink
from sharehub.moments import diary

REMINDER, GONE, FAILED = "plan", "plan_gone", "plan_failed"
LATE = timedelta(minutes=15)
TOO_LATE = timedelta(hours=2)
LAPSES = timedelta(days=7)
_AT_ONCE = 100
_SECONDS = 20


def register() -> None:
    """Reminders and kind words leave like every other mail."""
    notices.register(REMINDER, reminder)
    notices.register(GONE, gone)
    notices.register(FAILED, failed)


def carry_out() -> None:
    """Plans whose moment has come are carried out, moved or held; those whose piece is gone are over. Again is the same as once."""
    until = time.monotonic() + _SECONDS
    crisis.hold_plans()
    crisis.ask_for_review()
    _let_go()
    _lapse()
    while _portion() and time.monotonic() < until:
        pass
    _hand_over()
    _conclude()


def _portion() -> int:
    """The next plans that are due had their turn; return how many."""
    with transaction.atomic():
        due = PlannedShare.objects.due().select_for_update(of=("self",), skip_locked=True)
        plans = list(due.select_related("share__ambassador__user", "share__piece").order_by("due_at", "pk")[:_AT_ONCE])
        pieces = {plan.share.piece_id for plan in plans}
        stopped = set(crisis.held(Shareable.objects.filter(pk__in=pieces)).values_list("pk", flat=True))
        for plan in plans:
            _take(plan, is_stopped=plan.share.piece_id in stopped)
    return len(plans)


def _take(plan: PlannedShare, *, is_stopped: bool) -> None:
    """One plan, whose row is ours, had its turn."""
    now, share = timezone.now(), plan.share
    if is_stopped:
        plan.held_for = PlannedShare.Hold.STOP
    elif share.ambassador.is_paused or not share.piece.has_opened or LATE < now - plan.due_at <= TOO_LATE:
        # Away, an embargo that was put off, or an outage: the next moment that will do, among all the others that wait.
        own = diary(share.ambassador, share.piece, share.network, besides=plan)
        at = own.next_free(own.soonest)
        if at is not None:
            plan.due_at = at
        elif share.ambassador.is_paused:
            plan.held_for = PlannedShare.Hold.BREAK
        else:
            _remind(plan, is_late=True)
    else:
        plan.is_late = now - plan.due_at > TOO_LATE
        if plan.posts_for_me and not plan.is_late:
            plan.carried_out_at = now  # handed over below, each in its own transaction
        else:
            _remind(plan, is_late=plan.is_late)
    plan.save(update_fields=["due_at", "held_for", "carried_out_at", "is_late", "posts_for_me"])


def _remind(plan: PlannedShare, *, is_late: bool) -> None:
    """The person is asked to post it: a mail is on its way, and the app says so."""
    plan.carried_out_at, plan.is_late, plan.posts_for_me = timezone.now(), is_late, False
    # Moved and due again, it is another reminder.
    key = f"{REMINDER}:{plan.pk}:{plan.due_at:%Y%m%d%H%M}"
    notices.plan(plan.share.ambassador.user, REMINDER, key, subject_id=plan.pk)


def _hand_over() -> None:
    """Plans that are to be posted for their owner are in the hands of publishing; without an account any more they are reminded of."""
    waiting = PlannedShare.objects.leaving().filter(share__publication=None).select_related("share__ambassador__user")
    for plan in waiting[: _AT_ONCE * 5]:
        if publishing.ask(share=plan.share, account_id=plan.connection_id) is not None:
            continue
        with transaction.atomic():
            if PlannedShare.objects.leaving().filter(pk=plan.pk, share__publication=None).update(posts_for_me=False):
                _remind(plan, is_late=False)


def _conclude() -> None:
    """Plans whose share was posted are done; where posting failed, their person hears it and finds the way to post it."""
    leaving = PlannedShare.objects.leaving()
    posted = leaving.filter(share__in=Share.objects.counting().filter(plan__isnull=False))
    posted.end(PlannedShare.Ending.DONE)
    failed = leaving.filter(share__state=Share.State.FAILED).select_related("share__ambassador__user")
    for plan in failed[:_AT_ONCE]:
        with transaction.atomic():
            if PlannedShare.objects.filter(pk=plan.pk).end(PlannedShare.Ending.FAILED):
                notices.plan(plan.share.ambassador.user, FAILED, f"{FAILED}:{plan.pk}", subject_id=plan.pk)


def _let_go() -> None:
    """Plans whose piece was taken back or has closed are over, and their person hears it."""
    waiting = PlannedShare.objects.waiting()
    taken_back = waiting.filter(share__piece__live=False)
    open_now = Shareable.objects.open_to_sharing().values("pk")
    closed = waiting.due().exclude(share__piece__in=open_now).exclude(share__piece__share_from__gt=timezone.now())
    for pk in {*taken_back.values_list("pk", flat=True)[:_AT_ONCE], *closed.values_list("pk", flat=True)[:_AT_ONCE]}:
        if plan := _close(pk, PlannedShare.Ending.PIECE):
            notices.plan(plan.share.ambassador.user, GONE, f"{GONE}:{pk}", subject_id=pk)


def _lapse() -> None:
    """Reminders that nobody did anything about for a week are over, without another word."""
    old = PlannedShare.objects.asking().filter(carried_out_at__lt=timezone.now() - LAPSES)
    for pk in old.values_list("pk", flat=True)[:_AT_ONCE]:
        _close(pk, PlannedShare.Ending.LAPSED)


@transaction.atomic
def _close(plan_id: int, ending: PlannedShare.Ending) -> PlannedShare | None:
    """The plan is over, its share withdrawn and its link ended; None where another was quicker."""
    found = PlannedShare.objects.filter(pk=plan_id).values_list("share__ambassador", flat=True).first()
    if found is None:
        return None
    # The person first, as everywhere: so two changes of one person's shares wait for each other instead of for ever.
    Ambassador.objects.select_for_update(of=("self",)).get(pk=found)
    plan = PlannedShare.objects.open().select_for_update(of=("self",)).filter(pk=plan_id).first()
    if plan is None:
        return None
    plan.end(ending)
    now = timezone.now()
    Share.objects.filter(pk=plan.share_id, state=Share.State.PLANNED).update(
        state=Share.State.WITHDRAWN, withdrawn_at=now
    )
    TrackedLink.objects.filter(share=plan.share_id, withdrawn_at=None).update(withdrawn_at=now)
    return plan


def reminder(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail that says that the moment has come, with the text ready; nothing once it was posted, moved or skipped."""
    plan = _plan_of(notice)
    if plan is None or not plan.asks:
        return None
    share = plan.share
    context = {
        "plan": plan,
        "share": share,
        "text": networks.get(share.network).whole_text(share.text, share.link.get_absolute_url()),
        "list_url": mails.absolute(reverse("sharehub:plan_list")),
        "action_url": mails.absolute(reverse("sharehub:plan_detail", args=[plan.pk])),
        "action_label": _("Share it now"),
    }
    return mails.compose("sharehub/mail/plan", to=notice.user.email, language=notice.user.language, context=context)


def gone(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail that says that a plan is off, because its piece is gone."""
    plan = _plan_of(notice)
    if plan is None or plan.ending != PlannedShare.Ending.PIECE:
        return None
    context = {
        "share": plan.share,
        "plan": plan,
        "action_url": mails.absolute(reverse("sharehub:feed")),
        "action_label": _("See what fits you"),
    }
    return mails.compose(
        "sharehub/mail/plan_gone", to=notice.user.email, language=notice.user.language, context=context
    )


def failed(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail that says that we could not post it; nothing once it was posted all the same."""
    plan = _plan_of(notice)
    if plan is None or plan.share.state != Share.State.FAILED:
        return None
    context = {
        "share": plan.share,
        "action_url": mails.absolute(reverse("sharehub:share_detail", args=[plan.share_id])),
        "action_label": _("See why, and post it"),
    }
    return mails.compose(
        "sharehub/mail/plan_failed", to=notice.user.email, language=notice.user.language, context=context
    )


def _plan_of(notice: Notice) -> PlannedShare | None:
    plans = PlannedShare.objects.select_related("share__piece", "share__link", "share__ambassador")
    return plans.filter(pk=notice.subject_id or 0, share__ambassador__left_at=None).first()
