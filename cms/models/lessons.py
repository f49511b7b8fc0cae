"""The handbook: short lessons per role and theme, and how far each person is. Read in the app, not by the world."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager, PageQuerySet

from ambassadors.models import Ambassador, Role
from cms.blocks import LessonBlock
from themes.models import Theme


class Place(models.TextChoices):
    """Where in the app a lesson's tip is shown."""

    HOME = "home", _("Home")
    SHARE = "share", _("Sharing")
    WRITE = "write", _("Writing")
    REACH = "reach", _("My reach")


class InTheApp(Page):
    """A page that is read in the app: its own address leads there, and no menu, search engine or site map names it."""

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Go to where the app shows it; who has not logged in is asked to."""
        return redirect(self.app_address())

    def app_address(self) -> str:
        """Return the address in the app."""
        raise NotImplementedError

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, object]]:
        return []


class HandbookPage(InTheApp):
    """Where lessons stand."""

    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.LessonPage"]
    max_count = 1

    class Meta:
        verbose_name = _("handbook")

    def app_address(self) -> str:
        """The list of lessons."""
        return "/app/lessons/"


class LessonQuerySet(PageQuerySet):
    """Lessons by for whom they are."""

    def for_ambassador(self, ambassador: Ambassador) -> Self:
        """Live lessons in a language the person reads, for everybody or for their roles and themes.

        Those of the person's own roles and themes come first, then in the handbook's order; each tells whether it is finished.
        """
        roles = LessonPage.roles.through.objects.filter(lessonpage=OuterRef("pk"))
        themes = LessonPage.themes.through.objects.filter(lessonpage=OuterRef("pk"))
        held = ambassador.role_assignments.current().values("role")
        followed = ambassador.theme_links.filter(state="accepted").values("theme")
        mine_by_role, mine_by_theme = roles.filter(role__in=held), themes.filter(theme__in=followed)
        done = LessonProgress.objects.filter(lesson=OuterRef("pk"), ambassador=ambassador).exclude(finished_at=None)
        return (
            self.live()
            .filter(language=ambassador.user.language)
            .filter(Q(~Exists(roles)) | Exists(mine_by_role), Q(~Exists(themes)) | Exists(mine_by_theme))
            .annotate(
                is_finished=Exists(done),
                is_for_everybody=Case(
                    When(Exists(roles) | Exists(themes), then=Value(0)), default=Value(1), output_field=IntegerField()
                ),
            )
            .order_by("is_for_everybody", "path")
        )


class LessonPage(InTheApp):
    """A lesson of a few minutes: text, pictures and a question or two."""

    summary = models.CharField(_("what one can do afterwards"), max_length=160)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=3)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="nl")
    body = StreamField(LessonBlock(), verbose_name=_("lesson"))
    themes = ParentalManyToManyField(Theme, blank=True, related_name="+", verbose_name=_("only for these themes"))
    roles = ParentalManyToManyField(Role, blank=True, related_name="+", verbose_name=_("only for these roles"))
    tip = models.CharField(
        _("tip in one sentence"),
        max_length=160,
        blank=True,
        help_text=_("Shown where it helps, with a link to the lesson."),
    )
    place = models.CharField(_("where the tip is shown"), max_length=10, choices=Place, blank=True)

    objects = PageManager.from_queryset(LessonQuerySet)()

    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("language"), FieldPanel("minutes"), FieldPanel("roles"), FieldPanel("themes")], _("For whom")
        ),
        MultiFieldPanel([FieldPanel("tip"), FieldPanel("place")], _("Tip in context")),
    ]
    parent_page_types = ["cms.HandbookPage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def app_address(self) -> str:
        """The lesson in the app."""
        return f"/app/lessons/{self.pk}/"

    def questions(self) -> list[str]:
        """Return the ids of the questions in the lesson."""
        return [str(block.id) for block in self.body if block.block_type == "question"]


class LessonProgressQuerySet(models.QuerySet["LessonProgress"]):
    """Progress by whether it came to an end."""

    def finished(self) -> Self:
        """Of those who finished the lesson."""
        return self.exclude(finished_at=None)


class LessonProgress(models.Model):
    """How far one person is with one lesson: nobody else's business."""

    lesson = models.ForeignKey(LessonPage, models.CASCADE, related_name="progress")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="lesson_progress")
    answers = models.JSONField(_("answers"), default=dict)  # id of the question: index of the chosen answer
    started_at = models.DateTimeField(_("started at"), default=timezone.now)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = LessonProgressQuerySet.as_manager()

    class Meta:
        verbose_name = _("progress of a lesson")
        verbose_name_plural = _("progress of lessons")
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(fields=["lesson", "ambassador"], name="a lesson is followed once a person")
        ]

    def __str__(self) -> str:
        return f"{self.ambassador} · {self.lesson_id}"
