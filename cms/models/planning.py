"""The content plan: a story, the pieces it is told in, who makes them, and where and when they are spread."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.models import Orderable, Revision

from ambassadors.models import Role
from ambassadors.models.coaching import CalendarAddress
from cms.audience_panel import audience_panel
from cms.audiences import AudienceFields, ForAudience
from cms.shareable import Shareable
from themes.choice_array import ChoiceArrayField
from themes.forms.dates import DateInput
from themes.models import Programme, Theme
from themes.networks import choices, name_of
from themes.permissions import EDITOR, HR, MANAGER


class Importance(models.IntegerChoices):
    """What comes first when not everything can."""

    HIGH = 1, _("high")
    NORMAL = 2, _("normal")
    LOW = 3, _("low")


class StoryQuerySet(models.QuerySet["Story"]):
    """Stories by where they belong."""

    def of(self, programme: Programme) -> Self:
        """Those of a programme's themes."""
        return self.filter(theme__programme=programme)

    def with_pieces(self) -> Self:
        """With their pieces and all that stands at those."""
        pieces = PlannedPiece.objects.for_the_plan()
        return self.select_related("theme__programme").prefetch_related(models.Prefetch("pieces", pieces))


class Story(models.Model):
    """Something worth telling, for which several pieces are made; and how we will know that it did something."""

    class Measure(models.TextChoices):
        """What can be told of single pieces afterwards."""

        SHARES = "shares", _("how often colleagues share it")
        VISITORS = "visitors", _("how many people come to read it")

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="stories", verbose_name=_("theme"))
    title = models.CharField(_("story"), max_length=160)
    point = models.TextField(
        _("what people should remember"),
        blank=True,
        help_text=_("One or two sentences; every piece says this in its own way."),
    )
    measure = models.CharField(_("what we will measure"), max_length=10, choices=Measure, default=Measure.VISITORS)
    expected = models.PositiveIntegerField(
        _("what we hope for"), null=True, blank=True, help_text=_("A number, so that you can compare afterwards.")
    )
    learned = models.TextField(
        _("what we learned"), blank=True, help_text=_("Afterwards: do it again, or differently?")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StoryQuerySet.as_manager()

    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("theme"),
        FieldPanel("point"),
        MultiFieldPanel([FieldRowPanel([FieldPanel("measure"), FieldPanel("expected")])], _("What it should do")),
        FieldPanel("learned"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cms_plan_story", args=[self.pk])


class PlannedPieceQuerySet(models.QuerySet["PlannedPiece"]):
    """Pieces by when they go out."""

    def for_the_plan(self) -> Self:
        """With all that the plan shows of a piece, the most important first."""
        return (
            self.select_related("story__theme__programme", "page")
            .prefetch_related("steps__maker", "spreadings__role", "waits_for", "audience_teams", "audience_roles")
            .order_by("importance", "goes_out_on", "pk")
        )

    def with_progress(self) -> Self:
        """With all that their state asks for, in the same query."""
        steps = MakingStep.objects.filter(piece=OuterRef("pk"))
        page = Cast(OuterRef("page"), CharField())
        approved = Revision.page_revisions.filter(object_id=page, approved_go_live_at__isnull=False)
        late = steps.filter(done_at=None, due_on__lt=timezone.localdate())
        is_made = Case(
            When(Exists(steps), then=~Exists(steps.filter(done_at=None))),
            When(page__live=True, then=Value(True)),
            default=Exists(approved),
        )
        return self.select_related("page").annotate(nothing_to_make=is_made, has_late_step=Exists(late))

    def in_reserve(self) -> Self:
        """Those without a day, to be used when they are needed; the most important first."""
        return self.filter(goes_out_on=None).order_by("importance", "title", "pk")

    def touching(self, start: date, end: date) -> Self:
        """Those of which something happens between two days, both included."""
        inside = {"gte": start, "lte": end}
        found = Q()
        for path in ("goes_out_on", "steps__due_on", "spreadings__day"):
            found |= Q(**{f"{path}__{word}": day for word, day in inside.items()})
        return self.filter(found).distinct()

    def live(self, at: datetime) -> Self:
        """Those of which the page is there to share, or was."""
        opened = Q(page__share_from=None) | Q(page__share_from__lte=at)
        return self.filter(opened, page__live=True)

    def evergreen(self, at: datetime) -> Self:
        """Live ones that stay true and for which nothing is planned from today on: to be spread again when what they wait for happens."""
        today = timezone.localdate(at)
        later = Spreading.objects.filter(piece=OuterRef("pk"), day__gte=today)
        closed = Q(page__share_until__lte=at) | Q(goes_out_on__gte=today)
        found = self.live(at).exclude(trigger="").exclude(closed).exclude(Exists(later))
        return found.order_by("importance", "title", "pk")

    def ahead(self, now: datetime, end: date) -> Self:
        """What should have gone out and did not, and what goes out or is spread again from today up to a day; the soonest first.

        `seen_on` is the day that counts.
        """
        today = timezone.localdate(now)
        moments = Spreading.objects.filter(piece=OuterRef("pk"), day__gte=today, day__lte=end).order_by("day")
        missed = Q(goes_out_on__lt=today) & ~Q(pk__in=PlannedPiece.objects.live(now).order_by().values("pk"))
        first = Q(goes_out_on__gte=today, goes_out_on__lte=end) | missed
        found = self.annotate(again_on=Subquery(moments.values("day")[:1]))
        found = found.annotate(seen_on=Case(When(first, then=F("goes_out_on")), default=F("again_on")))
        return found.exclude(seen_on=None).order_by("seen_on", "importance", "pk")

    def coming(self, since: date) -> Self:
        """Those that go out, or are spread again, on a day or later."""
        return self.filter(Q(goes_out_on__gte=since) | Q(spreadings__day__gte=since)).distinct()


class PlannedPieceForm(AudienceFields, WagtailAdminModelForm):
    """The piece in Wagtail's editor."""

    def clean_waits_for(self) -> Any:
        chosen = self.cleaned_data["waits_for"]
        return chosen.exclude(pk=self.instance.pk) if self.instance.pk else chosen


class PlannedPiece(ForAudience, ClusterableModel):
    """One piece of a story: what kind, when it goes out, what it waits for; its page once there is one."""

    class Kind(models.TextChoices):
        ARTICLE = "article", _("article")
        LINK = "link", _("external link")
        VIDEO = "video", _("video")
        EVENT = "event", _("event")
        VACANCY = "vacancy", _("vacancy")
        BLOG = "blog", _("blog post")

    class State(models.TextChoices):
        RESERVE = "reserve", _("in reserve")
        MAKING = "making", _("being made")
        READY = "ready", _("ready")
        LIVE = "live", _("live")

    story = models.ForeignKey(Story, models.CASCADE, related_name="pieces", verbose_name=_("story"))
    title = models.CharField(_("piece"), max_length=160)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ARTICLE)
    importance = models.PositiveSmallIntegerField(_("importance"), choices=Importance, default=Importance.NORMAL)
    goes_out_on = models.DateField(
        _("goes out on"), null=True, blank=True, help_text=_("Empty: in reserve, for a day that needs something.")
    )
    trigger = models.CharField(
        _("or when this happens"),
        max_length=120,
        blank=True,
        help_text=_("For a piece that stays true: “first frost”."),
    )
    buffer_days = models.PositiveSmallIntegerField(
        _("days to spare"), default=2, help_text=_("Between the last thing to be made and the day it goes out.")
    )
    waits_for = ParentalManyToManyField(
        "self", symmetrical=False, blank=True, related_name="followed_by", verbose_name=_("comes after these pieces")
    )
    page = models.ForeignKey(
        Shareable, models.SET_NULL, null=True, blank=True, related_name="planned", verbose_name=_("page")
    )
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlannedPieceQuerySet.as_manager()
    base_form_class = PlannedPieceForm

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("story"), FieldPanel("kind"), FieldPanel("importance")]),
                    FieldPanel("goes_out_on", widget=DateInput),
                    FieldPanel("trigger"),
                    FieldPanel("note"),
                    FieldPanel("page"),
                ],
                heading=_("Piece"),
            ),
            ObjectList(
                [
                    InlinePanel("steps", heading=_("What has to be made, in this order"), label=_("step")),
                    FieldPanel("buffer_days"),
                    FieldPanel("waits_for"),
                ],
                heading=_("Making"),
            ),
            ObjectList(
                [audience_panel(), InlinePanel("spreadings", heading=_("Again, or elsewhere"), label=_("moment"))],
                heading=_("Spreading"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("planned piece")
        verbose_name_plural = _("planned pieces")
        ordering = ["importance", "goes_out_on", "pk"]
        indexes = [models.Index(fields=["goes_out_on"], name="planned_piece_by_day")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cms_plan_story", args=[self.story_id]) + f"#piece-{self.pk}"

    @property
    def state(self) -> "PlannedPiece.State":
        """How far it is; lists ask for pieces `with_progress`, or prefetch their steps."""
        if self.page is not None and self.page.live and self.page.has_opened:
            return self.State.LIVE
        if self.goes_out_on is None:
            return self.State.RESERVE
        return self.State.READY if self.is_made else self.State.MAKING

    @property
    def is_made(self) -> bool:
        """Whether nothing is left to make; without steps nobody says so but whoever publishes it, if only for a later moment."""
        counted: bool | None = self.__dict__.get("nothing_to_make")
        if counted is not None:
            return counted
        steps = self.steps.all()
        return all(step.done_at for step in steps) if steps else self.page is not None and self.page.is_on_its_way

    @property
    def is_late(self) -> bool:
        """Whether its day passed without it, or something should have been made for it by now."""
        if self.state == self.State.LIVE:
            return False
        if self.goes_out_on is not None and self.goes_out_on < timezone.localdate():
            return True
        counted: bool | None = self.__dict__.get("has_late_step")
        return any(step.is_late for step in self.steps.all()) if counted is None else counted

    @property
    def last_due_on(self) -> date | None:
        """The day on which the last step that is still open should be done."""
        return max((step.due_on for step in self.steps.all() if step.due_on and not step.done_at), default=None)

    def theme_ids(self) -> list[int]:
        """Return the theme of its story."""
        return [self.story.theme_id]

    def move(self, day: date | None) -> None:
        """It goes out on that day, or on none; the moments after it keep their distance."""
        before, self.goes_out_on = self.goes_out_on, day
        self.save(update_fields=["goes_out_on"])
        if before and day and before != day:
            self.shift_spreadings(day - before)

    def shift_spreadings(self, by: timedelta) -> None:
        """The moments at which it is spread again are so much later."""
        Spreading.objects.filter(piece=self).update(day=models.F("day") + by)


def _makers() -> Q:
    """Those who work on content; everybody else is named in words."""
    works_here = Q(groups__name__in=(EDITOR, HR, MANAGER)) | Q(managed_programmes__isnull=False)
    members = get_user_model().objects.filter(works_here, is_active=True)
    return Q(pk__in=members.values("pk"))


class MakingStep(Orderable):
    """Something that has to be made for a piece, after the step before it."""

    piece = ParentalKey(PlannedPiece, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("what"), max_length=120)
    maker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="making_steps",
        limit_choices_to=_makers,
        verbose_name=_("who"),
    )
    helper = models.CharField(_("together with"), max_length=120, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True, editable=False)

    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("maker"), FieldPanel("helper"), FieldPanel("due_on", widget=DateInput)]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("step of making")
        verbose_name_plural = _("steps of making")

    def __str__(self) -> str:
        return self.title

    @property
    def is_late(self) -> bool:
        """Whether it should have been done."""
        return self.done_at is None and self.due_on is not None and self.due_on < timezone.localdate()


class Spreading(Orderable):
    """A further moment at which a piece is spread: where, and by whom."""

    piece = ParentalKey(PlannedPiece, on_delete=models.CASCADE, related_name="spreadings")
    day = models.DateField(_("day"))
    networks = ChoiceArrayField(
        models.CharField(max_length=20, choices=choices), verbose_name=_("networks"), default=list, blank=True
    )
    role = models.ForeignKey(
        Role, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by which role")
    )

    panels: ClassVar[list[Any]] = [
        FieldRowPanel([FieldPanel("day", widget=DateInput), FieldPanel("role")]),
        FieldPanel("networks"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("moment of spreading")
        verbose_name_plural = _("moments of spreading")
        ordering: ClassVar[list[str]] = ["day", "sort_order"]

    def __str__(self) -> str:
        return f"{self.day}: {self.piece}"

    @property
    def network_names(self) -> list[str]:
        """The networks by name."""
        return [name_of(key) for key in self.networks]


class PlanCalendarLink(CalendarAddress):
    """The address of the plan in somebody's own calendar program."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="plan_calendar_link")

    class Meta:
        verbose_name = _("calendar link of the plan")
        verbose_name_plural = _("calendar links of the plan")

    def __str__(self) -> str:
        return f"{self.user}"
