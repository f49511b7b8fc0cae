"""Candidates in every stage; most came through an ambassador's link."""

import random
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from ambassadors.models import User
from sharehub.large.bulk import Bar, copy, first_id, without_indexes
from sharehub.large.content import Content
from sharehub.large.people import HR
from sharehub.large.sharing import Shares
from sharehub.large.sizes import DAYS, Sizes, Year
from sharehub.models import Application, StageChange

_STAGES = (
    (Application.Stage.APPLIED, 0.22),
    (Application.Stage.INTERVIEW, 0.34),
    (Application.Stage.HIRED, 0.44),
    (Application.Stage.REJECTED, 0.92),
    (Application.Stage.WITHDRAWN, 1.0),
)
_DIRECT = 0.4
_ERASED_AFTER_DAYS = 60


def fill(sizes: Sizes, year: Year, content: Content, shares: Shares, bar: Bar) -> None:
    """The applications of the year are there; of those closed long ago only that they were."""
    chance = random.Random(f"{sizes.seed} hiring")  # noqa: S311 (no secrets)
    first, stages = first_id(Application), []
    by = User.objects.get(email=HR).pk

    def applications() -> Iterator[str]:
        for number in range(sizes.applications):
            pk, day = first + number, number * DAYS // sizes.applications
            at = year.moment(day, 30_000 + number % 20_000)
            share, vacancy, network = "\\N", content.vacancies[number * 7 % len(content.vacancies)].pk, ""
            if shares.vacancies and chance.random() > _DIRECT:
                through, vacancy, network = shares.vacancies[number * len(shares.vacancies) // sizes.applications]
                share = str(through)
            lot = chance.random()
            stage = next(name for name, upto in _STAGES if lot < upto)
            is_open = stage in {Application.Stage.APPLIED, Application.Stage.INTERVIEW}
            closed = min(at + timedelta(days=5 + number % 40), year.moment(DAYS - 1, 80_000))
            erased = not is_open and (year.moment(DAYS) - closed).days > _ERASED_AFTER_DAYS
            if stage != Application.Stage.APPLIED:
                stages.append((pk, Application.Stage.INTERVIEW.value, min(at + timedelta(days=3), closed)))
            if not is_open:
                stages.append((pk, stage.value, closed))
            name = "" if erased else f"Candidate {number}"
            email = "" if erased else f"candidate{number}@made-load.example"
            words = "" if erased else "Because of the people who work there."
            token = UUID(int=chance.getrandbits(128), version=4)
            yield (
                f"{pk}\t{vacancy}\t{token}\t{share}\t{network}\t{name}\t{email}\t{words}\t{stage.value}\t"
                f"{at.isoformat()}\t{at.isoformat()}\t{chr(92) + 'N' if is_open else closed.isoformat()}\t"
                f"{closed.isoformat() if erased else chr(92) + 'N'}"
            )

    with without_indexes(Application, StageChange):
        columns = (
            "id", "vacancy_id", "token", "share_id", "network", "name", "email", "motivation", "stage", "created_at",
            "acknowledged_at", "closed_at", "erased_at",
        )  # fmt: skip
        copy(Application, columns, bar.follow("applications", applications(), sizes.applications))
        lines = (f"{pk}\t{stage}\t{by}\t{at.isoformat()}" for pk, stage, at in stages)
        copy(StageChange, ("application_id", "stage", "by_id", "at"), lines)
