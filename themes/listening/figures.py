"""What the conversations of a theme add up to: how many, which share, in what mood, about what, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, Func, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay, TruncWeek
from django.utils import timezone

from themes.models import CLEAR_SENTIMENT, Conversation, ConversationMatch, Programme, Theme

WEEKS = 12
# A share of fewer conversations says nothing.
FEW = 3
_RECENT_WEEKS = 2
_MOST_WORDS = 40


@dataclass(frozen=True)
class Week:
    """The conversations of one week, from its Monday."""

    monday: date
    said: int
    all_said: int
    positive: int
    negative: int
    measured: int

    def percent(self, number: int) -> float | None:
        """Return a number as a share of those whose mood was measured; None of a few."""
        return number / self.measured * 100 if self.measured >= FEW else None


@dataclass(frozen=True)
class Word:
    """A word, how often it was used lately, how often in an equally long time before, and in all."""

    text: str
    lately: int
    before: float
    total: int

    @property
    def rise(self) -> float:
        """How many times more it is used than before; half a mention is added to either side, so that chance weighs less."""
        return (self.lately + 0.5) / (self.before + 0.5)


@dataclass(frozen=True)
class Share:
    """A theme's part of all that was heard in four weeks."""

    theme: Theme
    said: int
    percent: float | None


def first_monday(today: date) -> date:
    """Return the Monday with which the weeks that are shown begin."""
    return today - timedelta(days=today.weekday(), weeks=WEEKS - 1)


def weeks(theme: Theme, today: date) -> list[Week]:
    """Return the twelve weeks up to today, the first one first, those without conversations too."""
    monday = first_monday(today)
    of_theme = _per_week(_said(theme, monday))
    of_all = _per_week(Conversation.objects.filter(programme=theme.programme_id, said_at__gte=_start_of(monday)))
    found = []
    for number in range(WEEKS):
        start = monday + timedelta(weeks=number)
        said, positive, negative, measured = of_theme.get(start, (0, 0, 0, 0))
        found.append(Week(start, said, of_all.get(start, (0, 0, 0, 0))[0], positive, negative, measured))
    return found


def shares(programme: Programme, today: date) -> list[Share]:
    """Return every live theme's share of what was heard in four weeks, the largest first."""
    since = _start_of(today - timedelta(days=27))
    heard = Conversation.objects.filter(programme=programme, said_at__gte=since).order_by()
    total = heard.count()
    # What a colleague wrote down has a theme without a match.
    matched = ConversationMatch.objects.filter(conversation=OuterRef("pk"), theme=OuterRef("theme"))
    noted = dict(heard.exclude(theme=None).exclude(Exists(matched)).values_list("theme").annotate(Count("pk")))
    recent = Count(
        "conversation_matches",
        filter=Q(conversation_matches__conversation__said_at__gte=since),
    )
    rows = programme.themes.live().annotate(said=recent)
    said = {row: row.said + noted.get(row.pk, 0) for row in rows}  # type: ignore[attr-defined]
    found = [Share(theme, number, number / total * 100 if total >= FEW else None) for theme, number in said.items()]
    return sorted(found, key=lambda share: (-share.said, share.theme.name))


def words(theme: Theme, today: date) -> list[Word]:
    """Return the words of the twelve weeks with how often they were used, the most used first; a text counts once a word."""
    monday = first_monday(today)
    lately = Q(said_at__gte=_start_of(today - timedelta(weeks=_RECENT_WEEKS)))
    rows = (
        _said(theme, monday)
        .annotate(word=Func("words", function="unnest", output_field=TextField()))
        .values("word")
        .annotate(total=Count("pk"), lately=Count("pk", filter=lately))
        .order_by("-total", "word")
    )
    ratio = _RECENT_WEEKS / (WEEKS - _RECENT_WEEKS)
    return [
        Word(row["word"], row["lately"], (row["total"] - row["lately"]) * ratio, row["total"]) for row in rows[:400]
    ]


def rising(found: Sequence[Word], most: int = 8) -> list[Word]:
    """Return the words that are used at least twice as much as in the weeks before, and by a few at least."""
    up = [word for word in found if word.lately >= FEW and word.rise >= 2]
    return sorted(up, key=lambda word: (-word.rise, -word.lately, word.text))[:most]


def cloud(found: Sequence[Word]) -> list[Word]:
    """Return the words that are used by more than one, the most used first."""
    return [word for word in found if word.total > 1][:_MOST_WORDS]


def hours(theme: Theme, today: date) -> list[list[int]]:
    """Return how many conversations began in each hour (24) of each weekday (7, Monday first), in the installation's time."""
    rows = (
        _said(theme, first_monday(today))
        .annotate(day=ExtractIsoWeekDay("said_at"), hour=ExtractHour("said_at"))
        .values_list("day", "hour")
        .annotate(number=Count("pk"))
        .order_by()
    )
    table = [[0] * 24 for _day in range(7)]
    for day, hour, number in rows:
        table[day - 1][hour] = number
    return table


def networks(theme: Theme, today: date) -> list[tuple[str, int]]:
    """Return on which networks it was said and how often, the most first; what a feed said was said on none."""
    rows = _said(theme, first_monday(today)).exclude(network="").values_list("network").annotate(number=Count("pk"))
    return list(rows.order_by("-number", "network"))


def said_before_lately(theme: Theme, today: date) -> int:
    """Return how many conversations there were in the weeks before those that rising words are about."""
    lately = _start_of(today - timedelta(weeks=_RECENT_WEEKS))
    return _said(theme, first_monday(today)).filter(said_at__lt=lately).count()


def _said(theme: Theme, since: date) -> QuerySet[Conversation]:
    """What was said about a theme since a day, whether it is its main theme or not."""
    return Conversation.objects.about(theme).filter(said_at__gte=_start_of(since)).order_by()


def _per_week(conversations: QuerySet[Conversation]) -> dict[date, tuple[int, int, int, int]]:
    rows = (
        conversations.order_by()
        .annotate(week=TruncWeek("said_at"))
        .values_list("week")
        .annotate(
            said=Count("pk"),
            positive=Count("pk", filter=Q(sentiment__gte=CLEAR_SENTIMENT)),
            negative=Count("pk", filter=Q(sentiment__lte=-CLEAR_SENTIMENT)),
            measured=Count("sentiment"),
        )
    )
    return {week.date(): (said, positive, negative, measured) for week, said, positive, negative, measured in rows}


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
