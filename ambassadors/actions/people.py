"""What people decide about themselves: to begin, to rest, to leave."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors import privacy
from ambassadors.models import Ambassador, AmbassadorNetwork, User


@transaction.atomic
def join(*, ambassador: Ambassador) -> None:
    """The person takes part from now on; the first time counts."""
    Ambassador.objects.filter(pk=ambassador.pk, joined_at=None).update(joined_at=timezone.now())


@transaction.atomic
def choose_networks(*, ambassador: Ambassador, rows: Sequence[AmbassadorNetwork]) -> None:
    """The person shares on these networks and no others."""
    ambassador.networks.exclude(network__in=[row.network for row in rows]).delete()
    AmbassadorNetwork.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["ambassador", "network"],
        update_fields=["handle", "server", "followers", "followers_told_by", "followers_told_on"],
    )


@transaction.atomic
def tell_about_oneself(
    *, ambassador: Ambassador, first_name: str, last_name: str, picture: ContentFile | None, remove_picture: bool
) -> None:
    """The profile and the name read so; an older portrait is gone once this is committed."""
    old = Ambassador.objects.values_list("portrait", flat=True).get(pk=ambassador.pk)
    if picture:
        ambassador.portrait.save(picture.name or "portrait.jpg", picture, save=False)
    elif remove_picture:
        ambassador.portrait = ""
    ambassador.save()
    ambassador.user.first_name, ambassador.user.last_name = first_name, last_name
    ambassador.user.save(update_fields=["first_name", "last_name"])
    if old and old != ambassador.portrait.name:
        transaction.on_commit(partial(ambassador.portrait.storage.delete, old))


@transaction.atomic
def pause(*, ambassador: Ambassador, until: date | None) -> None:
    """The person is left in peace up to and including that day; None ends the pause."""
    ambassador.paused_until = until
    ambassador.save(update_fields=["paused_until"])


@transaction.atomic
def change_in_directory(*, ambassador: Ambassador, changed: Sequence[str], by: User) -> None:
    """The directory says so about the person: job, team, place."""
    ambassador.save(update_fields=["job_title", "team", "location"])
    log(instance=ambassador, action="ambassadors.change_person", user=by, data={"fields": list(changed)})


@transaction.atomic
def leave(*, ambassador: Ambassador) -> None:
    """The person has left: every app did its part, what was personal is erased, the account is closed.

    An account that is also used for something else (a manager, an editor) stays, without the ambassador's part.
    What happened stays countable without a name: the row itself, with joining and leaving, and the agreed policy.
    """
    locked = Ambassador.objects.select_for_update().select_related("user").get(pk=ambassador.pk)
    if locked.left_at:
        return
    privacy.run_leaving_hooks(locked)
    privacy.erase(locked)
