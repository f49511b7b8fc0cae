"""Who hears of an urgent piece at once: whom it is for, unless they pause, want no such mails, or heard of another one today."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from ambassadors.models import Notice
from ambassadors.models.people import AmbassadorQuerySet
from cms.audiences import Audience

KIND = "urgent"


def listeners(audience: Audience) -> AmbassadorQuerySet:
    """Return whom an urgent piece for this audience reaches now; nobody hears of two on one day."""
    today = Notice.objects.filter(user=OuterRef("user"), kind=KIND, created_at__gte=_midnight())
    people = audience.people().exclude(paused_until__gte=timezone.localdate())
    return people.exclude(mail_preferences__urgent=False).exclude(Exists(today))


def key(user_id: int) -> str:
    """Return the name of the one mail about something urgent that a person can get today."""
    return f"{KIND}:{user_id}:{_today()}"


def _today() -> date:
    return timezone.localdate(timezone=timezone.get_default_timezone())


def _midnight() -> datetime:
    return datetime.combine(_today(), datetime.min.time(), tzinfo=timezone.get_default_timezone())
