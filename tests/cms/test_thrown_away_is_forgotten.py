"""Drafts that were thrown away are gone after a while, and nothing else is."""

from datetime import timedelta

from django.utils import timezone

from cms import tasks
from cms.models import BlogPost
from tests import factories

LONG_AGO = timezone.now() - timedelta(days=91)


def test_a_draft_thrown_away_long_ago_is_gone(ann, settings):
    def draft(**fields):
        return factories.blog_post(author=ann, live=False, first_published_at=None, **fields)

    gone = draft(discarded_at=LONG_AGO)
    kept = [
        draft(),
        draft(discarded_at=timezone.now() - timedelta(days=89)),
        factories.blog_post(author=ann, discarded_at=LONG_AGO),
        factories.ShareFactory(ambassador=ann, piece=draft(discarded_at=LONG_AGO)).piece,
    ]
    for _time in range(2):
        tasks.delete_discarded_posts()
        assert set(BlogPost.objects.values_list("pk", flat=True)) == {page.pk for page in kept}
    assert not BlogPost.objects.filter(pk=gone.pk).exists()
