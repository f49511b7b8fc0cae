"""Shares and links, visits and reach, recognition, recruitment."""

from sharehub.models.bonuses import ReferralBonus
from sharehub.models.challenges import Challenge
from sharehub.models.choices import PieceChoice
from sharehub.models.connections import Connection, ServerApp
from sharehub.models.contests import Contest, ContestEntry, ContestVote
from sharehub.models.crisis import Crisis
from sharehub.models.doors import PersonalLink
from sharehub.models.engagement import Engagement
from sharehub.models.kudos_reports import KudosReport
from sharehub.models.media_value import MediaPrice, MediaValue
from sharehub.models.networks import NetworkServer
from sharehub.models.plans import PlannedShare, PlanPreferences, PushDevice
from sharehub.models.publications import Publication
from sharehub.models.pulse import Pulse, PulseAnswer, PulseReply
from sharehub.models.rates import OrganicRate
from sharehub.models.reach import DailyReach, DirtyDay, ReachByGroup
from sharehub.models.recognition import Badge, BadgeAward, Kudos, LedgerEntry
from sharehub.models.recruitment import (
    Application,
    ATSKey,
    Credit,
    ProcedureStep,
    RecruitmentSettings,
    StageChange,
    Touch,
)
from sharehub.models.reports import Report, ReportSubscription, StatementVersion
from sharehub.models.rules import PointRules
from sharehub.models.shares import RemovedLink, Share, TrackedLink
from sharehub.models.urgent import UrgentCall
from sharehub.models.visits import DayKey, JournalPosition, UserAgent, Visit
from sharehub.models.wall import Highlight, WallLink
from sharehub.models.webhooks import WebhookDelivery, WebhookReceipt, WebhookSource, WebhookTarget
from sharehub.models.wording import ReservedText

__all__ = [
    "ATSKey",
    "Application",
    "Badge",
    "BadgeAward",
    "Challenge",
    "Connection",
    "Contest",
    "ContestEntry",
    "ContestVote",
    "Credit",
    "Crisis",
    "DailyReach",
    "DayKey",
    "DirtyDay",
    "Engagement",
    "Highlight",
    "JournalPosition",
    "Kudos",
    "KudosReport",
    "LedgerEntry",
    "MediaPrice",
    "MediaValue",
    "NetworkServer",
    "OrganicRate",
    "PersonalLink",
    "PieceChoice",
    "PlanPreferences",
    "PlannedShare",
    "PointRules",
    "ProcedureStep",
    "Publication",
    "Pulse",
    "PulseAnswer",
    "PulseReply",
    "PushDevice",
    "ReachByGroup",
    "RecruitmentSettings",
    "ReferralBonus",
    "RemovedLink",
    "Report",
    "ReportSubscription",
    "ReservedText",
    "ServerApp",
    "Share",
    "StageChange",
    "StatementVersion",
    "Touch",
    "TrackedLink",
    "UrgentCall",
    "UserAgent",
    "Visit",
    "WallLink",
    "WebhookDelivery",
    "WebhookReceipt",
    "WebhookSource",
    "WebhookTarget",
]
