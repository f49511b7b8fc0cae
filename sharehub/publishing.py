"""Posts a share for its owner, through the account they connected: once, however often it is asked and whatever fails in between."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub import connections, crisis, networks, turns
from sharehub.drafts import draft_of
from sharehub.models import Connection, Crisis, Publication, Share
from sharehub.networks.connecting.api import ApiError, Posted, Reason, Session
from sharehub.recognition import ledger

_BATCH = 500
_PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
_BUSY_FOR = timedelta(hours=24)
_OPEN = (Share.State.OPENED, Share.State.PLANNED, Share.State.FAILED)
_READ = (
    *(field.name for field in Publication._meta.concrete_fields),
    *(f"share__{field.name}" for field in Share._meta.concrete_fields),
    *(f"connection__{field.name}" for field in Connection._meta.concrete_fields),
    "share__link__code",
    "share__piece__title",
    "share__piece__summary",
    "share__piece__picture",
    "share__ambassador__joined_at",
    "share__ambassador__left_at",
    "share__ambassador__paused_until",
    "share__ambassador__is_here",
    "share__ambassador__user__time_zone",
)


@transaction.atomic
def ask(*, share: Share, shows_picture: bool = False, account_id: int | None = None) -> Publication | None:
    """The share is to be posted for its owner from now on, also where that failed before; None where no account is connected.

    It leaves through the account that they chose among several of theirs, else through the last that they connected. Asked twice it is posted once.
    """
    share = _locked(share)
    usable = Connection.objects.usable(share.ambassador, share.network)
    connection = (usable.filter(pk=account_id) if account_id else usable).first()
    if connection is None or share.state not in _OPEN:
        return None
    publication, is_new = Publication.objects.get_or_create(
        share=share, defaults={"connection": connection, "shows_picture": shows_picture}
    )
    if not is_new and publication.state == Publication.State.FAILED:
        # An attempt may have arrived without our knowing: it stays with that account, and is looked for there first.
        publication.connection = publication.connection if publication.is_unsure else connection
        publication.connection = publication.connection or connection
        # Where the network tells nobody, its owner has looked.
        publication.is_unsure = publication.is_unsure and publication.why != Publication.Why.UNSURE
        publication.state, publication.why, publication.said = Publication.State.WAITING, "", ""
        publication.asked_at = publication.due_at = timezone.now()
        publication.claimed_at = None
        publication.save()
    if share.state == Share.State.FAILED:
        Share.objects.filter(pk=share.pk).update(state=Share.State.OPENED, failure="")
    return publication


def due() -> list[int]:
    """Return the shares to post next: those whose turn it is, and those that a lost worker had in hand."""
    return list(Publication.objects.due().order_by("due_at", "pk").values_list("share_id", flat=True)[:_BATCH])


def to_remove() -> list[int]:
    """Return the shares whose post is to be deleted next."""
    return list(Publication.objects.to_remove().order_by("due_at", "pk").values_list("share_id", flat=True)[:_BATCH])


def publish(*, share_id: int) -> None:
    """The share stands on the network and counts, or says why not, or waits for its next turn. Safe to run at any time.

    The row is claimed before anything leaves. Where an earlier attempt ended without an answer, the network is asked for that
    post first: nothing is posted twice, also when a worker died between the network's answer and our commit.
    """
    mine = Publication.objects.filter(share_id=share_id)
    if not mine.claim():
        return
    open_now = Shareable.objects.open_to_sharing().filter(pk=OuterRef("share__piece"))
    rows = mine.select_related("share__ambassador__user", "share__piece", "share__link", "connection")
    # Reading all of a piece and its person takes longer than everything else that is done here.
    rows = rows.only(*_READ)
    publication = rows.annotate(
        is_open=Exists(open_now), is_any_stopped=Exists(Crisis.objects.standing()), **turns.beside()
    ).get()
    share = publication.share
    connection = _connection(publication)
    if share.counts:
        publication.delete()  # its owner posted it meanwhile
        return
    why = _hindrance(share, is_open=publication.is_open, is_any_stopped=publication.is_any_stopped)
    if why or connection is None:
        _fail(publication, why or Publication.Why.LOGGED_OUT)
        return
    connector = networks.get(share.network).connects
    assert connector is not None  # noqa: S101 (it has a connection)
    draft = draft_of(publication)

    if turns.makes_room(publication):
        return
    if wait := turns.to_post(publication, connection, connector):
        turns.wait(publication, wait)
        return

    def attempt(session: Session) -> Posted:
        if publication.is_unsure and (found := connector.find(session, draft)):
            return found
        mine.update(is_unsure=True)
        return connector.publish(session, draft)

    try:
        posted = connections.use(connection, attempt)
    except ApiError as problem:
        if problem.reason is Reason.BUSY:
            turns.leave_alone(connection, problem)
        _answer(publication, problem)
        return
    _note(publication, connection, posted)


def remove(*, share_id: int) -> None:
    """The post of a withdrawn share is deleted on the network, or will be tried again. Safe to run again."""
    mine = Publication.objects.filter(share_id=share_id)
    if not mine.to_remove().update(claimed_at=timezone.now()):
        return
    publication = mine.select_related("connection", "share").get()
    connection = publication.connection
    if connection is None or not connection.is_working:
        mine.update(removal_asked_at=None, claimed_at=None)  # its owner deletes it there
        return
    try:
        connector = connections.connector_of(connection)
        if wait := turns.to_remove(publication, connection, connector):
            mine.update(claimed_at=None, due_at=timezone.now() + wait)
            return
        connections.use(connection, lambda session: connector.delete(session, publication.post_id))
    except ApiError as problem:
        if problem.reason is Reason.BUSY:
            turns.leave_alone(connection, problem)
        if problem.reason in {Reason.AWAY, Reason.BUSY} and publication.posted_at:
            pause = problem.wait or turns.BUSY_PAUSE
            mine.update(claimed_at=None, due_at=timezone.now() + pause)
        else:
            mine.update(removal_asked_at=None, claimed_at=None)
        return
    mine.update(removed_at=timezone.now(), claimed_at=None)


def explain(publication: Publication) -> str:
    """Return why a post was not made, and what its owner can do; empty where it was, or is on its way."""
    if publication.state != Publication.State.FAILED:
        return ""
    kinds = Publication.Why
    words = {
        kinds.AWAY: _(
            "%(network)s did not answer for hours. Look there whether your post came through before you post it yourself."
        ),
        kinds.BUSY: _("%(network)s kept asking us to wait. Try again tomorrow, or post it yourself."),
        kinds.LOGGED_OUT: _(
            "%(network)s no longer knows your connection. Connect your account again, or post it yourself."
        ),
        kinds.FORBIDDEN: _("Your account on %(network)s may not post at the moment. Look there what it says."),
        kinds.REFUSED: _("%(network)s did not take your post."),
        kinds.UNSURE: _(
            "%(network)s did not say whether your post came through. Look there first; confirm it below if it did."
        ),
        kinds.STOPPED: _("All sharing was stopped before it was posted. You can post it once that is over."),
        kinds.CLOSED: _("The piece could not be shared any more when it was its turn."),
        kinds.AWAY_THEMSELVES: _("You were taking a break when it was its turn."),
    }
    return words[kinds(publication.why)] % {"network": publication.share.get_network_display()}


def _connection(publication: Publication) -> Connection | None:
    """Return the account to post with; one through which an attempt was made is never exchanged for another."""
    connection = publication.connection
    share = publication.share
    if connection is not None:
        return connection if connection.is_working and share.ambassador.is_here else None
    return None if publication.is_unsure else Connection.objects.usable(share.ambassador, share.network).first()


def _hindrance(share: Share, *, is_open: bool, is_any_stopped: bool) -> Publication.Why | None:
    """Return what forbids it now, whatever held when it was asked."""
    person = share.ambassador
    if not person.is_active or person.is_paused:
        return Publication.Why.AWAY_THEMSELVES
    if share.state not in _OPEN or not is_open:
        return Publication.Why.CLOSED
    return Publication.Why.STOPPED if is_any_stopped and crisis.holding(share.piece) else None


def _answer(publication: Publication, problem: ApiError) -> None:
    """What can heal is tried again, later and later; anything else says so at once."""
    now = timezone.now()
    pause = problem.wait or turns.BUSY_PAUSE
    if not publication.is_unsure and (problem.never_arrived or problem.reason not in {Reason.AWAY, Reason.UNSURE}):
        Publication.objects.filter(pk=publication.pk).update(is_unsure=False)
    if problem.reason is Reason.BUSY and now + pause - publication.asked_at <= _BUSY_FOR:
        _put_off(publication, pause, problem)
    elif problem.reason is Reason.AWAY and publication.attempts <= len(_PAUSES):
        _put_off(publication, max(_PAUSES[publication.attempts - 1], problem.wait or timedelta()), problem)
    else:
        why = Publication.Why.REFUSED if problem.reason is Reason.GONE else Publication.Why(problem.reason.value)
        _fail(publication, why, problem.detail)


def _put_off(publication: Publication, pause: timedelta, problem: ApiError) -> None:
    mine = Publication.objects.filter(pk=publication.pk, state=Publication.State.WAITING)
    mine.update(due_at=turns.moment(publication, pause), claimed_at=None, said=problem.detail)


@transaction.atomic
def _fail(publication: Publication, why: Publication.Why, said: str = "") -> None:
    share = _locked(publication.share)
    mine = Publication.objects.filter(pk=publication.pk, state=Publication.State.WAITING)
    mine.update(state=Publication.State.FAILED, why=why, said=said, claimed_at=None)
    if share.state in _OPEN:
        Share.objects.filter(pk=share.pk).update(state=Share.State.FAILED, failure=why.value)


@transaction.atomic
def _note(publication: Publication, connection: Connection, posted: Posted) -> None:
    """The share is found on the network and counts; one that was withdrawn in these seconds has its post deleted again."""
    now = timezone.now()
    share = _locked(publication.share)
    is_withdrawn, never_counted = share.state == Share.State.WITHDRAWN, share.confirmed_at is None
    Publication.objects.filter(pk=publication.pk).update(
        state=Publication.State.POSTED,
        posted_at=now,
        post_id=posted.id,
        why="",
        said="",
        claimed_at=None,
        is_unsure=False,
        connection=connection,
        removal_asked_at=now if is_withdrawn else publication.removal_asked_at,
    )
    Connection.objects.filter(pk=connection.pk).update(used_at=now)
    found: dict[str, object] = {"post_url": posted.url, "failure": ""}
    if not is_withdrawn:
        share.state, share.confirmed_at = Share.State.VERIFIED, share.confirmed_at or now
        found |= {"state": share.state, "confirmed_at": share.confirmed_at, "verified_at": now}
    Share.objects.filter(pk=share.pk).update(**found)
    if share.counts:
        share.piece = publication.share.piece  # only its title is told, and that is no reason to read it again
        ledger.reward_share(share, locked=publication.share.ambassador, is_first=never_counted)


def _locked(share: Share) -> Share:
    """Return the share as it stands, locked, and its person."""
    # The person first, always: so two requests about one person's shares wait for each other instead of for ever.
    Ambassador.objects.select_for_update().values_list("pk").get(pk=share.ambassador_id)
    return Share.objects.select_for_update().get(pk=share.pk)
