"""Pages, pictures, feeds, vacancies and the content plan."""

from cms.models.advice import AdvicePreferences
from cms.models.blog import BlogIndexPage, BlogPost
from cms.models.events import EventPage, VideoPage
from cms.models.feeds import FeedImport, FeedProposal, FeedSource, ImportedItem, ImportedPicture
from cms.models.hand_ins import HandIn
from cms.models.lessons import HandbookPage, LessonPage, LessonProgress
from cms.models.pages import HomePage, StandardPage
from cms.models.pictures import Picture, PictureRendition
from cms.models.planning import MakingStep, PlanCalendarLink, PlannedPiece, Spreading, Story
from cms.models.search import SearchText
from cms.models.stories import Article, ExternalLink, StoryIndexPage
from cms.models.vacancies import Vacancy, VacancyIndexPage
from cms.models.vacancy_sources import AdvertisedVacancy, VacancySource
from cms.shareable import Shareable, TextVariant

__all__ = [
    "AdvertisedVacancy",
    "AdvicePreferences",
    "Article",
    "BlogIndexPage",
    "BlogPost",
    "EventPage",
    "ExternalLink",
    "FeedImport",
    "FeedProposal",
    "FeedSource",
    "HandIn",
    "HandbookPage",
    "HomePage",
    "ImportedItem",
    "ImportedPicture",
    "LessonPage",
    "LessonProgress",
    "MakingStep",
    "Picture",
    "PictureRendition",
    "PlanCalendarLink",
    "PlannedPiece",
    "SearchText",
    "Shareable",
    "Spreading",
    "StandardPage",
    "Story",
    "StoryIndexPage",
    "TextVariant",
    "Vacancy",
    "VacancyIndexPage",
    "VacancySource",
    "VideoPage",
]
