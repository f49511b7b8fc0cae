"""How contests go on: what somebody sees of them, and counting the votes once."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from ambassadors import privacy
from ambassadors.models import Ambassador
from sharehub.models import Contest, ContestEntry, ContestVote
from themes.kept import kept
from themes.models import Programme

_SECONDS = 60


@dataclass(frozen=True)
class Seen:
    """A contest as one person sees it: their own entry and vote, and of others no more than the pictures."""

    contest: Contest
    phase: str
    mine: ContestEntry | None
    voted_for: int | None

    @property
    def is_waiting(self) -> bool:
        """Whether there is something for the person to do."""
        return (self.phase == "enter" and self.mine is None) or (self.phase == "vote" and self.voted_for is None)


def phase(contest: Contest, on: date) -> str:
    """Return coming, enter, vote, counting or over."""
    if contest.ended_at is None and on < contest.starts_on:
        return "coming"
    if contest.takes_entries(on):
        return "enter"
    if contest.takes_votes(on):
        return "vote"
    return "over" if contest.counted_at else "counting"


def of_ambassador(ambassador: Ambassador, programmes: list[Programme]) -> list[Seen]:
    """Return the contests that somebody is told of, the next to end first."""
    today = timezone.localdate()
    told_in = _told_in(today)
    theirs = [programme for programme in programmes if programme.pk in told_in]
    if not theirs:
        return []
    found = list(Contest.objects.to_tell(today).filter(programme__in=theirs).order_by("votes_until", "pk")[:5])
    mine = {entry.contest_id: entry for entry in ambassador.contest_entries.filter(contest__in=found)}
    votes = dict(ambassador.contest_votes.filter(contest__in=found).values_list("contest", "entry"))
    return [Seen(contest, phase(contest, today), mine.get(contest.pk), votes.get(contest.pk)) for contest in found]


def _told_in(on: date) -> list[int]:
    """Return the programmes with a contest to tell of; mostly none, so home does not ask the database each time."""
    told = Contest.objects.to_tell(on).order_by().values_list("programme", flat=True).distinct()
    return kept(f"contests_told:{on}", lambda: list(told), fresh_for=_SECONDS).value


def gallery(contest: Contest, viewer: Ambassador) -> list[ContestEntry]:
    """Return what takes part, in an order of the viewer's own, so that nobody stands first for everybody."""
    entries = contest.entries.admitted().select_related("picture")

    def place(entry: ContestEntry) -> bytes:
        return hashlib.blake2b(f"{viewer.pk}:{entry.pk}".encode(), digest_size=8).digest()

    return sorted(entries, key=place)


def voters_shown(contest: Contest) -> int | None:
    """Return how many voted; None where they are too few to say."""
    return contest.voters if privacy.is_large_enough(contest.voters) else None


def count_votes(*, on: date) -> int:
    """Contests whose last day has gone by have their winner, and nobody's vote is kept; return how many. Safe to run again."""
    counted = 0
    for pk in list(Contest.objects.to_count(on).values_list("pk", flat=True)):
        with transaction.atomic():
            contest = Contest.objects.to_count(on).select_for_update().filter(pk=pk).first()
            if contest is not None:
                _count(contest)
                counted += 1
    return counted


def _count(contest: Contest) -> None:
    admitted = {entry.pk: entry for entry in contest.entries.admitted()}
    votes = Counter(contest.votes.filter(entry__in=admitted).values_list("entry", flat=True))
    most = max(votes.values(), default=0)
    first = [entry for pk, entry in admitted.items() if most and votes[pk] == most]
    if contest.tie == Contest.Tie.EARLIEST:
        first = sorted(first, key=lambda entry: (entry.made_at, entry.pk))[:1]
    ContestEntry.objects.filter(pk__in=[entry.pk for entry in first]).update(is_winner=True)
    contest.counted_at, contest.voters = timezone.now(), sum(votes.values())
    contest.save(update_fields=["counted_at", "voters"])
    ContestVote.objects.filter(contest=contest).delete()
