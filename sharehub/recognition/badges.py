"""Badges by rule: each has a count that anyone can check, and a reason, whose code is its key."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_noop

from ambassadors.models import Ambassador
from cms.models import BlogPost
from sharehub.models import Badge, BadgeAward, Kudos, Share
from sharehub.recognition.ledger import OWN_WORDS_FROM

_SWEEP = timedelta(days=2)
Counts = Callable[[Iterable[int]], dict[int, int]]


@dataclass(frozen=True)
class BadgeRule:
    """When a badge is earned: `counts` says how much each person has of what it asks, `threshold` how much is enough."""

    key: str
    name: str
    description: str
    artwork: str
    threshold: int
    counts: Counts


def _per_person(rows: QuerySet, field: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(field).annotate(Count("pk", distinct=True)))


def _shares(people: Iterable[int]) -> dict[int, int]:
    return _per_person(Share.objects.counting().filter(ambassador__in=people), "ambassador")


def _own_words(people: Iterable[int]) -> dict[int, int]:
    shares = Share.objects.counting().filter(ambassador__in=people, own_words__gte=OWN_WORDS_FROM)
    return _per_person(shares, "ambassador")


def _blogs(people: Iterable[int]) -> dict[int, int]:
    return _per_person(BlogPost.objects.live().filter(author__in=people), "author")


def _kudos(people: Iterable[int]) -> dict[int, int]:
    given = Kudos.objects.filter(withdrawn_at=None, giver__ambassador__in=people)
    return _per_person(given, "giver__ambassador")


def _all_three(people: Iterable[int]) -> dict[int, int]:
    people = list(people)
    kinds = [_shares(people), _blogs(people), _kudos(people)]
    return {person: sum(person in kind for kind in kinds) for person in people}


_KINDS: dict[str, Counts] = {"shares": _shares, "own words": _own_words, "blogs": _blogs, "kudos": _kudos}

RULES = (
    BadgeRule(
        "first-share",
        gettext_noop("First share"),
        gettext_noop("You passed a story on for the first time."),
        "spark",
        1,
        _shares,
    ),
    BadgeRule(
        "own-voice",
        gettext_noop("Own voice"),
        gettext_noop("Five shares in your own words."),
        "voice",
        5,
        _own_words,
    ),
    BadgeRule(
        "first-blog",
        gettext_noop("First blog post"),
        gettext_noop("You published a story of your own."),
        "pen",
        1,
        _blogs,
    ),
    BadgeRule(
        "kudos-giver",
        gettext_noop("Good colleague"),
        gettext_noop("You thanked three times."),
        "hand",
        3,
        _kudos,
    ),
    BadgeRule(
        "ten-shares",
        gettext_noop("Ten shares"),
        gettext_noop("You passed ten stories on."),
        "tree",
        10,
        _shares,
    ),
    BadgeRule(
        "all-rounder",
        gettext_noop("All-rounder"),
        gettext_noop("You shared, wrote and thanked."),
        "bridge",
        3,
        _all_three,
    ),
)


def progress(ambassador: Ambassador) -> dict[str, int]:
    """Return how much somebody has of what each badge asks."""
    people = [ambassador.pk]
    found = {name: count(people).get(ambassador.pk, 0) for name, count in _KINDS.items()}
    all_three = sum(found[name] > 0 for name in ("shares", "blogs", "kudos"))
    of_rule: dict[Counts, int] = {
        _shares: found["shares"],
        _own_words: found["own words"],
        _blogs: found["blogs"],
        _kudos: found["kudos"],
    }
    return {rule.key: of_rule.get(rule.counts, all_three) for rule in RULES}


def ensure_badges() -> None:
    """Every badge that a rule gives exists; what a manager changed in its words stays."""
    Badge.objects.bulk_create(
        [
            Badge(
                key=rule.key,
                name=rule.name,
                description=rule.description,
                artwork=rule.artwork,
                threshold=rule.threshold,
                sort_order=order,
            )
            for order, rule in enumerate(RULES)
        ],
        ignore_conflicts=True,
    )


def award_badges(ambassador_id: int | None = None) -> None:
    """Who meets a badge's rule has it; without a person everyone is looked at who did something lately. Safe to run again."""
    people = _recent() if ambassador_id is None else Ambassador.objects.active().filter(pk=ambassador_id)
    ids = list(people.values_list("pk", flat=True))
    badges = {badge.key: badge for badge in Badge.objects.all()}
    for rule in RULES:
        badge = badges.get(rule.key)
        if badge is None or not ids:
            continue
        held = set(badge.awards.filter(ambassador__in=ids).values_list("ambassador", flat=True))
        earned = {person for person, count in rule.counts(ids).items() if count >= badge.threshold}
        BadgeAward.objects.bulk_create(
            [BadgeAward(badge=badge, ambassador_id=person, reason=rule.key) for person in sorted(earned - held)],
            ignore_conflicts=True,
        )


def _recent() -> QuerySet[Ambassador]:
    since = timezone.now() - _SWEEP
    shared = Share.objects.filter(ambassador=OuterRef("pk"), confirmed_at__gte=since)
    thanked = Kudos.objects.filter(giver=OuterRef("user"), created_at__gte=since)
    wrote = BlogPost.objects.live().filter(author=OuterRef("pk"), last_published_at__gte=since)
    return Ambassador.objects.active().filter(Q(Exists(shared)) | Q(Exists(thanked)) | Q(Exists(wrote)))
