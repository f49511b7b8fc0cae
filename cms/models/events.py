"""Events and videos: what can be shared that is not read."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from cms.blocks import PARAGRAPH_FEATURES
from cms.shareable import Shareable, ShareableForm


class EventForm(ShareableForm):
    """An event goes out with a time and a place."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.goes_out and not data.get("starts_at"):
            self.add_error("starts_at", _("Say when it begins."))
        if self.goes_out and not (data.get("place") or data.get("online_url")):
            self.add_error("place", _("Say where it is, or the address where it can be followed."))
        return data


class EventPage(Shareable):
    """Something that one can come to, here or online; also as a file for a calendar program."""

    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    online_url = models.URLField(_("or online at"), max_length=500, blank=True)
    sign_up_url = models.URLField(_("where one signs up"), max_length=500, blank=True)
    description = RichTextField(_("what happens"), features=PARAGRAPH_FEATURES, blank=True)

    base_form_class = EventForm
    content_panels = [
        *Shareable.content_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                FieldPanel("place"),
                FieldPanel("online_url"),
                FieldPanel("sign_up_url"),
            ],
            _("When and where"),
        ),
        FieldPanel("description"),
    ]
    search_fields = [*Shareable.search_fields, index.SearchField("description"), index.SearchField("place")]
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("It ends after it begins.")})

    @property
    def last_moment(self) -> datetime | None:
        """When it is over, as far as is known."""
        return self.ends_at or self.starts_at

    @property
    def is_over(self) -> bool:
        """Whether one can no longer come."""
        return self.last_moment is not None and self.last_moment < timezone.now()

    @property
    def is_on_one_day(self) -> bool:
        """Whether it ends on the day on which it begins."""
        if not self.starts_at or not self.ends_at:
            return True
        return timezone.localdate(self.starts_at) == timezone.localdate(self.ends_at)

    @property
    def calendar_path(self) -> str:
        """The path of its file for calendar programs."""
        return reverse("cms:event_calendar", args=[self.pk])


class VideoForm(ShareableForm):
    """A video goes out with its words, for who cannot hear it or does not want to."""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.goes_out and not strip_tags(data.get("transcript") or "").strip():
            self.add_error("transcript", _("Write down what is said and shown, for people who cannot hear or see it."))
        return data


class VideoPage(Shareable):
    """A video that stands elsewhere, with its words here; nothing of the other side is loaded before one follows the link."""

    video_url = models.URLField(_("address of the video"), max_length=500)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    transcript = RichTextField(_("what is said and shown"), features=PARAGRAPH_FEATURES, blank=True)

    base_form_class = VideoForm
    content_panels = [
        *Shareable.content_panels,
        FieldRowPanel([FieldPanel("video_url"), FieldPanel("minutes")]),
        FieldPanel("transcript"),
    ]
    search_fields = [*Shareable.search_fields, index.SearchField("transcript")]
    parent_page_types = ["cms.StoryIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")


EventPage.edit_handler = EventPage.edit_tabs()
VideoPage.edit_handler = VideoPage.edit_tabs()
