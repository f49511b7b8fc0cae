"""What the pages of a new site are called: in the language of whoever reads, until an editor gives them another title."""

from django.db.models.signals import post_init
from django.utils.translation import gettext, gettext_noop
from wagtail.models import Page

from cms.access import in_every_language
from cms.models import BlogIndexPage, HandbookPage, HomePage, StoryIndexPage, VacancyIndexPage

START_TITLES: dict[type[Page], str] = {
    HomePage: gettext_noop("Home"),
    StoryIndexPage: gettext_noop("Stories"),
    BlogIndexPage: gettext_noop("Blog"),
    VacancyIndexPage: gettext_noop("Vacancies"),
    HandbookPage: gettext_noop("Handbook"),
}


def show_start_titles() -> None:
    """Wherever one of these pages is shown, on the site as in Wagtail, its title is in the reader's language."""
    for model in START_TITLES:
        post_init.connect(_show_title, sender=model)


def title_of(page: Page) -> str:
    """Return what a page is called, also when it was read without what is special to its kind."""
    model = page.cached_content_type.model_class()
    return _in_words(model, page.title) if model else page.title


def _show_title(sender: type[Page], instance: Page, **kwargs: object) -> None:
    for name in ("title", "draft_title"):
        if title := instance.__dict__.get(name):
            setattr(instance, name, _in_words(sender, title))


def _in_words(model: type[Page], title: str) -> str:
    """Return the title as text: Wagtail writes a page down by it, and takes no promise of one."""
    source = START_TITLES.get(model, "")
    return gettext(source) if source and title in in_every_language(source) else title
