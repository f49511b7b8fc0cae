"""Reports as PDF, HR's and the board's, set by typst with the fonts it brings: nothing that a bare machine lacks."""

import json
from datetime import timedelta

import structlog
from django.core.files.base import ContentFile
from django.template.loader import get_template
from django.utils import timezone, translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from sharehub.measurement import conclusions as overview_conclusions
from sharehub.measurement import periods, tables
from sharehub.measurement.overview import Overview
from sharehub.models import Report
from sharehub.recruitment.conclusions import conclusions
from sharehub.recruitment.impact import TABLES, Impact, Line, impact
from themes.metrics import Period
from themes.models import Organisation, Programme

_logger = structlog.get_logger(__name__)
_KEPT = timedelta(days=30)
_ROWS = 40


def make(*, report_id: int) -> None:
    """The report is a file, or says that it failed; asked again it stays as it is."""
    mine = Report.objects.waiting().filter(pk=report_id)
    if not mine.update(started_at=timezone.now()):
        return
    report = Report.objects.get(pk=report_id)
    try:
        with translation.override(report.language):
            report.reached(1)
            told = told_by(report)
            report.reached(2)
            pdf = compiled(told)
            report.reached(3)
        report.file.save(f"{report.name}-{report.pk}.pdf", ContentFile(pdf))
    except Exception:
        Report.objects.filter(pk=report_id).update(failed_at=timezone.now())
        _logger.exception("report_failed", report=report_id)
        return
    Report.objects.filter(pk=report_id).update(ready_at=timezone.now(), progress=Report.STEPS)


def delete_old_reports() -> int:
    """Reports older than a month are gone, file and row; return how many: what they said can be asked for again."""
    old = Report.objects.filter(asked_at__lt=timezone.now() - _KEPT)
    for report in old:
        report.file.delete(save=False)
        report.delete()
    return len(old)


def told_by(report: Report) -> dict[str, object]:
    """Return what a report says, in the language that is active."""
    return _told_to_board(report, report.programme) if report.programme else _told_to_hr(report)


def compiled(told: dict[str, object]) -> bytes:
    """Return the PDF of what is told; the texts are data to typst and never markup."""
    import typst  # the whole typesetter: only for who sets a report

    template = get_template("sharehub/recruitment/report.typ").template.source  # type: ignore[attr-defined]
    return bytes(
        typst.compile(template.encode(), format="pdf", sys_inputs={"data": json.dumps(told)}, ignore_system_fonts=True)
    )


def _frame(report: Report, period: Period) -> dict[str, object]:
    """What every report has around its figures."""
    start, end = (date_format(day, "DATE_FORMAT") for day in (period.start, period.end))
    return {
        "language": report.language,
        "organisation": str(Organisation.load()),
        "period": f"{start} – {end}",
        "made": _("Made on %(day)s") % {"day": date_format(timezone.localdate(), "DATE_FORMAT")},
        "says": _("What the figures say"),
    }


def _asked_for(report: Report) -> Period:
    return Period(report.starts_on, report.ends_on)


def _told_to_board(report: Report, programme: Programme) -> dict[str, object]:
    chosen = periods.of(_asked_for(report))
    overview = Overview(programme, chosen)
    sentences = overview_conclusions.conclusions(overview)
    return {
        **_frame(report, chosen.period),
        "title": programme.name,
        "sentences": sentences,
        "saved": "",
        "tables": [
            {"name": sheet.title, "what": sheet.head[0], "head": sheet.head[1:], "rows": sheet.words[:_ROWS]}
            for sheet in tables.sheets(overview)
        ],
        "notes": [
            _("Figures about fewer people than %(n)s stay away, also where they could be found by subtraction.")
            % {"n": overview.minimum},
            _(
                "Percentages of change appear from thirty on; a difference is called one only where it is more than chance."
            ),
            _("What was told or estimated rests on followers that people told us and on rates; it says what may be."),
            *_on_media_value(overview),
        ],
    }


def _on_media_value(overview: Overview) -> list[str]:
    entry = overview.entry("media_value")
    if entry is None or entry.few:
        return []
    said = _("Media value is estimated (%(formula)s) and says what might have been paid, not what was earned.")
    return [said % {"formula": entry.note}]


def _told_to_hr(report: Report) -> dict[str, object]:
    period = periods.of(_asked_for(report)).period
    found = impact(period)
    head = [_("Visits"), _("Applied"), _("In conversation"), _("Hired")]
    return {
        **_frame(report, period),
        "title": _("What ambassadors do for recruitment"),
        "sentences": conclusions(found),
        "tables": [
            {
                "name": _("By %(what)s") % {"what": str(name).lower()},
                "what": str(name),
                "head": head,
                "rows": _rows(found.tables[key]),
            }
            for key, name in TABLES.items()
        ],
        "saved": _saved(found),
        "notes": [
            _(
                "Visits are people who followed an ambassador's link; who comes directly is not measured before applying."
            ),
            _("Where fewer colleagues share than the smallest group that may be shown, figures stay away."),
            _("Intervals are exact (Clopper and Pearson) and right 95 times out of a hundred."),
        ],
    }


def _saved(found: Impact) -> str:
    if not found.saved:
        return ""
    amounts = {
        "n": found.saved.hires,
        "cost": number_format(round(found.saved.cost), force_grouping=True),
        "amount": number_format(round(found.saved.amount), force_grouping=True),
    }
    text = _(
        "Would have cost otherwise: %(n)s × € %(cost)s = € %(amount)s (estimated; the programme's own cost is not off)."
    )
    return text % amounts


def _rows(lines: list[Line]) -> list[list[str]]:
    few = _("too few to show")
    rows = []
    for line in lines[:_ROWS]:
        figures = (line.applied, line.talked, line.hired)
        unknown = few if line.few_visits else _("not measured")
        cells = [few, *"–––"] if line.is_few else [unknown if line.visits is None else _grouped(line.visits)]
        rows.append([line.name, *cells, *([] if line.is_few else [_grouped(figure or 0) for figure in figures])])
    return rows


def _grouped(value: int) -> str:
    return number_format(value, force_grouping=True)
