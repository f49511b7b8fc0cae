"""Programmes, goals, themes and the outside world."""

from themes.models.goals import KPI, Goal, KPIReading
from themes.models.organisation import HUES, Organisation
from themes.models.outside import Conversation, Stakeholder, StakeholderHandle
from themes.models.programme import Programme, ReadinessItem
from themes.models.themes import Theme, ThemeTerm

__all__ = [
    "HUES",
    "KPI",
    "Conversation",
    "Goal",
    "KPIReading",
    "Organisation",
    "Programme",
    "ReadinessItem",
    "Stakeholder",
    "StakeholderHandle",
    "Theme",
    "ThemeTerm",
]
