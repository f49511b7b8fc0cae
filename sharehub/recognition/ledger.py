"""The rules of the ledger: what is rewarded, how much, and why it was less.

Entries are only ever added. What no longer stands is answered by a counter-entry, what stands again by an answer to that one.
Each entry has a key, so that a retry writes nothing twice; a person's row is locked meanwhile, so that caps hold.
"""

from dataclasses import dataclass
from datetime import datetime, time

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from cms.models import BlogPost
from sharehub.models import Kudos, LedgerEntry, Share

SHARE_POINTS = 10
OWN_WORDS_POINTS = 5
OWN_WORDS_FROM = 0.3
BLOG_POINTS = 25
KUDOS_POINTS = 2
KUDOS_A_DAY = 3
DAILY_CAP = 40
# The first share of a piece counts whole, the second (on another network, say) half, further ones not.
_REPEATS = (1.0, 0.5)


@transaction.atomic
def reward_share(share: Share) -> None:
    """The points of a share stand; run again it changes nothing, after a withdrawal it gives back what was taken."""
    person = _locked(share.ambassador_id)
    with _language_of(person):
        earlier = LedgerEntry.objects.filter(key__startswith=f"share:{share.pk}:")
        if earlier.exists():
            _answer(share, taken=True)
            return
        repeats = person.shares.counting().filter(piece_id=share.piece_id).exclude(pk=share.pk).count()
        for earned in earned_by(share, repeats=repeats):
            _earn(person, earned.rule, earned.points, earned.reason, earned.key, share)


@dataclass(frozen=True)
class Earned:
    """Points as the rules give them, before the day's cap."""

    rule: LedgerEntry.Rule
    points: int
    reason: str
    key: str


def earned_by(share: Share, *, repeats: int) -> list[Earned]:
    """Return what a share earns when the person's shares of the same piece counted `repeats` times before.

    The reasons are in the language that is active.
    """
    factor = _REPEATS[repeats] if repeats < len(_REPEATS) else 0.0
    network = share.get_network_display()
    # Translators: the reason of points in the ledger.
    reason = _("Shared “%(piece)s” on %(network)s") % {"piece": share.piece.title, "network": network}
    if factor == 0.5:
        reason += _(" (half: the second time for this piece)")
    elif factor == 0:
        reason += _(" (no points: you shared this piece twice before)")
    rules = LedgerEntry.Rule
    earned = [Earned(rules.SHARE, int(SHARE_POINTS * factor), reason, f"share:{share.pk}:share")]
    if share.own_words >= OWN_WORDS_FROM and factor:
        reason = _("In your own words: “%(piece)s”") % {"piece": share.piece.title}
        bonus = int(OWN_WORDS_POINTS * factor)
        earned.append(Earned(rules.OWN_WORDS, bonus, reason, f"share:{share.pk}:own_words"))
    return earned


@transaction.atomic
def reverse_share(share: Share) -> None:
    """No points of a share stand: each is answered by a counter-entry; run again it changes nothing."""
    person = _locked(share.ambassador_id)
    with _language_of(person):
        _answer(share, taken=False)


@transaction.atomic
def reward_blog(page: BlogPost) -> None:
    """The author has the points of a published post, once, however often it is published."""
    person = _locked(page.author_id)
    with _language_of(person):
        reason = _("Published “%(title)s”") % {"title": page.title}
        _earn(person, LedgerEntry.Rule.BLOG, BLOG_POINTS, reason, f"blog:{page.pk}")


@transaction.atomic
def reward_kudos(kudos: Kudos) -> None:
    """The giver has the points of a thank-you; after the third of a day there are none."""
    giver = Ambassador.objects.active().filter(user_id=kudos.giver_id).first()
    if giver is None:
        return
    person = _locked(giver.pk)
    with _language_of(person):
        today = person.ledger.filter(
            rule=LedgerEntry.Rule.KUDOS, reverses=None, created_at__gte=_start_of_day(person)
        ).count()
        if today < KUDOS_A_DAY:
            reason = _("Thanked %(name)s") % {"name": kudos.receiver}
            _earn(person, LedgerEntry.Rule.KUDOS, KUDOS_POINTS, reason, f"kudos:{kudos.pk}")


@transaction.atomic
def reverse_kudos(kudos: Kudos) -> None:
    """The points of a withdrawn thank-you are answered by a counter-entry."""
    entry = LedgerEntry.objects.filter(key=f"kudos:{kudos.pk}", reversed_by=None).first()
    if entry is not None:
        person = _locked(entry.ambassador_id)
        with _language_of(person):
            reason = _("Taken back: %(reason)s") % {"reason": entry.reason}
            _write(person, LedgerEntry.Rule.WITHDRAWAL, -entry.points, reason, f"reverse:{entry.pk}", reverses=entry)


def _answer(share: Share, *, taken: bool) -> None:
    """Counter what stands (taken False), or counter the counter-entries so that it stands again (taken True)."""
    standing = share.ledger.filter(reversed_by=None).select_related("ambassador").order_by("pk")
    last = standing.filter(rule=LedgerEntry.Rule.WITHDRAWAL) if taken else standing.exclude(rule="withdrawal")
    for entry in last:
        if taken:
            original = entry.reverses
            reason = original.reason if original else entry.reason
            rule = original.rule if original else LedgerEntry.Rule.SHARE
        else:
            rule = LedgerEntry.Rule.WITHDRAWAL
            reason = _("Withdrawn: %(reason)s") % {"reason": entry.reason}
        _write(entry.ambassador, rule, -entry.points, reason, f"reverse:{entry.pk}", share=share, reverses=entry)


def _earn(
    person: Ambassador, rule: LedgerEntry.Rule, points: int, reason: str, key: str, share: Share | None = None
) -> None:
    """Write what is earned, as far as the day's cap leaves room for it, and say so where it does not."""
    if LedgerEntry.objects.filter(key=key).exists():
        return
    earned = person.ledger.filter(reverses=None, created_at__gte=_start_of_day(person)).aggregate(sum=Sum("points"))
    room = max(DAILY_CAP - (earned["sum"] or 0), 0)
    if points > room:
        reason += _(" (up to %(cap)s points a day)") % {"cap": DAILY_CAP}
    _write(person, rule, min(points, room), reason, key, share=share)


def _write(
    person: Ambassador,
    rule: str,
    points: int,
    reason: str,
    key: str,
    *,
    share: Share | None = None,
    reverses: LedgerEntry | None = None,
) -> None:
    LedgerEntry.objects.get_or_create(
        key=key,
        defaults={
            "ambassador": person,
            "rule": rule,
            "points": points,
            "reason": reason if len(reason) <= 240 else f"{reason[:239]}…",
            "share": share,
            "reverses": reverses,
        },
    )


def _locked(ambassador_id: int) -> Ambassador:
    return Ambassador.objects.select_for_update(of=("self",)).select_related("user").get(pk=ambassador_id)


def _language_of(person: Ambassador) -> translation.override:
    return translation.override(person.user.language)


def _start_of_day(person: Ambassador) -> datetime:
    zone = person.user.zone
    return datetime.combine(timezone.localdate(timezone=zone), time.min, tzinfo=zone)
