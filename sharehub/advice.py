"""Advice on a text to share while one writes: what stands in `cms.advice`, and what a network and colleagues' posts have to do with it."""

import re

from django.utils.translation import gettext as _

from cms import advice
from cms.advice import Advice, Kind
from cms.models import Shareable
from sharehub import originality, wording
from sharehub.networks import NetworkModule
from sharehub.recognition.ledger import OWN_WORDS_FROM
from themes import disclosure
from themes.models import Organisation

_HASHTAG = re.compile(r"(?<!\w)#(\w+)")


def tips(
    text: str, piece: Shareable, module: NetworkModule, language: str, *, near_colleague: float | None = None
) -> list[Advice]:
    """Return what is good about a text and what could be better; `near_colleague` as `originality` tells it."""
    found = [_on_own_words(text, piece, language)]
    if near_colleague is not None:
        found.append(_on_colleagues(near_colleague))
    found += [advice.question(text), *_on_hashtags(text, module), *_on_mentions(text, module)]
    if piece.disclosure_required:
        found += _on_disclosure(text, language)
    theme = piece.themes.prefetch_related("terms").first()
    return [*found, *advice.of_words(text, language=language, visible=module.visible_before_more, theme=theme)]


def _on_own_words(text: str, piece: Shareable, language: str) -> Advice:
    own, _nearest = wording.compare(text, piece, language)
    why = _("People recognise a voice. The same words from many colleagues look like an advertisement.")
    if text.strip() and own >= OWN_WORDS_FROM:
        return Advice(Kind.OWN_WORDS, True, _("Your own words: %(percent)s %%") % {"percent": round(own * 100)}, why)
    return Advice(Kind.OWN_WORDS, False, _("Say it in your own words: what struck you?"), why)


def _on_disclosure(text: str, language: str) -> list[Advice]:
    """Return whether the text says where one works, and the words to say it with; nothing where the organisation has none."""
    words = Organisation.load().disclosure(language)
    if not words:
        return []
    why = _("Readers may know that you speak about your own employer; honest, and in many countries the law.")
    if disclosure.says_where_they_work(text, language):
        return [Advice(Kind.DISCLOSURE, True, _("Says where you work"), why)]
    return [Advice(Kind.DISCLOSURE, False, _("Say where you work, such as: “%(words)s”") % {"words": words}, why)]


def _on_colleagues(near: float) -> Advice:
    why = _("Compared with what colleagues posted about this piece in the last two days.")
    if near >= originality.SAME:
        said = _("A colleague posted almost the same in the last two days: begin differently")
        return Advice(Kind.COLLEAGUES, False, said, why)
    if near >= originality.NEAR:
        said = _("Close to what a colleague posted: what did you see yourself?")
        return Advice(Kind.COLLEAGUES, False, said, why)
    return Advice(Kind.COLLEAGUES, True, _("Unlike what colleagues posted"), why)


def _on_hashtags(text: str, module: NetworkModule) -> list[Advice]:
    tags = _HASHTAG.findall(text)
    if not tags:
        return []
    values = {"count": len(tags), "most": module.most_hashtags or module.hashtags, "network": module.name}
    many = _("More than that look like advertising, and networks show such posts less.")
    if module.most_hashtags and len(tags) > module.most_hashtags:
        return [Advice(Kind.HASHTAGS, False, _("%(count)s hashtags: %(network)s takes %(most)s") % values, many)]
    if not module.hashtags:
        why = _("Nobody follows or searches them there.")
        return [Advice(Kind.HASHTAGS, False, _("Hashtags do nothing on %(network)s") % values, why)]
    if len(tags) > module.hashtags:
        return [Advice(Kind.HASHTAGS, False, _("%(count)s hashtags: %(most)s is plenty") % values, many)]
    why = _("Screen readers read the words of a hashtag when each begins with a capital.")
    if any(len(tag) > 11 and tag.islower() for tag in tags):
        said = _("Write hashtags #LikeThis: screen readers can then read them")
        return [Advice(Kind.HASHTAGS, False, said, why)]
    return [Advice(Kind.HASHTAGS, True, _("Hashtags"), why)]


def _on_mentions(text: str, module: NetworkModule) -> list[Advice]:
    names = module.plain_names(text)
    if not names:
        return []
    why = _("Whoever is mentioned gets to see it, and often answers.")
    if module.mention is None:
        words = _("%(name)s stays plain text when you paste it: type the name again on %(network)s")
        return [Advice(Kind.MENTIONS, False, words % {"name": names[0], "network": module.name}, why)]
    words = _("%(name)s is no mention on %(network)s: write %(example)s")
    values = {"name": names[0], "network": module.name, "example": module.mention_example}
    return [Advice(Kind.MENTIONS, False, words % values, why)]
