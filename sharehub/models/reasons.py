"""Why somebody has points or a badge: kept as a code with its values, told in the language of whoever reads it."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from themes import networks

_REASONS = {
    "share": gettext_lazy("Shared “%(piece)s” on %(network)s"),
    "share_again": gettext_lazy("Shared “%(piece)s” on %(network)s (half: the second time for this piece)"),
    "share_less": gettext_lazy("Shared “%(piece)s” on %(network)s (%(percent)s %%: you shared this piece before)"),
    "share_no_more": gettext_lazy("Shared “%(piece)s” on %(network)s (no points: you shared this piece twice before)"),
    "own_words": gettext_lazy("In your own words: “%(piece)s”"),
    "blog": gettext_lazy("Published “%(title)s”"),
    "kudos": gettext_lazy("Thanked %(name)s"),
    "kudos_again": gettext_lazy("Thanked %(name)s (no points: you thanked this colleague lately)"),
    "kudos_enough": gettext_lazy("Thanked %(name)s (no points: more thanks than count on one day)"),
    "first-share": gettext_lazy("You shared your first piece."),
    "own-voice": gettext_lazy("You shared five pieces in your own words."),
    "first-blog": gettext_lazy("Your first blog post is on the site."),
    "kudos-giver": gettext_lazy("You thanked your colleagues three times."),
    "ten-shares": gettext_lazy("You shared ten times."),
    "all-rounder": gettext_lazy("You shared, wrote a blog post and thanked a colleague."),
}
# What answers an entry tells that one's reason too; its code stands under "of".
_ANSWERS = {
    "withdrawn": gettext_lazy("Withdrawn: %(reason)s"),
    "taken_back": gettext_lazy("Taken back: %(reason)s"),
}


def words_of(code: str, details: Mapping[str, object]) -> str:
    """Return the reason as a sentence in the active language; what is no code is somebody's own words, told as they are."""
    if code in _ANSWERS:
        return str(_ANSWERS[code]) % {"reason": words_of(str(details.get("of", "")), details)}
    reason = _REASONS.get(code)
    if reason is None:
        return code
    network = str(details.get("network", ""))
    values = {
        "name": _("a former colleague"),
        **details,
        "network": networks.name_of(network),
    }
    words = str(reason) % values
    if "cap" in details:
        words += _(" (up to %(cap)s points a day)") % {"cap": details["cap"]}
    return words
