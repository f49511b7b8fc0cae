"""The public site's own pages."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import StoryBlock
from cms.models.blog import BlogIndexPage, BlogPost
from cms.models.stories import StoryIndexPage
from cms.models.vacancies import Vacancy, VacancyIndexPage
from cms.shareable import Shareable
from themes.models import Theme


class HomePage(Page):
    """The front page: who we are, the newest stories, the open vacancies."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("home page")

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        told = Theme.objects.live().filter(pieces__live=True).distinct()
        base = self.get_full_url(request).rstrip("/")
        themes = [{"location": base + reverse("cms:theme", args=[theme.slug])} for theme in told]
        return [*super().get_sitemap_urls(request), *themes]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        language = get_language() or ""
        stories = list(Shareable.objects.stories().newest().told_once(language).for_cards()[:7])
        return super().get_context(request, *args, **kwargs) | {
            "lead": stories[0] if stories else None,
            "stories": stories[1:],
            "posts": BlogPost.objects.newest().told_once(language).with_author().for_cards()[:3],
            "vacancies": Vacancy.objects.open().public().order_by("-date_posted", "-pk")[:5],
            "story_index": StoryIndexPage.objects.live().first(),
            "blog_index": BlogIndexPage.objects.live().first(),
            "vacancy_index": VacancyIndexPage.objects.live().first(),
        }


class StandardPage(Page):
    """A page about something, such as privacy."""

    body = StreamField(StoryBlock(), verbose_name=_("text"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]

    class Meta:
        verbose_name = _("page")
