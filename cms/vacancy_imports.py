"""Makes job postings into vacancies, each known by its reference, and closes what its source no longer names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ambassadors.models import User
from cms import postings
from cms.imports import ImportReport, Remark
from cms.models import AdvertisedVacancy, Vacancy, VacancyIndexPage, VacancySource
from cms.site import index_page
from themes.models import Theme


@dataclass
class Import:
    """One run over job postings; with a source it remembers which vacancy is which of the source's."""

    language: str
    theme: Theme | None
    applies_elsewhere: bool
    goes_live: bool = True
    source: VacancySource | None = None
    by: User | None = None
    most: int | None = None
    report: ImportReport = field(default_factory=ImportReport)
    seen: set[str] = field(default_factory=set)
    left: int = 0
    is_whole: bool = True

    def take(self, found: Iterable[postings.Posting | Remark]) -> None:
        """Every good posting is a vacancy, `most` new ones at a time; what is refused makes the reading no whole one."""
        self.parent = index_page(VacancyIndexPage)
        self.slugs = set(self.parent.get_children().values_list("slug", flat=True))
        originals = Vacancy.objects.filter(translation_of=None).exclude(identifier="")
        self.known = {vacancy.identifier: vacancy for vacancy in originals}
        self._look_up_the_source()
        for posting in found:
            if isinstance(posting, Remark):
                self.report.refused.append(posting)
                self.is_whole &= isinstance(posting, postings.Repeated)
            else:
                self._one(posting)

    def _look_up_the_source(self) -> None:
        rows = AdvertisedVacancy.objects.select_related("vacancy")
        self.rows = {row.identifier: row for row in rows.filter(source=self.source)} if self.source else {}
        others = rows.exclude(source=self.source).exclude(vacancy=None) if self.source else rows.none()
        self.of_others = set(others.values_list("vacancy_id", flat=True))

    def _one(self, posting: postings.Posting) -> None:
        identifier = str(posting.values["identifier"])
        title = str(posting.values["title"])
        self.seen.add(identifier)
        url = posting.values.pop("url")
        if self.applies_elsewhere:
            posting.values["apply_url"] = url
        self.report.noticed += [Remark(posting.where, title, remark) for remark in posting.remarks]
        row = self.rows.get(identifier)
        vacancy = row.vacancy if row else self.known.get(identifier)
        if row is not None and vacancy is None:
            self._leave(posting, title, _("It was deleted here."))
        elif vacancy is None:
            self._make(posting, identifier)
        elif vacancy.pk in self.of_others:
            self._leave(posting, title, _("A vacancy with this reference comes from another source."))
        else:
            self._change(vacancy, posting)
            self._remember(identifier, vacancy)

    def _leave(self, posting: postings.Posting, title: str, reason: str) -> None:
        self.report.noticed.append(Remark(posting.where, title, reason))
        self.report.unchanged += 1

    def _make(self, posting: postings.Posting, identifier: str) -> None:
        if self.most is not None and self.report.made >= self.most:
            self.left += 1
            return
        is_live = self.goes_live and posting.has_text
        vacancy = Vacancy(slug=self._slug(posting), language=self.language, live=is_live, owner=self.by, country="")
        _fill(vacancy, posting)
        if self.theme:
            vacancy.themes = [self.theme]
        if vacancy.live:
            vacancy.first_published_at = vacancy.last_published_at = timezone.now()
        else:
            vacancy.has_unpublished_changes = True
        self.parent.add_child(instance=vacancy)
        self.report.made += 1
        self._remember(identifier, vacancy)

    def _remember(self, identifier: str, vacancy: Vacancy) -> None:
        if self.source is not None and identifier not in self.rows:
            self.rows[identifier] = AdvertisedVacancy.objects.create(
                source=self.source, identifier=identifier, vacancy=vacancy
            )

    def _change(self, vacancy: Vacancy, posting: postings.Posting) -> None:
        before = {name: getattr(vacancy, name) for name in posting.values}
        _fill(vacancy, posting)
        if all(getattr(vacancy, name) == value for name, value in before.items()):
            self.report.unchanged += 1
        elif vacancy.latest_revision_id is not None:
            self._leave(posting, vacancy.title, _("It changed there, but was edited here."))
        else:
            vacancy.save()
            self.report.changed += 1

    def _slug(self, posting: postings.Posting) -> str:
        base = slugify(str(posting.values["title"]))[:80].strip("-") or "vacancy"
        slug, number = base, 2
        while slug in self.slugs:
            slug, number = f"{base}-{number}", number + 1
        self.slugs.add(slug)
        return slug


def _fill(vacancy: Vacancy, posting: postings.Posting) -> None:
    for name, value in posting.values.items():
        if name == "date_posted" and value is None:
            continue
        setattr(vacancy, name, value)
    vacancy.draft_title = vacancy.title


@transaction.atomic
def part_with_the_gone(*, source: VacancySource, seen: set[str], is_sure: bool, at: datetime) -> int:
    """What a reading did not name is marked, and closed where an earlier one missed it too; return how many were closed.

    What was edited here is never closed by itself, and nothing is after a reading that may have missed some: both are for
    people to decide. What is named again is no longer marked.
    """
    rows = AdvertisedVacancy.objects.filter(source=source)
    rows.gone().filter(identifier__in=seen).update(gone_at=None, closed_at=None)
    rows.filter(gone_at=None).exclude(identifier__in=seen).update(gone_at=at)
    closed = 0
    for row in rows.to_close(at).select_related("vacancy") if is_sure else ():
        if row.vacancy is not None and row.vacancy.is_open and row.vacancy.latest_revision_id is None:
            close(row.vacancy, at=at)
            closed += 1
    return closed


@transaction.atomic
def close(vacancy: Vacancy, *, at: datetime, by: User | None = None) -> None:
    """Nobody can apply any more, in whatever language it stands; the log says who closed it."""
    for version in Vacancy.objects.versions_of(vacancy):
        version.close(by=by)
    AdvertisedVacancy.objects.filter(vacancy=vacancy).update(closed_at=at)
    log(instance=vacancy, action="cms.vacancy_close", user=by)
