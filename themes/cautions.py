"""What to keep in mind about a KPI: figures that can be raised without the goal coming nearer, and targets met long ago."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from themes import metrics
from themes.course import Course

# A target reached for so long, with its due date still ahead, no longer asks anything of anybody.
LONG = timedelta(days=28)


@dataclass(frozen=True)
class Caution:
    """A remark about a KPI, and the key of the metric that would answer it, where there is one."""

    text: str
    metric_key: str = ""
    metric_name: str = ""


def cautions(course: Course, *, measured: Collection[str]) -> list[Caution]:
    """Return the remarks about a KPI; `measured` are the metrics of all KPIs of its programme."""
    found = []
    metric = course.kpi.metric
    if metric is not None and metric.pitfall and metric.counterweight not in measured:
        found.append(_pitfall(metric))
    since = course.reached_since
    if since is not None and course.kpi.due_on > course.day and course.day - since >= LONG:
        found.append(
            Caution(
                _("Reached since %(day)s. Raise the target, or measure what comes next.") % {"day": date_format(since)}
            )
        )
    return found


def _pitfall(metric: metrics.Metric) -> Caution:
    try:
        other = metrics.metric(metric.counterweight)
    except KeyError:
        return Caution(str(metric.pitfall))
    return Caution(str(metric.pitfall), other.key, str(other.name))
