"""Stories that the editors publish: articles of our own, and links to what others wrote."""

from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import StoryBlock
from cms.shareable import Shareable
from themes.models import Theme


class StoryIndexPage(Page):
    """Where stories stand."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.Article", "cms.ExternalLink", "cms.EventPage", "cms.VideoPage"]

    class Meta:
        verbose_name = _("stories")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        stories = Shareable.objects.child_of(self).newest().told_once(get_language() or "").for_cards()
        theme = Theme.objects.live().filter(slug=request.GET.get("theme", "")).first()
        if theme:
            stories = stories.filter(themes=theme)
        return super().get_context(request, *args, **kwargs) | {
            "stories": Paginator(stories, 13).get_page(request.GET.get("page")),
            "theme": theme,
            "all_themes": Theme.objects.live().filter(pieces__in=Shareable.objects.child_of(self).live()).distinct(),
        }


class Article(Shareable):
    """A story written here or imported from a feed; the author is named in words when they have no page of their own."""

    body = StreamField(StoryBlock(), verbose_name=_("text"), blank=True)
    byline = models.CharField(_("by"), max_length=160, blank=True)
    published_on = models.DateField(_("date of the story"), null=True, blank=True)
    canonical_url = models.URLField(_("first published at"), max_length=500, blank=True)

    content_panels = [
        *Shareable.content_panels,
        FieldPanel("byline"),
        FieldPanel("published_on"),
        FieldPanel("body"),
        FieldPanel("canonical_url"),
    ]
    search_fields = [*Shareable.search_fields, index.SearchField("body")]
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "scouts": [row.ambassador for row in self.hand_ins.credited(self)],
            "related": Shareable.objects.type(Article, ExternalLink).related_to(self).for_cards()[:3],
        }

    @property
    def shows_picture_above(self) -> bool:
        """Whether the picture stands above the text; not when the text shows it already."""
        in_text = [block["value"].get("image") for block in self.body.raw_data if block["type"] == "picture"]
        return self.picture_id is not None and self.picture_id not in in_text


class ExternalLink(Shareable):
    """Something worth sharing that stands elsewhere."""

    url_elsewhere = models.URLField(_("address"), max_length=500)
    source_name = models.CharField(_("published by"), max_length=120, blank=True)

    content_panels = [*Shareable.content_panels, FieldPanel("url_elsewhere"), FieldPanel("source_name")]
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("external link")
        verbose_name_plural = _("external links")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        scouts = [row.ambassador for row in self.hand_ins.credited(self)]
        return super().get_context(request, *args, **kwargs) | {"scouts": scouts}

    def share_target(self) -> str:
        """The address elsewhere."""
        return self.url_elsewhere


Article.edit_handler = Article.edit_tabs()
ExternalLink.edit_handler = ExternalLink.edit_tabs()
