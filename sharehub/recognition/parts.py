"""What stands of recognition on the page of step 6."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambassadors.support import Part
from sharehub.models import PointRules
from themes.models import Programme


def points(programme: Programme) -> Part:
    """Since when the rules for points hold."""
    rules = PointRules.objects.current()
    words = _("As they came with the programme.")
    if rules.pk:
        words = _("Changed on %(date)s.") % {"date": date_format(rules.holds_from, "DATE_FORMAT")}
    return Part(_("Rules for points"), words, reverse("sharehub:points", args=[programme.slug]), "scale")
