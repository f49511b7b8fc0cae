"""Thanks of a year: the ledger by its own rules, at the time things happened; kudos; and when a badge was reached."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from ambassadors.models import User
from cms.models import BlogPost, Picture, Shareable
from sharehub.demo.calendar import Calendar
from sharehub.demo.people import Person
from sharehub.demo.texts import table
from sharehub.models import (
    BadgeAward,
    Challenge,
    Contest,
    ContestEntry,
    ContestVote,
    Kudos,
    LedgerEntry,
    PointRules,
    Pulse,
    PulseAnswer,
    PulseReply,
    Share,
)
from sharehub.recognition import badges, challenges, ledger
from themes.models import Programme, Theme


def reward_shares(shares: Sequence[Share]) -> None:
    """Every share that counted has the points it earned, every withdrawn one its counter-entries, each on its day.

    Nobody of the demo shares so often that the cap of a day would be reached.
    """
    counted: Counter[tuple[int, int]] = Counter()
    entries, rules = [], PointRules.objects.current()
    for at, _order, share in sorted(_moments_of(shares)):
        same = (share.ambassador_id, share.piece_id)
        if at == share.withdrawn_at:
            counted[same] -= 1
            continue
        entries += [
            LedgerEntry(
                ambassador_id=share.ambassador_id,
                rule=earned.rule,
                points=earned.points,
                reason=earned.reason,
                details=earned.details,
                key=earned.key,
                share=share,
                created_at=at,
            )
            for earned in ledger.earned_by(share, repeats=counted[same], rules=rules)
        ]
        counted[same] += 1
    LedgerEntry.objects.bulk_create(entries)
    for share in (share for share in shares if share.withdrawn_at):
        ledger.reverse_share(share)
        _dated(LedgerEntry.objects.filter(share=share).exclude(reverses=None), share.withdrawn_at)


def _moments_of(shares: Iterable[Share]) -> Iterator[tuple[datetime, int, Share]]:
    """Yield when each share began to count, and when it ceased to."""
    for share in shares:
        for at in (share.confirmed_at, share.withdrawn_at):
            if share.confirmed_at and at:
                yield at, share.pk, share


def reward_blogs(pieces: Iterable[Shareable]) -> None:
    """Every published post earned its author the points of a post, on the day it was published."""
    for page in pieces:
        if isinstance(page, BlogPost) and page.live:
            ledger.reward_blog(page)
            _dated(LedgerEntry.objects.filter(key=f"blog:{page.pk}"), page.first_published_at)


def give_kudos(calendar: Calendar, people: Mapping[str, Person]) -> None:
    """Colleagues thanked each other, in words."""
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    accounts = {person.key: person.ambassador.user for person in people.values() if person.ambassador}
    for number, item in enumerate(sorted(table("kudos")["kudos"], key=lambda item: -item["ago"])):
        receiver, giver = people[item["to"]].ambassador, accounts.get(item["from"])
        if receiver is None or giver is None:
            continue
        at = calendar.at(calendar.ago(item["ago"]), 9 + number * 7 % 9) + timedelta(minutes=number * 13 % 60)
        kudos = Kudos.objects.create(
            giver=giver, receiver=receiver, theme=themes.get(item.get("theme", "")), text=item["text"], created_at=at
        )
        ledger.reward_kudos(kudos)
        _dated(LedgerEntry.objects.filter(key=f"kudos:{kudos.pk}"), at)


def begin_challenges(calendar: Calendar, programme: Programme, manager: User) -> None:
    """One goal was reached together lately, another is on its way."""
    rows = (
        (
            "Samen zestig keer in eigen woorden",
            Challenge.Counts.OWN_WORDS,
            60,
            20,
            -10,
            "Appeltaart van Femke, vrijdag",
        ),
        ("Duizend mensen horen van ons", Challenge.Counts.PEOPLE, 1000, 45, 3, "Soep op de stoep voor iedereen"),
    )
    for title, counts, target, ago, ended, promise in rows:
        start, end = calendar.today - timedelta(days=ago), calendar.today - timedelta(days=ended)
        challenge = Challenge.objects.create(
            programme=programme,
            title=title,
            counts=counts,
            target=target,
            starts_on=start,
            ends_on=end,
            promise=promise,
            made_by=manager,
            made_at=calendar.at(start, 9),
        )
        reached = challenges.value(challenge) or 0
        if ended > 0 and reached >= target:
            # As many thousands as it was: what stands under "reached together" was.
            thousands = min(reached // 1000, len(_THOUSANDS))
            challenge.target, challenge.title = thousands * 1000, f"{_THOUSANDS[thousands - 1]} mensen horen van ons"
            challenge.met_at = calendar.at(end, 12)
            challenge.save()


def ask_how_it_is(calendar: Calendar, programme: Programme, manager: User, people: Mapping[str, Person]) -> None:
    """Last month people said how they like it; who said what is known to nobody."""
    pulse = Pulse.objects.create(
        programme=programme,
        opens_on=calendar.ago(40),
        closes_on=calendar.ago(26),
        closed_at=calendar.at(calendar.ago(25), 3),
        started_by=manager,
    )
    asked = [one.ambassador for one in people.values() if one.ambassador and one.ambassador.joined_at]
    chance = random.Random("pulse")  # noqa: S311 (a demo, no secrets)
    answering = chance.sample(asked, len(asked) * 3 // 5)
    Pulse.objects.filter(pk=pulse.pk).update(asked=len(asked))
    PulseReply.objects.bulk_create(PulseReply(pulse=pulse, ambassador=one) for one in answering)
    PulseAnswer.objects.bulk_create(
        PulseAnswer(
            pulse=pulse,
            words=_WORDS[number] if number < len(_WORDS) else "",
            **{name: chance.choices((2, 3, 4, 5), weights)[0] for name, weights in _LIKING.items()},
        )
        for number in range(len(answering))
    )


# How often each of the four statements had a two, a three, a four and a five.
_LIKING = {"joy": (1, 2, 6, 4), "learning": (1, 3, 6, 2), "pride": (0, 2, 4, 6), "support": (2, 4, 5, 2)}
_WORDS = (
    "Liever één goed verhaal per week dan elke dag iets.",
    "Meer foto's van buiten, minder van mensen achter een bureau.",
    "Ik wil vaker weten of iemand er iets aan had.",
    "Niets. Ja: soep.",
    "Geef ons de vragen van bewoners, daar schrijf ik graag over.",
    "Een half uur per maand om het samen te doen.",
)
_THOUSANDS = ("Duizend", "Tweeduizend", "Drieduizend", "Vierduizend", "Vijfduizend", "Zesduizend", "Zevenduizend")


def begin_contest(calendar: Calendar, programme: Programme, manager: User, people: Mapping[str, Person]) -> None:
    """People vote for the photo of the month; one photo was not let in."""
    contest = Contest.objects.create(
        programme=programme,
        title="Foto van de maand: warmte",
        starts_on=calendar.today - timedelta(days=16),
        entries_until=calendar.today - timedelta(days=2),
        votes_until=calendar.today + timedelta(days=5),
        promise="Een maand lang op het scherm in de kantine",
        made_by=manager,
        made_at=calendar.now - timedelta(days=17),
    )
    active = [one.ambassador for one in people.values() if one.ambassador and one.left_at is None]
    shown = list(Picture.objects.exclude(description="").order_by("pk")[:5])
    entries = [
        ContestEntry.objects.create(
            contest=contest,
            ambassador=active[number * 4 + 1],
            picture=picture,
            caption=picture.description[:200],
            state=ContestEntry.State.REFUSED if number == 4 else ContestEntry.State.ADMITTED,
            answer="Deze stond al op de site. Heb je er een van jezelf?" if number == 4 else "",
            made_at=calendar.now - timedelta(days=14 - 2 * number),
            decided_by=manager,
        )
        for number, picture in enumerate(shown)
    ]
    for number, voter in enumerate(active[::3]):
        entry = entries[number % 4]
        if entry.ambassador_id != voter.pk and voter.user.email != "ambassador@demo.test":
            ContestVote.objects.create(contest=contest, voter=voter, entry=entry)


def award_badges(people: Iterable[Person]) -> None:
    """Who meets a badge's rule has it, since the day on which they met it."""
    badges.ensure_badges()
    active = [person.ambassador.pk for person in people if person.ambassador and person.left_at is None]
    for ambassador_id in active:
        badges.award_badges(ambassador_id)
    moments = _moments(active)
    for award in BadgeAward.objects.select_related("badge"):
        reached = sorted(moments[award.badge.key][award.ambassador_id])
        award.awarded_at = reached[min(award.badge.threshold, len(reached)) - 1]
        award.save(update_fields=["awarded_at"])


