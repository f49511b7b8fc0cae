"""Asking for a feed to be brought in, now or on a schedule, and deciding about what it proposes."""

from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from ambassadors.models import User
from cms import feed_imports, feeds, tasks
from cms.imports import ImportReport
from cms.models import Article, FeedImport, FeedProposal, FeedSource, ImportedItem
from themes import audit
from themes.models import Theme


@transaction.atomic
def ask_for_import(
    *, location: str, content: bytes | None, theme: Theme, language: str, publish: bool, by: User | None
) -> FeedImport:
    """The feed will be brought in, in the background; `content` is that of an uploaded file, else the address is fetched."""
    asked = FeedImport(location=location[:500], theme=theme, language=language, publish=publish, by=by)
    if content is not None:
        asked.file.save("feed.xml", ContentFile(content), save=False)
    asked.save()
    tasks.import_feed.delay_on_commit(asked.pk)
    return asked


@transaction.atomic
def schedule_feed(*, source: FeedSource, changed: Iterable[str], by: User) -> FeedSource:
    """The feed comes in as its row now says, from its next turn on; that is at once."""
    source.next_try_at = timezone.now()
    source.save()
    audit.record(source, audit.CHANGE, by=by, programme=source.theme.programme, changed=changed)
    if source.comes_in_as and source.paused_at is None:
        tasks.poll_feed.delay_on_commit(source.pk)
    return source


@transaction.atomic
def take_proposal(*, proposal: FeedProposal, by: User) -> Article | None:
    """The proposal is a draft; None where somebody decided before, or an article of that address is here."""
    if not _decide(proposal):
        return None
    report = ImportReport()
    feed_imports.Import(proposal.source, frozenset(), by, report).take([_item(proposal)])
    if report.pictures:
        tasks.fetch_pictures.delay_on_commit()
    row = ImportedItem.objects.filter(source=proposal.source, guid=proposal.guid).first()
    return Article.objects.filter(pk=row.page_id).first() if row else None


def leave_proposal(*, proposal: FeedProposal) -> bool:
    """The proposal is not offered again; returns whether it was this decision that did it."""
    return _decide(proposal)


def _decide(proposal: FeedProposal) -> bool:
    return bool(FeedProposal.objects.filter(pk=proposal.pk, decided_at=None).update(decided_at=timezone.now()))


def _item(proposal: FeedProposal) -> feeds.Item:
    return feeds.Item(
        where="",
        guid=proposal.guid,
        title=proposal.title,
        link=proposal.link,
        author=proposal.author,
        summary=proposal.summary,
        html=proposal.html,
        published_at=proposal.published_at,
        tags=tuple(proposal.tags),
    )
