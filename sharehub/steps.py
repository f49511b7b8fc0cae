"""Step 7 as the workspace shows it, and the signs of failing that only shares can tell."""

from django.db.models import Count, Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors import privacy
from sharehub.measurement import figures
from sharehub.measurement.disclosure import may_show
from sharehub.models import Share
from themes import health, reporting
from themes.charts import words_of
from themes.metrics import Scope
from themes.models import KPI, KPIReading, Programme
from themes.programme import NextAction, Step, StepProgress, register_step

_DAYS, _LOOK_BACK = 30, 90  # days up to today, or the last whole month
# Below these the sign asks for attention, or says that the programme is in danger.
_OWN_WORDS_GOOD, _OWN_WORDS_CARE = 60, 30
_CONCENTRATION_CARE, _CONCENTRATION_BAD = 50, 75


def register() -> None:
    """Measurement stands in the workspace, and so do two signs of health."""
    register_step(
        Step(
            number=7,
            key="measurement",
            name=gettext_lazy("Measurement"),
            description=gettext_lazy("What it does: reach, participation, progress towards your goals."),
            icon="chart-bar",
            url_name="sharehub:measurement",
            progress=measurement_progress,
        )
    )
    health.register("own_words", own_words)
    health.register("concentration", concentration)


def measurement_progress(programme: Programme) -> StepProgress:
    """Half of the step is that people are reached, the other half that every KPI has been read."""
    period = reporting.period_of(_DAYS, timezone.localdate())
    total, when = figures.reach_total(Scope(programme.pk), period), {"when": reporting.words_of(_DAYS, period)}
    kpis = KPI.objects.filter(goal__programme=programme)
    count, read = (
        kpis.count(),
        kpis.filter(Exists(KPIReading.objects.filter(kpi=OuterRef("pk"), is_live=reporting.is_live()))).count(),
    )
    fraction = (0.5 if total.visitors else 0.0) + (0.5 * read / count if count else 0.0)
    if not total.visitors:
        return StepProgress(
            fraction, _("No one followed a shared link %(when)s") % when, _first_action(programme, count)
        )
    if not may_show(total.people):
        return StepProgress(
            fraction, _("Too few people share to show what they reach"), _first_action(programme, count)
        )
    summary = ngettext("%(people)s person reached %(when)s", "%(people)s people reached %(when)s", total.visitors) % {
        "people": words_of(total.visitors),
        **when,
    }
    return StepProgress(fraction, summary, _first_action(programme, count))


def own_words(programme: Programme) -> health.Signal | None:
    """Copied texts look like advertising; silent while nobody shares."""
    period = reporting.period_of(_LOOK_BACK, timezone.localdate())
    total = figures.sharing(Scope(programme.pk), period).total
    if total.own_words_percent is None or not may_show(total.people):
        return None
    percent = round(total.own_words_percent)
    level = _level(good=percent >= _OWN_WORDS_GOOD, care=percent >= _OWN_WORDS_CARE)
    return health.Signal(
        name=_("Own words"),
        figure=_("%(percent)s %% %(when)s") % {"percent": percent, "when": reporting.words_of(_LOOK_BACK, period)},
        advice=_("People write themselves.")
        if level == health.Level.GOOD
        else _("Ask questions instead of offering finished texts."),
        level=level,
        url=reverse("sharehub:measurement", args=[programme.slug]),
        step=6,
    )


def concentration(programme: Programme) -> health.Signal | None:
    """The same few people carrying everything will tire; a group of the smallest size that may be shown."""
    few = privacy.few()
    period = reporting.period_of(_LOOK_BACK, timezone.localdate())
    starts_at, ends_at = figures.bounds(period)
    counting = Share.objects.counting().filter(theme__programme=programme)
    shares = counting.filter(confirmed_at__gte=starts_at, confirmed_at__lt=ends_at)
    counts = list(shares.order_by().values_list("ambassador").annotate(made=Count("pk")).values_list("made", flat=True))
    if len(counts) < 2 * few:
        return None
    percent = round(sum(sorted(counts, reverse=True)[:few]) / sum(counts) * 100)
    level = _level(good=percent < _CONCENTRATION_CARE, care=percent < _CONCENTRATION_BAD)
    return health.Signal(
        name=_("The same few people"),
        figure=_("%(few)s people did %(percent)s %% of the sharing %(when)s")
        % {"few": few, "percent": percent, "when": reporting.words_of(_LOOK_BACK, period)},
        advice=_("The sharing is spread well.")
        if level == health.Level.GOOD
        else _("Invite those who shared once, and thank those who carry it."),
        level=level,
        url=reverse("sharehub:measurement", args=[programme.slug]),
        step=3,
    )


def _first_action(programme: Programme, kpis: int) -> NextAction | None:
    if kpis:
        return None
    return NextAction(
        _("Write a KPI"),
        reverse("themes:goal_list", args=[programme.slug]),
        _("Without a baseline nobody can say later what the programme did."),
    )


def _level(*, good: bool, care: bool) -> health.Level:
    return health.Level.GOOD if good else health.Level.CARE if care else health.Level.BAD
