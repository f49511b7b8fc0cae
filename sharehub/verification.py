"""Where a network tells of its posts to whoever asks, a pasted address is looked up: a share whose link stands there is verified."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from sharehub import networks
from sharehub.models import Share
from themes import fetching

_MOST_BYTES = 1024 * 1024
_SECONDS = 10.0
_AGAIN = timedelta(minutes=30)
_GIVEN_UP = timedelta(days=2)
_BATCH = 500


def due() -> list[int]:
    """Return the next shares whose posts are to be looked up: for two days after they were confirmed, with pauses."""
    now = timezone.now()
    open_ones = [module.key for module in networks.all() if module.looks_up]
    waiting = Share.objects.filter(state=Share.State.CONFIRMED, network__in=open_ones).exclude(post_url="")
    waiting = waiting.filter(confirmed_at__gte=now - _GIVEN_UP)
    waiting = waiting.filter(Q(looked_up_at=None) | Q(looked_up_at__lte=now - _AGAIN))
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:_BATCH])


def look_up(*, share_id: int) -> None:
    """The share is verified where the network shows our link in the post; anything else leaves it confirmed by the person."""
    now = timezone.now()
    mine = Share.objects.filter(pk=share_id, state=Share.State.CONFIRMED).exclude(post_url="")
    turn = mine.filter(Q(looked_up_at=None) | Q(looked_up_at__lte=now - _AGAIN))
    if not turn.update(looked_up_at=now):
        return
    share = mine.select_related("link").get()
    tells = networks.get(share.network).looks_up
    address = tells.address(share.post_url) if tells else ""
    if not tells or not address:
        return
    try:
        found = tells.read(fetching.fetch(address, max_bytes=_MOST_BYTES, timeout=_SECONDS).content)
    except (fetching.FetchError, ValueError):
        return
    if share.link.get_absolute_url() in found:
        _verify(share)


def _verify(share: Share) -> None:
    # Only as long as it is the same post: the person may have changed the address, or withdrawn, meanwhile.
    same = Share.objects.filter(pk=share.pk, state=Share.State.CONFIRMED, post_url=share.post_url)
    same.update(state=Share.State.VERIFIED, verified_at=timezone.now())
