"""What the hub does when something happens below it."""

from django.apps import AppConfig
from wagtail.models import Page
from wagtail.signals import page_published

from cms.models import BlogPost
from sharehub import tasks
from sharehub.recognition import badges, ledger


def connect() -> None:
    """The hub listens to Wagtail's signals."""
    page_published.connect(reward_published_blog, dispatch_uid="sharehub.reward_published_blog")


def reward_published_blog(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """Whoever wrote a post that went live is thanked for it, once."""
    if isinstance(instance, BlogPost):
        ledger.reward_blog(instance)
        tasks.award_badges.delay_on_commit(instance.author_id)


def ensure_badges(sender: AppConfig, **kwargs: object) -> None:
    """After every migration the badges of the rules are there."""
    badges.ensure_badges()
