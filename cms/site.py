"""The pages that the public site cannot do without; made where they are missing."""

from typing import TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission, Page, Site

from cms.access import name_workflow
from cms.models import BlogIndexPage, HandbookPage, HomePage, StoryIndexPage, VacancyIndexPage
from cms.start_titles import START_TITLES
from themes.permissions import HR

PageType = TypeVar("PageType", bound=Page)


@transaction.atomic
def lay_out(name: str = "") -> HomePage:
    """The site has its front page with stories, blog and vacancies below it, and answers at WEB_BASE_URL."""
    front = HomePage.objects.first()
    if front is None:
        root = Page.objects.get(depth=1)
        front = root.add_child(instance=HomePage(title=name or _(START_TITLES[HomePage]), slug="front"))
    welcome = Page.objects.filter(depth=2, content_type__model="page").first()
    answer_at_base_url(front)
    if welcome is not None and not welcome.get_children().exists():
        welcome.delete()
    for model, slug in (
        (StoryIndexPage, "stories"),
        (BlogIndexPage, "blog"),
        (VacancyIndexPage, "vacancies"),
    ):
        if not model.objects.exists():
            front.add_child(instance=model(title=_(START_TITLES[model]), slug=slug, show_in_menus=True))
    if not HandbookPage.objects.exists():
        front.add_child(instance=HandbookPage(title=_(START_TITLES[HandbookPage]), slug="handbook"))
    let_hr_edit_vacancies()
    name_workflow()
    return front


def index_page(model: type[PageType]) -> PageType:
    """Return the page below which pages of a kind stand, made when it is missing."""
    page = model.objects.first()
    if page is None:
        lay_out()
        page = model.objects.get()
    return page


def let_hr_edit_vacancies() -> None:
    """HR may write and publish vacancies in Wagtail, and no other page."""
    group = Group.objects.filter(name=HR).first()
    page = VacancyIndexPage.objects.first()
    if group is None or page is None:
        return
    admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.add(admin)
    wanted = Permission.objects.filter(
        content_type__app_label="wagtailcore", codename__in=["add_page", "change_page", "publish_page"]
    )
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def answer_at_base_url(front: HomePage) -> None:
    """The site stands at WEB_BASE_URL, so that addresses in mails and feeds lead there."""
    base = urlsplit(settings.WEB_BASE_URL)
    port = base.port or (443 if base.scheme == "https" else 80)
    wanted = {"hostname": base.hostname or "localhost", "port": port, "root_page": front, "site_name": front.title}
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(is_default_site=True, **wanted)
        return
    Site.objects.filter(hostname=wanted["hostname"], port=port).exclude(pk=site.pk).delete()
    for name, value in wanted.items():
        setattr(site, name, value)
    site.save()
