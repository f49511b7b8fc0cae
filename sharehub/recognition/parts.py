"""What stands of recognition on the page of step 6."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.support import Part
from sharehub.models import Challenge, Contest, ContestEntry, KudosReport, PointRules
from themes.models import Programme


def points(programme: Programme) -> Part:
    """Since when the rules for points hold."""
    rules = PointRules.objects.current()
    words = _("As they came with the programme.")
    if rules.pk:
        words = _("Changed on %(date)s.") % {"date": date_format(timezone.localtime(rules.holds_from), "DATE_FORMAT")}
    return Part(_("Rules for points"), words, reverse("sharehub:points", args=[programme.slug]), "scale")


def challenges(programme: Programme) -> Part:
    """How many challenges run."""
    running = Challenge.objects.running().filter(programme=programme).count()
    words = ngettext("%(n)s runs now.", "%(n)s run now.", running) % {"n": running} if running else _("None runs now.")
    return Part(_("Challenges"), words, reverse("sharehub:challenge_list", args=[programme.slug]), "flag")


def contests(programme: Programme) -> Part:
    """How many contests go on, and whether entries wait to be looked at."""
    going_on = Contest.objects.to_tell(timezone.localdate()).filter(programme=programme, counted_at=None)
    is_waiting = Q(entries__state=ContestEntry.State.WAITING)
    counts = going_on.order_by().aggregate(n=Count("pk", distinct=True), waiting=Count("entries", filter=is_waiting))
    running, waiting = counts["n"], counts["waiting"]
    url = reverse("sharehub:contest_list", args=[programme.slug])
    if waiting:
        words = ngettext("%(n)s picture waits to be let in.", "%(n)s pictures wait to be let in.", waiting)
        return Part(_("Contests"), words % {"n": waiting}, url, "camera", is_urgent=True)
    words = ngettext("%(n)s runs now.", "%(n)s run now.", running) % {"n": running} if running else _("None runs now.")
    return Part(_("Contests"), words, url, "camera")


def reports(programme: Programme) -> Part | None:
    """Thanks that somebody reported, where there are any."""
    waiting = KudosReport.objects.waiting().count()
    if not waiting:
        return None
    words = ngettext("%(n)s report waits.", "%(n)s reports wait.", waiting) % {"n": waiting}
    url = reverse("sharehub:report_list", args=[programme.slug])
    return Part(_("Reported thanks"), words, url, "exclamation-triangle", is_urgent=True)
