"""What somebody did in a year and what came of it: theirs alone, unless they take the picture along."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors.models import Ambassador
from cms.cards import Card, draw
from cms.models import BlogPost
from sharehub.measurement import figures
from sharehub.models import Kudos, Share
from sharehub.reach import own
from themes.metrics import Period
from themes.models import Organisation


@dataclass(frozen=True)
class Year:
    """What was done and what came of it; `followers` and `estimated` are None where nobody said how many follow."""

    year: int
    shares: int
    own_words: int
    blogs: int
    given: int
    received: int
    badges: int
    people: int
    followers: int | None
    estimated: int | None

    @property
    def is_empty(self) -> bool:
        return not (self.shares or self.blogs or self.given or self.received)


def year_of(ambassador: Ambassador, year: int) -> Year:
    """Return somebody's year: measured by us, told by themselves and estimated stand apart."""
    period = Period(date(year, 1, 1), date(year, 12, 31))
    starts_at, ends_at = figures.bounds(period)
    shares = Share.objects.by(ambassador).counting().filter(confirmed_at__gte=starts_at, confirmed_at__lt=ends_at)
    audience = dict(
        shares.exclude(potential_audience=None).order_by().values_list("network").annotate(Sum("potential_audience"))
    )
    rates = figures.organic_rates()
    rated = [followers * rates[network] / 100 for network, followers in audience.items() if network in rates]
    in_year = Q(created_at__gte=starts_at, created_at__lt=ends_at)
    return Year(
        year=year,
        shares=shares.count(),
        own_words=shares.filter(own_words__gte=figures.OWN_FROM).count(),
        blogs=BlogPost.objects.live()
        .filter(author=ambassador, first_published_at__gte=starts_at, first_published_at__lt=ends_at)
        .count(),
        given=Kudos.objects.standing().filter(in_year, giver=ambassador.user).count(),
        received=Kudos.objects.standing().received_by(ambassador).filter(in_year).count(),
        badges=ambassador.badge_awards.filter(awarded_at__gte=starts_at, awarded_at__lt=ends_at).count(),
        people=own.Days(ambassador, period.start, period.end).totals(period)["visitors"],
        followers=sum(audience.values()) if audience else None,
        estimated=round(sum(rated)) if rated else None,
    )


def picture(ambassador: Ambassador, found: Year) -> bytes:
    """Return the year as a picture to pass on: what was measured alone, and kept nowhere."""
    organisation = Organisation.load()
    number = number_format(found.people, use_l10n=True, force_grouping=True)
    reached = ngettext("%(n)s person reached", "%(n)s people reached", found.people) % {"n": number}
    told = ngettext("with %(n)s story", "with %(n)s stories", found.shares) % {"n": found.shares}
    own_words = _("%(n)s in my own words") % {"n": found.own_words}
    card = Card(
        title=f"{reached} {told}, {own_words}",
        theme=_("My %(year)s as an ambassador") % {"year": found.year},
        hue=organisation.accent_hue,
        organisation=organisation.name,
        author=str(ambassador),
    )
    return draw(card)
