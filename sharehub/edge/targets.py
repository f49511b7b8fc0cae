"""Where a tracked link leads: the piece's own address, with the campaign and the network but never a person."""

from urllib.parse import quote, urlencode, urlsplit

from wagtail.models import PageQuerySet

from cms.models import Shareable, Vacancy
from sharehub.models import TrackedLink


def target_of(link: TrackedLink) -> str:
    """Return the address to send a visitor to; empty when the piece has none (any more).

    The query that the address has already is kept as it is; only parameters of ours replace older ones of the same name.
    """
    share = link.share
    piece: Shareable = share.piece.specific
    address = piece.share_target() if piece.live else ""
    parameters = {"utm_source": share.network, "utm_medium": "ambassador"}
    if share.theme:
        parameters["utm_campaign"] = share.theme.slug
    if isinstance(piece, Vacancy):
        parameters["ref"] = link.code
    return with_parameters(address, parameters)


def point_links(*, limit: int = 5_000) -> int:
    """Links without a destination have one, or lead nowhere; return how many there were. Safe to run again."""
    links = TrackedLink.objects.filter(destination=None).select_related("share__piece", "share__theme")
    unpointed = list(links.order_by("share__piece_id")[:limit])
    specific: dict[int, Shareable] = {}
    for link in unpointed:
        piece = link.share.piece
        link.share.piece = specific.setdefault(piece.pk, piece.specific if piece.pk not in specific else piece)
        link.destination = target_of(link)
    TrackedLink.objects.bulk_update(unpointed, ["destination"], batch_size=500)
    return len(unpointed)


def unpoint(pages: PageQuerySet) -> int:
    """The destinations of these pages' links are to be worked out anew; return how many links that are."""
    return TrackedLink.objects.filter(share__piece__in=pages.values("pk")).update(destination=None)


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
