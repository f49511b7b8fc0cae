"""Sharing later: planned, moved, reworded, put off, cancelled and taken up again, always at a moment that will do."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub import good_hours, wording
from sharehub.actions.shares import ShareRefused, check_share, locked, locked_share, make_share, tidy
from sharehub.models import Connection, PlannedShare, PlanPreferences, Share, TrackedLink
from sharehub.moments import Diary, by_the_clock, diary

_PIECES = 0x504C414E  # the class of our advisory locks, so that no other part's key is the same


class PlanRefused(ShareRefused):
    """That moment will not do; `moments` are the next ones that would, none where there are none any more."""

    def __init__(self, message: str, moments: list[datetime] | None = None) -> None:
        super().__init__(message, field="when")
        self.moments = moments or []


@transaction.atomic
def plan_share(
    *,
    ambassador: Ambassador,
    piece: Shareable,
    network: str,
    text: str,
    language: str,
    at: datetime,
    for_me: bool = False,
    account_id: int | None = None,
) -> PlannedShare:
    """The share waits for its moment, with its own tracked link, to be posted for its owner where they asked for it.

    It leaves through the account that they chose among several of theirs. Asked twice it is the same plan.

    Raises ShareRefused as sharing at once does, and PlanRefused where the moment will not do.
    """
    ambassador, text = locked(ambassador), tidy(text)
    check_share(ambassador, piece, network, text, language, for_later=True)
    _one_after_another(piece)
    twins = ambassador.shares.filter(piece_id=piece.pk, network=network, text=text, state=Share.State.PLANNED)
    if same := PlannedShare.objects.waiting().filter(share__in=twins, due_at=at).first():
        return same
    check_moment(ambassador, piece, network, at)
    share = make_share(ambassador, piece, network, text, language, Share.State.PLANNED)
    chosen = Connection.objects.usable(ambassador, network).filter(pk=account_id).first() if account_id else None
    return PlannedShare.objects.create(share=share, due_at=at, posts_for_me=for_me, connection=chosen)


@transaction.atomic
def move_plan(*, plan: PlannedShare, at: datetime) -> PlannedShare:
    """The plan is due at another moment, and nothing holds it any more; of one that was reminded of, the reminder comes again.

    Raises PlanRefused where the moment will not do or the plan has ended, ShareRefused where the piece may not be shared.
    """
    plan = _locked_plan(plan)
    share = plan.share
    check_share(share.ambassador, share.piece, share.network, share.text, share.language, for_later=True)
    _one_after_another(share.piece)
    check_moment(share.ambassador, share.piece, share.network, at, besides=plan)
    return _wait_until(plan, at)


@transaction.atomic
def put_off_plan(*, plan: PlannedShare) -> PlannedShare:
    """The plan is due tomorrow at the same time by the person's clock, or as soon after it as will do.

    Raises PlanRefused where no such moment is left, ShareRefused where the piece may not be shared.
    """
    plan = _locked_plan(plan)
    share = plan.share
    zone = share.ambassador.user.zone
    check_share(share.ambassador, share.piece, share.network, share.text, share.language, for_later=True)
    _one_after_another(share.piece)
    own = diary(share.ambassador, share.piece, share.network, besides=plan)
    tomorrow = own.day_of(own.now) + timedelta(days=1)
    wanted = datetime.combine(tomorrow, plan.due_at.astimezone(zone).time(), tzinfo=zone)
    if (at := own.next_free(wanted)) is None:
        obstacle = own.obstacle(wanted)
        raise PlanRefused(obstacle.words if obstacle else _("No moment is left for it."))
    return _wait_until(plan, at)


@transaction.atomic
def reword_plan(*, plan: PlannedShare, text: str) -> PlannedShare:
    """The plan has other words. Raises ShareRefused where they will not do, PlanRefused where the plan has ended."""
    plan, text = _locked_plan(plan), tidy(text)
    share = plan.share
    check_share(share.ambassador, share.piece, share.network, text, share.language, for_later=True)
    share.own_words, share.suggestion = wording.compare(text, share.piece, share.language)
    share.text = text
    share.save(update_fields=["text", "own_words", "suggestion"])
    return plan


@transaction.atomic
def cancel_plan(*, plan: PlannedShare) -> PlannedShare:
    """The plan is off and its link has ended; can be taken up again. Safe to ask again."""
    share = locked_share(plan.share)
    plan = PlannedShare.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.is_open:
        plan.end(PlannedShare.Ending.CANCELLED)
        now = timezone.now()
        Share.objects.filter(pk=share.pk).update(state=Share.State.WITHDRAWN, withdrawn_at=now)
        TrackedLink.objects.filter(share=share, withdrawn_at=None).update(withdrawn_at=now)
    return plan


@transaction.atomic
def restore_plan(*, plan: PlannedShare) -> PlannedShare:
    """A plan that was cancelled stands again, for the same moment. Raises PlanRefused where that will not do any more."""
    share = locked_share(plan.share)
    plan = PlannedShare.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    plan.share = share
    if plan.ending != PlannedShare.Ending.CANCELLED or share.state != Share.State.WITHDRAWN:
        return plan
    check_share(share.ambassador, share.piece, share.network, share.text, share.language, for_later=True)
    if plan.carried_out_at is None:
        check_moment(share.ambassador, share.piece, share.network, plan.due_at, besides=plan)
    plan.ended_at, plan.ending = None, ""
    plan.save(update_fields=["ended_at", "ending"])
    Share.objects.filter(pk=share.pk).update(state=Share.State.PLANNED, withdrawn_at=None)
    TrackedLink.objects.filter(share=share).update(withdrawn_at=None)
    return plan


def choose_pace(*, ambassador: Ambassador, most_per_day: int) -> PlanPreferences:
    """No more than so many posts a day are planned from now on; what is planned already stays."""
    chosen, _made = PlanPreferences.objects.update_or_create(
        ambassador=ambassador, defaults={"most_per_day": most_per_day}
    )
    return chosen


def say_time(*, ambassador: Ambassador, times_a_month: int | None) -> PlanPreferences:
    """The person's own page sets what is asked of them beside this; None takes it back."""
    chosen, _made = PlanPreferences.objects.update_or_create(
        ambassador=ambassador, defaults={"times_a_month": times_a_month}
    )
    return chosen


