"""Programmes, goals, themes and the outside world."""

from themes.models.conversations import CLEAR_SENTIMENT, Conversation, ConversationMatch, Mood
from themes.models.goals import KPI, Goal, KPIReading
from themes.models.listening import ListeningSource
from themes.models.organisation import HUES, Organisation, Reporting
from themes.models.outside import Stakeholder, StakeholderHandle
from themes.models.polled import Polled, PolledQuerySet
from themes.models.programme import Programme, ReadinessItem
from themes.models.themes import Theme, ThemeTerm

__all__ = [
    "CLEAR_SENTIMENT",
    "HUES",
    "KPI",
    "Conversation",
    "ConversationMatch",
    "Goal",
    "KPIReading",
    "ListeningSource",
    "Mood",
    "Organisation",
    "Polled",
    "PolledQuerySet",
    "Programme",
    "ReadinessItem",
    "Reporting",
    "Stakeholder",
    "StakeholderHandle",
    "Theme",
    "ThemeTerm",
]
