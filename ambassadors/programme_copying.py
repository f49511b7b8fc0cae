"""What of the support of people comes along when a programme is copied."""

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ambassadors.models import HelpdeskTerms, Policy, User
from themes import copying
from themes.audit import Person
from themes.models import Programme


def register() -> None:
    """The policy and the times of the help desk can be taken along."""
    label = _("The policy as a draft that everybody agrees to anew, and the times of the help desk")
    copying.register(copying.Part("support", label, copy))


def copy(source: Programme, target: Programme, by: Person) -> None:
    """The target has a draft that reads as the policy of the source, in every language, and the same times.

    Nobody agreed to it: people said yes to the rules of one programme, and are asked again for the other.
    """
    policy = Policy.objects.current(source.pk) or source.policies.first()
    if policy is not None:
        names = ("title", "body", "language", "translations")
        draft = Policy.objects.create(programme=target, version=1, **{name: getattr(policy, name) for name in names})
        user = by if isinstance(by, User) else None
        log(instance=draft, action="ambassadors.write_policy", user=user, data={"programme": target.pk})
    terms = HelpdeskTerms.objects.filter(programme=source).first()
    if terms is not None:
        HelpdeskTerms.objects.create(
            programme=target, expected_hours=terms.expected_hours, escalation_hours=terms.escalation_hours
        )
