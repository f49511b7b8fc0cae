"""Where a tracked link leads: the piece's own address, with the campaign and the network but never a person."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode, urlsplit

from django.urls import get_urlconf, set_urlconf

from cms.models import Shareable, Vacancy
from sharehub.models import TrackedLink


def target_of(link: TrackedLink) -> str:
    """Return the address to send a visitor to; empty when the piece has none (any more).

    The query that the address has already is kept as it is; only parameters of ours replace older ones of the same name.
    """
    share = link.share
    piece: Shareable = share.piece.specific
    with _addresses_of_the_web_process():
        address = piece.share_target() if piece.live else ""
    parameters = {"utm_source": share.network, "utm_medium": "ambassador"}
    if share.theme:
        parameters["utm_campaign"] = share.theme.slug
    if isinstance(piece, Vacancy):
        parameters["ref"] = link.code
    return with_parameters(address, parameters)


def with_parameters(address: str, parameters: dict[str, str]) -> str:
    """Return the address with the parameters added; empty for anything that is no web address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] not in parameters]
    query = "&".join([*kept, urlencode(parameters, quote_via=quote)])
    return parts._replace(query=query).geturl()


@contextmanager
def _addresses_of_the_web_process() -> Iterator[None]:
    """Wagtail makes a page's address from the URLs of this process, and the link host has none of the site's."""
    own = get_urlconf()
    set_urlconf("config.urls")
    try:
        yield
    finally:
        set_urlconf(own)
