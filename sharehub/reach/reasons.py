"""Why a hit was no person's click, in words for people; visits and agents carry the reasons as the rules name them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharehub.reach import swarms

_WORDS: dict[str, str | Promise] = {
    "no user agent": gettext_lazy("gave no name, while every browser does"),
    swarms.REASON: gettext_lazy("one of a crowd that opened the link within seconds, as mail scanners do"),
    "mail scanner": gettext_lazy("a mail scanner, which opens every link before the reader does"),
    "fediverse server": gettext_lazy("a server of the fediverse, fetching its preview"),
    "Gmail picture proxy": gettext_lazy("Gmail, fetching pictures for its readers"),
    "Yahoo picture proxy": gettext_lazy("Yahoo, fetching pictures for its readers"),
    "program": gettext_lazy("a program, not a browser"),
    "program on a telephone": gettext_lazy("a program on a telephone, not its browser"),
    "program without a browser's name": gettext_lazy("a program without a browser's name"),
    "automated browser": gettext_lazy("a browser that a program steers"),
    "feed reader": gettext_lazy("a program that reads feeds for people"),
    "link checker": gettext_lazy("a program that checks whether links still work"),
    "gives the mail address of its owner": gettext_lazy("gives the mail address of its owner, as robots do"),
    "gives the address of its owner": gettext_lazy("gives the address of its owner, as robots do"),
    "gives no more than a program's name": gettext_lazy("gives no more than a program's name"),
    "fetched by Google for someone": gettext_lazy("Google, fetching it for somebody"),
    "calls itself a robot": gettext_lazy("calls itself a robot"),
    "fetched ahead": gettext_lazy("loaded by a browser or a program before anybody clicked"),
    "own click": gettext_lazy("the browser of the person who shared the link"),
    "same visitor within 30 minutes": gettext_lazy("the same visitor on the same link within 30 minutes"),
}
_PREVIEW, _CRAWLER = " preview", "crawler: "


def words_of(reason: str) -> str:
    """Return a reason in the active language; one that has no words is told as the rules name it."""
    if reason in _WORDS:
        return str(_WORDS[reason])
    if reason.endswith(_PREVIEW):
        return _("%(network)s, fetching its preview of the link") % {"network": reason.removesuffix(_PREVIEW)}
    if reason.startswith(_CRAWLER):
        return _("on the public list of crawlers, as “%(name)s”") % {"name": reason.removeprefix(_CRAWLER)}
    return reason
