"""How far challenges are: as the metric catalogue counts, with its threshold; and noting once that one was met."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.utils import timezone

from ambassadors import privacy
from ambassadors.models import Ambassador
from sharehub.measurement import figures
from sharehub.models import Challenge
from themes import reporting
from themes.kept import kept, renew
from themes.metrics import metric
from themes.models import Programme

# Numbers come in late: clicks are rolled up, shares confirmed in the evening.
_AFTERWARDS = timedelta(days=2)


@dataclass(frozen=True)
class Standing:
    """How far a challenge is; `value` None while too few people are behind it, and in steps where it `is_rough`."""

    challenge: Challenge
    value: int | None
    is_rough: bool = False

    @property
    def percent(self) -> int:
        return min(round((self.value or 0) / self.challenge.target * 100), 100)

    @property
    def is_met(self) -> bool:
        return self.challenge.met_at is not None


def standing(challenge: Challenge) -> Standing:
    """Return how far it is, at most a minute old; where it takes long to count, as it was counted by the last sweep."""
    found = kept(
        _name(challenge),
        lambda: value(challenge),
        fresh_for=settings.STEPS_FRESH_SECONDS,
        slow_for=settings.KEPT_SECONDS,
    )
    return Standing(challenge, found.value, is_rough=not reporting.is_live())


def _name(challenge: Challenge) -> str:
    # With the threshold and what is told in it: what was kept under another one may show what is hidden now.
    return f"challenge2:{challenge.pk}:{privacy.threshold()}:{reporting.is_live()}"


def of_ambassador(ambassador: Ambassador, programmes: list[Programme]) -> list[Standing]:
    """Return what somebody is part of now, and what was met a short while ago."""
    found = Challenge.objects.to_tell().for_ambassador(ambassador, programmes).select_related("team")
    return [standing(challenge) for challenge in found[:2]]


def value(challenge: Challenge) -> int | None:
    """Return what was done together so far; None where too few people are behind it, as everywhere."""
    counts = challenge.counts
    if counts == Challenge.Counts.OWN_WORDS:
        counts = Challenge.Counts.SHARES
    reading = metric(counts).value(challenge.scope, challenge.period)
    if reading.too_few or reading.value is None:
        return None
    if challenge.counts == Challenge.Counts.OWN_WORDS:
        return _told(challenge, figures.sharing(challenge.scope, challenge.period).total.own_words)
    return _told(challenge, int(reading.value))


def _told(challenge: Challenge, done: int) -> int:
    """Return it as it is where figures are live, else in steps: of a tenth of the target, and of twice as many as the threshold at least."""
    if reporting.is_live() or done >= challenge.target:
        return done if reporting.is_live() else challenge.target
    step = max(2 * privacy.threshold(), -(-challenge.target // 10))
    return done // step * step


def note_met() -> None:
    """Running challenges are counted, and those that were met say so from now on, whatever is withdrawn later; safe to run again."""
    today = timezone.localdate()
    open_ones = Challenge.objects.filter(
        met_at=None, ended_at=None, starts_on__lte=today, ends_on__gte=today - _AFTERWARDS
    )
    for challenge in open_ones:
        found = renew(_name(challenge), partial(value, challenge)).value
        if found is not None and found >= challenge.target:
            Challenge.objects.filter(pk=challenge.pk, met_at=None, ended_at=None).update(met_at=timezone.now())
