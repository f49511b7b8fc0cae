"""When a post may leave: in its turn within what its network allows, and half an hour from its person's other posts."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from ambassadors.models import Ambassador
from sharehub import connections
from sharehub.models import Connection, PlannedShare, Publication, Share
from sharehub.models.publications import PublicationQuerySet
from sharehub.models.shares import ShareQuerySet
from sharehub.moments import GAP, diary
from sharehub.networks.connecting import pace
from sharehub.networks.connecting.api import Allowance, ApiError, Connector

BUSY_PAUSE = timedelta(minutes=15)  # where a network does not say how long
# What leaves later than this after it was asked is no longer posted by its owner's own hand: it keeps its distance.
_BY_HAND = timedelta(minutes=5)
_IN_THE_AIR = timedelta(minutes=1)
_NO_LIMIT_KNOWN = Allowance(100.0, 1000)  # of a server: only what it asks for counts


def to_post(publication: Publication, connection: Connection, connector: Connector) -> timedelta:
    """Return how long the post waits, so that all workers together keep to what the network allows."""
    return pace.turn(f"turn:{publication.key}", dict(_allowances(connection, connector)))


def to_remove(publication: Publication, connection: Connection, connector: Connector) -> timedelta:
    """Return how long deleting the post waits: that is a call like any other."""
    return pace.turn(f"removal:{publication.key}", dict(_allowances(connection, connector)))


def leave_alone(connection: Connection, problem: ApiError) -> None:
    """No worker posts there before the network wants to hear from us again: for this account, or for any of that server."""
    connector = connections.connector_of(connection)
    of_account, of_server = _allowances(connection, connector)
    pace.hold(*(of_server if connector.means_everybody(problem) else of_account), problem.wait or BUSY_PAUSE)


def beside() -> dict[str, Exists | Subquery]:
    """What is read along with a publication to tell whether there is room for it among its person's other posts."""
    person, share = OuterRef("share__ambassador"), OuterRef("share")
    in_hand, posted = _others(person, share)
    return {
        "is_planned": Exists(PlannedShare.objects.open().filter(share=share)),
        "posted_last": Subquery(posted.order_by("-confirmed_at").values("confirmed_at")[:1]),
        "is_any_in_hand": Exists(in_hand),
    }


def _others(person: OuterRef | int, share: OuterRef | int) -> tuple[PublicationQuerySet, ShareQuerySet]:
    """Return the person's other posts that a worker has in hand, and those of the last half hour."""
    in_hand = Publication.objects.in_hand().filter(share__ambassador=person).exclude(share=share)
    posted = Share.objects.counting().filter(ambassador=person, confirmed_at__gt=timezone.now() - GAP)
    return in_hand, posted.exclude(pk=share)


def makes_room(publication: Publication) -> bool:
    """Whether the post waits, so that no two of one person that were planned or held up leave within half an hour.

    What somebody posts by their own hand leaves at once: that is their choice.
    """
    now, last = timezone.now(), publication.posted_last  # type: ignore[attr-defined]  # annotated
    if not publication.is_planned and now - publication.asked_at <= _BY_HAND:  # type: ignore[attr-defined]
        return False
    if last is not None:
        wait(publication, last + GAP - now)
        return True
    if not publication.is_any_in_hand:  # type: ignore[attr-defined]
        return False
    with transaction.atomic():
        # Of two that are in the air at once the first to look gives way, and the other no longer sees it; or it stands there by now.
        person = publication.share.ambassador_id
        Ambassador.objects.select_for_update().values_list("pk").get(pk=person)
        if not any(others.exists() for others in _others(person, publication.share_id)):
            return False
        wait(publication, _IN_THE_AIR)
    return True


def wait(publication: Publication, pause: timedelta) -> None:
    """It is tried again after the pause; this was no attempt, as nothing left."""
    mine = Publication.objects.filter(pk=publication.pk, state=Publication.State.WAITING)
    mine.update(due_at=moment(publication, pause), claimed_at=None, attempts=F("attempts") - 1)


def moment(publication: Publication, pause: timedelta) -> datetime:
    """Return when to try after a pause: a plan that is put off for longer gets a moment that will do, as any other plan."""
    soonest = timezone.now() + pause
    plan = PlannedShare.objects.open().filter(share=publication.share_id).first() if pause > _BY_HAND else None
    if plan is None or publication.is_unsure:  # what may stand there already is looked for soon
        return soonest
    share = publication.share
    plan.due_at = diary(share.ambassador, share.piece, share.network, besides=plan).next_free(soonest) or soonest
    plan.save(update_fields=["due_at"])
    return plan.due_at


def _allowances(connection: Connection, connector: Connector) -> tuple[tuple[str, Allowance], tuple[str, Allowance]]:
    """Return what the account may, and what all accounts of its server may together, each under the name of its bucket."""
    server = f"posts:{connection.network}:{connection.server}"
    account = f"{server}:{connection.account}", connector.posts_of_account
    return account, (server, connector.posts_of_server or _NO_LIMIT_KNOWN)
