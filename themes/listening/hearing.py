"""Puts what a source says among the conversations: what it is about, how it is said, by whom, and whether it asks for an answer."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from themes.listening.items import Item
from themes.listening.language import language_of
from themes.listening.matching import Match, Matcher
from themes.listening.sentiment import sentiment_of
from themes.listening.words import telling_words, without_addresses, words_in
from themes.models import Conversation, ConversationMatch, ListeningSource, Programme, Stakeholder, StakeholderHandle

# What is older is history: it counts in the figures, but nobody waits for an answer any more.
_ANSWERABLE = timedelta(days=14)
# Below it something went wrong for somebody.
_SORE = -0.4
_SHORT = 120
_AT_HOST = re.compile(r"^(?:https?://)?(?:www\.)?", re.IGNORECASE)


@transaction.atomic
def take_in(source: ListeningSource, items: Sequence[Item], *, at: datetime) -> int:
    """Every item is a conversation of the programme, once, whichever source said it; return how many were new."""
    # One at a time per programme, so that two sources that say the same do not both think they are the first.
    programme = Programme.objects.select_for_update(no_key=True).get(pk=source.programme_id)
    fresh = _unheard(source, items)
    if not fresh:
        return 0
    matcher = Matcher.for_themes(programme.themes.live().prefetch_related("terms"))
    people = _People(programme)
    made = [_conversation(source, item, matcher, people, at) for item in fresh]
    Conversation.objects.bulk_create([conversation for conversation, _matches in made], batch_size=500)
    ConversationMatch.objects.bulk_create(
        [
            ConversationMatch(
                conversation=conversation, theme_id=match.theme_id, words=list(match.words), score=match.score
            )
            for conversation, matches in made
            for match in matches
        ],
        batch_size=500,
    )
    return len(made)


@transaction.atomic
def match_again(programme: Programme) -> None:
    """What was heard is matched with the themes as they are now; what a person took or decided keeps its theme."""
    matcher = Matcher.for_themes(programme.themes.live().prefetch_related("terms"))
    decided = (Conversation.State.TAKEN, Conversation.State.ANSWERED)
    heard = Conversation.objects.filter(programme=programme).exclude(source=None).exclude(state__in=decided)
    looked_at, changed, matches = [], [], []
    for conversation in heard.select_for_update().iterator(chunk_size=500):
        looked_at.append(conversation.pk)
        item = _item_of(conversation)
        found = matcher.matches(item, conversation.language)
        theme_id = found[0].theme_id if found else None
        if conversation.theme_id != theme_id:
            conversation.theme_id = theme_id
            state = _state(conversation, timezone.now())
            if conversation.state not in {Conversation.State.DISMISSED, state}:
                conversation.state, conversation.state_since = state, timezone.now()
            changed.append(conversation)
        matches += [
            ConversationMatch(conversation=conversation, theme_id=one.theme_id, words=list(one.words), score=one.score)
            for one in found
        ]
    # Only of those looked at: one that came in meanwhile was matched by the words of now.
    ConversationMatch.objects.filter(conversation__in=looked_at).delete()
    ConversationMatch.objects.bulk_create(matches, batch_size=500)
    Conversation.objects.bulk_update(changed, ["theme", "state", "state_since"], batch_size=500)


def understand(conversation: Conversation) -> list[Match]:
    """What a colleague wrote down has its language, mood and words, and a theme where none was chosen; return what it is about."""
    text = conversation.text
    conversation.language = language_of(text)
    conversation.sentiment = sentiment_of(text, conversation.language)
    conversation.words = telling_words(text, conversation.language)
    item = _item_of(conversation)
    conversation.is_question = _asks(item)
    themes = conversation.programme.themes.live().prefetch_related("terms")
    matches = Matcher.for_themes(themes).matches(item, conversation.language)
    if conversation.theme_id is None:
        conversation.theme_id = matches[0].theme_id if matches else None
    elif conversation.theme_id not in {match.theme_id for match in matches}:
        matches.append(Match(conversation.theme_id, (), 0.0))  # a person said so, no word did
    return matches


def _unheard(source: ListeningSource, items: Sequence[Item]) -> list[Item]:
    known_guids = set(
        source.conversations.filter(guid__in=[item.guid for item in items]).values_list("guid", flat=True)
    )
    urls = [item.url for item in items if item.url]
    here = Conversation.objects.filter(programme=source.programme_id, url__in=urls)
    known_urls = set(here.values_list("url", flat=True))
    fresh: list[Item] = []
    for item in items:
        if item.guid not in known_guids and item.url not in known_urls:
            fresh.append(item)
            known_guids.add(item.guid)
            known_urls |= {item.url} - {""}
    return fresh


def _conversation(
    source: ListeningSource, item: Item, matcher: Matcher, people: "_People", at: datetime
) -> tuple[Conversation, list[Match]]:
    words = f"{item.title}\n{item.text}" if item.title else item.text
    language = language_of(words, item.language)
    matches = matcher.matches(item, language)
    conversation = Conversation(
        programme_id=source.programme_id,
        source=source,
        guid=item.guid,
        theme_id=matches[0].theme_id if matches else None,
        stakeholder_id=people.who(item),
        network=source.network,
        author=item.author[:120],
        author_handle=item.handle[:200],
        title=item.title[:240],
        text=item.text,
        url=item.url,
        language=language,
        sentiment=sentiment_of(words, language),
        is_question=_asks(item),
        words=telling_words(words, language),
        tags=[tag[:80] for tag in item.tags],
        said_at=item.said_at,
        heard_at=at,
        state_since=at,
    )
    conversation.state = _state(conversation, at)
    return conversation, matches


def _state(conversation: Conversation, at: datetime) -> Conversation.State:
    """What is about a theme waits for an answer when it asks something, is sore, or comes from someone on the map."""
    calls = (
        conversation.is_question
        or (conversation.sentiment or 0) <= _SORE
        or (conversation.stakeholder_id is not None and conversation.network)
    )
    is_recent = conversation.said_at >= at - _ANSWERABLE
    return Conversation.State.WAITING if conversation.theme_id and calls and is_recent else Conversation.State.HEARD


def _asks(item: Item) -> bool:
    """Whether it asks something: in its title, or anywhere in a short text; long texts ask to go on telling."""
    text = without_addresses(item.text)
    return "?" in without_addresses(item.title) or ("?" in text and len(words_in(text)) <= _SHORT)


def _item_of(conversation: Conversation) -> Item:
    return Item(
        guid=conversation.guid,
        url=conversation.url,
        author=conversation.author,
        handle=conversation.author_handle,
        title=conversation.title,
        text=conversation.text,
        language=conversation.language,
        said_at=conversation.said_at,
        tags=tuple(conversation.tags),
    )


class _People:
    """Who is on the map, by handle and by the host of their website."""

    def __init__(self, programme: Programme) -> None:
        handles = StakeholderHandle.objects.filter(stakeholder__programme=programme)
        self._known = {_key(handle): pk for handle, pk in handles.values_list("handle", "stakeholder")}
        sites = Stakeholder.objects.filter(programme=programme).exclude(website="").values_list("website", "pk")
        self._known |= {_key(website): pk for website, pk in sites}
        self._known.pop("", None)

    def who(self, item: Item) -> int | None:
        """Return who said it, where that is someone on the map."""
        return self._known.get(_key(item.handle))


def _key(handle: str) -> str:
    """Return a handle or an address as it can be compared: without sign, scheme, capitals or path of a site."""
    bare = _AT_HOST.sub("", handle.strip()).strip("/").lstrip("@").lower()
    host, _slash, path = bare.partition("/")
    # https://mastodon.nl/@harma and https://bsky.app/profile/harma.nl are handles written as addresses.
    if path.startswith("@"):
        return f"{path.lstrip('@')}@{host}"
    return path.removeprefix("profile/") if path.startswith("profile/") else bare
