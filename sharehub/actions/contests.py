"""Contests, as managers make them and ambassadors take part."""

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.log_actions import log

from ambassadors.models import Ambassador, User
from cms import pictures
from sharehub.models import Contest, ContestEntry, ContestVote
from themes import undo


class NotNowError(Exception):
    """It is too early, too late, or not theirs to do; nothing was changed."""


@transaction.atomic
def make_contest(*, contest: Contest, by: User) -> Contest:
    """Everybody of the programme sees it from its first day on."""
    contest.made_by = by
    contest.save()
    log(instance=contest, action="sharehub.make_contest", user=by, data={"programme": contest.programme_id})
    return contest


@transaction.atomic
def end_contest(*, contest: Contest, by: User) -> str:
    """It is called off: nobody's vote is kept, but for the hour in which it can be taken back; again is the same as once.

    Returns the token by which it can; none where it was over or called off already.
    """
    locked = Contest.objects.select_for_update().get(pk=contest.pk)
    if locked.ended_at or locked.counted_at:
        return ""
    token = undo.keep_deleted(locked.votes.all(), locked, ["ended_at"], owner=by.pk, back="")
    locked.votes.all().delete()
    locked.ended_at = timezone.now()
    locked.save(update_fields=["ended_at"])
    log(instance=locked, action="sharehub.end_contest", user=by, data={"programme": locked.programme_id})
    return token


@transaction.atomic
def resume_contest(*, contest: Contest, token: str, by: User) -> bool:
    """It goes on where it was, with the votes of all who still take part; False when it is too late or was not theirs to undo."""
    locked = Contest.objects.select_for_update().get(pk=contest.pk)
    if locked.ended_at is None:
        return False
    kept = undo.take(token, owner=by.pk, about=locked)
    if kept is None:
        return False
    undo.put_back(kept, unless=_is_gone)
    log(instance=locked, action="sharehub.resume_contest", user=by, data={"programme": locked.programme_id})
    return True


def _is_gone(vote: models.Model) -> bool:
    """Whether who voted has left since, or what they voted for is taken back."""
    if not isinstance(vote, ContestVote):
        return False
    here = Ambassador.objects.filter(pk=vote.voter_id, left_at=None).exists()
    return not here or not ContestEntry.objects.filter(pk=vote.entry_id).exists()


def enter(
    *,
    contest: Contest,
    ambassador: Ambassador,
    photo: bytes,
    description: str,
    caption: str,
    may_be_named: bool,
) -> ContestEntry:
    """The picture waits for a manager. Raises NotNowError, and pictures.PictureRefused."""
    if not contest.takes_entries(timezone.localdate()):
        raise NotNowError
    if contest.entries.filter(ambassador=ambassador).exists():
        raise NotNowError
    # No name that can be guessed: the picture is seen by nobody before it is let in.
    title = f"contest {get_random_string(16)}"
    try:
        with transaction.atomic():
            picture = pictures.keep(photo, title=title, description=description, by=ambassador.user)
            return ContestEntry.objects.create(
                contest=contest, ambassador=ambassador, picture=picture, caption=caption, may_be_named=may_be_named
            )
    except IntegrityError as error:
        raise NotNowError from error


@transaction.atomic
def withdraw_entry(*, entry: ContestEntry) -> None:
    """The picture is gone, and with it the votes for it. Raises NotNowError once the votes are counted."""
    contest = Contest.objects.select_for_update().get(pk=entry.contest_id)
    if contest.counted_at:
        raise NotNowError
    _delete(entry)


@transaction.atomic
def decide(*, entry: ContestEntry, admitted: bool, answer: str, by: User) -> None:
    """It takes part, or does not and who entered it reads why. Raises NotNowError once people vote."""
    if entry.contest.counted_at or entry.contest.votes.exists():
        raise NotNowError
    entry.state = ContestEntry.State.ADMITTED if admitted else ContestEntry.State.REFUSED
    entry.answer, entry.decided_by = ("" if admitted else answer), by
    entry.save(update_fields=["state", "answer", "decided_by"])
    log(instance=entry.contest, action="sharehub.decide_entry", user=by, data={"entry": entry.pk, "admitted": admitted})


@transaction.atomic
def vote(*, entry: ContestEntry, voter: Ambassador) -> None:
    """The person's one vote is for this entry, whatever it was for before. Raises NotNowError, also for one's own entry."""
    contest = Contest.objects.select_for_update().get(pk=entry.contest_id)
    is_seen = entry.state == ContestEntry.State.ADMITTED and entry.ambassador.left_at is None
    if not contest.takes_votes(timezone.localdate()) or entry.ambassador_id == voter.pk or not is_seen:
        raise NotNowError
    ContestVote.objects.update_or_create(contest=contest, voter=voter, defaults={"entry": entry})


def leave_contests(ambassador: Ambassador) -> None:
    """Nothing of somebody who leaves stays: no picture and no vote."""
    ContestVote.objects.filter(voter=ambassador).delete()
    for entry in ambassador.contest_entries.select_related("picture"):
        _delete(entry)


def _delete(entry: ContestEntry) -> None:
    picture = entry.picture
    entry.delete()
    if picture.get_usage().count() == 0:
        picture.delete()
