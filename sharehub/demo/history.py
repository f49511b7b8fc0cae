"""A year of sharing: who passed what on, when, where and in which words; rewarded by the ledger's own rules."""

import math
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from hashlib import blake2b

from ambassadors.models import ToldBy
from cms.models import BlogPost, Shareable, Vacancy
from sharehub import wording
from sharehub.demo.calendar import Calendar
from sharehub.demo.people import Person
from sharehub.demo.texts import Fields, table
from sharehub.edge.codes import new_code
from sharehub.models import Share, TrackedLink
from themes.models import Theme

_DISCLOSURE = {"nl": "Ik werk bij Noorderlicht.", "en": "I work at Noorderlicht."}
_LENGTHS = {"x": 230, "bluesky": 260, "mastodon": 440}
_FADES_AFTER_DAYS = 10


@dataclass
class Story:
    """A piece with what choosing it needs."""

    piece: Shareable
    slug: str
    opens_at: datetime
    closes_at: datetime | None
    themes: list[str]
    author: int | None
    texts: dict[str, list[str]]

    def is_open(self, at: datetime) -> bool:
        return self.opens_at <= at and (self.closes_at is None or at < self.closes_at)


@dataclass
class Historian:
    """Writes a year of shares."""

    calendar: Calendar
    people: Sequence[Person]
    stories: Sequence[Story]
    chance: random.Random = field(default_factory=lambda: random.Random("history"))  # noqa: S311 (no secrets)
    words: Fields = field(default_factory=lambda: table("words"))
    done: set[tuple[str, int, str]] = field(default_factory=set)

    def shares(self) -> Iterator[Share]:
        """Yield the shares of the year in order of time, not stored yet."""
        themes = {theme.slug: theme for theme in Theme.objects.all()}
        for day in self.calendar.days():
            moments = sorted(
                (self.calendar.moment_of_sharing(day), person.key, person)
                for person in self.people
                for _turn in range(self._turns(person, day))
            )
            for at, _key, person in moments:
                if at < self.calendar.now - timedelta(minutes=20) and person.is_in(at):
                    share = self._share(person, at, themes)
                    if share is not None:
                        yield share

    def _turns(self, person: Person, day: date) -> int:
        """Return how often a person shares on a day: mostly not, sometimes once, rarely twice."""
        if person.joined_at is None:
            return 0
        if (self.calendar.today - day).days in person.fields.get("shared_ago", ()):
            return 1
        # The first weeks of a new ambassador are their most eager ones.
        fresh = 1.5 if 0 <= (day - person.joined_at.date()).days < 28 else 1
        chance = person.fields["pace"] / 30 * self.calendar.mood(day) * fresh
        return sum(self.chance.random() < chance / 2 for _half in range(2))

    def _share(self, person: Person, at: datetime, themes: Mapping[str, Theme]) -> Share | None:
        found = self._choose(person, at)
        if found is None or person.ambassador is None:
            return None
        story, network = found
        self.done.add((person.key, story.piece.pk, network))
        own = [slug for slug in story.themes if slug in person.fields["themes"]]
        text = self._text(person, story, network)
        own_words, suggestion = wording.compare(text, story.piece, story.piece.language)
        share = Share(
            ambassador=person.ambassador,
            piece=story.piece,
            theme=themes[self.chance.choice(own or story.themes[:1])],
            network=network,
            text=text,
            suggestion=suggestion,
            language=story.piece.language,
            own_words=own_words,
            potential_audience=person.fields["networks"][network],
            audience_told_by=ToldBy.PERSON,
            created_at=at,
        )
        self._decide(share, person, at)
        return share

    def _choose(self, person: Person, at: datetime) -> tuple[Story, str] | None:
        """Return a story and a network: rather a new one, rather of one's own themes, never the same twice."""
        languages = person.ambassador.languages if person.ambassador else []
        left = person.fields.get("leaves", ())
        options, weights = [], []
        for story in self.stories:
            if not story.is_open(at) or story.piece.language not in languages or story.slug in left:
                continue
            age = (at - story.opens_at).total_seconds() / 86400
            weight = math.exp(-age / _FADES_AFTER_DAYS) + 0.005
            weight *= (3.0, 1.2, 0.6)[story.piece.priority - 1] * (0.4 if isinstance(story.piece, Vacancy) else 1)
            weight *= 1 if set(story.themes) & set(person.fields["themes"]) else 0.05
            weight *= 6 if person.ambassador and story.author == person.ambassador.pk and age < 10 else 1
            for network, followers in person.fields["networks"].items():
                taken = (person.key, story.piece.pk, network) in self.done
                if story.piece.allows(network) and not taken:
                    again = any((person.key, story.piece.pk, other) in self.done for other in person.fields["networks"])
                    options.append((story, network))
                    weights.append(weight * followers**0.3 * (0.25 if again else 1))
        return self.chance.choices(options, weights)[0] if options else None

    def _text(self, person: Person, story: Story, network: str) -> str:
        """Return a text: the suggestion as it is, with words around it, or all in one's own words."""
        pick, language = self.chance.choice, story.piece.language
        bank = self.words[language]
        suggestions = story.texts.get(network) or []
        own = story.author is not None and person.ambassador and story.author == person.ambassador.pk
        ending = pick(bank["endings"])
        themed = bank["themes"].get(story.themes[0], bank["openings"])
        kind = self.chance.random() + {"sanne": 0.25, "naima": 0.2, "yusuf": 0.2}.get(person.key, 0)
        if story.author is not None and not own:
            text = f"{pick(self.words['blogs'][language])} {ending}"
        elif not suggestions or kind > 0.78:
            text = f"{pick(bank['openings'])} {pick(bank['own']['lines'])} {ending}"
        elif kind > 0.5:
            text = f"{pick(themed)} {self._part(pick(suggestions))} {ending}"
        elif kind > 0.28:
            text = f"{pick(bank['openings'])} {pick(suggestions)}"
        else:
            text = pick(suggestions)
        text = " ".join(text.split())
        limit = _LENGTHS.get(network)
        if limit and len(text) > limit:
            text = pick(suggestions) if suggestions else text[: limit - 1] + "…"
        if network in {"linkedin", "facebook"} and story.piece.disclosure_required:
            return f"{_DISCLOSURE[language]}\n\n{text}"
        return text

    def _part(self, text: str) -> str:
        """Return the beginning of a text, whole sentences of it."""
        sentences = text.replace("? ", "?|").replace(". ", ".|").split("|")
        return " ".join(sentences[: max(1, len(sentences) - 1)])

    def _decide(self, share: Share, person: Person, at: datetime) -> None:
        """Most were confirmed within minutes; some were found on the network, forgotten, failed or taken back."""
        chance, states = self.chance.random(), Share.State
        confirmed_at = at + timedelta(minutes=self.chance.uniform(0.7, 12))
        if chance < 0.05:
            share.state = states.OPENED
        elif chance < 0.06:
            share.state, share.failure = states.FAILED, "Het netwerk was niet bereikbaar."
        else:
            share.state, share.confirmed_at = states.CONFIRMED, confirmed_at
            if share.network == "mastodon" and chance > 0.5:
                slug = person.ambassador.slug if person.ambassador else person.key
                number = blake2b(f"{person.key}{at}".encode(), digest_size=6).digest()
                share.post_url = f"https://noorden.example/@{slug}/{int.from_bytes(number, 'big')}"
                share.state, share.verified_at = states.VERIFIED, confirmed_at
            withdrawn_at = at + timedelta(days=self.chance.uniform(1, 6))
            if chance > 0.975 and withdrawn_at < self.calendar.now:
                share.state, share.withdrawn_at = states.WITHDRAWN, withdrawn_at


