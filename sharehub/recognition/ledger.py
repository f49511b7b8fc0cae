"""How the ledger is written: what is rewarded by the rules that hold, and why it was less.

Entries are only ever added. What no longer stands is answered by a counter-entry, what stands again by an answer to that one.
Each entry has a key, so that a retry writes nothing twice; a person's row is locked meanwhile, so that caps hold.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from ambassadors.models import Ambassador
from cms.models import BlogPost
from sharehub.models import Kudos, LedgerEntry, PointRules, Share

OWN_WORDS_FROM = 0.3


@transaction.atomic(savepoint=False)
def reward_share(share: Share, *, locked: Ambassador | None = None, is_first: bool = False) -> None:
    """The points of a share stand; run again it changes nothing, after a withdrawal it gives back what was taken.

    `locked` is its owner, by whoever has locked that row in this transaction already; `is_first` says that it never counted before.
    """
    person = locked or _locked(share.ambassador_id)
    earlier = LedgerEntry.objects.filter(key__startswith=f"share:{share.pk}:")
    if not is_first and earlier.exists():
        _answer(share, taken=True)
        return
    repeats = person.shares.counting().filter(piece_id=share.piece_id).exclude(pk=share.pk).count()
    rules = PointRules.objects.current()
    for earned in earned_by(share, repeats=repeats, rules=rules):
        _earn(person, earned, rules, share)


@dataclass(frozen=True)
class Earned:
    """Points as the rules give them, before the day's cap; `reason` is a code, `details` what its sentence says."""

    rule: LedgerEntry.Rule
    points: int
    reason: str
    details: dict[str, object]
    key: str


