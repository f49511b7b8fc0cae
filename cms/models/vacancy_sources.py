"""Where vacancies come from by themselves, and which of them came from where."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.vacancies import Vacancy
from themes.models import Polled, PolledQuerySet, Theme

# Two readings this far apart agree on what is no longer there: one may have caught the other side half-way.
APART = timedelta(minutes=15)


class VacancySource(Polled):
    """An address with job postings in JSON, asked on a schedule."""

    class As(models.TextChoices):
        """What its new postings become."""

        LIVE = "live", _("open vacancies, at once")
        DRAFT = "draft", _("drafts, to look at first")

    name = models.CharField(_("name"), max_length=160)
    address = models.URLField(_("address"), max_length=500, unique=True)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="vacancy_sources", verbose_name=_("theme")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    comes_in_as = models.CharField(_("bring new ones in as"), max_length=10, choices=As, default=As.LIVE)
    applies_elsewhere = models.BooleanField(_("people apply at the posting's own address"), default=True)
    last_report = models.JSONField(_("what happened"), default=dict, blank=True, editable=False)

    objects = PolledQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of vacancies")
        verbose_name_plural = _("sources of vacancies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def problem_words(self) -> str:
        """What went wrong, as a sentence; what is no feed to others is a page without postings to us."""
        if self.problem in {self.Problem.UNREADABLE, self.Problem.WEB_PAGE}:
            return str(_("There are no job postings in it: it should be JSON, with schema.org's JobPosting."))
        return self.get_problem_display()


class AdvertisedVacancyQuerySet(models.QuerySet["AdvertisedVacancy"]):
    """Advertised vacancies by whether their source still names them."""

    def gone(self) -> Self:
        """Those their source names no longer."""
        return self.exclude(gone_at=None)

    def to_close(self, at: datetime) -> Self:
        """Those that an earlier reading missed as well, and that nobody closed."""
        return self.filter(gone_at__lte=at - APART, closed_at=None).exclude(vacancy=None)

    def left_to_people(self) -> Self:
        """Those gone on which one can still apply here, for somebody to decide."""
        open_ones = Vacancy.objects.open().values("pk")
        return self.gone().filter(vacancy__in=open_ones).select_related("vacancy").order_by("gone_at", "pk")


class AdvertisedVacancy(models.Model):
    """A vacancy as its source names it, known by its reference; without a vacancy where somebody deleted that here."""

    source = models.ForeignKey(VacancySource, models.CASCADE, related_name="advertised")
    identifier = models.CharField(_("reference"), max_length=200)
    vacancy = models.ForeignKey(Vacancy, models.SET_NULL, null=True, related_name="advertised")
    gone_at = models.DateTimeField(_("no longer at the source since"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed for that at"), null=True, blank=True)

    objects = AdvertisedVacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("advertised vacancy")
        verbose_name_plural = _("advertised vacancies")
        constraints = [
            models.UniqueConstraint(fields=["source", "identifier"], name="a vacancy is advertised once per source")
        ]

    def __str__(self) -> str:
        return self.identifier
