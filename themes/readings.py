"""The nightly figure of every KPI, asked from the metric catalogue."""

from datetime import date
from decimal import Decimal

from themes import reporting
from themes.models import KPI, KPIReading


def value_on(kpi: KPI, day: date) -> Decimal | None:
    """Return what a KPI's metric reads on a day, over its days up to then or the last whole month; None when unknown or not to be shown."""
    metric = kpi.metric
    if metric is None:
        return None
    return metric.value(kpi.scope(), reporting.period_of(metric.days, day)).value


def read_kpis(*, day: date) -> None:
    """Every KPI that is not past its due date has its figure of the day; one that may not be shown has none."""
    for kpi in KPI.objects.filter(due_on__gte=day, baseline_on__lte=day).select_related("goal"):
        if kpi.metric is None:
            continue
        value = value_on(kpi, day)
        if value is None:
            KPIReading.objects.filter(kpi=kpi, day=day).delete()
        else:
            KPIReading.objects.update_or_create(kpi=kpi, day=day, defaults={"value": value})
