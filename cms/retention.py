"""What is forgotten of content, and when."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cms.models import BlogPost, HandIn

_AT_ONCE = 100


def delete_discarded_posts() -> int:
    """Drafts thrown away longer ago than the retention are gone, with all their versions; return how many.

    What was ever live, or shared by anybody, stays.
    """
    before = timezone.now() - timedelta(days=settings.DRAFT_RETENTION_DAYS)
    old = BlogPost.objects.filter(live=False, discarded_at__lt=before, first_published_at=None, shares=None)
    posts = list(old[:_AT_ONCE])
    for post in posts:
        post.delete()
    return len(posts)


def delete_old_hand_ins() -> int:
    """What was taken back, never handed in, or put aside longer ago than the retention is gone with its photo; return how many."""
    before = timezone.now() - timedelta(days=settings.DRAFT_RETENTION_DAYS)
    gone = [HandIn.State.WITHDRAWN, HandIn.State.BEGUN, HandIn.State.ASIDE]
    rows = list(HandIn.objects.filter(state__in=gone, handed_in_at__lt=before).select_related("picture")[:_AT_ONCE])
    for row in rows:
        picture = row.picture
        row.delete()
        if picture is not None and picture.get_usage().count() == 0:
            picture.delete()
    return len(rows)
