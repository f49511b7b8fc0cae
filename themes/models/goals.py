"""Step 1: goals, and the KPIs that measure them without being them."""

from datetime import timedelta
from decimal import Decimal
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from themes import metrics, networks
from themes.models.languages import InLanguages, SaidCharField, SaidTextField
from themes.models.programme import Programme


class GoalQuerySet(models.QuerySet["Goal"]):
    """Goals with what measures them."""

    def with_kpis(self) -> Self:
        """Those with their KPIs and half a year of readings at hand."""
        since = timezone.localdate() - timedelta(days=183)
        readings = models.Prefetch("kpis__readings", KPIReading.objects.filter(day__gte=since))
        return self.prefetch_related(
            models.Prefetch("kpis", KPI.objects.select_related("theme")), readings, "copied_from__kpis"
        )


class Goal(InLanguages):
    """What the programme is for, of the organisation or of the employees themselves."""

    SAID = ("title", "description")

    class Kind(models.TextChoices):
        AWARENESS = "awareness", _("Brand awareness")
        TRUST = "trust", _("Trust and reputation")
        RECRUITMENT = "recruitment", _("Recruitment and employer brand")
        SALES = "sales", _("Leads and sales")
        SERVICE = "service", _("Customer service")
        LEADERSHIP = "leadership", _("Thought leadership")
        PRIDE = "pride", _("Retention and pride")

    class Beneficiary(models.TextChoices):
        ORGANISATION = "organisation", _("the organisation")
        EMPLOYEES = "employees", _("the employees")

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="goals")
    title = SaidCharField(_("goal"), max_length=160)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    beneficiary = models.CharField(
        _("whose goal"), max_length=20, choices=Beneficiary, default=Beneficiary.ORGANISATION
    )
    description = SaidTextField(_("what changes when we reach it"), blank=True)
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title


class KPI(models.Model):
    """A metric with a scope, a baseline measured before, and a target on a day: SMART, or it is refused (see forms)."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="kpis", verbose_name=_("goal"))
    name = models.CharField(_("what we measure, in your words"), max_length=160)
    metric_key = models.CharField(_("metric"), max_length=60)
    theme = models.ForeignKey(
        "themes.Theme", models.PROTECT, null=True, blank=True, related_name="kpis", verbose_name=_("theme")
    )
    network = models.CharField(_("network"), max_length=20, choices=networks.choices, blank=True)
    # No foreign key: this app knows no teams, the app above names them (see `themes.divisions`).
    team_id = models.BigIntegerField(_("team"), null=True, blank=True)
    baseline_value = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2)
    baseline_on = models.DateField(_("baseline measured on"))
    target_value = models.DecimalField(_("target"), max_digits=14, decimal_places=2)
    due_on = models.DateField(_("due on"))
    owner = models.CharField(_("owner"), max_length=120, help_text=_("The person or function that answers for it."))
    relevance = models.CharField(_("why this tells us something about the goal"), max_length=300)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("KPI")
        verbose_name_plural = _("KPIs")
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def metric(self) -> metrics.Metric | None:
        """The catalogue's entry; None when the app that offered it is gone."""
        try:
            return metrics.metric(self.metric_key)
        except KeyError:
            return None

    def scope(self) -> metrics.Scope:
        """What is counted."""
        has_team = self.team_id is not None
        return metrics.Scope(self.goal.programme_id, self.theme_id, self.network, self.team_id, with_subteams=has_team)

    def progress(self, value: Decimal) -> float:
        """How far `value` is from baseline (0) to target (1); below 0 when it went the wrong way."""
        return float((value - self.baseline_value) / (self.target_value - self.baseline_value))


class KPIReading(models.Model):
    """A KPI's figure on one day; recomputed, never incremented.

    Live ones are about the days up to it, the others about the month that is told of from that day on.
    """

    kpi = models.ForeignKey(KPI, models.CASCADE, related_name="readings")
    day = models.DateField(_("day"))
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2)
    is_live = models.BooleanField(_("live"), default=True)

    class Meta:
        verbose_name = _("KPI reading")
        verbose_name_plural = _("KPI readings")
        ordering = ["kpi", "day"]
        constraints = [models.UniqueConstraint(fields=["kpi", "day", "is_live"], name="a KPI is read once a day")]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.day}: {self.value}"
