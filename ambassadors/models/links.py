"""Steps 3 and 4: who fits which theme, who plays which role, who keeps which contact."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ambassadors.models.people import Ambassador
from ambassadors.models.start_texts import StartCharField, StartTextField
from themes.models import Programme, Stakeholder, Theme
from themes.models.languages import InLanguages


class ThemeLinkQuerySet(models.QuerySet["ThemeLink"]):
    """Links by state."""

    def proposed(self, programme: Programme) -> Self:
        """What people of a programme proposed themselves and still wait for."""
        waiting = self.filter(state="proposed", theme__programme=programme, theme__retired_at=None)
        return waiting.filter(ambassador__left_at=None).select_related("ambassador__user", "ambassador__team", "theme")

    def counting(self) -> Self:
        """Those by which somebody belongs to a theme or may come to: not what either side said no to."""
        return self.exclude(state__in=("declined", "not_now"))

    def covering(self, theme: Theme) -> Self:
        """Those of the people who tell about a theme."""
        return self.filter(theme=theme, state="accepted", ambassador__left_at=None)


class ThemeLink(models.Model):
    """An ambassador on a theme: invited by a manager or proposed by the person, accepted by the other side."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        PROPOSED = "proposed", _("proposed by the person")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        NOT_NOW = "not_now", _("not now")

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="theme_links")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="theme_links")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.INVITED)
    reason = models.CharField(_("why"), max_length=240, blank=True)
    answer = models.CharField(_("answer to the proposal"), max_length=240, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = ThemeLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("theme link")
        verbose_name_plural = _("theme links")
        ordering = ["theme__name"]
        constraints = [
            models.UniqueConstraint(fields=["ambassador", "theme"], name="a person is linked once to a theme")
        ]

    def __str__(self) -> str:
        return f"{self.ambassador} · {self.theme}"

    def accept(self) -> None:
        """The link counts from now on."""
        self.state, self.decided_at = self.State.ACCEPTED, timezone.now()
        self.save(update_fields=["state", "decided_at"])

    def decline(self) -> None:
        """The person is not asked again for this theme."""
        self.state, self.decided_at = self.State.DECLINED, timezone.now()
        self.save(update_fields=["state", "decided_at"])

    def put_off(self) -> None:
        """The person proposed it, and a manager said: not now."""
        self.state, self.decided_at = self.State.NOT_NOW, timezone.now()
        self.save(update_fields=["state", "decided_at"])

    def open_again(self, state: str, reason: str) -> None:
        """The question lies anew at the other side, with a new reason."""
        self.state, self.decided_at, self.reason, self.answer = state, None, reason, ""
        self.save(update_fields=["state", "decided_at", "reason", "answer"])


class PassedOver(models.Model):
    """A manager put a suggestion aside: this person is not suggested for this theme again, until that is taken back."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="passed_over")
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="passed_over")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("suggestion put aside")
        verbose_name_plural = _("suggestions put aside")
        constraints = [models.UniqueConstraint(fields=["ambassador", "theme"], name="a suggestion is put aside once")]

    def __str__(self) -> str:
        return f"{self.ambassador} · {self.theme}"


# How many months lie in what a role's expectation is counted over.
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class RoleQuerySet(models.QuerySet["Role"]):
    """Roles by state."""

    def live(self) -> Self:
        """Those that can be given."""
        return self.filter(retired_at=None)


class Role(InLanguages):
    """A way to contribute; a kind of work, never a rank. Its rights are keys of `ambassadors.rights`."""

    SAID = ("name", "description", "expectation", "guidance")

    class Per(models.TextChoices):
        MONTH = "month", _("month")
        QUARTER = "quarter", _("quarter")
        YEAR = "year", _("year")

    class Helpdesk(models.TextChoices):
        """Which questions of colleagues come to who holds the role."""

        NONE = "", _("none")
        FIRST = "first", _("those on the theme of the role")
        NEXT = "next", _("those that nobody answered in time, and those without a theme")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    name = StartCharField(_("name"), max_length=60)
    description = StartCharField(_("what someone in this role does"), max_length=240)
    expectation = StartCharField(
        _("light expectation"), max_length=160, blank=True, help_text=_("For example: two shares a month.")
    )
    expected_number = models.PositiveSmallIntegerField(
        _("how often"), null=True, blank=True, help_text=_("As a number, so that you see who carries too much.")
    )
    expected_per = models.CharField(_("in a"), max_length=10, choices=Per, default=Per.MONTH)
    guidance = StartTextField(_("guidance"), blank=True)
    rights = ArrayField(models.SlugField(max_length=30), verbose_name=_("rights in the app"), default=list, blank=True)
    helpdesk = models.CharField(
        _("questions of colleagues that come to this role"),
        max_length=10,
        choices=Helpdesk,
        default=Helpdesk.NONE,
        blank=True,
        help_text=_("From the help desk, to who has the fewest waiting."),
    )
    retired_at = models.DateTimeField(_("retired at"), null=True, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ["sort_order", "name"]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def reads_in_every_language(self) -> bool:
        """Whether some of its words are still those of the beginning, which each reads in their own language."""
        return any(isinstance(text, Promise) for text in (self.name, self.description, self.expectation, self.guidance))

    @property
    def expected_a_month(self) -> float:
        """How many times a month the role asks for something; 0 where no number is given."""
        return (self.expected_number or 0) / MONTHS[self.expected_per]


def _planned() -> models.Q:
    open_ended = models.Q(ends_on=None) | models.Q(ends_on__gt=timezone.localdate())
    return open_ended & models.Q(declined_at=None)


class RoleAssignmentQuerySet(models.QuerySet["RoleAssignment"]):
    """Assignments by time."""

    def on(self, day: date) -> Self:
        """Those whose period holds the day."""
        return self.filter(starts_on__lte=day).filter(models.Q(ends_on=None) | models.Q(ends_on__gt=day))

    def current(self, on: date | None = None) -> Self:
        """Those that hold on the day (today) and were accepted."""
        return self.on(on or timezone.localdate()).filter(accepted_at__isnull=False)

    def planned(self) -> Self:
        """Those that hold now or later, accepted or still asked; not those that were declined."""
        return self.filter(_planned())

    def planned_or_declined_since(self, moment: datetime) -> Self:
        """Those that hold now or later, and those to which the person said no since then."""
        return self.filter(models.Q(declined_at__gte=moment) | _planned())

    def asked(self) -> Self:
        """Those that wait for the person's answer."""
        return self.planned().filter(accepted_at=None)

    def answered_since(self, moment: datetime) -> Self:
        """Those that a manager asked for and the person answered since then, the last answer first."""
        said = models.Q(accepted_at__gte=moment) | models.Q(declined_at__gte=moment)
        answered_at = Coalesce("declined_at", "accepted_at")
        rows = self.filter(said, asked_at__isnull=False, ambassador__left_at=None)
        return rows.annotate(answered_at=answered_at).order_by("-answered_at", "-pk")

    def end(self) -> int:
        """Today is the first day on which these no longer hold; what had not begun yet never does. Returns how many."""
        return self.update(ends_on=Greatest("starts_on", timezone.localdate()))


class _Days(models.Func):
    """The days from the first up to but not including the second; without a second it has no end."""

    function = "DATERANGE"
    output_field = DateRangeField()


class RoleAssignment(models.Model):
    """An ambassador in a role on a theme, from a day until a day, once the person accepted it."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="role_assignments")
    role = models.ForeignKey(Role, models.PROTECT, related_name="assignments", verbose_name=_("role"))
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="role_assignments", verbose_name=_("theme"))
    starts_on = models.DateField(_("from"), default=timezone.localdate)
    ends_on = models.DateField(_("until"), null=True, blank=True)  # the first day on which it no longer holds
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, default=timezone.now)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True)  # nothing where the person offered it
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role assignment")
        verbose_name_plural = _("role assignments")
        ordering = ["theme__name", "role__sort_order"]
        constraints = [
            ExclusionConstraint(
                name="a role on a theme is held once at a time",
                expressions=[
                    ("ambassador", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("theme", RangeOperators.EQUAL),
                    (_Days("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=models.Q(declined_at=None),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="a role does not end before it begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ambassador}: {self.role} · {self.theme}"

    @property
    def last_day(self) -> date | None:
        """The last day on which it holds, as people say it; None without an end."""
        return self.ends_on and self.ends_on - timedelta(days=1)

    @property
    def is_asked(self) -> bool:
        return self.accepted_at is None and self.declined_at is None

    @property
    def is_future(self) -> bool:
        return self.starts_on > timezone.localdate()


class RoleOfferQuerySet(models.QuerySet["RoleOffer"]):
    """Offers by whether they have their answer."""

    def waiting(self) -> Self:
        """Those without an answer, for a role that can be given on a theme that lives, of people who are there."""
        live = self.filter(role__retired_at=None, theme__retired_at=None, ambassador__left_at=None)
        return live.filter(answered_at=None).select_related("ambassador__user", "ambassador__team", "role", "theme")

    def put_off_since(self, moment: datetime) -> Self:
        """Those that got a "not now" since then."""
        return self.filter(is_accepted=False, answered_at__gte=moment).select_related("role", "theme")


class RoleOffer(models.Model):
    """Somebody offers to take a role on a theme; a manager accepts it, or says not now."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="role_offers")
    role = models.ForeignKey(Role, models.CASCADE, related_name="offers", verbose_name=_("role"))
    theme = models.ForeignKey(Theme, models.CASCADE, related_name="role_offers", verbose_name=_("theme"))
    reason = models.CharField(_("why"), max_length=240, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    is_accepted = models.BooleanField(_("accepted"), default=False)
    answer = models.CharField(_("answer"), max_length=240, blank=True)

    objects = RoleOfferQuerySet.as_manager()

    class Meta:
        verbose_name = _("offer to take a role")
        verbose_name_plural = _("offers to take a role")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ambassador", "role", "theme"],
                condition=models.Q(answered_at=None),
                name="a role on a theme is offered once at a time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.ambassador}: {self.role} · {self.theme}"


class Contact(models.Model):
    """The ambassador who keeps the contact with someone outside."""

    stakeholder = models.ForeignKey(Stakeholder, models.CASCADE, related_name="contacts")
    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="contacts")
    since = models.DateField(_("since"), default=timezone.localdate)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["stakeholder__name"]
        constraints = [
            models.UniqueConstraint(fields=["stakeholder", "ambassador"], name="a contact is kept once by a person")
        ]

    def __str__(self) -> str:
        return f"{self.ambassador} ↔ {self.stakeholder}"
