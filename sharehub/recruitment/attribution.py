"""Which share brought a candidate: read from the reference in the vacancy's address."""

from sharehub.models import Share, TrackedLink


def share_of(reference: str) -> Share | None:
    """Return the share whose link code stands in the address; None for a reference that we did not give out.

    Any counting or opened share counts, also of another piece: the candidate came in through that link. A
    withdrawn share caused nothing.
    """
    if not reference or len(reference) > 16:
        return None
    link = TrackedLink.objects.select_related("share").filter(code=reference).first()
    if link is None or link.share.state in {Share.State.WITHDRAWN, Share.State.FAILED}:
        return None
    return link.share
