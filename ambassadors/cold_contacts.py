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
    )


def _cold(contacts: QuerySet[Contact]) -> list[Cold]:
    today = timezone.localdate()
    rows = (
        Stakeholder.objects.filter(contacts__in=contacts)
        .exclude(kind=Stakeholder.Kind.COMPETITOR)
        .select_related("programme")
        .annotate(
            spoken=Coalesce(
                # PostgreSQL's GREATEST passes over what is unknown.
                Greatest(
                    Max("contact_moments__happened_on"),
                    TruncDate(Max("conversations__answered_at", filter=Q(conversations__state="answered"))),
                ),
                Max("contacts__since"),
            )
        )
        .filter(
            Q(influence__gte=_LOUD, spoken__lt=today - _WARM_LOUD) | Q(influence__lt=_LOUD, spoken__lt=today - _WARM)
        )
    )
    return [Cold(row, row.spoken) for row in rows.order_by("-influence", "spoken")]  # type: ignore[attr-defined]
