"""People: the account, the team, and the ambassador that an account can become."""

import zoneinfo
from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from themes import networks
from themes.choice_array import ChoiceArrayField
from themes.models import Programme


class UserManager(BaseUserManager["User"]):
    """Accounts are found by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new account; without a password it can only be entered by a link or a passkey."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractUser):
    """An account, known by its e-mail address; language and time zone follow the person."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="nl")
    time_zone = models.CharField(_("time zone"), max_length=60, default=settings.TIME_ZONE)

    # No mail ever arrives there: RFC 2606 keeps the name from everybody.
    ERASED_HOST = "removed.invalid"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        ordering = ["first_name", "last_name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="an e-mail address has one account")]
        indexes = [models.Index(fields=["first_name", "last_name"], name="account_by_name")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """Return the name; of someone who left, what they are to whoever reads it."""
        if self.email.endswith(f"@{self.ERASED_HOST}"):
            return gettext("Former colleague")
        return super().get_full_name()

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The person's time zone; the installation's when theirs is unknown."""
        try:
            return zoneinfo.ZoneInfo(self.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return zoneinfo.ZoneInfo(settings.TIME_ZONE)


_UPWARDS = """
    WITH RECURSIVE upwards(id, parent_id) AS (
        SELECT id, parent_id FROM ambassadors_team WHERE id = %s
        UNION ALL
        SELECT team.id, team.parent_id FROM ambassadors_team team JOIN upwards ON team.id = upwards.parent_id
    ) SELECT id FROM upwards
"""


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams as a tree."""

    def as_tree(self) -> "list[Team]":
        """Return every team right below the one it is part of, each with its `depth` (0: part of none)."""
        below: dict[int | None, list[Team]] = {}
        for row in self.order_by("name", "pk"):
            below.setdefault(row.parent_id, []).append(row)
        found: list[Team] = []
        waiting = [(team, 0) for team in reversed(below.get(None, []))]
        while waiting:
            above, depth = waiting.pop()
            above.depth = depth
            found.append(above)
            waiting += [(child, depth + 1) for child in reversed(below.get(above.pk, []))]
        return found

    def upwards(self, team_id: int | None) -> Self:
        """The team and every one that it is part of, however high; none where no team is named."""
        return self.filter(pk__in=RawSQL(_UPWARDS, [team_id]))  # noqa: S611 (the text is ours, the key a parameter)

    def ids_within(self, team_id: int) -> set[int]:
        """Return the team and all that is part of it, however deep."""
        below: dict[int | None, list[int]] = {}
        for pk, parent in self.model._default_manager.order_by().values_list("pk", "parent_id"):
            below.setdefault(parent, []).append(pk)
        found, waiting = set(), [team_id]
        while waiting:
            pk = waiting.pop()
            found.add(pk)
            waiting += below.get(pk, [])
        return found


class Team(models.Model):
    """A group of colleagues, part of another team or not; the database refuses a circle (migration 0002)."""

    depth = 0  # set by `as_tree`

    name = models.CharField(_("name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    lead = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="led_teams")

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Plain(models.Func):
    """A text without capitals and accents, as the directory holds it; the function is made by migration 0002."""

    function = "ambassadors_plain"
    output_field = models.TextField()


class AmbassadorQuerySet(models.QuerySet["Ambassador"]):
    """People of the programme by state."""

    def eligible(self) -> Self:
        """Those who work here and could take part: invited or joined, and not gone; read from the row alone."""
        return self.filter(is_here=True)

    def inactive(self) -> Self:
        """Those whom the directory no longer names; they can come back."""
        return self.filter(left_at=None, inactive_at__isnull=False)

    def active(self) -> Self:
        """Those who joined and have not left."""
        return self.eligible().exclude(joined_at=None)

    def with_public_page(self) -> Self:
        """Those who want the world to see their author page."""
        return self.filter(has_public_page=True)

    def search(self, query: str) -> Self:
        """Those of whom every word occurs in the name, the address, the job, the place or the knowledge.

        Capitals and accents make no difference; a trigram index answers words of three letters and more.
        """
        found = self
        for word in query.split():
            found = found.filter(directory_text__contains=Plain(models.Value(word)))
        return found

    def called(self, name: str) -> Self:
        """Those whom colleagues know by this name: their own, or the one they chose for the boards; capitals make no difference."""
        own = Concat("user__first_name", models.Value(" "), "user__last_name")
        alike = self.search(name).annotate(own_name=own).filter(own_name__iexact=name).values("pk")
        return self.filter(models.Q(pk__in=alike) | models.Q(pseudonym__iexact=name))

    def by_name(self) -> Self:
        """In the order of the directory, which an index holds."""
        return self.order_by("directory_name", "pk")

    def in_team(self, team_id: int) -> Self:
        """Those of the team and of all that is part of it."""
        return self.filter(team__in=Team.objects.ids_within(team_id))

    def in_state(self, state: str) -> Self:
        """Those who are active, paused, coming (asked, not joined yet) or unlinked (no accepted theme)."""
        match state:
            case "active":
                return self.active().exclude(paused_until__gte=timezone.localdate())
            case "paused":
                return self.active().filter(paused_until__gte=timezone.localdate())
            case "coming":
                return self.filter(joined_at=None)
            case "unlinked":
                return self.active().exclude(theme_links__state="accepted")
        return self

    def without_acknowledgement(self, policy: models.Model) -> Self:
        """Those who have not agreed to this version of the policy yet."""
        return self.exclude(acknowledgements__policy=policy)

    def for_theme(self, theme_id: int) -> Self:
        """Those whose link with the theme was accepted."""
        return self.filter(theme_links__theme_id=theme_id, theme_links__state="accepted")

    def in_role(self, role_id: int) -> Self:
        """Those who hold a role now, on any theme."""
        today = timezone.localdate()
        held = models.Q(role_assignments__ends_on=None) | models.Q(role_assignments__ends_on__gt=today)
        return self.filter(held, role_assignments__role_id=role_id, role_assignments__starts_on__lte=today).distinct()


class Ambassador(models.Model):
    """A colleague in the programme; what concerns the person alone stays theirs to change, export and erase."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ambassador")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, blank=True, related_name="members")
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    location = models.CharField(_("location"), max_length=80, blank=True)
    languages = ChoiceArrayField(
        models.CharField(max_length=10, choices=settings.LANGUAGES),
        verbose_name=_("languages"),
        default=list,
        blank=True,
    )
    expertise = models.TextField(_("what I know about"), blank=True)
    interests = models.TextField(_("what interests me"), blank=True)
    bio = models.TextField(_("about me"), max_length=600, blank=True)
    slug = models.SlugField(_("public address"), max_length=80, unique=True)
    portrait = models.ImageField(_("portrait"), upload_to="portraits/", blank=True)
    invited_at = models.DateTimeField(_("invited at"), null=True, blank=True)
    joined_at = models.DateTimeField(_("joined at"), null=True, blank=True)
    welcome_step = models.PositiveSmallIntegerField(default=0, editable=False)  # how many steps of the welcome are done
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    is_on_board = models.BooleanField(_("show me on the boards"), default=False)
    is_on_wall = models.BooleanField(_("show me on the wall display"), default=False)
    has_public_page = models.BooleanField(_("show my author page to the world"), default=False)
    shares_own_figures = models.BooleanField(_("managers may see my own figures"), default=False)
    pseudonym = models.CharField(_("pseudonym"), max_length=40, blank=True)
    inactive_at = models.DateTimeField(_("no longer in the directory since"), null=True, blank=True)
    # Kept by triggers (migration 0002) from the account and the row itself, so that a search reads one index.
    directory_name = models.TextField(editable=False, db_default="")
    directory_text = models.TextField(editable=False, db_default="")
    is_here = models.BooleanField(editable=False, db_default=True)  # has not left, and the account is open
    # The words by which themes find people: A what they know, B their job, C what interests them.
    fit_words = models.GeneratedField(
        expression=(
            SearchVector("expertise", config="simple", weight="A")
            + SearchVector("job_title", config="simple", weight="B")
            + SearchVector("interests", config="simple", weight="C")
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = AmbassadorQuerySet.as_manager()

    class Meta:
        verbose_name = _("ambassador")
        verbose_name_plural = _("ambassadors")
        ordering = ["user__first_name", "user__last_name"]
        indexes = [
            models.Index(fields=["directory_name", "id"], condition=models.Q(is_here=True), name="people_by_name"),
            GinIndex(fields=["directory_text"], opclasses=["gin_trgm_ops"], name="people_by_part_of_a_word"),
            models.Index(
                fields=["id"], condition=models.Q(shares_own_figures=True), name="people_who_show_their_figures"
            ),
            GinIndex(fields=["fit_words"], name="people_by_what_they_know"),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def programmes(self) -> list[Programme]:
        """Return the running programmes that this person takes part in or was asked for, the newest first.

        Who belongs to none belongs to the current one: where an organisation runs one programme nobody is sorted.
        """
        linked = self.theme_links.counting().values("theme__programme")
        asked = models.Q(invitations__email__iexact=self.user.email, invitations__accepted_at__isnull=False)
        found = (
            Programme.objects.running().filter(models.Q(pk__in=linked) | asked).distinct().order_by("-starts_on", "pk")
        )
        if programmes := list(found):
            return programmes
        current = Programme.objects.current()
        return [current] if current else []

    @property
    def is_active(self) -> bool:
        return self.joined_at is not None and self.left_at is None

    @property
    def initials(self) -> str:
        words = str(self).replace("@", " ").split()
        return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()

    @property
    def is_paused(self) -> bool:
        return self.paused_until is not None and self.paused_until >= timezone.localdate()


class ToldBy(models.TextChoices):
    """Who said how many follow somebody; empty: not kept at the time."""

    PERSON = "person", _("you")
    NETWORK = "network", _("the network")


class AmbassadorNetwork(models.Model):
    """A network where the ambassador wants to share, and how many follow them there: who told that, and on which day."""

    ambassador = models.ForeignKey(Ambassador, models.CASCADE, related_name="networks")
    network = models.CharField(_("network"), max_length=20, choices=networks.choices)
    handle = models.CharField(_("handle or address"), max_length=200, blank=True)
    server = models.CharField(
        _("server"), max_length=120, blank=True, help_text=_("For Mastodon, such as mastodon.nl.")
    )
    followers = models.PositiveIntegerField(_("followers"), null=True, blank=True, help_text=_("As you see it there."))
    followers_told_by = models.CharField(
        max_length=7, choices=ToldBy, blank=True, default="", db_default="", editable=False
    )
    followers_told_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ambassador", "network"], name="a network occurs once a person")]

    def __str__(self) -> str:
        return self.get_network_display()


class HeadcountQuerySet(models.QuerySet["Headcount"]):
    """Nightly denominators."""

    def on(self, day: date) -> Self:
        """The snapshots of the last day that has any, up to and including `day`."""
        last = self.filter(day__lte=day).order_by("-day").values("day")[:1]
        return self.filter(day=models.Subquery(last))


class Headcount(models.Model):
    """How many people were eligible and how many had joined, per team and day: the denominator of participation."""

    day = models.DateField(_("day"))
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="headcounts")
    eligible = models.PositiveIntegerField(_("eligible"))
    joined = models.PositiveIntegerField(_("joined"))

    objects = HeadcountQuerySet.as_manager()

    class Meta:
        verbose_name = _("headcount")
        verbose_name_plural = _("headcounts")
        ordering = ["day", "team"]
        constraints = [
            models.UniqueConstraint(fields=["day", "team"], name="a team is counted once a day", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.joined} / {self.eligible}"
