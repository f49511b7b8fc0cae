"""Brings vacancies in from job postings."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ambassadors.models import User
from cms import postings
from cms.imports import ImportReport, Remark
from cms.models import Vacancy, VacancyIndexPage
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
    report = ImportReport()
    parent = index_page(VacancyIndexPage)
    known = {
        vacancy.identifier: vacancy for vacancy in Vacancy.objects.filter(translation_of=None).exclude(identifier="")
    }
    slugs = set(parent.get_children().values_list("slug", flat=True))
    for found in postings.read(lines):
        if isinstance(found, Remark):
            report.refused.append(found)
            continue
        title = str(found.values["title"])
        url = found.values.pop("url")
        if apply_elsewhere:
            found.values["apply_url"] = url
        report.noticed += [Remark(found.where, title, remark) for remark in found.remarks]
        vacancy = known.get(str(found.values["identifier"]))
        if vacancy is not None:
            _change(vacancy, found, report)
            continue
        vacancy = Vacancy(slug=_slug(title, slugs), language=language, live=found.has_text, owner=by, country="")
        _fill(vacancy, found)
        if theme:
            vacancy.themes = [theme]
        if vacancy.live:
            vacancy.first_published_at = vacancy.last_published_at = timezone.now()
        parent.add_child(instance=vacancy)
        report.made += 1
    counts = {name: getattr(report, name) for name in ("made", "changed", "unchanged")}
    log(instance=parent, action="cms.vacancy_import", user=by, data=counts)
    return report


def _change(vacancy: Vacancy, found: postings.Posting, report: ImportReport) -> None:
    before = {name: getattr(vacancy, name) for name in found.values}
    _fill(vacancy, found)
    if all(getattr(vacancy, name) == value for name, value in before.items()):
        report.unchanged += 1
    elif vacancy.latest_revision_id is not None:
        reason = _("It changed there, but was edited here.")
        report.noticed.append(Remark(found.where, vacancy.title, reason))
        report.unchanged += 1
    else:
        vacancy.save()
        report.changed += 1


def _fill(vacancy: Vacancy, found: postings.Posting) -> None:
    for name, value in found.values.items():
        if name == "date_posted" and value is None:
            continue
        setattr(vacancy, name, value)
    vacancy.draft_title = vacancy.title


def _slug(title: str, taken: set[str]) -> str:
    base = slugify(title)[:80].strip("-") or "vacancy"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug
