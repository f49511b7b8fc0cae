"""The six roles a programme begins with; from then on they are data, to be renamed, added to and retired."""

from dataclasses import asdict

from ambassadors.models import Role
from ambassadors.models.start_texts import START_ROLES


def _defaults() -> list[Role]:
    return [
        Role(key="sharer", expected_number=2, expected_per="month"),
        Role(key="scout", rights=["outside"], expected_number=1, expected_per="month"),
        Role(key="expert", rights=["answer"], helpdesk=Role.Helpdesk.FIRST),
        Role(key="author", expected_number=1, expected_per="quarter"),
        Role(key="connector", rights=["outside", "answer"], expected_number=1, expected_per="quarter"),
        Role(key="coach", rights=["coach"], expected_number=1, expected_per="month", helpdesk=Role.Helpdesk.NEXT),
    ]


def ensure_default_roles() -> list[Role]:
    """An installation without roles has the six, which read in the language of whoever reads; where there are any, nothing changes."""
    if Role.objects.exists():
        return []
    roles = _defaults()
    for place, role in enumerate(roles):
        role.sort_order = place
        for name, text in asdict(START_ROLES[role.key]).items():
            setattr(role, name, text)
    return Role.objects.bulk_create(roles)
