"""Feeds that come in by themselves: asked in their turn, their new items become articles or wait as proposals."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from cms import feed_imports, feeds
from cms.imports import ImportReport
from cms.models import FeedProposal, FeedSource
from themes import fetching, polling

# Shorter than a task may run.
TIMEOUT = 20.0
# New items of one turn; the others follow at the next.
MOST_A_TURN = 200
# So many of the newest go live by one reading; nobody looks at a feed's archive before it is online.
MOST_LIVE = 25
# An item that is older than this when the feed comes in for the first time belongs to its archive.
_LATE = timedelta(days=1)

_As = FeedSource.As


def due(at: datetime | None = None) -> list[int]:
    """Return the feeds whose turn it is."""
    return list(FeedSource.objects.due(at or timezone.now()).order_by("next_try_at").values_list("pk", flat=True))


def poll(*, source_id: int, at: datetime | None = None) -> bool:
    """A feed whose turn it was has been asked: what is new is here, or what went wrong stands at it.

    Returns whether pictures are to be fetched. Asked twice at once, or before its turn, the second finds nothing to do.
    """
    now = at or timezone.now()
    source = FeedSource.objects.due(now).select_related("theme").filter(pk=source_id).first()
    if source is None or not source.claim(now):
        return False
    try:
        fetched = polling.fetch(source, source.location, max_bytes=feed_imports.LARGEST_FEED, timeout=TIMEOUT)
        feed = None if fetched.is_unchanged else feeds.read(fetched.content)
    except (fetching.FetchError, feeds.NotAFeed) as error:
        polling.failed(source, now, feed_imports.trouble_of(error, timeout=TIMEOUT))
        return False
    report = ImportReport(refused=list(feed.refused)) if feed else ImportReport()
    left = _take(source, feed.items, report) if feed else 0
    # With some left the answer is not known yet: the next turn asks for all of it again.
    version = {"etag": "", "last_modified": ""} if left else polling.version(source, fetched)
    source.answered(now, **version)
    return bool(report.pictures)


def _take(source: FeedSource, items: Sequence[feeds.Item], report: ImportReport) -> int:
    """Bring in what changed, and so many of the new ones; return how many new ones are left for another turn."""
    known = set(source.items.values_list("guid", flat=True))
    if source.comes_in_as == _As.PROPOSAL:
        known |= set(source.proposals.values_list("guid", flat=True))
    new = feed_imports.newest_first([item for item in items if item.guid not in known])
    old = [item for item in items if item.guid in known]
    now, later = new[:MOST_A_TURN], new[MOST_A_TURN:]
    if source.comes_in_as == _As.PROPOSAL:
        FeedProposal.objects.bulk_create([proposal(source, item) for item in now], ignore_conflicts=True)
        made_articles = set(source.items.values_list("guid", flat=True))
        now = [item for item in old if item.guid in made_articles]
    else:
        now = [*old, *now]
    live = _fresh(source, new) if source.comes_in_as == _As.LIVE else []
    feed_imports.bring_in(source, now, live={item.guid for item in live[:MOST_LIVE]}, report=report)
    return len(later)


def _fresh(source: FeedSource, new: Sequence[feeds.Item]) -> list[feeds.Item]:
    """Return the new items without what a later turn still brings of the archive that was there at the first one."""
    first = source.items.aggregate(at=Min("imported_at"))["at"]
    if first is None:
        return list(new)
    return [item for item in new if item.published_at is None or item.published_at > first - _LATE]


def proposal(source: FeedSource, item: feeds.Item) -> FeedProposal:
    """Return what offers an item to an editor; it is not saved."""
    return FeedProposal(
        source=source,
        guid=item.guid,
        title=item.title,
        link=item.link,
        author=item.author,
        summary=item.summary,
        html=item.html,
        published_at=item.published_at,
        tags=list(item.tags),
    )
