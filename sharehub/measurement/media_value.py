"""What reaching as many people might have cost elsewhere, with the prices a manager set: always an estimate, never points.

It adds up people reached, network by network, and only of networks whose people reached may be shown: beside those figures and the
prices, which stand in the open, it tells nothing new. A potential audience never counts, nor does anything that a network reported.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from sharehub.measurement.circles import Ever
from sharehub.measurement.disclosure import is_told, shown
from sharehub.measurement.figures import Reaches
from sharehub.models import MediaPrice, MediaValue
from themes.charts import words_of


@dataclass(frozen=True)
class Line:
    """The people reached through a network, and what they might have cost elsewhere."""

    price: MediaPrice
    visitors: int

    @property
    def euros(self) -> Decimal:
        return self.visitors * self.price.euros

    @property
    def words(self) -> str:
        """The product as it is written on paper."""
        return f"{words_of(self.visitors)} × € {euros(self.price.euros)}"


@dataclass(frozen=True)
class Worth:
    """The media value of a period under one version: its lines, those with a price and enough people, and how much they cover."""

    version: MediaValue
    lines: tuple[Line, ...]
    everybody: int

    @property
    def total(self) -> Decimal | None:
        """In euros; None where no network counts."""
        return sum((line.euros for line in self.lines), Decimal()) if self.lines else None

    @property
    def counted(self) -> int:
        """How many of the people reached it is about."""
        return sum(line.visitors for line in self.lines)

    @property
    def coverage(self) -> str:
        """The part of the people reached that it is about, as it is read; empty where nobody was reached."""
        return words_of(self.counted / self.everybody * 100, unit="%") if self.everybody else ""

    @property
    def networks(self) -> set[str]:
        """Those that count."""
        return {line.price.network for line in self.lines}

    @property
    def version_words(self) -> str:
        """Which version it is, and since when it holds."""
        words = {
            "number": self.version.number,
            "day": date_format(timezone.localtime(self.version.holds_from), "DATE_FORMAT"),
        }
        return _("version %(number)s of %(day)s") % words


def worth(version: MediaValue, prices: list[MediaPrice], reaches: Reaches, minimum: int, always: Ever[str]) -> Worth:
    """Return what the reach of a period is worth under a version.

    Networks of too few people are left out, as in the table of networks, and those withheld in every period (`always`).
    """
    found = reaches.by_network
    visible = shown({network: reach.people for network, reach in found.items()}, reaches.total.people, minimum, always)
    lines = tuple(
        Line(price, found[price.network].visitors if price.network in found else 0)
        for price in prices
        if is_told(price.network, found, visible, always)
    )
    return Worth(version, lines, reaches.total.visitors)


def euros(amount: Decimal) -> str:
    """Return an amount with its cents, as it is read."""
    return number_format(round(amount, 2), decimal_pos=2, use_l10n=True, force_grouping=True)
