"""What the hub does when something happens below it."""

from django.apps import AppConfig
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from ambassadors.models import User
from cms.models import BlogPost, Shareable
from sharehub import tasks, urgent
from sharehub.edge import targets
from sharehub.recognition import badges, ledger
from sharehub.recruitment import stages


def connect() -> None:
    """The hub listens to Wagtail's signals."""
    page_published.connect(reward_published_blog, dispatch_uid="sharehub.reward_published_blog")
    page_published.connect(call_urgent, dispatch_uid="sharehub.call_urgent")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(point_links_anew, dispatch_uid="sharehub.point_links_anew")


def reward_published_blog(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """Whoever wrote a post that went live is thanked for it, once."""
    if isinstance(instance, BlogPost):
        ledger.reward_blog(instance)
        tasks.award_badges.delay_on_commit(instance.author_id)


def call_urgent(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """Of a piece that is urgent people are told once it is live."""
    if isinstance(instance, Shareable) and instance.is_urgent:
        by = getattr(kwargs.get("revision"), "user", None)
        made = urgent.call(instance, by=by if isinstance(by, User) else None)
        tasks.tell_urgent.delay_on_commit(made.pk)


def point_links_anew(sender: type[Page], instance: Page, **kwargs: object) -> None:
    """Links follow a page that moved, was renamed, went live or offline, and all below it."""
    if targets.unpoint(Page.objects.descendant_of(instance, inclusive=True)):
        tasks.point_links.delay_on_commit()


def ensure_badges(sender: AppConfig, **kwargs: object) -> None:
    """After every migration the badges of the rules are there."""
    badges.ensure_badges()


def ensure_stages(sender: AppConfig, **kwargs: object) -> None:
    """After every migration the five basic stages of the procedure are there."""
    stages.ensure_stages()
