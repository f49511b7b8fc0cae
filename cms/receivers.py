"""What content does when something is published."""

from wagtail.models import Page
from wagtail.signals import page_published

from cms import tasks
from cms.shareable import Shareable


def connect() -> None:
    """Content listens to Wagtail's signals."""
    page_published.connect(draw_avif, dispatch_uid="cms.draw_avif")
    page_published.connect(take_words, dispatch_uid="cms.take_words")


def draw_avif(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """The picture of what was published is drawn in the format that takes long."""
    if isinstance(instance, Shareable) and instance.picture_id:
        tasks.draw_avif.delay_on_commit(instance.pk)


def take_words(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """What was published can be found by its words."""
    if isinstance(instance, Shareable):
        tasks.take_words.delay_on_commit(instance.pk)
