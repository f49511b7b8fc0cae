"""What content does when something is published."""

from wagtail.models import Page
from wagtail.signals import page_published

from cms import tasks
from cms.shareable import Shareable


def connect() -> None:
    """Content listens to Wagtail's signals."""
    page_published.connect(take_words, dispatch_uid="cms.take_words")


def take_words(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """What was published can be found by its words."""
    if isinstance(instance, Shareable):
        tasks.take_words.delay_on_commit(instance.pk)
