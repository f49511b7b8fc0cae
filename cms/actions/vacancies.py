"""Bringing vacancies in, from a file or on a schedule, and closing what its source no longer names."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import User
from cms import postings, tasks, vacancy_imports
from cms.imports import ImportReport
from cms.models import AdvertisedVacancy, VacancyIndexPage, VacancySource
from cms.site import index_page
from themes.models import Theme


@transaction.atomic
def import_vacancies(
    *,
    lines: Iterable[str],
    language: str,
    theme: Theme | None = None,
    apply_elsewhere: bool = False,
    by: User | None = None,
) -> ImportReport:
    """Every good line is a vacancy, known by its reference; bad ones are reported. Run again, it changes what changed.

    With `apply_elsewhere` people apply at the posting's own address, otherwise on this site.
    """
    run = vacancy_imports.Import(language=language, theme=theme, applies_elsewhere=apply_elsewhere, by=by)
    run.take(postings.read(lines))
    counts = {name: getattr(run.report, name) for name in ("made", "changed", "unchanged")}
    log(instance=index_page(VacancyIndexPage), action="cms.vacancy_import", user=by, data=counts)
    return run.report


@transaction.atomic
def save_source(*, source: VacancySource, changed: Iterable[str], by: User) -> VacancySource:
    """Vacancies come from there as the row now says, beginning at once; an address that is another begins anew."""
    changed = list(changed)
    action = "wagtail.create" if source.pk is None else "wagtail.edit"
    if "address" in changed:
        source.begin_anew()
    source.next_try_at = timezone.now()
    source.save()
    log(instance=source, action=action, user=by, data={"fields": changed})
    if source.paused_at is None:
        tasks.poll_vacancy_source.delay_on_commit(source.pk)
    return source


@transaction.atomic
def ask_source_now(*, source: VacancySource) -> None:
    """It is its turn, whatever it was waiting for, also where it was paused."""
    source.paused_at, source.next_try_at = None, timezone.now()
    source.save(update_fields=["paused_at", "next_try_at"])
    tasks.poll_vacancy_source.delay_on_commit(source.pk)


@transaction.atomic
def remove_source(*, source: VacancySource, by: User) -> None:
    """It is not asked any more; the vacancies that came from it stay as they are."""
    log(instance=source, action="wagtail.delete", user=by, deleted=True)
    source.delete()


@transaction.atomic
def close_gone(*, row: AdvertisedVacancy, by: User) -> bool:
    """Nobody can apply any more for what its source no longer names; False where that changed nothing."""
    row = AdvertisedVacancy.objects.select_for_update(of=("self",)).select_related("vacancy").get(pk=row.pk)
    if row.gone_at is None or row.vacancy is None or not row.vacancy.is_open:
        return False
    vacancy_imports.close(row.vacancy, at=timezone.now(), by=by)
    return True
