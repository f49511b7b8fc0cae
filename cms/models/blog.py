"""Blogs: what ambassadors write under their own name on the organisation's own site."""

from datetime import datetime
from typing import Any, Self

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager, WorkflowState
from wagtail.search import index

from ambassadors.models import Ambassador
from cms.blocks import POST_FEATURES
from cms.shareable import Shareable, ShareableQuerySet


class BlogIndexPage(RoutablePageMixin, Page):
    """Where blog posts stand; each author has an address below it."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.BlogPost"]

    class Meta:
        verbose_name = _("blog")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        posts = BlogPost.objects.child_of(self).newest().told_once(get_language() or "").with_author().for_cards()
        page = Paginator(posts, 12).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {"posts": page}

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        authors = Ambassador.objects.active().with_public_page().filter(blog_posts__live=True).distinct()
        base = self.get_full_url(request)
        pages = [{"location": base + self.reverse_subpage("author", args=[author.slug])} for author in authors]
        return [*super().get_sitemap_urls(request), *pages]

    @path("authors/<slug:slug>/", name="author")
    def author_page(self, request: HttpRequest, slug: str) -> TemplateResponse:
        """Show what an author wrote, where the author wants the world to see that page."""
        author = get_object_or_404(Ambassador.objects.active().with_public_page(), slug=slug)
        posts = (
            BlogPost.objects.child_of(self)
            .newest()
            .told_once(get_language() or "")
            .filter(author=author)
            .with_author()
            .for_cards()
        )
        context = {"author": author, "posts": Paginator(posts, 12).get_page(request.GET.get("page"))}
        return self.render(request, context_overrides=context, template="cms/author_page.html")


class BlogPostQuerySet(ShareableQuerySet):
    """Posts by who wrote them and how far they are."""

    def with_author(self) -> Self:
        """With the author's name and portrait."""
        return self.select_related("author__user")

    def with_progress(self) -> Self:
        """With how far each is with its editors; Wagtail's own prefetch looks for states of plain pages only."""
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        return self.annotate_approved_schedule().prefetch_related(
            models.Prefetch("_specific_workflow_states", queryset=states, to_attr="_current_workflow_states")
        )

    def by(self, author: Ambassador) -> Self:
        """Those of one author, the last touched first; what was thrown away is left out."""
        return self.filter(author=author, discarded_at=None).order_by("-latest_revision_created_at", "-pk")


class BlogPost(Shareable):
    """A post in an ambassador's own words; it goes live through Wagtail's moderation workflow."""

    class State(models.TextChoices):
        """How far a post is, as its author sees it."""

        DRAFT = "draft", _("draft")
        WAITING = "waiting", _("waiting for approval")
        CHANGES_ASKED = "changes_asked", _("changes asked")
        PLANNED = "planned", _("planned")
        LIVE = "live", _("live")

    author = models.ForeignKey(
        "ambassadors.Ambassador", models.PROTECT, related_name="blog_posts", verbose_name=_("author")
    )
    body = RichTextField(_("text"), features=POST_FEATURES, blank=True)
    discarded_at = models.DateTimeField(_("thrown away at"), null=True, blank=True, editable=False)

    objects = PageManager.from_queryset(BlogPostQuerySet)()

    content_panels = [*Shareable.content_panels, FieldPanel("author"), FieldPanel("body")]
    search_fields = [*Shareable.search_fields, index.SearchField("body"), index.FilterField("author_id")]
    parent_page_types = ["cms.BlogIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("blog post")
        verbose_name_plural = _("blog posts")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        related = BlogPost.objects.related_to(self).with_author().for_cards()
        return super().get_context(request, *args, **kwargs) | {"related": related[:3]}

    @property
    def state(self) -> "BlogPost.State":
        """How far it is; lists prefetch the workflow states for it."""
        workflow = self.current_workflow_state
        if workflow is not None:
            waits = workflow.status == WorkflowState.STATUS_IN_PROGRESS
            return self.State.WAITING if waits else self.State.CHANGES_ASKED
        if self.live:
            return self.State.LIVE
        return self.State.PLANNED if self.approved_schedule else self.State.DRAFT

    @property
    def planned_at(self) -> datetime | None:
        """When it goes live by itself; nothing where no editor approved that yet."""
        revision = self.scheduled_revision
        return revision.approved_go_live_at if revision is not None else None

    @property
    def editors_comment(self) -> str:
        """What the editor said when asking for changes."""
        workflow = self.current_workflow_state
        task = workflow.current_task_state if workflow is not None else None
        return task.comment if task is not None and self.state == self.State.CHANGES_ASKED else ""

    @property
    def is_writable(self) -> bool:
        """Whether the author may change it now; not while an editor is reading."""
        return self.discarded_at is None and self.state != self.State.WAITING


BlogPost.edit_handler = BlogPost.edit_tabs()
