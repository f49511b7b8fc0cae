"""What this app knows about one person, as rows for the person's own export."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambassadors import privacy
from ambassadors.models import Ambassador, Invitation, PeopleImport, ThemeLink
from themes.networks import Network

_ACCOUNT = ("email", "first_name", "last_name", "language", "time_zone", "date_joined", "last_login")
_PROFILE = ("job_title", "location", "languages", "expertise", "interests", "bio", "slug", "pseudonym")
_ROLE = ("role__name", "theme__name", "starts_on", "ends_on", "accepted_at", "declined_at")
_STATES = ("invited_at", "joined_at", "paused_until", "left_at")
_ACCOUNT_WORDS = {
    "email": _("E-mail address"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "language": _("Language"),
    "time_zone": _("Time zone"),
    "date_joined": _("Account since"),
    "last_login": _("Last logged in"),
    "job_title": _("Job title"),
    "location": _("Place"),
    "languages": _("Languages I write in"),
    "expertise": _("What I know about"),
    "interests": _("What interests me"),
    "bio": _("About me"),
    "slug": _("Public address"),
    "pseudonym": _("Pseudonym"),
    "invited_at": _("Invited"),
    "joined_at": _("Joined"),
    "paused_until": _("Pauses until"),
    "left_at": _("Left"),
    "is_on_board": _("Shown on the boards"),
    "is_on_wall": _("Shown on the wall display"),
    "has_public_page": _("Author page open to the world"),
    "shares_own_figures": _("Managers see my own figures"),
    "team": _("Team"),
    "portrait": _("Portrait"),
}


def register() -> None:
    """The export of every ambassador holds the rows of this app."""
    register_export = privacy.register_export
    network_names, languages = dict(Network.choices), dict(settings.LANGUAGES)
    register_export(
        "account",
        account,
        title=_("Account and profile"),
        words=_ACCOUNT_WORDS,
        choices={"language": languages, "languages": languages},
    )
    register_export(
        "invitations",
        invitations,
        title=_("Invitations"),
        words={
            "programme__name": _("Programme"),
            "email": _("E-mail address"),
            "message": _("Message"),
            "created_at": _("Written"),
            "sent_at": _("Sent"),
            "reminded_at": _("Reminded"),
            "decline_reason": _("Why not"),
            "accepted_at": _("Accepted"),
        },
    )
    register_export(
        "imports",
        imports,
        title=_("Changes from files"),
        words={
            "file": _("File"),
            "at": _("Carried out"),
            "field": _("What"),
            "before": _("Before"),
            "after": _("After"),
        },
        choices={"field": _ACCOUNT_WORDS},
    )
    privacy.on_leaving(forget_in_imports)
    register_export(
        "networks",
        networks,
        title=_("Networks"),
        words={
            "network": _("Network"),
            "handle": _("Name or address there"),
            "server": _("Server"),
            "followers": _("Followers"),
        },
        choices={"network": network_names},
    )
    register_export(
        "policies",
        policies,
        title=_("What you agreed to"),
        words={"policy__title": _("Title"), "policy__version": _("Version"), "acknowledged_at": _("Agreed")},
    )
    register_export(
        "themes",
        themes,
        title=_("Themes"),
        words={
            "theme__name": _("Theme"),
            "state": _("State"),
            "reason": _("Why"),
            "created_at": _("Since"),
            "decided_at": _("Decided"),
        },
        choices={"state": dict(ThemeLink.State.choices)},
    )
    register_export(
        "passed_over",
        passed_over,
        title=_("Suggestions put aside by a manager"),
        words={"theme__name": _("Theme"), "created_at": _("Since")},
    )
    register_export(
        "roles",
        roles,
        title=_("Roles"),
        words={
            "role__name": _("Role"),
            "theme__name": _("Theme"),
            "starts_on": _("From"),
            "ends_on": _("Until"),
            "accepted_at": _("Accepted"),
            "declined_at": _("Declined"),
        },
    )
    register_export(
        "contacts",
        contacts,
        title=_("Contacts outside"),
        words={"stakeholder__name": _("Name"), "since": _("Since")},
    )
    register_export(
        "sign_in",
        sign_in,
        title=_("Logging in"),
        words={
            "kind": _("Kind"),
            "type": _("Type"),
            "ip": _("Internet address"),
            "user_agent": _("Browser"),
            "created_at": _("Since"),
            "last_used_at": _("Last used"),
            "last_seen_at": _("Last seen"),
        },
        choices={
            "kind": {"key": _("key"), "session": _("session")},
            "type": {"totp": _("code"), "webauthn": _("passkey"), "recovery_codes": _("recovery codes")},
        },
    )


def account(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Account, profile and consents in one row."""
    row: dict[str, object] = {name: getattr(ambassador.user, name) for name in _ACCOUNT}
    names = (*_PROFILE, *_STATES, *privacy.CONSENTS)
    row.update({name: getattr(ambassador, name) for name in names})
    return [{**row, "team": str(ambassador.team or ""), "portrait": ambassador.portrait.name or ""}]


def invitations(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """How the person was asked."""
    found = Invitation.objects.filter(email__iexact=ambassador.user.email)
    return list(
        found.values(
            "programme__name",
            "email",
            "message",
            "created_at",
            "sent_at",
            "reminded_at",
            "accepted_at",
            "decline_reason",
        )
    )


def imports(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """What files of the organisation changed about the person, for as long as that can be undone."""
    return [
        {"file": row.name, "at": row.finished_at, "field": name, "before": old, "after": new}
        for row in PeopleImport.objects.about(ambassador.pk)
        for name, old, new in row.before["changed"][str(ambassador.pk)]
    ]


def forget_in_imports(ambassador: Ambassador) -> None:
    """What imports keep in order to be undone says nothing about somebody who left."""
    for row in PeopleImport.objects.exclude(before={}, preview=[], problems=[]):
        row.forget_person(ambassador.pk, ambassador.user.email)


def networks(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Where the person shares."""
    return list(ambassador.networks.values("network", "handle", "server", "followers"))


def policies(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """What the person agreed to."""
    return list(ambassador.acknowledgements.values("policy__title", "policy__version", "acknowledged_at"))


def themes(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The person's themes, and why."""
    return list(ambassador.theme_links.values("theme__name", "state", "reason", "created_at", "decided_at"))


def passed_over(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The themes for which a manager chose not to ask the person."""
    return list(ambassador.passed_over.values("theme__name", "created_at"))


def roles(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The roles held, now and before."""
    return list(ambassador.role_assignments.values(*_ROLE))


def contacts(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The contacts kept outside."""
    return list(ambassador.contacts.values("stakeholder__name", "since"))


def questions(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """What the person was asked to answer outside, and what became of it."""
    fields = ("conversation__url", "state", "reasons", "offered_at", "taken_at", "ended_at")
    return list(ambassador.answer_requests.values(*fields))


def contact_moments(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """What the person wrote in the log of contacts."""
    return list(ambassador.user.contact_moments.values("stakeholder__name", "happened_on", "way", "note"))


def sign_in(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Passkeys, codes and sessions; never their secrets."""
    keys = Authenticator.objects.filter(user=ambassador.user).values("type", "created_at", "last_used_at")
    sessions = UserSession.objects.filter(user=ambassador.user).values("ip", "user_agent", "created_at", "last_seen_at")
    rows: list[privacy.Row] = [{"kind": "key", **row} for row in keys]
    return rows + [{"kind": "session", **row} for row in sessions]
