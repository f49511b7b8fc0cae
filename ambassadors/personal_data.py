"""What this app knows about one person, as rows for the person's own export."""

from collections.abc import Sequence

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambassadors import helpdesk, privacy
from ambassadors.models import (
    Ambassador,
    Invitation,
    MailPreferences,
    Notice,
    PeopleImport,
    Question,
    Reply,
    ThemeLink,
    ToldBy,
)
from ambassadors.models.notices import Weekday
from themes.networks import choices as network_choices

_ACCOUNT = ("email", "first_name", "last_name", "language", "time_zone", "date_joined", "last_login")
_PROFILE = ("job_title", "location", "languages", "expertise", "interests", "bio", "slug", "pseudonym")
_ROLE = ("role__name", "theme__name", "starts_on", "ends_on", "asked_at", "accepted_at", "declined_at")
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

_KINDS_OF_MAIL = {
    "question": _("a question for you"),
    "question_unrouted": _("a question for which nobody was found"),
    "answer": _("an answer"),
    "policy": _("a reminder of the agreements"),
    "digest": _("your week"),
    "newsletter": _("newsletter"),
    "conversation": _("a question from outside"),
    "pair": _("a new coach or colleague"),
    "role_asked": _("a role for you"),
    "role_asked_again": _("a reminder of a role for you"),
    "offer_answer": _("the answer to your offer"),
    "proposal_answer": _("the answer to your proposal"),
    "offers": _("what colleagues offer"),
    "connection": _("a connected account that ends"),
    "hand_in": _("the answer to what you handed in"),
    "crisis": _("a stop of all sharing"),
    "urgent": _("something urgent"),
    "comment_answer": _("an answer beside a page"),
    "plan": _("a reminder of what you planned to share"),
    "plan_gone": _("a plan that is off"),
    "plan_review": _("plans to look at again"),
    "plan_failed": _("a post that could not be made for you"),
}


