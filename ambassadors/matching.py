"""Who fits which theme, and why, in words that a manager can read and a person may hear.

docs/matching.md gives the formula, so that anybody can recompute a score by hand. The score only puts suggestions in order; no
page shows it, because it tells how well a profile and a theme go together and nothing about anyone's worth. Upper apps add
what people did before through `register_history`.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from django.conf import settings
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Count, Exists, F, OuterRef, Subquery, prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador, Team, ThemeLink
from ambassadors.models.people import AmbassadorQuerySet
from themes.kept import forget, kept
from themes.models import Programme, Theme

_WEIGHTS = {"expertise": 3, "job_title": 2, "interests": 1}
_POOL = 2000
_CANDIDATES = 300
_FIT_BEST = 60
_DID_MOST = 100
_HISTORY_DAYS = 365
_MANY_THEMES = 3
# Of four hundred people only what is looked at, and what a page says of them.
_READ = (
    *_WEIGHTS,
    "languages",
    "portrait",
    "team__name",
    "user__email",
    "user__first_name",
    "user__last_name",
)
_RANKS = [0.0, 1 / 3, 2 / 3, 1.0]  # what PostgreSQL calls D, C, B and A: the weights above, for choosing candidates

# How often each of these people (None: anyone) did it for each of these themes since a day, by person and theme.
Counts = Callable[[Collection[int], Collection[int] | None, date], Mapping[tuple[int, int], int]]


@dataclass(frozen=True)
class History:
    """Something people did before for a theme: `points` for each time, `most` in all, and how it reads."""

    key: str
    points: int
    most: int
    counts: Counts
    words: Callable[[int], str]


_histories: dict[str, History] = {}


def register_history(history: History) -> None:
    """What people did counts from now on; a key registered again takes the place of the former."""
    _histories[history.key] = history


@dataclass(frozen=True)
class Part:
    """One reason, and the points it brings."""

    points: int
    words: str


@dataclass(frozen=True)
class Suggestion:
    """A person who fits a theme; parts begin with the heaviest."""

    ambassador: Ambassador
    theme: Theme
    parts: tuple[Part, ...]

    @property
    def score(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(part.words for part in self.parts)

    @property
    def reason(self) -> str:
        return capfirst("; ".join(self.reasons))


@dataclass(frozen=True)
class _Gaps:
    """What a theme lacks: people (0, 1, or 2 for more), people of these teams, writers of these languages."""

    linked: int
    languages: frozenset[str]
    teams_there: frozenset[int]


@dataclass
class _Basis:
    """All that scores are computed from, read in a constant number of questions."""

    gaps: dict[int, _Gaps]
    histories: list[tuple[History, Mapping[tuple[int, int], int]]] = field(default_factory=list)
    themes_of: dict[int, int] = field(default_factory=dict)


def suggestions(theme: Theme, limit: int = 10) -> list[Suggestion]:
    """Return the active people who fit the theme, the best fit first; see `on_theme`."""
    return on_theme(theme, (), limit)[0]


def on_theme(
    theme: Theme, offering: Sequence[Ambassador], limit: int = 10
) -> tuple[list[Suggestion], dict[tuple[int, int], Suggestion]]:
    """Return the active people who fit the theme, the best fit first, and how well those fit who offer themselves.

    Left out are those linked or asked already, those who said no, and those whom a manager passed over. The three hundred whose
    profile holds most words of the theme are looked at, and the hundred who did most for it.
    """
    best = kept(f"fits_best:{theme.pk}", lambda: _fitting_best(theme), fresh_for=settings.STEPS_FRESH_SECONDS).value
    fits, basis = _scored(theme, list(_open_to(theme).filter(pk__in=best).values_list("pk", flat=True)), offering)
    words = words_of(theme)
    return fits[:limit], {(one.pk, theme.pk): _score(one, theme, words, basis) for one in offering}


def look_again(theme_id: int) -> None:
    """Somebody can be suggested for the theme again, so who fits it best is looked for anew."""
    forget(f"fits_best:{theme_id}")


def _open_to(theme: Theme) -> AmbassadorQuerySet:
    joined = Ambassador.objects.eligible().exclude(joined_at=None)
    return joined.exclude(theme_links__theme=theme).exclude(passed_over__theme=theme)


def _fitting_best(theme: Theme) -> list[int]:
    """Return the sixty who fit best, looked for once a minute: who is asked or passed over then leaves enough of them."""
    most = kept(f"did_most:{theme.pk}", lambda: _did_most(theme), fresh_for=settings.STEPS_FRESH_SECONDS).value
    open_to = _open_to(theme)
    ids = {*open_to.filter(pk__in=most).values_list("pk", flat=True), *_candidates(open_to, words_of(theme))}
    return [fit.ambassador.pk for fit in _scored(theme, ids, ())[0][:_FIT_BEST]]


def _scored(theme: Theme, ids: Collection[int], others: Sequence[Ambassador]) -> tuple[list[Suggestion], _Basis]:
    """Return how these people fit, the best fit first, and what that and the scores of the others rest on."""
    words = words_of(theme)
    people = list(Ambassador.objects.filter(pk__in=ids).select_related("user", "team").only(*_READ))
    counts = _histories_of([theme.pk], {*ids, *(one.pk for one in others)})
    basis = _basis([theme], [*people, *others], counts)
    scored = (_score(person, theme, words, basis) for person in people)
    return sorted((fit for fit in scored if fit.score > 0), key=lambda fit: (-fit.score, str(fit.ambassador))), basis


def _did_most(theme: Theme) -> list[int]:
    """Return the hundred who did most for the theme: of very many it takes long to find them."""
    counts = _histories_of([theme.pk], None)
    done = {person for _history, of in counts for person, _theme in of}
    return sorted(done, key=lambda pk: (-_times(counts, pk, theme.pk), pk))[:_DID_MOST]


def _candidates(open_to: AmbassadorQuerySet, words: Sequence[str]) -> list[int]:
    """Return the people whose profile holds most words, out of two thousand; who knows about it goes before who likes it."""
    knows, any_place = _query(words, places="A"), _query(words)
    if knows is None or any_place is None:
        return []
    rank = SearchRank(F("fit_words"), any_place, weights=_RANKS)
    ranked = open_to.annotate(rank=rank).order_by().values_list("pk", "rank")
    pool = list(ranked.filter(fit_words=knows)[:_POOL])
    if len(pool) < _POOL:
        pool = list({*pool, *ranked.filter(fit_words=any_place)[: _POOL - len(pool)]})
    return [pk for pk, _rank in sorted(pool, key=lambda row: (-row[1], row[0]))[:_CANDIDATES]]


def for_person(ambassador: Ambassador, programme: Programme) -> list[Suggestion]:
    """Return the live themes to which the person is not linked and was not asked, the best fit first, then by name."""
    linked = ThemeLink.objects.filter(ambassador=ambassador).values("theme")
    themes = list(programme.themes.live().exclude(pk__in=linked).prefetch_related("terms"))
    counts = _histories_of([theme.pk for theme in themes], [ambassador.pk])
    basis = _basis(themes, [ambassador], counts)
    scored = [_score(ambassador, theme, words_of(theme), basis) for theme in themes]
    return sorted(scored, key=lambda fit: (-fit.score, fit.theme.name))


def between(pairs: Sequence[tuple[Ambassador, Theme]]) -> dict[tuple[int, int], Suggestion]:
    """Return how well each of these people and themes go together, linked or not; by the keys of both."""
    if not pairs:
        return {}
    people = {person.pk: person for person, _theme in pairs}
    themes = {theme.pk: theme for _person, theme in pairs}
    prefetch_related_objects(list(themes.values()), "terms")
    basis = _basis(list(themes.values()), list(people.values()), _histories_of(list(themes), list(people)))
    words = {pk: words_of(theme) for pk, theme in themes.items()}
    return {(one.pk, of.pk): _score(one, themes[of.pk], words[of.pk], basis) for one, of in pairs}


def knowledge_of(ambassador: Ambassador, theme: Theme) -> str:
    """Return in words what the person's own profile says about the theme, empty when it says nothing."""
    return capfirst("; ".join(part.words for part in _by_words(ambassador, words_of(theme))))


