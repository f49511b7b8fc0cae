"""Referral bonuses follow the procedure: they begin with a hire, end with its undoing, and become due by date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import tablib
from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ambassadors.models import Ambassador, User
from sharehub.models import Application, RecruitmentSettings, ReferralBonus
from themes import undo

State, Reason = ReferralBonus.State, ReferralBonus.Reason
_DECIDED = ("state", "reason", "paid_on", "paid_by_id")


class BonusChangedError(Exception):
    """The bonus is no longer in a state in which this can be done; nothing was changed."""


@dataclass(frozen=True)
class Together:
    """How many bonuses stand in a state, and what they come to."""

    count: int
    amount: Decimal


def follow(application: Application, *, by: User | None) -> None:
    """The bonus is what the application's stage asks for; safe to run again.

    Whoever had the credit on the day of the hire keeps it, also when the rule for attribution changes later.
    """
    bonus = ReferralBonus.objects.select_for_update().filter(application=application).first()
    is_hired = application.stage == Application.Stage.HIRED
    if bonus is None:
        if is_hired and not reason_for_none(application):
            _begin(application, by)
    elif not is_hired and bonus.state != State.LAPSED:
        _set(bonus, State.LAPSED, Reason.UNDONE, "lapse_bonus", by)
    elif is_hired and bonus.reason == Reason.UNDONE:
        _set(bonus, State(bonus.state_on(timezone.localdate())), "", "begin_bonus", by)


def forget(application: Application) -> None:
    """A bonus that began with a hire that was a slip of the hand is as if it had not been; one that was paid stays."""
    ReferralBonus.objects.filter(application=application, paid_on=None).delete()


def reason_for_none(application: Application) -> str:
    """Return why a hire gives nobody a bonus, in words; empty where it gives one."""
    rules = RecruitmentSettings.load()
    if not rules.gives_bonus:
        return _("Referral bonuses are switched off.")
    if application.share is None:
        return _("No ambassador's link gets the credit.")
    ambassador = application.share.ambassador
    if ambassador.left_at is not None:
        return _("The colleague who shared it left the programme.")
    if rules.bonus_excludes_hr and ambassador.user.has_perm("sharehub.change_application"):
        return _("Whoever works in HR gets no bonus.")
    if rules.bonus_excludes_managers and _has_a_say(ambassador.user, application):
        return _("Whoever has a say in this vacancy gets no bonus.")
    return ""


def _has_a_say(user: User, application: Application) -> bool:
    vacancy = application.vacancy
    decides = vacancy.hiring_manager_email.casefold() == user.email.casefold()
    return decides or vacancy.owner_id == user.pk or application.stage_changes.filter(by=user).exists()


def _begin(application: Application, by: User | None) -> None:
    rules, today = RecruitmentSettings.load(), timezone.localdate()
    if rules.bonus_amount is None or application.share is None:
        return
    bonus = ReferralBonus(
        application=application,
        ambassador=application.share.ambassador,
        amount=rules.bonus_amount,
        hired_on=today,
        due_on=today + timedelta(days=rules.bonus_waiting_days),
    )
    bonus.state = bonus.state_on(today)
    bonus.save()
    log(instance=bonus, action="sharehub.begin_bonus", user=by, data={"due": bonus.due_on.isoformat()})


def ripen(*, on: date) -> int:
    """Bonuses whose waiting time is over are due; return how many became so. Safe to run again."""
    made = 0
    for pk in list(ReferralBonus.objects.ripe(on).values_list("pk", flat=True)):
        with transaction.atomic():
            bonus = ReferralBonus.objects.ripe(on).select_for_update(of=("self",)).filter(pk=pk).first()
            if bonus:
                _set(bonus, State.DUE, "", "due_bonus", None)
                made += 1
    return made


@transaction.atomic
def pay(*, bonus: ReferralBonus, by: User) -> str:
    """It was paid today; return the token that takes that back. Raises BonusChangedError unless it was due."""
    current = _locked(bonus, State.DUE)
    token = undo.keep_fields(current, _DECIDED, owner=by.pk, back=State.PAID)
    current.paid_on, current.paid_by = timezone.localdate(), by
    _set(current, State.PAID, "", "pay_bonus", by)
    return token


@transaction.atomic
def lapse(*, bonus: ReferralBonus, reason: ReferralBonus.Reason, by: User) -> str:
    """It will not be paid; return the token that takes that back. Raises BonusChangedError unless it was open."""
    current = _locked(bonus, State.PENDING, State.DUE)
    token = undo.keep_fields(current, _DECIDED, owner=by.pk, back=State.LAPSED)
    _set(current, State.LAPSED, reason, "lapse_bonus", by)
    return token


@transaction.atomic
def postpone(*, bonus: ReferralBonus, due_on: date, by: User) -> ReferralBonus:
    """It is due from that day on, such as when the first day of work comes later. Raises BonusChangedError unless it was open."""
    current = _locked(bonus, State.PENDING, State.DUE)
    before, current.due_on = current.due_on, due_on
    current.state = current.state_on(timezone.localdate())
    current.save(update_fields=["due_on", "state"])
    data = {"before": before.isoformat(), "due": due_on.isoformat()}
    log(instance=current, action="sharehub.move_bonus", user=by, data=data)
    return current


def take_back(*, bonus: ReferralBonus, token: str, by: User) -> bool:
    """What was decided is as if it had not been; False when it is too late or somebody else's. Raises BonusChangedError."""
    kept = undo.take(token, owner=by.pk, about=bonus)
    if kept is None:
        return False
    with transaction.atomic():
        current = _locked(bonus, State(kept.back))
        undo.put_back(kept)
        log(instance=current, action="sharehub.undo_bonus", user=by, data={"from": current.state})
    return True


