"""Contacts that go cold: whom we have not spoken with for longer than suits how many listen to them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest, TruncDate
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.models import Ambassador, Contact
from themes import health
from themes.models import Programme, Stakeholder

_LOUD, _WARM_LOUD, _WARM = 4, timedelta(days=60), timedelta(days=120)


@dataclass(frozen=True)
class Cold:
    """Someone on the map with whom we last spoke, or whom we last answered, on a day (or whose contact somebody keeps since)."""

    stakeholder: Stakeholder
    since: date


@dataclass(frozen=True)
class Warmth:
    """Someone whose contact a person keeps: when they last spoke (or since when it is kept), and from which day on that is too long ago."""

    stakeholder: Stakeholder
    since: date
    has_spoken: bool
    cold_on: date | None

    @property
    def is_cold(self) -> bool:
        """Whether it is time for a sign of life."""
        return self.cold_on is not None and self.cold_on <= timezone.localdate()


def of_programme(programme: Programme) -> list[Cold]:
    """Return the contacts of a programme that went cold, the most influential first."""
    return _cold(Contact.objects.filter(stakeholder__programme=programme))


def of_person(ambassador: Ambassador) -> list[Cold]:
    """Return the contacts a person keeps that went cold."""
    return _cold(Contact.objects.filter(ambassador=ambassador))


def signal(programme: Programme) -> health.Signal | None:
    """Contacts that nobody keeps warm are lost; silent where all are warm."""
    cold = of_programme(programme)
    if not cold:
        return None
    words = ngettext("%(number)s contact went cold", "%(number)s contacts went cold", len(cold))
    return health.Signal(
        name=_("Contacts"),
        figure=words % {"number": len(cold)},
        advice=_("Begin with %(name)s: last spoken with on %(day)s.")
        % {"name": cold[0].stakeholder, "day": date_format(cold[0].since, "j F Y")},
        level=health.Level.CARE,
        url=reverse("themes:stakeholder_detail", args=[programme.slug, cold[0].stakeholder.pk]),
        step=5,
    )


def kept_warm(ambassador: Ambassador) -> list[Warmth]:
    """Return everybody whose contact a person keeps, who goes cold first; competitors, who are only watched, come last."""
    found = []
    for row in _with_spoken(Contact.objects.filter(ambassador=ambassador)):
        spoken: date = row.spoken  # type: ignore[attr-defined]
        cold_on = None if row.kind == Stakeholder.Kind.COMPETITOR else spoken + _warm(row) + timedelta(days=1)
        found.append(Warmth(row, spoken, row.has_spoken, cold_on))  # type: ignore[attr-defined]
    return sorted(found, key=lambda one: (one.cold_on is None, one.cold_on or date.max, one.stakeholder.name))


def _warm(stakeholder: Stakeholder) -> timedelta:
    """Return for how long a contact stays warm: who is listened to by many is soon somebody else's."""
    return _WARM_LOUD if stakeholder.influence >= _LOUD else _WARM


def _with_spoken(contacts: QuerySet[Contact]) -> QuerySet[Stakeholder]:
    """Return whom these contacts are with, `spoken` being the day of the last contact, or since when somebody keeps it."""
    # PostgreSQL's GREATEST passes over what is unknown.
    spoken = Greatest(
        Max("contact_moments__happened_on"),
        TruncDate(Max("conversations__answered_at", filter=Q(conversations__state="answered"))),
    )
    rows = Stakeholder.objects.filter(contacts__in=contacts).select_related("programme")
    rows = rows.annotate(spoken_on=spoken, kept_since=Max("contacts__since"))
    return rows.annotate(
        spoken=Coalesce("spoken_on", "kept_since"),
        has_spoken=Q(spoken_on__isnull=False),
    )


def _cold(contacts: QuerySet[Contact]) -> list[Cold]:
    today = timezone.localdate()
    rows = _with_spoken(contacts).exclude(kind=Stakeholder.Kind.COMPETITOR)
    cold = Q(influence__gte=_LOUD, spoken__lt=today - _WARM_LOUD) | Q(influence__lt=_LOUD, spoken__lt=today - _WARM)
    rows = rows.filter(cold)  # type: ignore[misc]
    return [Cold(row, row.spoken) for row in rows.order_by("-influence", "spoken")]  # type: ignore[attr-defined, misc]
