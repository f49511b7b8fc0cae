"""Brings a feed's items in as articles: at once, or in the background, some at a time, so that it can be followed."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.log_actions import log

from ambassadors.models import User
from cms import feeds, prose, tagging
from cms.imports import ImportReport, Remark
from cms.models import Article, FeedImport, FeedSource, ImportedItem, ImportedPicture, StoryIndexPage
from cms.site import index_page
from cms.tree import add_children
from themes import fetching, polling
from themes.models import Theme
from themes.polling import Trouble

LARGEST_FEED = 30 * 1024 * 1024
_TIMEOUT = 30.0
# Each of so many items is committed together: a worker that is killed loses no more than these.
_AT_ONCE = 25
# So many of the newest items go live by one import; what is older comes in as drafts, for an editor to look at.
MOST_LIVE = 500
# Any number that no other part takes; one import is brought in by one worker at a time.
_LOCK = 7_201_003


def read_location(location: str) -> bytes:
    """Return a feed's content from an address, or from a file of this machine (only commands pass those).

    Raises fetching.FetchError or OSError.
    """
    if location.startswith(("http://", "https://")):
        return fetching.fetch(location, max_bytes=LARGEST_FEED, timeout=_TIMEOUT).content
    return Path(location).read_bytes()


@transaction.atomic
def import_feed(
    *,
    content: bytes,
    location: str,
    theme: Theme,
    language: str,
    publish: bool,
    by: User | None = None,
    most_live: int = MOST_LIVE,
) -> tuple[FeedSource, ImportReport]:
    """Every item of the feed is an article of the theme; run again, only what changed there and not here changes.

    With `publish` the newest are live, `most_live` of them, and the others drafts. Raises feeds.NotAFeed.
    """
    feed = feeds.read(content)
    source = _source(feed, location, theme, language)
    report = ImportReport(refused=list(feed.refused))
    Import(source, newest(feed.items, most_live if publish else 0), by, report).take(feed.items)
    _finish(source, report, by)
    return source, report


def run(import_id: int) -> bool:
    """The feed that was asked for is in, or its row says why not; return whether pictures are to be fetched now.

    Safe to run again, also after a worker was killed in the middle: it goes on where the last commit was. While another
    worker is at it, nothing happens.
    """
    with _alone(import_id) as mine:
        asked = FeedImport.objects.select_related("theme", "by").filter(pk=import_id, finished_at=None).first()
        if not mine or asked is None:
            return False
        with translation.override(asked.by.language if asked.by else None):
            try:
                report = _bring_in(asked, feeds.read(_content(asked)))
            except (fetching.FetchError, feeds.NotAFeed) as error:
                asked.problem, asked.finished_at = trouble_of(error, timeout=_TIMEOUT).problem, timezone.now()
                asked.save(update_fields=["problem", "finished_at"])
                report = ImportReport()
        asked.file.delete(save=True)
        return bool(report.pictures)


def trouble_of(error: Exception, *, timeout: float) -> Trouble:
    """Return what went wrong with a feed, as a key that everybody reads in their own language."""
    if isinstance(error, feeds.NotAFeed):
        problem = FeedSource.Problem.WEB_PAGE if error.is_web_page else FeedSource.Problem.NOT_A_FEED
        return Trouble(problem)
    return polling.trouble_of(error, max_bytes=LARGEST_FEED, timeout=timeout)


def _content(asked: FeedImport) -> bytes:
    """Return the feed as it was the first time, however often the import is taken up again."""
    if not asked.file:
        asked.file.save("feed.xml", ContentFile(read_location(asked.location)))
    with asked.file.open("rb") as file:
        return file.read()


def _bring_in(asked: FeedImport, feed: feeds.Feed) -> ImportReport:
    report = ImportReport.from_json(asked.report) if asked.report else ImportReport(refused=list(feed.refused))
    with transaction.atomic():
        source = _source(feed, asked.location, asked.theme, asked.language)
        asked.source, asked.total = source, len(feed.items)
        asked.save(update_fields=["source", "total"])
    runner = Import(source, newest(feed.items, MOST_LIVE if asked.publish else 0), asked.by, report)
    for items in _portions(feed.items[asked.done :]):
        with transaction.atomic():
            runner.take(items)
            asked.done += len(items)
            asked.report = report.as_json()
            asked.save(update_fields=["done", "report"])
    with transaction.atomic():
        _finish(source, report, asked.by)
        asked.finished_at = timezone.now()
        asked.save(update_fields=["finished_at"])
    return report


def bring_in(
    source: FeedSource, items: Sequence[feeds.Item], *, live: Collection[str], report: ImportReport
) -> ImportReport:
    """These items of a feed are articles, some committed together; the feed's page says what happened.

    Of new ones those go live whose GUID is in `live`; the others are drafts.
    """
    runner = Import(source, live, None, report)
    for portion in _portions(items):
        with transaction.atomic():
            runner.take(portion)
    with transaction.atomic():
        _finish(source, report, None)
    return report


def newest(items: Iterable[feeds.Item], number: int) -> frozenset[str]:
    """Return the GUIDs of so many of the newest items."""
    return frozenset(item.guid for item in newest_first(items)[:number])


def newest_first(items: Iterable[feeds.Item]) -> list[feeds.Item]:
    """Return the items by their date; those without one come last, as they stand in the feed."""
    return sorted(items, key=lambda item: item.published_at.timestamp() if item.published_at else 0.0, reverse=True)


def _portions(items: Sequence[feeds.Item]) -> Iterator[list[feeds.Item]]:
    for start in range(0, len(items), _AT_ONCE):
        yield list(items[start : start + _AT_ONCE])


@contextmanager
def _alone(import_id: int) -> Iterator[bool]:
    """Whether this process alone has the import in hand; its end, even a killed one, gives it free."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK, import_id])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, import_id])