def earned_by(share: Share, *, repeats: int, rules: PointRules) -> list[Earned]:
    """Return what a share earns when the person's shares of the same piece counted `repeats` times before."""
    percent = rules.percent_after(repeats)
    reason = {100: "share", 50: "share_again", 0: "share_no_more"}.get(percent, "share_less")
    details: dict[str, object] = {"piece": share.piece.title, "network": share.network}
    if reason == "share_less":
        details["percent"] = percent
    kinds = LedgerEntry.Rule
    earned = [Earned(kinds.SHARE, rules.share * percent // 100, reason, details, f"share:{share.pk}:share")]
    if share.own_words >= OWN_WORDS_FROM and percent:
        bonus, own = rules.own_words * percent // 100, {"piece": share.piece.title}
        earned.append(Earned(kinds.OWN_WORDS, bonus, "own_words", own, f"share:{share.pk}:own_words"))
    return earned


@transaction.atomic
def reverse_share(share: Share) -> None:
    """No points of a share stand: each is answered by a counter-entry; run again it changes nothing."""
    _locked(share.ambassador_id)
    _answer(share, taken=False)


@transaction.atomic
def reward_blog(page: BlogPost) -> None:
    """The author has the points of a published post, once, however often it is published."""
    person, rules = _locked(page.author_id), PointRules.objects.current()
    details: dict[str, object] = {"title": page.title}
    _earn(person, Earned(LedgerEntry.Rule.BLOG, rules.blog, "blog", details, f"blog:{page.pk}"), rules)


@transaction.atomic
def reward_kudos(kudos: Kudos) -> None:
    """The giver has the points of a thank-you; neither more than so many times a day, nor for the same colleague again and again."""
    giver = Ambassador.objects.active().filter(user_id=kudos.giver_id).first()
    if giver is None:
        return
    person, rules = _locked(giver.pk), PointRules.objects.current()
    points, reason = rules.kudos, "kudos"
    given = person.ledger.filter(rule=LedgerEntry.Rule.KUDOS, reverses=None, points__gt=0)
    lately = timezone.now() - timedelta(days=rules.kudos_again_days)
    whom: dict[str, object] = {"person": kudos.receiver_id} if kudos.receiver_id else {"team": kudos.team_id}
    details: dict[str, object] = {"name": str(kudos.whom), **whom}
    thanked = given.filter(details__contains=whom, created_at__gt=lately, reversed_by=None)
    if given.filter(created_at__gte=_start_of_day(person)).count() >= rules.kudos_a_day:
        points, reason = 0, "kudos_enough"
    elif thanked.exists():
        points, reason = 0, "kudos_again"
    _earn(person, Earned(LedgerEntry.Rule.KUDOS, points, reason, details, f"kudos:{kudos.pk}"), rules)


@transaction.atomic
def reverse_kudos(kudos: Kudos) -> None:
    """The points of a withdrawn thank-you are answered by a counter-entry."""
    entry = LedgerEntry.objects.filter(key=f"kudos:{kudos.pk}", reversed_by=None).first()
    if entry is not None:
        person = _locked(entry.ambassador_id)
        answer = Earned(LedgerEntry.Rule.WITHDRAWAL, -entry.points, "taken_back", _of(entry), f"reverse:{entry.pk}")
        _write(person, answer, reverses=entry)


def forget(ambassador: Ambassador) -> None:
    """Nobody's ledger names this person any more; points and days stay as they were."""
    for entry in LedgerEntry.objects.filter(details__person=ambassador.pk):
        details = {name: value for name, value in entry.details.items() if name not in {"name", "person"}}
        LedgerEntry.objects.filter(pk=entry.pk).update(details=details)


def _of(entry: LedgerEntry) -> dict[str, object]:
    return {**entry.details, "of": entry.reason}


def _answer(share: Share, *, taken: bool) -> None:
    """Counter what stands (taken False), or counter the counter-entries so that it stands again (taken True)."""
    standing = share.ledger.filter(reversed_by=None).select_related("ambassador", "reverses").order_by("pk")
    last = standing.filter(rule=LedgerEntry.Rule.WITHDRAWAL) if taken else standing.exclude(rule="withdrawal")
    for entry in last:
        original = entry.reverses
        if taken and original:
            rule, reason, details = LedgerEntry.Rule(original.rule), original.reason, original.details
        else:
            rule, reason, details = LedgerEntry.Rule.WITHDRAWAL, "withdrawn", _of(entry)
        answer = Earned(rule, -entry.points, reason, details, f"reverse:{entry.pk}")
        _write(entry.ambassador, answer, share=share, reverses=entry)


def _earn(person: Ambassador, earned: Earned, rules: PointRules, share: Share | None = None) -> None:
    """Write what is earned, as far as the day's cap leaves room for it, and say so where it does not."""
    today = person.ledger.filter(reverses=None, created_at__gte=_start_of_day(person)).aggregate(sum=Sum("points"))
    room = max(rules.daily_cap - (today["sum"] or 0), 0)
    if earned.points > room:
        earned = replace(earned, points=room, details={**earned.details, "cap": rules.daily_cap})
    _write(person, earned, share=share, rules=rules if rules.pk else None)


def _write(
    person: Ambassador,
    earned: Earned,
    *,
    share: Share | None = None,
    reverses: LedgerEntry | None = None,
    rules: PointRules | None = None,
) -> None:
    entry = LedgerEntry(
        key=earned.key,
        ambassador=person,
        rule=earned.rule,
        points=earned.points,
        reason=earned.reason,
        details=earned.details,
        share=share,
        reverses=reverses,
        rules=rules,
    )
    # Written before, it stays as it was; PostgreSQL finds out by itself, in one question instead of four.
    LedgerEntry.objects.bulk_create([entry], ignore_conflicts=True)


def _locked(ambassador_id: int) -> Ambassador:
    return Ambassador.objects.select_for_update(of=("self",)).select_related("user").get(pk=ambassador_id)


def _start_of_day(person: Ambassador) -> datetime:
    zone = person.user.zone
    return datetime.combine(timezone.localdate(timezone=zone), time.min, tzinfo=zone)
