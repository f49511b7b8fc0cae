"""Moments to propose: the hours in which somebody's links are followed, in which they post, and in which a network is busy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import blake2b

from django.db.models import Count
from django.db.models.functions import ExtractHour
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import privacy
from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub import networks
from sharehub.models import Share, Visit
from sharehub.moments import Diary, diary
from themes import kept

_FOLLOWED_SINCE, _POSTED_SINCE, _BUSY_SINCE = timedelta(days=60), timedelta(days=180), timedelta(days=7)
# From how many on they tell something: visits of own links, own posts, visits of everybody's.
_FEWEST_VISITS, _FEWEST_POSTS, _FEWEST_OF_ALL = 20, 5, 50
_USUAL = (12, 8, 16)  # while nothing is known: at lunch, and at either end of a day's work
_DAYS = 8
_MOST_LATER = timedelta(minutes=60)


@dataclass(frozen=True)
class Proposal:
    """A moment that would do, and why it is a good one."""

    at: datetime
    why: str


def proposals(
    ambassador: Ambassador, piece: Shareable, network: str, *, shown: Diary | None = None, most: int = 3
) -> list[Proposal]:
    """Return a few good moments that no rule stands in the way of, the soonest first; each person gets other minutes."""
    own = shown or diary(ambassador, piece, network)
    found: list[Proposal] = []
    for hour, why in _hours(ambassador, network):
        at = _first_at(own, hour, _minute(ambassador, piece), [proposal.at for proposal in found])
        if at is not None:
            found.append(Proposal(at, why))
        if len(found) == most:
            break
    if not found and (soonest := own.next_free(own.soonest)):
        found.append(Proposal(soonest, _("the first moment that will do")))
    return sorted(found, key=lambda proposal: proposal.at)


def renew() -> None:
    """The hours in which networks are busy are counted anew, where that takes too long for a page to wait for."""
    kept.renew_slow(_name(), _busy)


def _hours(ambassador: Ambassador, network: str) -> Iterable[tuple[int, str]]:
    """Yield hours with the reason for each, the best first; none of them twice."""
    followed = _("your links are followed most then")
    posting = _("you often post then")
    busy = _("on %(network)s most links are followed then") % {"network": networks.get(network).name}
    ranked = [(hour, followed) for hour in _best(_followed(ambassador, network), _FEWEST_VISITS)[:2]]
    ranked += [(hour, posting) for hour in _best(_posted(ambassador), _FEWEST_POSTS)[:1]]
    everybody = kept.kept(_name(), _busy, fresh_for=1800, slow_for=3600).value.get(network, {})
    ranked += [(hour, busy) for hour in _best(everybody, _FEWEST_OF_ALL)[:1]]
    usual = {
        12: _("people look at their phone at lunch"),
        8: _("at the start of the day"),
        16: _("at the end of the day"),
    }
    ranked += [(hour, usual[hour]) for hour in _USUAL]
    seen: set[int] = set()
    for hour, why in ranked:
        if hour not in seen:
            seen.add(hour)
            yield hour, why


def _best(times: Mapping[int, int], fewest: int) -> list[int]:
    """Return the hours in which it happened most, the best first; none while too little is known."""
    if sum(times.values()) < fewest:
        return []
    return sorted(times, key=lambda hour: (-times[hour], hour))


def _followed(ambassador: Ambassador, network: str) -> dict[int, int]:
    """Return how often people followed this person's own links on a network, by hour of the person's clock."""
    links = ambassador.shares.filter(network=network).values("link")
    since = timezone.now() - _FOLLOWED_SINCE
    visits = Visit.objects.filter(link__in=links, at__gte=since, kind=Visit.Kind.HUMAN)
    hours = visits.annotate(hour=ExtractHour("at", tzinfo=ambassador.user.zone))
    return dict(hours.order_by().values_list("hour").annotate(n=Count("id")))


def _posted(ambassador: Ambassador) -> dict[int, int]:
    """Return how often this person posted, by hour of their clock."""
    posts = Share.objects.counting().by(ambassador).filter(confirmed_at__gte=timezone.now() - _POSTED_SINCE)
    hours = posts.annotate(hour=ExtractHour("confirmed_at", tzinfo=ambassador.user.zone))
    return dict(hours.order_by().values_list("hour").annotate(n=Count("pk")))


def _name() -> str:
    # With the threshold in it: raised, nothing that was kept may show what it hides now.
    return f"busy-hours:{privacy.threshold()}"


def _busy() -> dict[str, dict[int, int]]:
    """Return for each network how often links were followed by hour, by the installation's clock.

    Only where enough people shared there, so that the hours are nobody's in particular.
    """
    visits = Visit.objects.filter(at__gte=timezone.now() - _BUSY_SINCE, kind=Visit.Kind.HUMAN)
    by_network = visits.order_by().values_list("link__share__network")
    people = dict(by_network.annotate(n=Count("link__share__ambassador", distinct=True)))
    hours = visits.annotate(hour=ExtractHour("at", tzinfo=timezone.get_default_timezone()))
    found: dict[str, dict[int, int]] = {}
    for network, hour, n in hours.order_by().values_list("link__share__network", "hour").annotate(n=Count("id")):
        if privacy.is_large_enough(people[network]):
            found.setdefault(network, {})[hour] = n
    return found


def _first_at(own: Diary, hour: int, minute: int, taken: list[datetime]) -> datetime | None:
    """Return the first working day's moment in that hour that will do, or soon after it."""
    today = own.day_of(own.now)
    for ahead in range(_DAYS):
        day = today + timedelta(days=ahead)
        wanted = datetime.combine(day, time(hour, minute), tzinfo=own.zone)
        if day.weekday() > 4 or wanted < own.soonest:
            continue
        at = own.next_free(wanted)
        if at is not None and at - wanted <= _MOST_LATER and at not in taken:
            return at
    return None


def _minute(ambassador: Ambassador, piece: Shareable) -> int:
    """Return the minutes past the hour that are this person's for this piece, so that colleagues' moments lie apart."""
    digest = blake2b(f"{ambassador.pk}:{piece.pk}".encode(), digest_size=2).digest()
    return int.from_bytes(digest) % 12 * 5
