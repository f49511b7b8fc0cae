"""Advice on a text while one writes: what is good, what could be better, and why.

It only ever advises, with two exceptions that stop a post: words that the organisation's policy stops, and saying where one works
where a piece asks for that. Everybody can switch off any other advice for themselves.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from django.utils.translation import gettext as _

from ambassadors.models import User
from cms import post_text, readability
from cms.models import AdvicePreferences
from themes.listening.words import stem, without_addresses, words_in
from themes.models import Organisation, Theme

_HASHTAG = re.compile(r"(?<!\w)#(\w+)")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_EMOJI = re.compile("[\U0001f300-\U0001faff\U00002600-\U000027bf\U0001f1e6-\U0001f1ff]")
# How corporate posts begin; nobody reads on.
_STALE = re.compile(
    r"^\W*(we(?:'re| are) (?:proud|excited|thrilled|delighted|happy) to|i(?:'m| am) (?:proud|excited|thrilled|delighted) to"
    r"|(?:wij|we) zijn (?:er )?trots|met trots|trots om|check out|have you heard|heb je het al gehoord|breaking)",
    re.IGNORECASE,
)
# Instagram takes no more since December 2025; more than three look like advertising elsewhere.
_MOST_HASHTAGS = {"instagram": 5}
# What stands between quotation marks among a theme's don'ts are words to avoid.
_QUOTED = re.compile(r"(?<!\w)['‘“\"„]([^'’”\"“]{2,40})['’”\"](?!\w)")
_MOST_EMOJI = 3
_LONG_SENTENCE = 28
_SHORT_STORY, _LONG_STORY = 150, 1500
_WITHOUT_HEADINGS = 400


Kind = AdvicePreferences.Kind
STOPPING = frozenset({Kind.POLICY, Kind.DISCLOSURE})


@dataclass(frozen=True)
class Advice:
    """One thing about a text: done, or worth a thought; and why it matters."""

    kind: Kind
    done: bool
    text: str
    why: str = ""

    @property
    def stops(self) -> bool:
        """Whether the text cannot go out like this."""
        return not self.done and self.kind in STOPPING


def without(advice: Iterable[Advice], off: Iterable[str]) -> list[Advice]:
    """Return the advice without the kinds that somebody switched off; what stops a post always stays."""
    silent = set(off) - STOPPING
    return [one for one in advice if one.kind not in silent]


def of_policy(text: str) -> list[Advice]:
    """Return what the organisation's policy stops in a text."""
    return [
        Advice(Kind.POLICY, False, _("“%(word)s” cannot go out") % {"word": word}, why or _("The policy says so."))
        for word, why in Organisation.load().stopped_words(text)
    ]


def of_share(text: str, *, language: str, network: str, visible: int, theme: Theme | None) -> list[Advice]:
    """Return advice on a text of a few lines for a network, `visible` characters of which show before "more"."""
    found = of_words(text, language=language, visible=visible, theme=theme)
    return [*found, question(text), *_hashtags(text, network)]


def of_words(text: str, *, language: str, visible: int, theme: Theme | None) -> list[Advice]:
    """Return the advice on a text of a few lines that is the same on every network, but for what shows before "more"."""
    body = _without_tags(text)
    found = of_policy(text)
    if body:
        found += [_opening(body), *_visible(text, visible)]
    return [*found, *_emoji(text), *_links(text), *_reading(body, language), *_theme_words(text, language, theme)]


def question(text: str) -> Advice:
    """Return whether a text ends with a question, whatever hashtags and links stand below it."""
    why = _("A question at the end is answered more often than a statement.")
    if _without_tags(text).rstrip(" \"'”’)…").endswith("?"):
        return Advice(Kind.QUESTION, True, _("Ends with a question"), why)
    return Advice(Kind.QUESTION, False, _("Ask a question at the end?"), why)


def switched_off(user: User) -> list[str]:
    """Return the kinds that the person does not want to see."""
    found = AdvicePreferences.objects.filter(user=user).values_list("off", flat=True).first()
    return list(found or [])


def _without_tags(text: str) -> str:
    return without_addresses(_HASHTAG.sub("", text)).strip()


def of_story(title: str, summary: str, body: str, *, language: str, themes: Sequence[Theme]) -> list[Advice]:
    """Return advice on a post of one's own; `body` is its stored HTML."""
    text = _with_lines(body)
    count = len(text.split())
    if not count:
        return of_policy(f"{title}\n{summary}")
    first = text.partition("\n")[0]
    found = of_policy(f"{title}\n{summary}\n{text}")
    found += [_opening(first), *_story_length(body, count), *_alt_texts(body), *_reading(text, language)]
    return [*found, *_theme_words(f"{title} {summary} {text}", language, themes[0] if themes else None)]


def _with_lines(html: str) -> str:
    soup = BeautifulSoup(html, "html.parser")
    blocks = soup.find_all(["p", "h2", "h3", "li", "blockquote"])
    return "\n".join(part for part in (" ".join(block.get_text().split()) for block in blocks) if part)


