"""Shares and links, visits and reach, recognition, recruitment."""

from sharehub.models.choices import PieceChoice
from sharehub.models.rates import OrganicRate
from sharehub.models.reach import DailyReach, DirtyDay, ReachByGroup
from sharehub.models.recognition import Badge, BadgeAward, Kudos, LedgerEntry
from sharehub.models.recruitment import Application, StageChange
from sharehub.models.shares import Share, TrackedLink
from sharehub.models.visits import UserAgent, Visit

__all__ = [
    "Application",
    "Badge",
    "BadgeAward",
    "DailyReach",
    "DirtyDay",
    "Kudos",
    "LedgerEntry",
    "OrganicRate",
    "PieceChoice",
    "ReachByGroup",
    "Share",
    "StageChange",
    "TrackedLink",
    "UserAgent",
    "Visit",
]
