"""The figure of every KPI, asked from the metric catalogue every night; of whole months where figures are told of these."""

from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from themes import reporting
from themes.metrics import Period
from themes.models import KPI, KPIReading

_MONTHS = 12


def value_on(kpi: KPI, day: date) -> Decimal | None:
    """Return what a KPI's metric reads on a day, over its days up to then or the last whole month; None when unknown or not to be shown."""
    return _value_of(kpi, reporting.period_of(kpi.metric.days, day)) if kpi.metric else None


def of(kpi: KPI) -> list[KPIReading]:
    """Return a KPI's readings of the kind that is told now, the oldest first; they are expected to be fetched already."""
    is_live = reporting.is_live()
    return sorted((one for one in kpi.readings.all() if one.is_live == is_live), key=lambda one: one.day)


def last_of(kpi: KPI, day: date) -> KPIReading | None:
    """Return the reading that says how a KPI stands on a day: the newest, or that of the last month that is told of then.

    Of a month without one it is not known how it stands: an earlier reading is about another month. After its due date it stands as its
    own last month left it.
    """
    known = [one for one in of(kpi) if one.day <= day]
    if not reporting.is_live():
        month = min(reporting.last_month(day), reporting.month_of(kpi.due_on), key=lambda one: one.start)
        known = [one for one in known if one.day == reporting.told_on(month)]
    return known[-1] if known else None


def read_kpis(*, day: date) -> None:
    """Every KPI that is not past its due date has its figure of the day; one that may not be shown has none.

    Where figures are told of whole months it has one for each of them that is told of, on the first day on which it is, until the month
    of the due date.
    """
    if reporting.is_live():
        for kpi in _kpis().filter(due_on__gte=day, baseline_on__lte=day):
            _keep(kpi, day, value_on(kpi, day), is_live=True)
        return
    months = reporting.months(min(day, reporting.utc_today()), _MONTHS)
    for kpi in _kpis().filter(due_on__gte=months[-1].start, baseline_on__lte=day):
        known = set(kpi.readings.filter(is_live=False).values_list("day", flat=True))
        for month in months:
            is_its = kpi.baseline_on <= reporting.told_on(month) and month.start <= kpi.due_on
            # The last month can still change a little; what was read of those before stands.
            if is_its and (month == months[0] or reporting.told_on(month) not in known):
                _keep(kpi, reporting.told_on(month), _value_of(kpi, month), is_live=False)


def _kpis() -> QuerySet[KPI]:
    return KPI.objects.select_related("goal")


def _value_of(kpi: KPI, period: Period) -> Decimal | None:
    return kpi.metric.value(kpi.scope(), period).value if kpi.metric else None


def _keep(kpi: KPI, day: date, value: Decimal | None, *, is_live: bool) -> None:
    if kpi.metric is None:
        return
    if value is None:
        KPIReading.objects.filter(kpi=kpi, day=day, is_live=is_live).delete()
    else:
        KPIReading.objects.update_or_create(kpi=kpi, day=day, is_live=is_live, defaults={"value": value})