def register() -> None:
    """The export of every ambassador holds the rows of this app."""
    register_export = privacy.register_export
    network_names, languages = dict(network_choices()), dict(settings.LANGUAGES)
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
            "followers_told_by": _("Told by"),
            "followers_told_on": _("Told on"),
        },
        choices={"network": network_names, "followers_told_by": dict(ToldBy.choices)},
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
            "answer": _("Answer"),
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
        "managed_programmes",
        managed_programmes,
        title=_("Programmes that you manage"),
        words={"programme__name": _("Programme"), "created_at": _("Since")},
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
            "asked_at": _("Asked"),
            "accepted_at": _("Accepted"),
            "declined_at": _("Declined"),
        },
    )
    register_export(
        "role_offers",
        role_offers,
        title=_("Roles you offered to take"),
        words={
            "role__name": _("Role"),
            "theme__name": _("Theme"),
            "reason": _("Why"),
            "created_at": _("Offered"),
            "answered_at": _("Answered"),
            "is_accepted": _("Accepted"),
            "answer": _("Answer"),
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
    _register_support()


def _register_support() -> None:
    register_export = privacy.register_export
    register_export(
        "helpdesk_questions",
        asked,
        title=_("Questions you asked"),
        words={
            "question": _("Question"),
            "theme": _("Theme"),
            "asked_at": _("Asked"),
            "answered_at": _("Answered"),
            "thanked_at": _("Thanked"),
            "colleagues_may_find_it": _("Colleagues may find it"),
            "with_name": _("With your name"),
            "replies": _("What was said"),
        },
    )
    register_export(
        "helpdesk_answers",
        answered,
        title=_("Answers you gave"),
        words={"question__text": _("Question"), "text": _("Answer"), "created_at": _("When")},
    )
    register_export(
        "mails",
        mails,
        title=_("Mails to you"),
        words={"kind": _("Kind"), "due_at": _("Planned"), "sent_at": _("Sent")},
        choices={"kind": _KINDS_OF_MAIL},
    )
    register_export(
        "mail_choices",
        mail_choices,
        title=_("Mails you want"),
        words={
            "weekly_digest": _("Your week by mail"),
            "newsletter": _("Newsletter"),
            "conversations": _("Questions from outside"),
            "urgent": _("What is urgent"),
            "weekday": _("Day"),
            "quiet_from": _("No mails after"),
            "quiet_until": _("And not before"),
        },
        choices={"weekday": {str(day): name for day, name in Weekday.choices}},
    )
    privacy.on_leaving(leave_the_helpdesk)


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
    return list(
        ambassador.networks.values("network", "handle", "server", "followers", "followers_told_by", "followers_told_on")
    )


def policies(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """What the person agreed to."""
    return list(ambassador.acknowledgements.values("policy__title", "policy__version", "acknowledged_at"))


def themes(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The person's themes, and why."""
    return list(ambassador.theme_links.values("theme__name", "state", "reason", "answer", "created_at", "decided_at"))


def passed_over(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The themes for which a manager chose not to ask the person."""
    return list(ambassador.passed_over.values("theme__name", "created_at"))


def managed_programmes(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The programmes in whose team of managers the person is."""
    return list(ambassador.user.managed_programmes.values("programme__name", "created_at"))


def roles(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The roles held, now and before."""
    return list(ambassador.role_assignments.values(*_ROLE))


def role_offers(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The roles the person offered to take, and what was answered."""
    fields = ("role__name", "theme__name", "reason", "created_at", "answered_at", "is_accepted", "answer")
    return list(ambassador.role_offers.values(*fields))


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


def asked(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """What the person asked, what they added, and what was said."""
    return [
        {
            "question": question.text,
            "theme": str(question.theme or ""),
            "asked_at": question.asked_at,
            "answered_at": question.answered_at,
            "thanked_at": question.thanked_at,
            "colleagues_may_find_it": question.may_be_archived,
            "with_name": question.shows_name,
            "replies": "\n\n".join(reply.text for reply in question.replies.all()),
        }
        for question in ambassador.questions.select_related("theme").prefetch_related("replies")
    ]


def answered(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """What the person answered to others."""
    said = Reply.objects.filter(by=ambassador.user, is_answer=True)
    return list(said.values("question__text", "text", "created_at"))


def mails(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """The mails that left or wait, by kind."""
    return list(Notice.objects.filter(user=ambassador.user).values("kind", "due_at", "sent_at"))


def mail_choices(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Which mails the person wants, and when."""
    fields = ("weekly_digest", "newsletter", "conversations", "urgent", "weekday", "quiet_from", "quiet_until")
    return list(MailPreferences.objects.filter(ambassador=ambassador).values(*fields))


def leave_the_helpdesk(ambassador: Ambassador) -> None:
    """Who leaves has no questions here any more; what they answered stays without a name, what waited goes on."""
    ambassador.questions.all().delete()
    waiting = list(Question.objects.open().filter(expert=ambassador).with_people().select_related("programme"))
    for question in waiting:
        question.passed_by.add(ambassador)
        helpdesk.route(question, escalated=question.escalated_at is not None)
    Question.objects.filter(expert=ambassador).update(expert=None, why_expert="")
    Reply.objects.filter(by=ambassador.user).update(by=None)
    Notice.objects.filter(user=ambassador.user).delete()
    MailPreferences.objects.filter(ambassador=ambassador).delete()


def sign_in(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Passkeys, codes and sessions; never their secrets."""
    keys = Authenticator.objects.filter(user=ambassador.user).values("type", "created_at", "last_used_at")
    sessions = UserSession.objects.filter(user=ambassador.user).values("ip", "user_agent", "created_at", "last_seen_at")
    rows: list[privacy.Row] = [{"kind": "key", **row} for row in keys]
    return rows + [{"kind": "session", **row} for row in sessions]
