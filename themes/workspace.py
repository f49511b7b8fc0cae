"""The programme as its manager sees it: seven steps, how far each one is, and what helps most now."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from wagtail.models import ModelLogEntry

from themes import audit, health, news
from themes.audit import Person
from themes.kept import Kept, forget, kept, renew_slow
from themes.models import Organisation, Programme, ReadinessItem
from themes.programme import NextAction, Step, StepProgress, steps


@dataclass(frozen=True)
class StepState:
    """A step of one programme: where it stands in the menu, and how far it is."""

    step: Step
    url: str
    progress: StepProgress

    @property
    def number(self) -> int:
        return self.step.number

    @property
    def name(self) -> str | Promise:
        return self.step.name

    @property
    def url_name(self) -> str:
        return self.step.url_name

    @property
    def description(self) -> str | Promise:
        return self.step.description


@dataclass(frozen=True)
class Best:
    """The one next action of the programme, and the step it belongs to."""

    step: StepState
    action: NextAction


@dataclass(frozen=True)
class Readiness:
    """How many of the conditions before step 1 are met."""

    met: int
    total: int

    @property
    def percent(self) -> int:
        return round(self.met / self.total * 100) if self.total else 0


@dataclass(frozen=True)
class Overview:
    """What stands in the workspace: the steps, each with its most worrying sign, and what stands beside them."""

    steps: list[tuple[StepState, health.Signal | None]]
    sentences: list[str]
    best: Best | None
    readiness: Readiness
    signals: list[health.Signal]
    events: list[ModelLogEntry]


@dataclass(frozen=True)
class Standing:
    """A programme in a list of programmes."""

    percent: int
    steps: list[StepState]
    worrying: list[health.Signal]
    best: Best | None


def step_states(programme: Programme) -> list[StepState]:
    """Return every registered step of a programme, as it stood when it was counted last."""
    counted = counted_steps(programme).value
    return [
        StepState(
            step, reverse(step.url_name, args=[programme.slug]), counted.get(step.key) or step.progress(programme)
        )
        for step in steps()
    ]


def counted_steps(programme: Programme) -> Kept[dict[str, StepProgress]]:
    """Return the progress of every step by its key, asked once for a programme as long as it is in memory."""
    found: Kept[dict[str, StepProgress]] | None = vars(programme).get("_counted_steps")
    if found is None:
        name = _steps_name(programme.pk, translation.get_language())
        fresh_for, slow_for = settings.STEPS_FRESH_SECONDS, settings.KEPT_SECONDS
        found = kept(name, lambda: _count_steps(programme), fresh_for=fresh_for, slow_for=slow_for)
        vars(programme)["_counted_steps"] = found
    return found


def renew_steps(programme: Programme) -> None:
    """Where counting the steps takes long, nobody who opens a page has to wait for it, in any language."""
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            renew_slow(_steps_name(programme.pk, language), lambda: _count_steps(programme))


def forget_steps(programme: Programme) -> None:
    """The steps are counted anew for the next page, because something about them was changed."""
    languages = [language for language, _name in settings.LANGUAGES]
    forget(*(_name(kind, programme.pk, language) for kind in ("steps", "news", "health") for language in languages))


def _signals(programme: Programme) -> list[health.Signal]:
    name = _name("health", programme.pk, translation.get_language())
    return kept(name, lambda: health.signals(programme), fresh_for=settings.STEPS_FRESH_SECONDS).value


def _sentences(programme: Programme, since: date) -> list[str]:
    name = _name("news", programme.pk, translation.get_language())
    return kept(name, lambda: news.sentences(programme, since), fresh_for=settings.STEPS_FRESH_SECONDS).value


def _count_steps(programme: Programme) -> dict[str, StepProgress]:
    return {step.key: step.progress(programme) for step in steps()}


def _steps_name(programme_id: int, language: str | None) -> str:
    return _name("steps", programme_id, language)


def _name(kind: str, programme_id: int, language: str | None) -> str:
    # With what figures tell in it: what was kept under another choice may show what is hidden now.
    organisation = Organisation.load()
    return f"{kind}:{programme_id}:{language}:{organisation.reporting}:{organisation.minimum_group_size}"


def best_action(states: list[StepState]) -> Best | None:
    """Return what helps most: the action of the lowest step that is not complete, else of the lowest that has any."""
    able = [(state, state.progress.next_action) for state in states if state.progress.next_action]
    able.sort(key=lambda pair: (pair[0].progress.is_complete, pair[0].number))
    return Best(able[0][0], able[0][1]) if able and able[0][1] else None


def readiness(programme: Programme) -> Readiness:
    """Return how far the readiness check is."""
    met = programme.readiness_items.exclude(met_on=None).count()
    return Readiness(met, len(ReadinessItem.Key))


def standing(programme: Programme) -> Standing:
    """Return how far a programme's steps are together, its signs of failing, and what helps most now."""
    states = step_states(programme)
    percent = round(sum(state.progress.percent for state in states) / len(states)) if states else 0
    worrying = [signal for signal in _signals(programme) if signal.level != health.Level.GOOD]
    return Standing(percent, states, worrying, best_action(states))


def overview(programme: Programme, *, seen_by: Person) -> Overview:
    """Return the week, the best action, readiness, health and events of a programme, as this person may see them."""
    since = timezone.localdate() - timedelta(days=7)
    states, signals = step_states(programme), _signals(programme)
    worst = health.by_step(signals)
    return Overview(
        steps=[(state, worst.get(state.number)) for state in states],
        sentences=_sentences(programme, since),
        best=best_action(states),
        readiness=readiness(programme),
        signals=signals,
        events=list(audit.timeline(programme, seen_by=seen_by)[:6]),
    )


def context(programme: Programme, current_step: int | None = None) -> dict[str, object]:
    """Return what the base template of every /programme/ page needs."""
    return {
        "programme": programme,
        "steps": step_states(programme),
        "steps_counted": counted_steps(programme),
        "current_step": current_step,
    }
