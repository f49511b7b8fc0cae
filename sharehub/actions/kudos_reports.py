"""Reporting thanks that are none, and answering that."""

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ambassadors.models import User
from sharehub.models import Kudos, KudosReport
from sharehub.recognition import ledger


class OwnThanks(Exception):
    """Nobody judges their own words, or what they reported themselves."""


def report_kudos(*, kudos: Kudos, reporter: User, reason: str, text: str = "") -> KudosReport:
    """A manager sees the thanks with what is wrong, and no screen shows them meanwhile; told twice it is one report."""
    report, _made = KudosReport.objects.get_or_create(
        kudos=kudos, reporter=reporter, defaults={"reason": reason, "text": text}
    )
    return report


@transaction.atomic
def answer_report(*, report: KudosReport, by: User, takes_away: bool) -> None:
    """All that wait about the same thanks are answered: they stay, or are gone with their points; again is the same as once.

    Raises OwnThanks for whoever wrote the thanks or reported them.
    """
    kudos = Kudos.objects.select_for_update(of=("self",)).get(pk=report.kudos_id)
    waiting = KudosReport.objects.waiting().filter(kudos=kudos)
    if by.pk == kudos.giver_id or kudos.reports.filter(reporter=by).exists():
        raise OwnThanks
    if not waiting.update(answered_by=by, answered_at=timezone.now()):
        return
    if takes_away and kudos.withdrawn_at is None:
        kudos.withdrawn_at = timezone.now()
        kudos.save(update_fields=["withdrawn_at"])
        ledger.reverse_kudos(kudos)
    log(instance=report, action="sharehub.answer_report", user=by, data={"takes_away": takes_away})
