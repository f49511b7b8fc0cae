"""What this app knows about one person, as rows for the person's own export."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from ambassadors import privacy
from ambassadors.models import Ambassador, Invitation

_ACCOUNT = ("email", "first_name", "last_name", "language", "time_zone", "date_joined", "last_login")
_PROFILE = ("job_title", "location", "languages", "expertise", "interests", "bio", "slug", "pseudonym")
_STATES = ("invited_at", "joined_at", "paused_until", "left_at")


def register() -> None:
    """The export of every ambassador holds the rows of this app."""
    privacy.register_export("account", account)
    privacy.register_export("invitations", invitations)
    privacy.register_export("networks", networks)
    privacy.register_export("policies", policies)
    privacy.register_export("themes", themes)
    privacy.register_export("roles", roles)
    privacy.register_export("contacts", contacts)
    privacy.register_export("sign_in", sign_in)


def account(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Account, profile and consents in one row."""
    row: dict[str, object] = {name: getattr(ambassador.user, name) for name in _ACCOUNT}
    names = (*_PROFILE, *_STATES, *privacy.CONSENTS)
    row.update({name: getattr(ambassador, name) for name in names})
    return [{**row, "team": str(ambassador.team or ""), "portrait": ambassador.portrait.name or ""}]


def invitations(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """How the person was asked."""
    found = Invitation.objects.filter(email__iexact=ambassador.user.email)
    return list(found.values("programme__name", "email", "message", "created_at", "sent_at", "accepted_at"))


def networks(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Where the person shares."""
    return list(ambassador.networks.values("network", "handle", "server", "followers"))


def policies(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """What the person agreed to."""
    return list(ambassador.acknowledgements.values("policy__title", "policy__version", "acknowledged_at"))


def themes(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The person's themes, and why."""
    return list(ambassador.theme_links.values("theme__name", "state", "reason", "created_at", "decided_at"))


def roles(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The roles held, now and before."""
    return list(ambassador.role_assignments.values("role__name", "theme__name", "starts_on", "ends_on"))


def contacts(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The contacts kept outside."""
    return list(ambassador.contacts.values("stakeholder__name", "since"))


def sign_in(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Passkeys, codes and sessions; never their secrets."""
    keys = Authenticator.objects.filter(user=ambassador.user).values("type", "created_at", "last_used_at")
    sessions = UserSession.objects.filter(user=ambassador.user).values("ip", "user_agent", "created_at", "last_seen_at")
    rows: list[privacy.Row] = [{"kind": "key", **row} for row in keys]
    return rows + [{"kind": "session", **row} for row in sessions]