def words_of(theme: Theme) -> list[str]:
    """Return the theme's words without capitals, each once; a hashtag in CamelCase counts as it is written."""
    words = (*theme.in_every_language("name"), *(term.text for term in theme.terms.all()))
    return list(dict.fromkeys(word.lower() for word in words))


def _score(ambassador: Ambassador, theme: Theme, words: Sequence[str], basis: _Basis) -> Suggestion:
    fits = [*_by_words(ambassador, words), *_by_history(ambassador, theme, basis)]
    if fits:  # a gap makes someone who fits more welcome; it makes nobody fit
        fits += _by_gaps(ambassador, basis.gaps[theme.pk])
        many = basis.themes_of.get(ambassador.pk, 0)
        if many >= _MANY_THEMES:
            fits.append(Part(_MANY_THEMES - 1 - many, _("carries %(n)s themes already") % {"n": many}))
    return Suggestion(ambassador, theme, tuple(sorted(fits, key=lambda part: -part.points)))


def _by_words(ambassador: Ambassador, words: Sequence[str]) -> list[Part]:
    """A word counts where another word begins with it, so that "warmtenet" finds "warmtenetten"."""
    phrases = {
        "expertise": _("knows about %(words)s"),
        "job_title": _("works as %(title)s"),
        "interests": _("is interested in %(words)s"),
    }
    parts = []
    for name, weight in _WEIGHTS.items():
        text = getattr(ambassador, name)
        found = [word for word in words if _beginning(word).search(text)] if text else []
        if found:
            told = phrases[name] % {"words": ", ".join(found[:3]), "title": ambassador.job_title}
            parts.append(Part(weight * len(found), told))
    return parts


