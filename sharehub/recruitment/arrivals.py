"""Applications that arrive from an ATS, by API or in a file: the same number is the same application, however often it comes."""

import hashlib
import hmac
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from ambassadors.models import User
from cms.models import Vacancy
from sharehub.models import Application, ProcedureStep, Touch
from sharehub.recruitment import procedure
from sharehub.recruitment.attribution import Followed, attribute


class Outcome(models.TextChoices):
    """What an arrival did, or would do."""

    NEW = "new", gettext_lazy("new")
    MOVED = "moved", gettext_lazy("moved along")
    SAME = "same", gettext_lazy("known already")
    FORGOTTEN = "forgotten", gettext_lazy("forgotten as promised")
    REFUSED = "refused", gettext_lazy("cannot be read")


@dataclass(frozen=True)
class Arrival:
    """An application as an ATS tells it; `vacancy` is the vacancy's reference or our own number of it."""

    external_id: str
    vacancy: str
    name: str = ""
    email: str = ""
    motivation: str = ""
    stage: str = ""
    applied_at: datetime | None = None
    channel: str = ""
    reference: str = ""
    keeps_data_a_year: bool = False


@dataclass(frozen=True)
class Received:
    """What became of an arrival; `application` is None where there is none, `problem` says why."""

    outcome: Outcome
    application: Application | None = None
    problem: str = ""


class Known:
    """The vacancies and stages that arrivals may name, read once for many of them."""

    def __init__(self) -> None:
        rows = Vacancy.objects.values_list("pk", "identifier")
        self._vacancies = {str(pk): pk for pk, _reference in rows}
        self._vacancies |= {reference: pk for pk, reference in rows if reference}
        self._steps: dict[str, ProcedureStep] = {}
        for step in ProcedureStep.objects.current():
            for word in (step.key, step.name, *_words(step)):
                if word:
                    self._steps.setdefault(word.casefold(), step)

    def vacancy_id(self, arrival: Arrival) -> int | None:
        """Return which vacancy is meant."""
        return self._vacancies.get(arrival.vacancy)

    def step(self, arrival: Arrival) -> ProcedureStep | None:
        """Return which stage is meant, by its key, its own name or the name of its kind."""
        return self._steps.get(arrival.stage.casefold())


def _words(step: ProcedureStep) -> list[str]:
    """Return what the kind of a stage is called in every language: an ATS does not speak the reader's."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found.append(str(step.get_kind_display()))
    return found


def key_of(external_id: str) -> str:
    """Return what an application is known by after its candidate is forgotten; the number cannot be read from it."""
    return hmac.new(settings.SECRET_KEY.encode(), external_id.encode(), hashlib.sha256).hexdigest()


def look(arrivals: Iterable[Arrival]) -> list[tuple[Arrival, Received]]:
    """Return what each would do; nothing changes."""
    rows, known = list(arrivals), Known()
    keys = [key_of(row.external_id) for row in rows if row.external_id]
    there = {row.external_key: row for row in Application.objects.select_related("step").filter(external_key__in=keys)}
    seen: set[str] = set()
    found = []
    for row in rows:
        problem = _problem(row, known)
        if not problem and row.external_id in seen:
            problem = _("This number stands in the file twice.")
        seen.add(row.external_id)
        received = Received(Outcome.REFUSED, problem=problem)
        if not problem:
            application = there.get(key_of(row.external_id))
            received = Received(_outcome(application, known.step(row)), application)
        found.append((row, received))
    return found


def receive(
    arrival: Arrival, *, origin: Application.Origin, by: User | None = None, known: Known | None = None
) -> Received:
    """The application is there once, in the stage that the ATS says; the same arrival twice changes nothing the second time.

    A candidate who was forgotten here stays forgotten.
    """
    known = known or Known()
    if problem := _problem(arrival, known):
        return Received(Outcome.REFUSED, problem=problem)
    key, step = key_of(arrival.external_id), known.step(arrival)
    try:
        with transaction.atomic():
            application = Application.objects.select_related("step").filter(external_key=key).first()
            outcome = _outcome(application, step)
            if application is None:
                application = _new(arrival, key, known, origin, by)
            if step is not None and outcome in {Outcome.NEW, Outcome.MOVED}:
                moved, _token = procedure.move(
                    application=application, from_step=application.step_key, to_step=step, by=by
                )
                application = moved
    except IntegrityError:  # the same number arrived at the same moment
        return receive(arrival, origin=origin, by=by, known=known)
    return Received(outcome, application)


def _problem(arrival: Arrival, known: Known) -> str:
    if not arrival.external_id:
        return _("The number in the ATS is missing.")
    if known.vacancy_id(arrival) is None:
        return _("No vacancy has the reference “%(reference)s”.") % {"reference": arrival.vacancy}
    if arrival.stage and known.step(arrival) is None:
        return _("There is no stage called “%(stage)s”.") % {"stage": arrival.stage}
    if arrival.applied_at and arrival.applied_at > timezone.now():
        return _("The day of applying lies in the future.")
    return ""


def _outcome(application: Application | None, step: ProcedureStep | None) -> Outcome:
    if application is None:
        return Outcome.NEW
    if application.is_erased:
        return Outcome.FORGOTTEN
    return Outcome.MOVED if step is not None and step.key != application.step_key else Outcome.SAME


def _new(arrival: Arrival, key: str, known: Known, origin: Application.Origin, by: User | None) -> Application:
    application = Application.objects.create(
        vacancy_id=known.vacancy_id(arrival),
        token=uuid.uuid4(),
        origin=origin,
        external_id=arrival.external_id,
        external_key=key,
        channel=arrival.channel,
        name=arrival.name,
        email=arrival.email,
        motivation=arrival.motivation,
        keeps_data_a_year=arrival.keeps_data_a_year,
        created_at=arrival.applied_at or timezone.now(),
    )
    if arrival.reference:
        attribute(application, [Followed(arrival.reference, application.created_at, Touch.How.ATS)])
    log(instance=application, action="sharehub.receive_application", user=by, data={"origin": origin.value})
    return application
