"""Pages, pictures, feeds and vacancies."""

from cms.models.blog import BlogIndexPage, BlogPost
from cms.models.feeds import FeedImport, FeedSource, ImportedItem, ImportedPicture
from cms.models.lessons import HandbookPage, LessonPage, LessonProgress
from cms.models.pages import HomePage, StandardPage
from cms.models.pictures import Picture, PictureRendition
from cms.models.stories import Article, ExternalLink, StoryIndexPage
from cms.models.vacancies import Vacancy, VacancyIndexPage
from cms.shareable import Shareable, TextVariant

__all__ = [
    "Article",
    "BlogIndexPage",
    "BlogPost",
    "ExternalLink",
    "FeedImport",
    "FeedSource",
    "HandbookPage",
    "HomePage",
    "ImportedItem",
    "ImportedPicture",
    "LessonPage",
    "LessonProgress",
    "Picture",
    "PictureRendition",
    "Shareable",
    "StandardPage",
    "StoryIndexPage",
    "TextVariant",
    "Vacancy",
    "VacancyIndexPage",
]