@lru_cache(maxsize=2048)
def _beginning(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}", re.IGNORECASE)


def _by_history(ambassador: Ambassador, theme: Theme, basis: _Basis) -> list[Part]:
    return [
        Part(min(history.points * times, history.most), history.words(times))
        for history, counts in basis.histories
        if (times := counts.get((ambassador.pk, theme.pk), 0))
    ]


def _by_gaps(ambassador: Ambassador, gaps: _Gaps) -> list[Part]:
    parts = []
    if gaps.linked == 0:
        parts.append(Part(2, _("nobody covers it yet")))
    elif gaps.linked == 1:
        parts.append(Part(1, _("one person covers it alone")))
    if gaps.linked and ambassador.team and ambassador.team_id not in gaps.teams_there:
        parts.append(Part(1, _("would be the first of %(team)s") % {"team": ambassador.team}))
    for language in sorted(gaps.languages & set(ambassador.languages)) if gaps.linked else ():
        name = get_language_info(language)["name_translated"]
        parts.append(Part(1, _("would be the first to write in %(language)s") % {"language": name}))
    return parts


def _basis(
    themes: Sequence[Theme],
    people: Sequence[Ambassador],
    counts: list[tuple[History, Mapping[tuple[int, int], int]]],
) -> _Basis:
    accepted = ThemeLink.objects.filter(state=ThemeLink.State.ACCEPTED, ambassador__left_at=None)
    here = accepted.filter(theme=OuterRef("pk")).order_by()
    writes = {
        f"writes_{code}": Exists(here.filter(ambassador__languages__contains=[code]))
        for code, _name in settings.LANGUAGES
    }
    # Nobody, one or more: with very many people counting them all would take long.
    several = {"has_one": Exists(here), "has_two": Exists(here[1:2])}
    rows = Theme.objects.filter(pk__in=[theme.pk for theme in themes]).annotate(**several, **writes)
    there = _teams_there({theme.pk for theme in themes}, {person.team_id for person in people if person.team_id})
    gaps = {
        row.pk: _Gaps(
            row.has_one + row.has_two,  # type: ignore[attr-defined]
            frozenset(code for code, _name in settings.LANGUAGES if not getattr(row, f"writes_{code}")),
            there[row.pk],
        )
        for row in rows
    }
    carried = accepted.filter(ambassador__in=people, theme__retired_at=None).values("ambassador").order_by()
    themes_of = {row["ambassador"]: row["n"] for row in carried.annotate(n=Count("pk"))}
    return _Basis(gaps, counts, themes_of)


def _teams_there(themes: Collection[int], teams: Collection[int]) -> dict[int, frozenset[int]]:
    """Return by theme those of the teams in which somebody covers it; one colleague of each is enough to look at."""
    covering = ThemeLink.objects.filter(state=ThemeLink.State.ACCEPTED, ambassador__left_at=None).order_by()
    here = covering.filter(ambassador__team=OuterRef("pk"))
    # Not EXISTS, which PostgreSQL answers by listing all who cover the theme first.
    somebody = {f"covers_{theme}": Subquery(here.filter(theme=theme).values("pk")[:1]) for theme in themes}
    rows = list(Team.objects.filter(pk__in=teams).order_by().annotate(**somebody)) if teams else []
    return {theme: frozenset(row.pk for row in rows if getattr(row, f"covers_{theme}")) for theme in themes}


def _histories_of(
    themes: Collection[int], people: Collection[int] | None
) -> list[tuple[History, Mapping[tuple[int, int], int]]]:
    since = timezone.localdate() - timedelta(days=_HISTORY_DAYS)
    return [(history, history.counts(themes, people, since)) for history in _histories.values()]


def _times(counts: list[tuple[History, Mapping[tuple[int, int], int]]], person: int, theme: int) -> int:
    return sum(min(h.points * of.get((person, theme), 0), h.most) for h, of in counts)


def _query(words: Sequence[str], places: str = "") -> SearchQuery | None:
    """Return what finds profiles with any of the words, the last part of each as the beginning of a word."""
    phrases, mark = [], f":{places}" if places else ""
    for word in words:
        tokens = re.findall(r"\w+", word)
        if tokens:
            parts = [*(f"'{token}'{mark}" for token in tokens[:-1]), f"'{tokens[-1]}':*{places}"]
            phrases.append(f"({' <-> '.join(parts)})")
    return SearchQuery(" | ".join(phrases), search_type="raw", config="simple") if phrases else None
