"""Candidates of the demo: where they came from, and how far they went."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from ambassadors.models import User
from cms.models import Shareable, Vacancy
from sharehub.demo.calendar import DAYS_OF_HISTORY, Calendar
from sharehub.demo.texts import Fields, table
from sharehub.models import (
    Application,
    ProcedureStep,
    RecruitmentSettings,
    ReferralBonus,
    Share,
    StageChange,
    Touch,
    WebhookDelivery,
    WebhookSource,
    WebhookTarget,
)
from sharehub.recruitment import arrivals, erasure
from themes.models import Organisation

_ENDS = {Application.Stage.HIRED, Application.Stage.REJECTED, Application.Stage.WITHDRAWN}
_WAITING_DAYS, _PAID_AFTER = 60, 25
_NAMESPACE = uuid.UUID("9f6d2a54-5f0e-4c0b-8a53-4a2f3cfb5d10")


def fill_applications(calendar: Calendar, pieces: Mapping[str, Shareable], shares: Sequence[Share]) -> None:
    """Candidates applied, through a colleague's share or by themselves; those whose day has come are forgotten."""
    recruiter = User.objects.get(email="hr@demo.test")
    _fill_rules(calendar)
    for item in table("candidates")["candidates"]:
        vacancy = pieces[item["vacancy"]]
        if not isinstance(vacancy, Vacancy):
            raise TypeError(f"{item['vacancy']} is no vacancy.")
        applied_at = calendar.at(vacancy.date_posted + timedelta(days=item["after"]), 20.4)
        if applied_at < calendar.now:
            _apply(calendar, vacancy, item, applied_at, _cause(vacancy, item, applied_at, shares), recruiter)
    _connect(calendar, recruiter)
    erasure.erase_candidates(on=calendar.today)


def _connect(calendar: Calendar, recruiter: User) -> None:
    """The ATS tells us; the HR system was told until HR switched it off: nothing of the demo leaves the house."""
    WebhookSource.objects.create(name="Recruitment-ATS", made_by=recruiter, used_at=calendar.now - timedelta(hours=3))
    target = WebhookTarget.objects.create(
        name="HR-systeem",
        url="https://hr.example/webhooks/ambassadeurs",
        made_by=recruiter,
        made_at=calendar.now - timedelta(days=40),
        off_at=calendar.now - timedelta(hours=1),
    )
    changes = StageChange.objects.filter(at__gt=calendar.now - timedelta(days=30)).select_related("application", "step")
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(
            target=target,
            application=change.application,
            kind=WebhookDelivery.Kind.STAGE,
            payload={"type": "application.stage_changed", "data": {"step": change.step.key if change.step else ""}},
            made_at=change.at,
            tries=1,
            next_try_at=None,
            delivered_at=change.at + timedelta(seconds=2),
            status=200,
        )
        for change in changes
    )


def _fill_rules(calendar: Calendar) -> None:
    """HR has stages of its own, gives a bonus for a hire that lasts, and knows how the year before the programme was."""
    for stage in table("candidates")["stages"]:
        ProcedureStep.objects.create(
            key=stage["key"], name=stage["name"], kind=stage["kind"], sort_order=stage["place"]
        )
    rules = RecruitmentSettings.load()
    rules.bonus_is_on, rules.bonus_amount, rules.bonus_waiting_days = True, Decimal(500), _WAITING_DAYS
    rules.before_starts_on, rules.before_ends_on = calendar.ago(2 * DAYS_OF_HISTORY), calendar.ago(DAYS_OF_HISTORY + 1)
    rules.before_applications, rules.before_hires = 19, 3
    rules.save()


def _cause(vacancy: Vacancy, item: Fields, at: datetime, shares: Sequence[Share]) -> Share | None:
    """Return the share through which a candidate came: that person's of the vacancy, else their latest one before."""
    if "via" not in item:
        return None
    before = [share for share in shares if share.created_at < at and share.confirmed_at and not share.withdrawn_at]
    own = [share for share in before if share.ambassador.user.first_name.lower().startswith(item["via"][:3])]
    of_vacancy = [share for share in before if share.piece_id == vacancy.pk]
    return next(iter([*reversed([s for s in own if s in of_vacancy]), *reversed(own), *reversed(of_vacancy)]), None)


def _followed(share: Share, applied_at: datetime) -> datetime:
    """Return when the link was followed: some days before, where it was there by then."""
    days = len(share.text) % 6
    return max(share.confirmed_at or share.created_at, applied_at - timedelta(days=days, minutes=24))


def _apply(
    calendar: Calendar, vacancy: Vacancy, item: Fields, at: datetime, share: Share | None, recruiter: User
) -> None:
    number = item.get("ats", "")
    application = Application.objects.create(
        vacancy=vacancy,
        token=uuid.uuid5(_NAMESPACE, f"{item['vacancy']} {item['name']}"),
        share=share,
        network=share.network if share else "",
        name=item["name"],
        origin=Application.Origin.API if number else Application.Origin.FORM,
        external_id=number,
        external_key=arrivals.key_of(number) if number else "",
        channel=item.get("channel", ""),
        email=f"{item['name'].split()[0].lower()}@kandidaten.example",
        motivation=item["motivation"],
        created_at=at,
        acknowledged_at=None if number else at + timedelta(minutes=1),
    )
    if share:
        # Who agreed that we remember their links is known to have followed one days before.
        agreed = Touch.How.COOKIE if len(item["name"]) % 3 == 0 else Touch.How.REFERENCE
        how = Touch.How.ATS if number else agreed
        Touch.objects.create(application=application, share=share, at=_followed(share, at), how=how)
    steps = {step.key: step for step in ProcedureStep.objects.all()}
    application.step = steps[Application.Stage.APPLIED]
    for key, days in item["path"]:
        at = calendar.at((at + timedelta(days=days)).date(), 14.2)
        if at < calendar.now:
            step = steps[key]
            by = None if number else recruiter
            StageChange.objects.create(application=application, stage=step.kind, step=step, by=by, at=at)
            application.stage, application.step = step.kind, step
            if step.kind in _ENDS:
                application.closed_at = at
                application.erase_on = at.date() + timedelta(days=Organisation.load().candidate_retention_days)
    application.save()
    if application.stage == Application.Stage.HIRED and share:
        _promise(calendar, application, share, at.date(), recruiter)


def _promise(calendar: Calendar, application: Application, share: Share, hired_on: date, recruiter: User) -> None:
    """The colleague's bonus waits, is due, or was paid in the month after."""
    due_on = hired_on + timedelta(days=_WAITING_DAYS)
    bonus = ReferralBonus(
        application=application,
        ambassador=share.ambassador,
        amount=Decimal(500),
        hired_on=hired_on,
        due_on=due_on,
        made_at=calendar.at(hired_on, 14.2),
    )
    if due_on + timedelta(days=_PAID_AFTER) <= calendar.today:
        bonus.paid_on, bonus.paid_by = due_on + timedelta(days=_PAID_AFTER), recruiter
    bonus.state = bonus.state_on(calendar.today)
    bonus.save()
