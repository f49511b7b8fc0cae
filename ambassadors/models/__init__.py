"""People, teams, links to themes, roles, contacts and support."""

from ambassadors.models.answers import AnswerRequest, ContactMoment
from ambassadors.models.imports import PeopleImport
from ambassadors.models.invitations import Invitation
from ambassadors.models.links import Contact, PassedOver, Role, RoleAssignment, ThemeLink
from ambassadors.models.managers import ProgrammeManager
from ambassadors.models.people import Ambassador, AmbassadorNetwork, Headcount, Team, User
from ambassadors.models.support import Policy, PolicyAcknowledgement

__all__ = [
    "Ambassador",
    "AmbassadorNetwork",
    "AnswerRequest",
    "Contact",
    "ContactMoment",
    "Headcount",
    "Invitation",
    "PassedOver",
    "PeopleImport",
    "Policy",
    "PolicyAcknowledgement",
    "ProgrammeManager",
    "Role",
    "RoleAssignment",
    "Team",
    "ThemeLink",
    "User",
]
