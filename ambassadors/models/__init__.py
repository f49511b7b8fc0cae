"""People, teams, links to themes, roles, contacts and support."""

from ambassadors.models.answers import AnswerRequest, ContactMoment
from ambassadors.models.coaching import CalendarLink, CoachPair, PairNote
from ambassadors.models.helpdesk import HelpdeskTerms, Question, Reply
from ambassadors.models.imports import PeopleImport
from ambassadors.models.invitations import Invitation
from ambassadors.models.links import Contact, PassedOver, Role, RoleAssignment, RoleOffer, ThemeLink
from ambassadors.models.managers import ProgrammeManager
from ambassadors.models.notices import MailPreferences, Newsletter, NewsletterText, Notice
from ambassadors.models.people import Ambassador, AmbassadorNetwork, Headcount, Team, ToldBy, User
from ambassadors.models.support import Policy, PolicyAcknowledgement

__all__ = [
    "Ambassador",
    "AmbassadorNetwork",
    "AnswerRequest",
    "CalendarLink",
    "CoachPair",
    "Contact",
    "ContactMoment",
    "Headcount",
    "HelpdeskTerms",
    "Invitation",
    "MailPreferences",
    "Newsletter",
    "NewsletterText",
    "Notice",
    "PairNote",
    "PassedOver",
    "PeopleImport",
    "Policy",
    "PolicyAcknowledgement",
    "ProgrammeManager",
    "Question",
    "Reply",
    "Role",
    "RoleAssignment",
    "RoleOffer",
    "Team",
    "ThemeLink",
    "ToldBy",
    "User",
]
