"""Who gets the board's report by mail."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from ambassadors.models import User
from sharehub.models import ReportSubscription
from themes import audit
from themes.models import Programme


def subscribe(*, programme: Programme, user: User, every: str, by: User) -> ReportSubscription:
    """Return the subscription that holds from now on; asked for twice it is the same one."""
    current = ReportSubscription.objects.current()
    try:
        with transaction.atomic():
            made, is_new = current.get_or_create(programme=programme, user=user, every=every)
            if is_new:
                audit.record(made, "sharehub.subscribe_report", by=by, programme=programme)
    except IntegrityError:  # somebody else asked for it at the same moment
        made = current.get(programme=programme, user=user, every=every)
    return made


def stop(*, subscription: ReportSubscription, by: User | None) -> None:
    """No mail leaves for it any more; who stops it by the link in a mail is the one who got it."""
    mine = ReportSubscription.objects.current().filter(pk=subscription.pk)
    with transaction.atomic():
        if mine.update(stopped_at=timezone.now()):
            audit.record(
                subscription, "sharehub.stop_report", by=by or subscription.user, programme=subscription.programme
            )
