"""The beginning of an installation: an organisation, a programme, its site, roles and manager."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from ambassadors.appointment import appoint_manager, password_link
from ambassadors.models import User
from ambassadors.roles import ensure_default_roles
from cms.site import lay_out
from themes.actions.programmes import save_programme
from themes.models import Organisation, Programme


@dataclass(frozen=True)
class Beginning:
    """What was made; `link` is empty for a manager who has a password already."""

    programme: Programme
    manager: User
    link: str


class ProgrammeExistsError(ValueError):
    """There is a programme with this name; nothing was changed."""


@transaction.atomic
def begin(
    *, organisation: str, programme: str, starts_on: date, ends_on: date, email: str, name: str, language: str
) -> Beginning:
    """Everything a first manager needs is there; what existed already (site, roles, account) is kept.

    Raises ProgrammeExistsError for a name that is taken and ValidationError for dates that do not fit.
    """
    if Programme.objects.filter(name__iexact=programme).exists():
        raise ProgrammeExistsError(programme)
    new = Programme(name=programme, slug="new-programme", starts_on=starts_on, ends_on=ends_on)
    new.full_clean()
    _name_organisation(organisation)
    with translation.override(language):
        lay_out(organisation)
    ensure_default_roles()
    manager = appoint_manager(email=email, name=name, language=language)
    save_programme(programme=new, by=manager)
    link = "" if manager.has_usable_password() else password_link(manager)
    return Beginning(new, manager, link)


def mail_link(beginning: Beginning) -> None:
    """The manager has the link by e-mail, in their own language."""
    with translation.override(beginning.manager.language):
        context = {"beginning": beginning, "web_base_url": settings.WEB_BASE_URL}
        subject = render_to_string("sharehub/mail/beginning.subject.txt", context).strip()
        send_mail(subject, render_to_string("sharehub/mail/beginning.txt", context), None, [beginning.manager.email])


def _name_organisation(name: str) -> None:
    organisation = Organisation.load()
    if organisation.name:
        return
    organisation.name = name
    organisation.employer_disclosure = organisation.employer_disclosure or {
        "en": f"I work at {name}.",
        "nl": f"Ik werk bij {name}.",
    }
    organisation.save()
