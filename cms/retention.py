"""What is forgotten of content, and when."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from cms.models import BlogPost

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
