"""Blogs: what ambassadors write under their own name on the organisation's own site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import PARAGRAPH_FEATURES
from cms.shareable import Shareable


class BlogIndexPage(RoutablePageMixin, Page):
    """Where blog posts stand; each author has an address below it."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.BlogPost"]

    class Meta:
        verbose_name = _("blog")


class BlogPost(Shareable):
    """A post in an ambassador's own words; it goes live through Wagtail's moderation workflow."""

    author = models.ForeignKey(
        "ambassadors.Ambassador", models.PROTECT, related_name="blog_posts", verbose_name=_("author")
    )
    body = RichTextField(_("text"), features=PARAGRAPH_FEATURES, blank=True)

    content_panels = [*Shareable.content_panels, FieldPanel("author"), FieldPanel("body")]
    search_fields = [*Shareable.search_fields, index.SearchField("body"), index.FilterField("author_id")]
    parent_page_types = ["cms.BlogIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("blog post")
        verbose_name_plural = _("blog posts")


BlogPost.edit_handler = BlogPost.edit_tabs()