def check_moment(
    ambassador: Ambassador, piece: Shareable, network: str, at: datetime, *, besides: PlannedShare | None = None
) -> None:
    """Nothing stands in the way of the moment. Raises PlanRefused, which names the next one that would do, otherwise."""
    own = diary(ambassador, piece, network, besides=besides)
    if obstacle := own.obstacle(at):
        raise PlanRefused(obstacle.words, _instead(own, piece, network, at))


def moment_of(*, ambassador: Ambassador, piece: Shareable, network: str, written: datetime) -> datetime:
    """Return the moment at which the person's clock shows that.

    Raises PlanRefused where the clock goes forward over it, and where it goes back and shows it twice.
    """
    zone = ambassador.user.zone
    clocks = by_the_clock(written, zone)
    if len(clocks) == 1:
        return clocks[0]
    own = diary(ambassador, piece, network)
    if not clocks:
        found = own.next_free(written.replace(tzinfo=zone))
        words = _("That time does not exist on that day: the clock goes forward over it.")
        raise PlanRefused(words, [found] if found else [])
    free = [moment for moment in clocks if own.obstacle(moment) is None]
    words = _("That time comes twice that night, because the clock goes back. Which one do you mean?")
    if not free and (obstacle := own.obstacle(clocks[0])):
        raise PlanRefused(obstacle.words, _instead(own, piece, network, clocks[0]))
    raise PlanRefused(words, free)


def _instead(own: Diary, piece: Shareable, network: str, at: datetime) -> list[datetime]:
    """Return the next moment that would do; where none is left after it, good ones before."""
    if found := own.next_free(at):
        return [found]
    return [proposal.at for proposal in good_hours.proposals(own.ambassador, piece, network, shown=own, most=2)]


def _wait_until(plan: PlannedShare, at: datetime) -> PlannedShare:
    plan.due_at, plan.held_for, plan.carried_out_at, plan.pushed_at, plan.is_late = at, "", None, None, False
    plan.save(update_fields=["due_at", "held_for", "carried_out_at", "pushed_at", "is_late"])
    return plan


def _locked_plan(plan: PlannedShare) -> PlannedShare:
    share = locked_share(plan.share)
    found = PlannedShare.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if not found.is_open or share.state != Share.State.PLANNED:
        raise PlanRefused(_("This plan has ended already."))
    found.share = share
    return found


def _one_after_another(piece: Shareable) -> None:
    """Colleagues who plan the same piece at the same instant wait for each other, so that none takes another's moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_PIECES, piece.pk])
