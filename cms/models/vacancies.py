"""Vacancies, with the properties of schema.org's JobPosting."""

import re
from datetime import datetime, time, timedelta
from typing import Any, Self

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page, PageManager
from wagtail.search import index

from ambassadors.models import User
from cms.blocks import PARAGRAPH_FEATURES
from cms.shareable import Shareable, ShareableQuerySet
from cms.vacancy_panel import SourcePanel


class VacancyIndexPage(Page):
    """Where vacancies stand."""

    introduction = models.TextField(_("introduction"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("introduction")]
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.Vacancy"]

    class Meta:
        verbose_name = _("vacancies")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        every = Vacancy.objects.child_of(self).open().public()
        chosen = {name: request.GET.get(name, "").strip()[:100] for name in ("words", "place", "kind")}
        found = every.matching(**chosen, remote=request.GET.get("remote") == "on")
        return super().get_context(request, *args, **kwargs) | {
            "vacancies": Paginator(found.order_by("-date_posted", "-pk"), 20).get_page(request.GET.get("page")),
            "total": every.count(),
            "chosen": chosen | {"remote": request.GET.get("remote") == "on"},
            "places": every.exclude(locality="").order_by("locality").values_list("locality", flat=True).distinct(),
            "kinds": Vacancy.EmploymentType.choices,
        }


class VacancyQuerySet(ShareableQuerySet):
    """Vacancies by whether one can still apply."""

    def open(self) -> Self:
        """Live ones whose closing date has not passed."""
        return self.live().filter(Q(valid_through=None) | Q(valid_through__gte=timezone.localdate()))

    def matching(self, *, words: str = "", place: str = "", kind: str = "", remote: bool = False) -> Self:
        """Those with all these words in title, summary or place, at the place, of the kind, and remote where asked."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(locality__icontains=word))
        if place:
            found = found.filter(locality=place)
        if kind:
            found = found.filter(employment_type=kind)
        return found.filter(is_remote=True) if remote else found


class Vacancy(Shareable):
    """A job to apply for, here or in the ATS."""

    class EmploymentType(models.TextChoices):
        """schema.org/employmentType, in Google's spelling."""

        FULL_TIME = "FULL_TIME", _("full-time")
        PART_TIME = "PART_TIME", _("part-time")
        CONTRACTOR = "CONTRACTOR", _("contractor")
        TEMPORARY = "TEMPORARY", _("temporary")
        INTERN = "INTERN", _("internship")
        OTHER = "OTHER", _("other")

    class Education(models.TextChoices):
        """Google's credentialCategory."""

        HIGH_SCHOOL = "high school", _("secondary school")
        CERTIFICATE = "professional certificate", _("vocational education")
        ASSOCIATE = "associate degree", _("associate degree")
        BACHELOR = "bachelor degree", _("bachelor's degree")
        POSTGRADUATE = "postgraduate degree", _("master's degree or higher")

    identifier = models.CharField(_("reference"), max_length=200, blank=True, db_index=True)
    description = RichTextField(_("description"), features=PARAGRAPH_FEATURES)
    employment_type = models.CharField(
        _("kind of employment"), max_length=20, choices=EmploymentType, default=EmploymentType.FULL_TIME
    )
    date_posted = models.DateField(_("posted on"), default=timezone.localdate)
    valid_through = models.DateField(_("apply until"), null=True, blank=True)
    street_address = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    locality = models.CharField(_("place"), max_length=200, blank=True)
    region = models.CharField(_("province or region"), max_length=100, blank=True)
    country = models.CharField(
        _("country"), max_length=2, blank=True, default="NL", help_text=_("Two letters, such as NL.")
    )
    is_remote = models.BooleanField(_("can be done from anywhere"), default=False)
    hours = models.CharField(_("hours a week"), max_length=40, blank=True)
    salary_minimum = models.DecimalField(_("salary from"), max_digits=10, decimal_places=2, null=True, blank=True)
    salary_maximum = models.DecimalField(_("salary to"), max_digits=10, decimal_places=2, null=True, blank=True)
    salary_currency = models.CharField(_("currency"), max_length=3, default="EUR")
    salary_unit = models.CharField(
        _("per"),
        max_length=5,
        choices=[("HOUR", _("hour")), ("MONTH", _("month")), ("YEAR", _("year"))],
        default="MONTH",
    )
    education = models.CharField(_("education asked"), max_length=30, choices=Education, blank=True)
    experience_months = models.PositiveSmallIntegerField(
        _("months of experience asked"),
        null=True,
        blank=True,
        help_text=_("Empty: nothing is asked; 0: none is needed."),
    )
    experience_is_enough = models.BooleanField(
        _("this experience may take the place of the education"),
        default=False,
        help_text=_("Search engines tell people without the education that they may apply."),
    )
    hiring_organisation = models.CharField(_("hiring organisation"), max_length=160, blank=True)
    hiring_manager_email = models.EmailField(
        _("e-mail address of who decides"),
        blank=True,
        default="",
        db_default="",
        help_text=_("Not shown on the site. Who decides gets no referral bonus for this vacancy."),
    )
    apply_url = models.URLField(
        _("apply elsewhere"), max_length=500, blank=True, help_text=_("Empty: people apply on this site.")
    )

    objects = PageManager.from_queryset(VacancyQuerySet)()
    content_panels = [
        *Shareable.content_panels,
        SourcePanel(),
        FieldPanel("description"),
        MultiFieldPanel(
            [
                FieldPanel("street_address"),
                FieldPanel("postal_code"),
                FieldPanel("locality"),
                FieldPanel("region"),
                FieldPanel("country"),
                FieldPanel("is_remote"),
            ],
            _("Where"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("employment_type"),
                FieldPanel("hours"),
                FieldPanel("salary_minimum"),
                FieldPanel("salary_maximum"),
                FieldPanel("salary_currency"),
                FieldPanel("salary_unit"),
                FieldPanel("education"),
                FieldPanel("experience_months"),
                FieldPanel("experience_is_enough"),
            ],
            _("Terms"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("date_posted"),
                FieldPanel("valid_through"),
                FieldPanel("identifier"),
                FieldPanel("hiring_organisation"),
                FieldPanel("hiring_manager_email"),
                FieldPanel("apply_url"),
            ],
            _("Procedure"),
        ),
    ]
    search_fields = [*Shareable.search_fields, index.SearchField("description"), index.SearchField("locality")]
    parent_page_types = ["cms.VacancyIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")

    @property
    def closes_at(self) -> datetime | None:
        """The last moment at which one can apply; nothing where it stays open."""
        if self.valid_through is None:
            return None
        return timezone.make_aware(datetime.combine(self.valid_through, time(23, 59, 59)))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The code of the tracked link that led here goes along to the application.
        code = request.GET.get("ref", "")
        reference = f"?ref={code}" if re.fullmatch(r"[A-Za-z0-9_-]{1,40}", code) else ""
        return super().get_context(request, *args, **kwargs) | {"reference": reference}

    @property
    def salary_words(self) -> str:
        """The salary as people write it."""
        amounts = [
            number_format(amount, decimal_pos=0 if amount == amount.to_integral_value() else 2, force_grouping=True)
            for amount in (self.salary_minimum, self.salary_maximum)
            if amount is not None
        ]
        span = " – ".join(dict.fromkeys(amounts))
        return _("%(currency)s %(amount)s per %(unit)s") % {
            "currency": self.salary_currency,
            "amount": span,
            "unit": self.get_salary_unit_display(),
        }

    @property
    def is_open_to_sharing(self) -> bool:
        return super().is_open_to_sharing and self.is_open

    def close(self, *, by: User | None = None) -> None:
        """Nobody can apply from today on; also not when a draft of it is published later."""
        yesterday = timezone.localdate() - timedelta(days=1)
        if self.latest_revision_id is None:
            self.valid_through = yesterday
            self.save(clean=False)
            return
        draft = self.get_latest_revision_as_object()
        draft.valid_through = yesterday
        revision = draft.save_revision(user=by, clean=False)
        if self.has_unpublished_changes:
            Vacancy.objects.filter(pk=self.pk).update(valid_through=yesterday)
        else:
            revision.publish(user=by)

    @property
    def is_open(self) -> bool:
        """Whether one can apply today."""
        return self.live and (self.valid_through is None or self.valid_through >= timezone.localdate())


Vacancy.edit_handler = Vacancy.edit_tabs()