def _opening(text: str) -> Advice:
    first = text.strip().splitlines()[0]
    why = _("People decide at the first line whether they read on. A moment, a number or a person draws them in.")
    if _STALE.match(first):
        return Advice(Kind.OPENING, False, _("Begin with what happened, not with being proud"), why)
    if len(first) > 160:
        return Advice(Kind.OPENING, False, _("Make the first line shorter"), why)
    return Advice(Kind.OPENING, True, _("The first line"), why)


def _visible(text: str, visible: int) -> list[Advice]:
    why = _("The rest shows only after a tap on “more”; what matters stands before it.")
    if len(text) <= visible:
        return [Advice(Kind.VISIBLE, True, _("All of it shows at once"), why)]
    return [Advice(Kind.VISIBLE, False, _("%(number)s characters show before “more”") % {"number": visible}, why)]


def _hashtags(text: str, network: str) -> list[Advice]:
    tags = _HASHTAG.findall(text)
    most = _MOST_HASHTAGS.get(network, 3)
    if len(tags) > most:
        why = _("More than that look like advertising, and networks show such posts less.")
        said = _("%(count)s hashtags: %(most)s is plenty") % {"count": len(tags), "most": most}
        return [Advice(Kind.HASHTAGS, False, said, why)]
    why = _("Screen readers read the words of a hashtag when each begins with a capital.")
    if any(len(tag) > 11 and tag.islower() for tag in tags):
        return [Advice(Kind.HASHTAGS, False, _("Write hashtags #LikeThis: screen readers can then read them"), why)]
    return [Advice(Kind.HASHTAGS, True, _("Hashtags"), why)] if tags else []


def _emoji(text: str) -> list[Advice]:
    number = len(_EMOJI.findall(text))
    if number <= _MOST_EMOJI:
        return []
    why = _("A screen reader reads out the name of every one of them.")
    return [Advice(Kind.EMOJI, False, _("%(number)s emoji: one or two say enough") % {"number": number}, why)]


def _links(text: str) -> list[Advice]:
    if not _LINK.search(text):
        return []
    why = _("Your own tracked link is put below by itself; another one leads readers, and your reach, away from it.")
    return [Advice(Kind.LINK, False, _("Leave the link out"), why)]


def _story_length(body: str, count: int) -> list[Advice]:
    if count < _SHORT_STORY:
        why = _("Search engines and readers make little of a few lines; what happened, and what did you think?")
        said = _("%(count)s words: is there more to tell?") % {"count": count}
        return [Advice(Kind.LENGTH, False, said, why)]
    if count > _LONG_STORY:
        why = _("Most people read for a few minutes. Two posts are read more than one long one.")
        return [Advice(Kind.LENGTH, False, _("%(count)s words: can it be two posts?") % {"count": count}, why)]
    if count > _WITHOUT_HEADINGS and not re.search(r"<h[23]\b", body):
        why = _("People look over a page first. Headings tell them where to begin.")
        return [Advice(Kind.LENGTH, False, _("Put a heading or two in between"), why)]
    why = _("Enough to tell something, and short enough to be read to the end.")
    return [Advice(Kind.LENGTH, True, _("A good length"), why)]


def _alt_texts(body: str) -> list[Advice]:
    said = post_text.pictures_in(body)
    if not said:
        return []
    why = _("Who cannot see a picture hears its description.")
    if all(said.values()):
        return [Advice(Kind.ALT, True, _("Pictures described"), why)]
    return [Advice(Kind.ALT, False, _("Say what each picture shows"), why)]


def _reading(text: str, language: str) -> list[Advice]:
    ease = readability.ease(text, language)
    if ease is None:
        return []
    why = _(
        "Reading ease %(score)s of 100, from the length of sentences and words. From 50 on most people read without effort."
    )
    why %= {"score": ease.score}
    if ease.longest_words > _LONG_SENTENCE:
        cut = ease.longest if len(ease.longest) <= 60 else f"{ease.longest[:57].rstrip()}…"
        said = _("Cut this sentence in two: “%(sentence)s”") % {"sentence": cut}
        return [Advice(Kind.READING, False, said, why)]
    if not ease.is_plain:
        return [Advice(Kind.READING, False, _("Shorter words read more easily"), why)]
    return [Advice(Kind.READING, True, _("Reads easily"), why)]


def _theme_words(text: str, language: str, theme: Theme | None) -> list[Advice]:
    """Return whether any of the theme's own words of that language occur, in any form, and none of those it avoids."""
    if theme is None:
        return []
    avoided = [word for word in _QUOTED.findall(theme.donts) if re.search(rf"\b{re.escape(word)}", text, re.IGNORECASE)]
    if avoided:
        said = _("%(theme)s is told without “%(word)s”") % {"theme": theme.name, "word": avoided[0]}
        return [Advice(Kind.THEME, False, said, theme.donts)]
    terms = [term.text for term in theme.terms.all() if term.language == language]
    if not terms:
        return []
    spoken = {stem(word, language) for word in words_in(text)}
    why = theme.tone or _("By these words people find what is said about the theme.")
    if any({stem(word, language) for word in words_in(term)} <= spoken for term in terms):
        return [Advice(Kind.THEME, True, _("Speaks of %(theme)s") % {"theme": theme.name}, why)]
    said = _("Use a word of the theme, such as: %(words)s") % {"words": ", ".join(terms[:3])}
    return [Advice(Kind.THEME, False, said, why)]
