"""What becomes of people and roles when a theme goes on as another."""

from django.utils import timezone

from ambassadors.models import PassedOver, Question, RoleAssignment, RoleOffer, ThemeLink
from themes import merging
from themes.models import Theme


def register() -> None:
    """Who was linked to the one theme is linked to the other."""
    merging.on_merging(move)


def move(source: Theme, target: Theme) -> None:
    """Links and roles that still hold, and questions that wait, are the target's; what someone has there already, holds."""
    links = ThemeLink.objects.filter(theme=source).counting()
    links.exclude(ambassador__in=ThemeLink.objects.filter(theme=target).values("ambassador")).update(theme=target)
    Question.objects.open().filter(theme=source).update(theme=target)
    for assignment in RoleAssignment.objects.filter(theme=source).planned():
        mine = RoleAssignment.objects.filter(ambassador=assignment.ambassador_id, role=assignment.role_id)
        same = mine.filter(theme=target).planned()
        RoleAssignment.objects.filter(pk=assignment.pk).end()
        if not same.exists():
            RoleAssignment.objects.create(
                ambassador_id=assignment.ambassador_id,
                role_id=assignment.role_id,
                theme=target,
                starts_on=max(assignment.starts_on, timezone.localdate()),
                ends_on=assignment.ends_on,
                accepted_at=assignment.accepted_at,
                asked_at=assignment.asked_at,
                asked_by_id=assignment.asked_by_id,
            )
    for offer in RoleOffer.objects.waiting().filter(theme=source):
        offered = RoleOffer.objects.waiting().filter(theme=target, ambassador=offer.ambassador_id, role=offer.role_id)
        if offered.exists():
            offer.delete()
        else:
            RoleOffer.objects.filter(pk=offer.pk).update(theme=target)
    there = PassedOver.objects.filter(theme=target).values("ambassador")
    PassedOver.objects.filter(theme=source).exclude(ambassador__in=there).update(theme=target)