def _source(feed: feeds.Feed, location: str, theme: Theme, language: str) -> FeedSource:
    source, _made = FeedSource.objects.update_or_create(
        location=location[:500],
        defaults={"theme": theme, "language": language},
        create_defaults={"theme": theme, "language": language, "name": feed.title or location[-160:]},
    )
    return source


def _finish(source: FeedSource, report: ImportReport, by: User | None) -> None:
    source.last_run_at = timezone.now()
    source.last_report = report.as_json()
    source.save(update_fields=["last_run_at", "last_report"])
    counts = {name: getattr(report, name) for name in ("made", "changed", "unchanged")}
    log(instance=source, action="cms.feed_import", user=by, data=counts)


def _links_taken(items: Sequence[feeds.Item]) -> set[str]:
    links = [item.link for item in items if item.link]
    return set(Article.objects.filter(canonical_url__in=links).values_list("canonical_url", flat=True))


class Import:
    """One run over the items of a feed."""

    def __init__(self, source: FeedSource, live: Collection[str], by: User | None, report: ImportReport) -> None:
        self.source, self.live, self.by, self.report = source, live, by, report
        self.parent = index_page(StoryIndexPage)
        self.slugs = set(self.parent.get_children().values_list("slug", flat=True))
        self.by_tag = tagging.themes_by_tag(source.theme.programme)

    def take(self, items: list[feeds.Item]) -> None:
        known = {row.guid: row for row in self.source.items.filter(guid__in=[item.guid for item in items])}
        taken = _links_taken(items)
        new: list[tuple[feeds.Item, Article, dict[str, str]]] = []
        for item in items:
            row = known.get(item.guid)
            if row is None and item.link and item.link in taken:
                reason = _("An article with this address is here already.")
                self.report.noticed.append(Remark(item.where, item.title, reason))
                self.report.unchanged += 1
            elif row is None:
                new.append((item, *self._new(item)))
                taken.add(item.link)
            elif row.content_hash == item.content_hash:
                self.report.unchanged += 1
            else:
                self._change(row, item)

        self._make(new)

    def _new(self, item: feeds.Item) -> tuple[Article, dict[str, str]]:
        article = Article(slug=self._slug(item.title), owner=self.by)
        awaited = self._fill(article, item)
        moment = item.published_at or timezone.now()
        article.live = item.guid in self.live
        article.has_unpublished_changes = not article.live
        if article.live:
            article.first_published_at = moment
            article.last_published_at = timezone.now()
        return article, awaited

    def _make(self, new: list[tuple[feeds.Item, Article, dict[str, str]]]) -> None:
        """Put the new articles below the page of stories, all at once."""
        add_children(self.parent, [article for _item, article, _awaited in new])
        through = Article.themes.through
        through.objects.bulk_create(
            through(shareable_id=article.pk, theme_id=theme_id)
            for item, article, _awaited in new
            for theme_id in {self.source.theme_id, *tagging.themes_of(item.tags, self.by_tag)}
        )
        ImportedItem.objects.bulk_create(
            [
                ImportedItem(source=self.source, guid=item.guid, page=article, content_hash=item.content_hash)
                for item, article, _awaited in new
            ]
        )
        pictures = [
            ImportedPicture(page=article, url=url, alt=alt)
            for _item, article, awaited in new
            for url, alt in awaited.items()
        ]
        ImportedPicture.objects.bulk_create(pictures)
        self.report.made += len(new)
        self.report.pictures += len(pictures)

    def _change(self, row: ImportedItem, item: feeds.Item) -> None:
        article = Article.objects.filter(pk=row.page_id).first()
        if article is None or article.latest_revision_id is not None:
            reason = _("It was deleted here.") if article is None else _("It changed there, but was edited here.")
            self.report.noticed.append(Remark(item.where, item.title, reason))
            self.report.unchanged += 1
        else:
            awaited = self._fill(article, item)
            article.save()
            self._await_pictures(article, awaited)
            self.report.changed += 1
        row.content_hash = item.content_hash
        row.save(update_fields=["content_hash"])

    def _fill(self, article: Article, item: feeds.Item) -> dict[str, str]:
        """Put the item's words in the article; returns the addresses of its pictures with their descriptions."""
        text = prose.prose(item.html, base=item.link)
        blocks: list[dict[str, object]] = []
        awaited = {}
        for part in text.parts:
            if isinstance(part, str):
                blocks.append({"type": "paragraph", "value": part})
            else:
                blocks.append({"type": "awaited_picture", "value": {"url": part.url, "alt": part.alt}})
                awaited[part.url] = part.alt
        article.title, article.draft_title = item.title, item.title
        article.summary, article.byline, article.language = item.summary, item.author, self.source.language
        article.body = StreamValue(article.body.stream_block, blocks, is_lazy=True)
        article.canonical_url = item.link
        article.published_on = item.published_at.date() if item.published_at else None
        for remark in item.remarks:
            self.report.noticed.append(Remark(item.where, item.title, remark))
        for lost in text.lost:
            reason = _("A picture has no address that can be fetched: %(picture)s.") % {"picture": lost or "?"}
            self.report.noticed.append(Remark(item.where, item.title, reason))
        return awaited

    def _await_pictures(self, article: Article, awaited: dict[str, str]) -> None:
        rows = [ImportedPicture(page=article, url=url, alt=alt) for url, alt in awaited.items()]
        ImportedPicture.objects.bulk_create(rows, ignore_conflicts=True)
        # What was fetched for an earlier version of the text is put in its place again by the task.
        ImportedPicture.objects.filter(page=article, url__in=awaited).exclude(picture=None).update(
            picture=None, attempts=0
        )
        self.report.pictures += len(rows)

    def _slug(self, title: str) -> str:
        base = slugify(title)[:80].strip("-") or "story"
        slug, number = base, 2
        while slug in self.slugs:
            slug, number = f"{base}-{number}", number + 1
        self.slugs.add(slug)
        return slug
