"""What HR may read of ambassadors: visits that at least as many colleagues as the threshold brought, and never by subtraction those of fewer.

HR may know who shared a vacancy, so the visits of one that two colleagues shared would be their own figures; so would be the applications of
a theme or a team of two. What is withheld is the same in every period and on every page, so two of them together tell nothing more. Where
figures are told of whole months (docs/adr/0011), each month withholds what too few brought in it, whatever they did before and after.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db.models.functions import Coalesce

from ambassadors import privacy
from cms.models import Vacancy
from sharehub.recruitment import sharers
from sharehub.recruitment.sharers import Sharers
from themes import reporting
from themes.kept import kept
from themes.metrics import Period

# More than there can be of anybody.
_EVERYBODY = 1 << 62


@dataclass(frozen=True)
class Withheld:
    """What stays away: visits of all, of networks, vacancies, themes (None: without one), teams, and of networks of one vacancy.

    Of the themes and teams in `few_themes` and `few_teams` nothing is told, applications neither; of networks of one theme (`few_networks_of_one_theme`)
    only where everywhere enough people are behind them.
    """

    total: bool
    networks: frozenset[str]
    vacancies: frozenset[int]
    themes: frozenset[int | None]
    teams: frozenset[int | None]
    networks_of_one: bool
    few_themes: frozenset[int | None]
    few_teams: frozenset[int | None]
    few_networks_of_one_theme: bool


def withheld(minimum: int | None = None) -> Withheld:
    """Return what stays away now, or by what was counted last where counting takes long."""
    minimum = privacy.threshold() if minimum is None else minimum
    return _decide(sharers.ever(), minimum)


def withheld_in(period: Period, minimum: int | None = None, *, also: Iterable[date] = ()) -> Withheld:
    """Return what stays away in a period: where months are told, what too few brought in its month, or in others (`also`).

    Of a month that is not told of yet everything stays away.
    """
    minimum = privacy.threshold() if minimum is None else minimum
    if reporting.is_live():
        return withheld(minimum)
    if reporting.told_until().date() <= period.end:
        return _decide(sharers.ever(), _EVERYBODY)
    first, others = period.start.replace(day=1), set(also)
    months = [found for month, found in sharers.by_month().items() if first <= month <= period.end or month in others]
    return _any_of([_decide(one, minimum) for one in months])


def withheld_by_month(minimum: int | None = None) -> dict[date | None, Withheld]:
    """Return what stays away in each month that is told of and in which somebody did something, by its first day; live, in all (None)."""
    minimum = privacy.threshold() if minimum is None else minimum
    if reporting.is_live():
        return {None: withheld(minimum)}
    # Decided at most once a minute: months that are over hardly change, and there are as many decisions as months.
    name = f"vacancy_months_withheld:{minimum}:{reporting.told_until().date()}"
    return kept(
        name, lambda: _decide_months(minimum), fresh_for=sharers.FRESH_SECONDS, slow_for=settings.KEPT_SECONDS
    ).value


@dataclass(frozen=True)
class ThemesTold:
    """Of which themes HR reads that an application came through a link about them: not of `few`, and those of its month by its first day.

    Live, there are no months (None).
    """

    few: frozenset[int | None]
    by_month: Mapping[date, frozenset[int | None]] | None = None

    def tells(self, theme_id: int | None, *moments: datetime) -> bool:
        """Whether the theme may stand beside what happened at these moments."""
        if theme_id in self.few:
            return False
        months = [moment.astimezone(UTC).date().replace(day=1) for moment in moments]
        told = self.by_month
        return told is None or (bool(months) and all(theme_id in told.get(month, ()) for month in months))


def themes_told() -> ThemesTold:
    """Return of which themes HR reads what applications have to do with them."""
    if reporting.is_live():
        return ThemesTold(withheld().few_themes)
    minimum = privacy.threshold()
    months = sharers.by_month().items()
    return ThemesTold(
        frozenset(), {month: frozenset(one.by_theme) - _decide(one, minimum).few_themes for month, one in months}
    )


def withheld_originals(period: Period, minimum: int | None = None) -> frozenset[int]:
    """Return the vacancies of which HR reads no visits of a period in one of their languages, by the key of the language they began in.

    HR edits vacancies in Wagtail, and reads there as well what each did: the sum of languages less one that is shown would tell of the other.
    """
    few = withheld_in(period, minimum).vacancies
    keys = Vacancy.objects.filter(pk__in=few).order_by().values_list(Coalesce("translation_of", "pk"), flat=True)
    return frozenset(keys) if few else few


def renew() -> None:
    """Where counting who shared takes long, nobody who opens a page has to wait for it."""
    sharers.renew()


def _any_of(found: Sequence[Withheld]) -> Withheld:
    """Return what stays away by any of these."""

    def every(name: str) -> frozenset[Any]:
        return frozenset().union(*(getattr(one, name) for one in found))

    return Withheld(
        total=any(one.total for one in found),
        networks=every("networks"),
        vacancies=every("vacancies"),
        themes=every("themes"),
        teams=every("teams"),
        networks_of_one=any(one.networks_of_one for one in found),
        few_themes=every("few_themes"),
        few_teams=every("few_teams"),
        few_networks_of_one_theme=any(one.few_networks_of_one_theme for one in found),
    )


def _decide_months(minimum: int) -> dict[date | None, Withheld]:
    return {month: _decide(one, minimum) for month, one in sharers.by_month().items()}


def _decide(found: Sharers, minimum: int) -> Withheld:
    """Return what stays away where so many people are behind each group."""
    few_themes = _few({key: one.all for key, one in found.by_theme.items()}, minimum)
    few_teams = _few({key: one.all for key, one in found.by_team.items()}, minimum, is_disjoint=True)
    few_networks_of_one_theme = any(number < minimum for number in found.by_network_of_theme)
    if found.people < minimum:
        return Withheld(
            total=found.people > 0,
            networks=frozenset(found.by_network),
            vacancies=frozenset(found.by_vacancy),
            themes=frozenset(found.by_theme),
            teams=frozenset(found.by_team),
            networks_of_one=bool(found.by_network_of_vacancy),
            few_themes=few_themes,
            few_teams=few_teams,
            few_networks_of_one_theme=few_networks_of_one_theme,
        )
    vacancies = _few(found.by_vacancy, minimum)
    teams = _few({key: one.visits for key, one in found.by_team.items()}, minimum, is_disjoint=True)
    return Withheld(
        total=False,
        networks=_few(found.by_network, minimum),
        vacancies=vacancies,
        themes=_themes(found.by_theme_and_vacancy, vacancies, minimum) | few_themes,
        teams=teams | few_teams,
        networks_of_one=any(number < minimum for number in found.by_network_of_vacancy),
        few_themes=few_themes,
        few_teams=few_teams,
        few_networks_of_one_theme=few_networks_of_one_theme,
    )


def _few(sizes: Mapping[Any, int], minimum: int, *, is_disjoint: bool = False) -> frozenset[Any]:
    """Return the groups that too few people are behind, and those that stay away with them."""
    shown = privacy.groups_to_show(sizes, minimum, is_disjoint=is_disjoint)
    return frozenset(key for key, people in sizes.items() if people and key not in shown)


def _themes(
    by_theme: Mapping[tuple[int | None, int], int], vacancies: frozenset[int], minimum: int
) -> frozenset[int | None]:
    """Return the themes whose sum, less the vacancies that are shown, would tell of one that is not, or of a part of one by a few.

    A vacancy that was shared on several themes has such parts.
    """
    parts: dict[int, list[int]] = {}
    for (_theme, vacancy), number in by_theme.items():
        parts.setdefault(vacancy, []).append(number)
    telling = {vacancy for vacancy, found in parts.items() if vacancy in vacancies or min(found) < minimum}
    return frozenset(theme for theme, vacancy in by_theme if vacancy in telling)