def stories(pieces: Iterable[Shareable], at: datetime) -> list[Story]:
    """Return the live pieces, oldest first."""
    found = [
        Story(
            piece=piece,
            slug=piece.slug,
            opens_at=max(filter(None, (piece.first_published_at, piece.share_from))) + timedelta(minutes=15),
            closes_at=piece.share_until,
            themes=[theme.slug for theme in piece.themes.all()],
            author=piece.author_id if isinstance(piece, BlogPost) else None,
            texts=_texts_of(piece),
        )
        for piece in pieces
        if piece.live
    ]
    return sorted((story for story in found if story.opens_at < at), key=lambda story: (story.opens_at, story.piece.pk))


def _texts_of(piece: Shareable) -> dict[str, list[str]]:
    result: dict[str, list[str]] = {}
    for variant in piece.variants.all():
        result.setdefault(variant.network, []).append(variant.text)
    return result


def write_shares(historian: Historian) -> list[Share]:
    """The shares of the year are stored, each with its own link; returns them in order of time."""
    shares = list(historian.shares())
    chance = random.Random("codes")  # noqa: S311 (a demo, no secrets)
    Share.objects.bulk_create(shares, batch_size=1000)
    TrackedLink.objects.bulk_create(
        (
            TrackedLink(
                share=share,
                code=new_code(chance),
                created_at=share.created_at,
                withdrawn_at=share.withdrawn_at,
                expires_at=None,
            )
            for share in shares
        ),
        batch_size=1000,
    )
    return shares
