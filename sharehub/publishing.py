"""Posts a share for its owner, through the account they connected: once, however often it is asked and whatever fails in between."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub import connections, crisis, networks
from sharehub.models import Connection, Crisis, PlannedShare, Publication, Share
from sharehub.moments import GAP, diary
from sharehub.networks.connecting import pace
from sharehub.networks.connecting.api import Allowance, ApiError, Connector, Draft, Image, Posted, Reason, Session
from sharehub.recognition import ledger

_BATCH = 500
_PAUSES = (
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
_BUSY_PAUSE, _BUSY_FOR = timedelta(minutes=15), timedelta(hours=24)
# What leaves later than this after it was asked is no longer posted by its owner's own hand: it keeps its distance.
_BY_HAND = timedelta(minutes=5)
_IN_THE_AIR = timedelta(minutes=1)
_NO_LIMIT_KNOWN = Allowance(100.0, 1000)  # of a server: only what it asks for counts
_OPEN = (Share.State.OPENED, Share.State.PLANNED, Share.State.FAILED)
_IMAGES = ("max-1200x1200|format-jpeg|jpegquality-80", "max-800x800|format-jpeg|jpegquality-60")
_MOST_IMAGE_BYTES = 900_000
_MOST_SUMMARY = 280
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
def ask(*, share: Share, shows_picture: bool = False) -> Publication | None:
    """The share is to be posted for its owner from now on, also where that failed before; None where no account is connected.

    Asked twice it is posted once.
    """
    share = _locked(share)
    connection = Connection.objects.usable(share.ambassador, share.network).first()
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
        is_open=Exists(open_now), is_any_stopped=Exists(Crisis.objects.standing()), **_beside()
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

    if _makes_room(publication):
        return
    if wait := pace.turn(f"turn:{publication.key}", dict(_allowances(connection, connector))):
        _wait(publication, wait)
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
            _leave_alone(connection, problem)
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
        if wait := pace.turn(f"removal:{publication.key}", dict(_allowances(connection, connector))):
            mine.update(claimed_at=None, due_at=timezone.now() + wait)
            return
        connections.use(connection, lambda session: connector.delete(session, publication.post_id))
    except ApiError as problem:
        if problem.reason is Reason.BUSY:
            _leave_alone(connection, problem)
        if problem.reason in {Reason.AWAY, Reason.BUSY} and publication.posted_at:
            pause = problem.wait or _BUSY_PAUSE
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


def draft_of(publication: Publication) -> Draft:
    """Return what is posted: the same at every attempt."""
    share = publication.share
    url = share.link.get_absolute_url()
    return Draft(
        key=publication.key,
        text=networks.get(share.network).whole_text(share.text, url),
        url=url,
        title=share.piece.title,
        summary=share.piece.summary[:_MOST_SUMMARY],
        language=share.language,
        written_at=share.created_at,
        image=_image(share.piece),
        shows_image=publication.shows_picture,
    )


def _image(piece: Shareable) -> Image | None:
    """Return the piece's picture, small enough for every network; none where its file is missing or broken."""
    picture = piece.picture
    if picture is None:
        return None
    for spec in _IMAGES:
        try:
            rendition = picture.get_rendition(spec)
            with rendition.file.open("rb") as file:
                content = file.read()
        except (OSError, ValueError):
            return None
        if len(content) <= _MOST_IMAGE_BYTES:
            return Image(content, picture.description, rendition.width, rendition.height)
    return None


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


def _beside() -> dict[str, Exists | Subquery]:
    """What is read along with a publication to tell whether there is room for it among its person's other posts."""
    person, share = OuterRef("share__ambassador"), OuterRef("share")
    others = Share.objects.counting().filter(ambassador=person, confirmed_at__gt=timezone.now() - GAP).exclude(pk=share)
    in_hand = Publication.objects.in_hand().filter(share__ambassador=person).exclude(share=share)
    return {
        "is_planned": Exists(PlannedShare.objects.open().filter(share=share)),
        "posted_last": Subquery(others.order_by("-confirmed_at").values("confirmed_at")[:1]),
        "is_any_in_hand": Exists(in_hand),
    }


def _makes_room(publication: Publication) -> bool:
    """Whether the post waits, so that no two of one person that were planned or held up leave within half an hour.

    What somebody posts by their own hand leaves at once: that is their choice.
    """
    now, last = timezone.now(), publication.posted_last  # type: ignore[attr-defined]  # annotated
    if not publication.is_planned and now - publication.asked_at <= _BY_HAND:  # type: ignore[attr-defined]
        return False
    if last is not None:
        _wait(publication, last + GAP - now)
        return True
    if not publication.is_any_in_hand:  # type: ignore[attr-defined]
        return False
    with transaction.atomic():
        # Of two that are in the air at once the first to look gives way, and the other no longer sees it.
        person = publication.share.ambassador_id
        _lock(person)
        others = Publication.objects.in_hand().filter(share__ambassador=person).exclude(pk=publication.pk)
        if not others.exists():
            return False
        _wait(publication, _IN_THE_AIR)
    return True


def _wait(publication: Publication, pause: timedelta) -> None:
    """It is tried again after the pause; this was no attempt, as nothing left."""
    mine = Publication.objects.filter(pk=publication.pk, state=Publication.State.WAITING)
    mine.update(due_at=_moment(publication, pause), claimed_at=None, attempts=F("attempts") - 1)


def _moment(publication: Publication, pause: timedelta) -> datetime:
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


def _leave_alone(connection: Connection, problem: ApiError) -> None:
    """No worker posts there before the network wants to hear from us again: for this account, or for any of that server."""
    connector = connections.connector_of(connection)
    of_account, of_server = _allowances(connection, connector)
    pace.hold(*(of_server if connector.means_everybody(problem) else of_account), problem.wait or _BUSY_PAUSE)


def _answer(publication: Publication, problem: ApiError) -> None:
    """What can heal is tried again, later and later; anything else says so at once."""
    now = timezone.now()
    pause = problem.wait or _BUSY_PAUSE
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
    mine.update(due_at=_moment(publication, pause), claimed_at=None, said=problem.detail)


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
    _lock(share.ambassador_id)
    return Share.objects.select_for_update().get(pk=share.pk)


def _lock(ambassador_id: int) -> None:
    Ambassador.objects.select_for_update().values_list("pk").get(pk=ambassador_id)
