"""Where the demo's vacancies come from: what an ATS named at two readings, taken in as in daily life."""

import json
from collections.abc import Mapping
from datetime import datetime

from ambassadors.models import User
from cms import postings, structured, vacancy_schedule
from cms.models import Shareable, Vacancy, VacancySource
from sharehub.demo.calendar import Calendar
from sharehub.demo.texts import CONTENT
from themes.models import Organisation, Theme

_NAMED = ("leerling-monteur", "monteur-storingsdienst", "procesoperator-waterstof")
_GONE = "energiecoach"


def fill_vacancy_source(calendar: Calendar, pieces: Mapping[str, Shareable]) -> None:
    """One vacancy is new, some are as they were, and one that an editor rewrote here is named no longer: somebody decides.

    The source is paused, because its address is made up: nothing of the demo asks anything of the web.
    """
    first, last = (calendar.at(calendar.ago(days), 6) for days in (8, 1))
    source = VacancySource.objects.create(
        name="Recruitment-ATS",
        address="https://ats.noorderlicht.example/vacatures.json",
        theme=Theme.objects.filter(slug="werken-bij").first(),
        language="nl",
        comes_in_as=VacancySource.As.DRAFT,
        applies_elsewhere=False,
        every_minutes=VacancySource.Every.SIX_HOURS,
    )
    vacancies = {slug: piece for slug, piece in pieces.items() if isinstance(piece, Vacancy)}
    vacancies[_GONE].save_revision(user=User.objects.filter(email="editor@demo.test").first(), changed=False)
    _read(source, [_posting(vacancies[slug]) for slug in (*_NAMED, _GONE)], first)
    new = json.loads((CONTENT / "vacancies_elsewhere.json").read_text(encoding="utf-8"))
    new[0] |= {"datePosted": calendar.ago(2).isoformat(), "validThrough": calendar.ago(-45).isoformat()}
    _read(source, [*(_posting(vacancies[slug]) for slug in _NAMED), *new], last)
    source.answered(last, etag="", last_modified="")
    source.paused_at = last
    source.save(update_fields=["paused_at"])


def _posting(vacancy: Vacancy) -> dict[str, object]:
    return structured.job_posting(vacancy, Organisation.load())


def _read(source: VacancySource, named: list[dict[str, object]], at: datetime) -> None:
    vacancy_schedule.take(source=source, found=postings.read_document(json.dumps(named).encode()), at=at)
