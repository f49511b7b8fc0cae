"""Sources of vacancies, asked in their turn: what is new comes in, what changed changes, what vanished closes in the end."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cms import postings, vacancy_imports
from cms.imports import Remark
from cms.models import AdvertisedVacancy, VacancySource
from themes import fetching, polling
from themes.polling import Trouble

LARGEST = 20 * 1024 * 1024
# Shorter than a task may run.
TIMEOUT = 20.0
# New vacancies of one turn; the others follow at the next.
MOST_A_TURN = 500


def due(at: datetime | None = None) -> list[int]:
    """Return the sources whose turn it is."""
    waiting = VacancySource.objects.waiting(at or timezone.now())
    return list(waiting.order_by("next_try_at").values_list("pk", flat=True))


def poll(*, source_id: int, at: datetime | None = None) -> None:
    """A source whose turn it was has been asked: its vacancies are here, or what went wrong stands at it.

    Asked twice at once, or before its turn, the second finds nothing to do.
    """
    now = at or timezone.now()
    source = VacancySource.objects.waiting(now).select_related("theme").filter(pk=source_id).first()
    if source is None or not source.claim(now):
        return
    try:
        fetched = polling.fetch(source, source.address, max_bytes=LARGEST, timeout=TIMEOUT)
        found = None if fetched.is_unchanged else list(postings.read_document(fetched.content))
    except fetching.FetchError as error:
        polling.failed(source, now, polling.trouble_of(error, max_bytes=LARGEST, timeout=TIMEOUT))
        return
    except postings.NotPostings as error:
        problem = source.Problem.WEB_PAGE if error.is_web_page else source.Problem.UNREADABLE
        polling.failed(source, now, Trouble(problem))
        return
    if found and not any(isinstance(row, postings.Posting) for row in found):
        polling.failed(source, now, Trouble(source.Problem.UNREADABLE))
        return
    with transaction.atomic():
        # One after the other, also where somebody asked for it meanwhile.
        VacancySource.objects.select_for_update().get(pk=source.pk)
        left = _confirm(source, now) if found is None else take(source=source, found=found, at=now)
        # With some left the answer is not known yet: the next turn asks for all of it again.
        version = {"etag": "", "last_modified": ""} if left else polling.version(source, fetched)
        source.answered(now, **version)


def take(*, source: VacancySource, found: Iterable[postings.Posting | Remark], at: datetime) -> int:
    """What a source named is here, and what it named no longer is marked or closed; return how many wait for the next turn."""
    run = vacancy_imports.Import(
        language=source.language,
        theme=source.theme,
        applies_elsewhere=source.applies_elsewhere,
        goes_live=source.comes_in_as == VacancySource.As.LIVE,
        source=source,
        most=MOST_A_TURN,
    )
    run.take(found)
    # A list without a single vacancy is more often a fault than a house full of people.
    is_sure = run.is_whole and bool(run.seen)
    vacancy_imports.part_with_the_gone(source=source, seen=run.seen, is_sure=is_sure, at=at)
    source.last_report = run.report.as_json() | {"is_sure": is_sure}
    source.save(update_fields=["last_report"])
    return run.left


def _confirm(source: VacancySource, now: datetime) -> int:
    """The same list once more: what it did not name before, it does not name now."""
    named = AdvertisedVacancy.objects.filter(source=source, gone_at=None).values_list("identifier", flat=True)
    is_sure = bool(source.last_report.get("is_sure"))
    vacancy_imports.part_with_the_gone(source=source, seen=set(named), is_sure=is_sure, at=now)
    return 0