def _moments(people: Sequence[int]) -> dict[str, dict[int, list[datetime]]]:
    """Return when each person did what each badge counts."""
    counting = Share.objects.counting().filter(ambassador__in=people)
    own = counting.filter(own_words__gte=ledger.OWN_WORDS_FROM)
    shared = _by_person(counting.values_list("ambassador", "confirmed_at"))
    wrote = _by_person(BlogPost.objects.live().values_list("author", "first_published_at"))
    thanked = _by_person(Kudos.objects.filter(withdrawn_at=None).values_list("giver__ambassador", "created_at"))
    firsts: dict[int, list[datetime]] = defaultdict(list)
    for kind in (shared, wrote, thanked):
        for person, moments in kind.items():
            firsts[person].append(min(moments))
    return {
        "first-share": shared,
        "ten-shares": shared,
        "own-voice": _by_person(own.values_list("ambassador", "confirmed_at")),
        "first-blog": wrote,
        "kudos-giver": thanked,
        "all-rounder": firsts,
    }


def _by_person(rows: Iterable[tuple[int, datetime | None]]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    for person, moment in rows:
        if moment is not None:
            found[person].append(moment)
    return found


def _dated(entries: QuerySet[LedgerEntry], at: datetime | None) -> None:
    """The entries stand on the day on which they were earned; only history is written this way."""
    if at is not None:
        entries.update(created_at=at)