def leave(ambassador: Ambassador) -> None:
    """Nothing waits any more for somebody whose name goes."""
    for bonus in _open_of(ambassador):
        _set(bonus, State.LAPSED, Reason.GONE, "lapse_bonus", None)


def losses(ambassador: Ambassador) -> list[str]:
    """Return what leaving would cost somebody: a sentence for each bonus that waits or is due, and nothing of the candidate."""
    words = {
        State.PENDING: _("Your referral bonus of € %(amount)s for “%(vacancy)s”: it waits until %(day)s."),
        State.DUE: _("Your referral bonus of € %(amount)s for “%(vacancy)s”: it is due, and not paid yet."),
    }
    return [
        words[State(bonus.state)]
        % {
            "amount": _amount(bonus),
            "vacancy": bonus.application.vacancy.title,
            "day": date_format(bonus.due_on, "DATE_FORMAT"),
        }
        for bonus in _open_of(ambassador)
    ]


def _open_of(ambassador: Ambassador) -> QuerySet[ReferralBonus]:
    return ReferralBonus.objects.open().filter(ambassador=ambassador).select_related("application__vacancy")


def _locked(bonus: ReferralBonus, *states: ReferralBonus.State) -> ReferralBonus:
    current = ReferralBonus.objects.select_for_update(of=("self",)).get(pk=bonus.pk)
    if current.state not in states:
        raise BonusChangedError(current.get_state_display())
    return current


def _set(bonus: ReferralBonus, state: ReferralBonus.State, reason: str, action: str, by: User | None) -> None:
    before, bonus.state, bonus.reason = bonus.state, state, reason
    bonus.save(update_fields=["state", "reason", "paid_on", "paid_by"])
    data = {"from": before, "to": str(state.value), "reason": str(reason)}
    log(instance=bonus, action=f"sharehub.{action}", user=by, data=data)


def sums() -> dict[str, Together]:
    """Return how many bonuses stand in each state and what they come to."""
    rows = ReferralBonus.objects.order_by().values_list("state").annotate(Count("pk"), Sum("amount"))
    found = {state: Together(count, amount) for state, count, amount in rows}
    return {state: found.get(state, Together(0, Decimal())) for state in State.values}


def sheet(bonuses: Iterable[ReferralBonus], kind: str) -> bytes:
    """Return what payroll needs as CSV or XLSX: who, how much, since when; no candidate."""
    head = [
        _("Colleague"),
        _("E-mail"),
        _("Vacancy"),
        _("Hired on"),
        _("Due from"),
        _("Amount"),
        _("State"),
        _("Paid on"),
    ]
    data = tablib.Dataset(headers=head, title="bonuses")
    for bonus in bonuses:
        user = bonus.ambassador.user
        data.append(
            [
                _harmless(str(user)),
                _harmless(user.email),
                _harmless(bonus.application.vacancy.title),
                bonus.hired_on.isoformat(),
                bonus.due_on.isoformat(),
                str(bonus.amount),
                str(bonus.get_state_display()),
                bonus.paid_on.isoformat() if bonus.paid_on else "",
            ]
        )
    return {"csv": lambda: f"\ufeff{data.export('csv')}".encode(), "xlsx": lambda: bytes(data.export("xlsx"))}[kind]()


def _harmless(text: str) -> str:
    """A cell that begins like a formula would be run by a spreadsheet."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def told(bonus: ReferralBonus) -> str:
    """Return what the colleague reads of a bonus of theirs: how far it is, and nothing of the candidate."""
    words = {
        State.PENDING: _("referral bonus of € %(amount)s, after the waiting time on %(day)s"),
        State.DUE: _("referral bonus of € %(amount)s, will be paid"),
        State.PAID: _("referral bonus of € %(amount)s, paid on %(day)s"),
        State.LAPSED: _("referral bonus of € %(amount)s, lapsed: %(reason)s"),
    }[State(bonus.state)]
    about_hire = {Reason.UNDONE, Reason.LEFT}
    return words % {
        "amount": _amount(bonus),
        "day": date_format(bonus.paid_on or bonus.due_on, "DATE_FORMAT"),
        "reason": _("the hire did not last") if bonus.reason in about_hire else bonus.get_reason_display(),
    }


def _amount(bonus: ReferralBonus) -> str:
    return number_format(bonus.amount, 0 if bonus.amount == int(bonus.amount) else 2, use_l10n=True)
