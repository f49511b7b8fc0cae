"""Candidates of the demo: where they came from, and how far they went."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from ambassadors.models import User
from cms.models import Shareable, Vacancy
from sharehub.demo.calendar import Calendar
from sharehub.demo.texts import Fields, table
from sharehub.models import Application, Share, StageChange, Touch
from sharehub.recruitment import erasure
from themes.models import Organisation

_ENDS = {Application.Stage.HIRED, Application.Stage.REJECTED, Application.Stage.WITHDRAWN}
_NAMESPACE = uuid.UUID("9f6d2a54-5f0e-4c0b-8a53-4a2f3cfb5d10")


def fill_applications(calendar: Calendar, pieces: Mapping[str, Shareable], shares: Sequence[Share]) -> None:
    """Candidates applied, through a colleague's share or by themselves; those whose day has come are forgotten."""
    recruiter = User.objects.get(email="hr@demo.test")
    for item in table("candidates")["candidates"]:
        vacancy = pieces[item["vacancy"]]
        if not isinstance(vacancy, Vacancy):
            raise TypeError(f"{item['vacancy']} is no vacancy.")
        applied_at = calendar.at(vacancy.date_posted + timedelta(days=item["after"]), 20.4)
        if applied_at < calendar.now:
            _apply(calendar, vacancy, item, applied_at, _cause(vacancy, item, applied_at, shares), recruiter)
    erasure.erase_candidates(on=calendar.today)


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
    application = Application.objects.create(
        vacancy=vacancy,
        token=uuid.uuid5(_NAMESPACE, f"{item['vacancy']} {item['name']}"),
        share=share,
        network=share.network if share else "",
        name=item["name"],
        email=f"{item['name'].split()[0].lower()}@kandidaten.example",
        motivation=item["motivation"],
        created_at=at,
        acknowledged_at=at + timedelta(minutes=1),
    )
    if share:
        Touch.objects.create(application=application, share=share, at=_followed(share, at), how=Touch.How.REFERENCE)
    for stage, days in item["path"]:
        at = calendar.at((at + timedelta(days=days)).date(), 14.2)
        if at < calendar.now:
            StageChange.objects.create(application=application, stage=stage, by=recruiter, at=at)
            application.stage = stage
            if stage in _ENDS:
                application.closed_at = at
                application.erase_on = at.date() + timedelta(days=Organisation.load().candidate_retention_days)
    application.save()
