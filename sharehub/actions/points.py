"""The rules for points, as a manager changes them."""

from django.db import transaction
from wagtail.log_actions import log

from ambassadors.models import User
from sharehub.models import PointRules
from themes.models import Programme


@transaction.atomic
def change_points(*, rules: PointRules, programme: Programme, by: User) -> PointRules:
    """From now on these rules hold, for what is done from now on; the same rules again make no new version."""
    current = PointRules.objects.current()
    if current.same_as(rules):
        return current
    rules.made_by = by
    rules.save()
    log(instance=rules, action="sharehub.change_points", user=by, data={"programme": programme.pk})
    return rules
