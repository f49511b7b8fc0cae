"""Reads how often people reacted to posts that were made from here: counts only, ever more rarely, within what each server allows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import cast

from django.db import transaction
from django.utils import timezone

from ambassadors.models import Ambassador
from sharehub import connections, networks, vault
from sharehub.models import Connection, Engagement, Publication, Share, TrackedLink
from sharehub.models.engagement import AFTER, next_reading
from sharehub.networks.connecting import pace
from sharehub.networks.connecting.api import Allowance, ApiError, Counter, Counts, Reason, Session
from sharehub.recognition import ledger

_BATCH = 1000
_AGAIN = AFTER[0]
_BUSY = timedelta(minutes=15)
_GIVEN_UP_AFTER = AFTER[-1] + timedelta(days=3)
# A post that is not found may only be slow to appear: it is gone when it is not found a second time.
_SURE_AFTER = AFTER[0] / 4


def due() -> list[list[int]]:
    """Return the shares to read next, as many in each list as one call asks for; three queries, whatever their number."""
    begin()
    due = Engagement.objects.due().filter(share__network__in=_counted())
    rows = due.order_by("next_at").values_list("share_id", "share__network")[:_BATCH]
    of_network: dict[str, list[int]] = {}
    for share_id, network in rows:
        of_network.setdefault(network, []).append(share_id)
    portions = []
    for network, shares in of_network.items():
        size = _counter(network).at_once
        portions += [shares[place : place + size] for place in range(0, len(shares), size)]
    return portions


def begin() -> None:
    """Posts that were made since have a row, to be read an hour after."""
    new = Publication.objects.filter(state=Publication.State.POSTED, share__engagement=None)
    new = new.filter(share__network__in=_counted())
    rows = new.values_list("share_id", "posted_at")[:_BATCH]
    Engagement.objects.bulk_create(
        (Engagement(share_id=share, next_at=posted_at + AFTER[0]) for share, posted_at in rows if posted_at),
        ignore_conflicts=True,
    )


def read(*, share_ids: Sequence[int]) -> None:
    """The counts of these posts, all on one network, are as it reports them now; those it does not have are gone. Safe to run again.

    Where the network does not answer, or has been asked enough for now, they are read an hour later, or after as long as it asks; after a month no more.
    """
    rows = Engagement.objects.due().filter(share__in=share_ids)
    publications = Publication.objects.filter(share__engagement__in=rows).select_related("share", "connection")
    found = [one for one in publications if one.post_id]
    if not found:
        return
    counter = _counter(found[0].share.network)
    for server, posts in _by_server(found, counter).items():
        if not pace.take(server, a_second=counter.a_second, at_once=counter.saved_up):
            continue  # the next sweep finds them again
        try:
            counts = _asked(counter, server, posts)
        except ApiError as problem:
            if problem.reason is Reason.BUSY:
                # Whoever of us asks, it is the same: readings can wait, so all of them do.
                pace.hold(server, Allowance(counter.a_second, counter.saved_up), problem.wait or _BUSY)
            later = timezone.now() + max(problem.wait or _AGAIN, _AGAIN)
            mine = Engagement.objects.filter(share__in=[one.share_id for one in posts])
            mine.update(next_at=later)
            mine.filter(share__publication__posted_at__lt=timezone.now() - _GIVEN_UP_AFTER).update(next_at=None)
            continue
        for one in posts:
            _note(one, counts.get(one.post_id))


def _counted() -> list[str]:
    return [module.key for module in networks.all() if getattr(module.connects, "is_counted", False)]


def _asked(counter: Counter, server: str, posts: Sequence[Publication]) -> dict[str, Counts]:
    """Return what the network tells. Raises ApiError, also where it tells only who is connected and nobody is."""
    ids, connection = [one.post_id for one in posts], posts[0].connection
    if counter.tells_anybody:
        return counter.counts(server, _session(connection), ids)
    if connection is None or not connection.is_working:
        raise ApiError(Reason.LOGGED_OUT, "nobody is connected")
    return connections.use(connection, lambda session: counter.counts(server, session, ids))


def _counter(network: str) -> Counter:
    return cast(Counter, networks.get(network).connects)


def _by_server(publications: Sequence[Publication], counter: Counter) -> dict[str, list[Publication]]:
    found: dict[str, list[Publication]] = {}
    for one in publications:
        address = one.share.post_url.split("/@")[0] if counter.at_once == 1 else one.share.network
        found.setdefault(one.connection.server if one.connection and counter.at_once == 1 else address, []).append(one)
    return found


def _session(connection: Connection | None) -> Session | None:
    if connection is None or not connection.is_working or connection.needs_renewal():
        return None
    try:
        return connection.session()
    except vault.Unreadable:
        return None


def _note(publication: Publication, counts: Counts | None) -> None:
    now = timezone.now()
    mine = Engagement.objects.filter(share=publication.share_id)
    if counts is not None:
        posted_at = publication.posted_at or now
        mine.update(
            reactions=counts.reactions,
            comments=counts.comments,
            reposts=counts.reposts,
            impressions=counts.impressions,
            read_at=now,
            missed_at=None,
            next_at=next_reading(posted_at, now),
        )
    elif mine.filter(missed_at__lte=now - _SURE_AFTER).exists():
        _withdraw(publication)
    else:
        mine.filter(missed_at=None).update(missed_at=now)
        mine.update(next_at=now + _SURE_AFTER)


@transaction.atomic
def _withdraw(publication: Publication) -> None:
    """Its owner deleted the post on the network: the share no longer counts, as if they had withdrawn it here."""
    now = timezone.now()
    owner = Share.objects.filter(pk=publication.share_id).values("ambassador")
    Ambassador.objects.select_for_update(of=("self",)).get(pk__in=owner)
    share = Share.objects.select_for_update(of=("self",)).get(pk=publication.share_id)
    Engagement.objects.filter(share=share).update(next_at=None)
    if share.state == Share.State.WITHDRAWN:
        return
    Publication.objects.filter(pk=publication.pk).update(removed_at=now, removal_asked_at=now)
    share.state, share.withdrawn_at = Share.State.WITHDRAWN, now
    share.save(update_fields=["state", "withdrawn_at"])
    TrackedLink.objects.filter(share=share, withdrawn_at=None).update(withdrawn_at=now)
    ledger.reverse_share(share)
