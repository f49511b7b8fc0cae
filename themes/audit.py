"""What managers change is written in Wagtail's log, with the programme it belongs to."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from themes.models import Programme

Person = AbstractBaseUser | AnonymousUser

ADD = "themes.add"
CHANGE = "themes.change"
REMOVE = "themes.remove"
RESTORE = "themes.restore"
RETIRE = "themes.retire"
COPY = "themes.copy"
MERGE = "themes.merge"

# Apps whose events belong to the programme even where the entry does not name it.
_OWN_APPS = ("themes.", "ambassadors.", "cms.", "sharehub.")


def record(
    instance: models.Model,
    action: str,
    *,
    by: Person | None,
    programme: Programme,
    changed: Iterable[str] = (),
    **data: Any,
) -> None:
    """The log says who did what to which thing of the programme, and which fields changed."""
    fields = list(changed)
    details = {"programme": programme.pk, **({"fields": fields} if fields else {}), **data}
    user = by if isinstance(by, AbstractBaseUser) else None
    log(instance, action, user=user, data=details, content_changed=bool(fields), deleted=action == REMOVE)


def timeline(programme: Programme, *, seen_by: Person) -> "models.QuerySet[ModelLogEntry]":
    """Return the events of a programme that this person may know of, those of models they may view; the newest first."""
    ours = models.Q()
    for prefix in _OWN_APPS:
        ours |= models.Q(action__startswith=prefix)
    of_programme = models.Q(data__programme=programme.pk) | models.Q(data__programme__isnull=True)
    entries = ModelLogEntry.objects.viewable_by_user(seen_by).filter(ours & of_programme)
    return entries.select_related("user", "content_type").order_by("-timestamp", "-pk")
