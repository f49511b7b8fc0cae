"""What is forgotten of sharing, and when."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from sharehub.models import PersonalLink, ReservedText, Share, TrackedLink
from sharehub.models.doors import LASTS

_AT_ONCE = 1000
_MANY_AT_ONCE = 20_000


def delete_forgotten_shares() -> int:
    """Shares that failed or were given up before they were confirmed are gone after the retention; return how many.

    One whose link was followed by anybody, or led to an application, stays: its figures are somebody's. So does one that is
    still open: its link may stand in a post that nobody told us of.
    """
    before = timezone.now() - timedelta(days=settings.DRAFT_RETENTION_DAYS)
    failed = Q(state=Share.State.FAILED, created_at__lt=before)
    given_up = Q(state=Share.State.WITHDRAWN, withdrawn_at__lt=before)
    old = Share.objects.filter(failed | given_up, confirmed_at=None, applications=None, ledger=None)
    old = old.exclude(pk__in=TrackedLink.objects.exclude(daily_reach=None).values("share"))
    return old.filter(pk__in=list(old.values_list("pk", flat=True)[:_AT_ONCE])).delete()[1].get("sharehub.Share", 0)


def delete_old_openings() -> int:
    """Personal links that open nothing any more, and suggestions kept as long ago, are gone; return how many."""
    before = timezone.now() - LASTS
    links = PersonalLink.objects.filter(given_at__lt=before)
    texts = ReservedText.objects.filter(reserved_at__lt=before)
    gone_links, _each = links.filter(pk__in=list(links.values_list("pk", flat=True)[:_MANY_AT_ONCE])).delete()
    gone_texts, _each = texts.filter(pk__in=list(texts.values_list("pk", flat=True)[:_MANY_AT_ONCE])).delete()
    return gone_links + gone_texts
