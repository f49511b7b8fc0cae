"""For whom a piece is: teams with all that is part of them, roles, a language, places, and who follows its themes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from ambassadors.models import Ambassador, RoleAssignment, Team, ThemeLink
from ambassadors.models.people import AmbassadorQuerySet

# Wagtail's pages are untyped, and this is part of them: to the type checker both are anything.
_Model: Any = models.Model
# So many places stand as boxes to tick; more of them as a list to choose from.
_MOST_BOXES = 24


@dataclass(frozen=True)
class Audience:
    """The people a piece is for; what is empty leaves nobody out."""

    language: str = ""
    teams: frozenset[int] = frozenset()
    roles: frozenset[int] = frozenset()
    places: frozenset[str] = frozenset()
    themes: frozenset[int] = frozenset()

    @property
    def is_everybody(self) -> bool:
        """Whether nobody is left out, but for the language."""
        return not (self.teams or self.roles or self.places or self.themes)

    def people(self) -> AmbassadorQuerySet:
        """Return the active ambassadors who get the piece to see."""
        found = Ambassador.objects.active()
        if self.language:
            found = found.filter(Q(languages__contains=[self.language]) | Q(languages=[]))
        if self.teams:
            found = found.filter(team__in=within(self.teams))
        if self.roles:
            held = RoleAssignment.objects.current().filter(role__in=self.roles)
            found = found.filter(pk__in=held.values("ambassador"))
        if self.places:
            found = found.filter(location__in=self.places)
        if self.themes:
            links = ThemeLink.objects.filter(state=ThemeLink.State.ACCEPTED, theme__in=self.themes)
            found = found.filter(pk__in=links.values("ambassador"))
        return found


def within(teams: Iterable[int]) -> set[int]:
    """Return these teams and all that is part of them."""
    return {pk for team in teams for pk in Team.objects.ids_within(team)}


def places() -> list[str]:
    """Return the places where colleagues work, as the directory spells them."""
    found = Ambassador.objects.eligible().exclude(location="").order_by("location")
    return list(found.values_list("location", flat=True).distinct())


class ForAudience(_Model):
    """Something made for an audience."""

    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="nl")
    audience_teams = ParentalManyToManyField(
        "ambassadors.Team", blank=True, related_name="+", verbose_name=_("only for these teams")
    )
    audience_roles = ParentalManyToManyField(
        "ambassadors.Role", blank=True, related_name="+", verbose_name=_("only for these roles")
    )
    audience_places = ArrayField(
        models.CharField(max_length=80), verbose_name=_("only for who works here"), default=list, blank=True
    )
    audience_followers = models.BooleanField(_("only for who follows a theme of it"), default=False)

    class Meta:
        abstract = True

    @property
    def audience(self) -> Audience:
        """Whom it is for, as it stands in this version of it."""
        return Audience(
            language=self.language,
            teams=frozenset(team.pk for team in self.audience_teams.all()),
            roles=frozenset(role.pk for role in self.audience_roles.all()),
            places=frozenset(self.audience_places),
            themes=frozenset(self.theme_ids()) if self.audience_followers else frozenset(),
        )

    def theme_ids(self) -> list[int]:
        """Return the themes that it is about."""
        raise NotImplementedError


class AudienceFields:
    """A model form in which places are chosen from those in the directory."""

    fields: dict[str, forms.Field]
    instance: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields.get("audience_places")
        if field is not None:
            known = sorted({*places(), *(self.instance.audience_places or [])})
            few = len(known) <= _MOST_BOXES
            self.fields["audience_places"] = forms.MultipleChoiceField(
                label=field.label,
                choices=[(name, name) for name in known],
                required=False,
                widget=forms.CheckboxSelectMultiple if few else forms.SelectMultiple,
            )
