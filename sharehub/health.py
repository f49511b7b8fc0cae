"""Early signs that a programme is failing which only sharing can tell; each says the figures that it rests on."""

from datetime import UTC, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Sum
from django.db.models.functions import MD5, Lower, Trim
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ambassadors import privacy
from ambassadors.models import Ambassador, Team
from cms.models import BlogPost, ExternalLink, Shareable
from sharehub.measurement.disclosure import may_show
from sharehub.measurement.figures import bounds
from sharehub.models import DayKey, PlannedShare, ReachByGroup, Share
from sharehub.models.shares import ShareQuerySet
from themes import health, reporting
from themes.health import Level
from themes.metrics import Period
from themes.models import Programme

_LOOK_BACK = timedelta(days=90)
_LAUNCH = timedelta(weeks=8)
_RECENT = timedelta(weeks=4)
# In per cent; beyond the first a sign asks for attention, beyond the second the programme is in danger.
_IDENTICAL = (10, 30)
_COMPANY_FIRST = (70, 90)
_SILENCE = (60, 30)  # of those who shared at the start; here less is worse
_LAPSED = (30, 60)
_FEWEST_PIECES = 10
_LITTLE = 0.05  # up to this part of the visitors, counting some of them twice changes no figure that anybody reads


def register() -> None:
    """The signs stand in every workspace."""
    health.register("identical_copy", identical_copy)
    health.register("leads", leads_taking_part)
    health.register("company_first", company_first)
    health.register("silence", silence)
    health.register("plans", lapsed_plans)
    health.register("day_keys", lost_day_keys)


def identical_copy(programme: Programme) -> health.Signal | None:
    """The same text from several people looks like advertising, and networks show it to fewer; silent under the threshold."""
    period = reporting.period_of(_LOOK_BACK.days, timezone.localdate())
    shares = _shares(programme).exclude(text="").filter(_within("confirmed_at", period))
    if not may_show(people := _people(shares)) or not people:
        return None
    texts = shares.order_by().values(words=MD5(Lower(Trim("text"))))
    counts = texts.annotate(times=Count("pk"), by=Count("ambassador", distinct=True)).values_list("times", "by")
    total, repeated = sum(times for times, _by in counts), sum(times for times, by in counts if by > 1)
    percent = round(repeated / total * 100)
    level = _level(percent, _IDENTICAL)
    return health.Signal(
        name=_("Identical posts"),
        figure=_("%(repeated)s of %(total)s posts %(when)s had the text of another")
        % {"repeated": repeated, "total": total, "when": reporting.words_of(_LOOK_BACK.days, period)},
        advice=_("Posts differ, as people do.")
        if level == Level.GOOD
        else _("Offer more variants of a text, or a question in place of a text."),
        level=level,
        url=reverse("sharehub:measurement", args=[programme.slug]),
        step=6,
    )


def leads_taking_part(programme: Programme) -> health.Signal | None:
    """Colleagues do what their team lead does; in words, because a count of nobody would tell of each of them."""
    leads = Ambassador.objects.eligible().filter(user__in=Team.objects.exclude(lead=None).values("lead"))
    period = reporting.period_of(_LOOK_BACK.days, timezone.localdate())
    shared = Exists(_shares(programme).filter(_within("confirmed_at", period), ambassador=OuterRef("pk")))
    wrote = Exists(BlogPost.objects.filter(_within("first_published_at", period), author=OuterRef("pk")))
    total = leads.count()
    if not privacy.is_large_enough(total):
        return None
    part = leads.filter(shared | wrote).count() / total
    level = Level.GOOD if part >= 2 / 3 else Level.CARE if part >= 1 / 3 else Level.BAD
    figures = {
        Level.GOOD: _("More than two thirds of %(total)s team leads shared or blogged %(when)s"),
        Level.CARE: _("Between one and two thirds of %(total)s team leads shared or blogged %(when)s"),
        Level.BAD: _("Fewer than a third of %(total)s team leads shared or blogged %(when)s"),
    }
    return health.Signal(
        name=_("Team leads take part"),
        figure=figures[level] % {"total": total, "when": reporting.words_of(_LOOK_BACK.days, period)},
        advice=_("People see that it is meant.")
        if level == Level.GOOD
        else _("Ask one of them to begin with a story of their own team."),
        level=level,
        url=reverse("ambassadors:person_list", args=[programme.slug]),
        step=3,
    )


def company_first(programme: Programme) -> health.Signal | None:
    """A feed of the organisation's own news only is not shared for long; silent under ten pieces."""
    since = timezone.now() - _LOOK_BACK
    pieces = Shareable.objects.live().filter(themes__programme=programme, first_published_at__gte=since).distinct()
    total = pieces.count()
    if total < _FEWEST_PIECES:
        return None
    other = pieces.type(BlogPost, ExternalLink).count()
    level = _level((total - other) / total * 100, _COMPANY_FIRST)
    return health.Signal(
        name=_("About more than ourselves"),
        figure=_("%(own)s of %(total)s pieces in 90 days came from the organisation itself")
        % {"own": total - other, "total": total},
        advice=_("Colleagues and others have their say.")
        if level == Level.GOOD
        else _("Invite a colleague to blog, or offer something good that others wrote."),
        level=level,
        url=reverse("themes:theme_list", args=[programme.slug]),
        step=2,
    )


def silence(programme: Programme) -> health.Signal | None:
    """Whether people still share after the first weeks; silent until three months after the start."""
    today = timezone.localdate()
    start = programme.launched_at or timezone.make_aware(datetime.combine(programme.starts_on, time()))
    if timezone.now() - start < _LAUNCH + _RECENT or programme.ends_on < today:
        return None
    first = _people(_shares(programme).filter(_at_the_start(start)))
    period = reporting.period_of(_RECENT.days, today)
    now = _people(_shares(programme).filter(_within("confirmed_at", period)))
    if not privacy.is_large_enough(first):
        return None
    percent = now / first * 100
    level = Level.GOOD if percent >= _SILENCE[0] else Level.CARE if percent >= _SILENCE[1] else Level.BAD
    when = _("in the last four weeks") if reporting.is_live() else reporting.words_of(_RECENT.days, period)
    recently = (
        ngettext("%(now)s person shared %(when)s", "%(now)s people shared %(when)s", now) % {"now": now, "when": when}
        if may_show(now)
        else _("Fewer than %(few)s people shared %(when)s") % {"few": privacy.threshold(), "when": when}
    )
    return health.Signal(
        name=_("Still going"),
        figure=(
            _("%(recently)s, %(first)s in the first eight")
            if reporting.is_live()
            else _("%(recently)s, %(first)s in the first two months")
        )
        % {"recently": recently, "first": first},
        advice=_("The beginning has become a habit.")
        if level == Level.GOOD
        else _("Thank who is there, ask why others stopped, and begin a challenge."),
        level=level,
        url=reverse("sharehub:measurement", args=[programme.slug]),
        step=3,
    )


def lapsed_plans(programme: Programme) -> health.Signal | None:
    """Reminders that nobody acts upon come at the wrong moment or for the wrong piece; silent under the threshold."""
    period = reporting.period_of(_RECENT.days, timezone.localdate())
    reminded = PlannedShare.objects.filter(
        _within("carried_out_at", period), share__theme__programme=programme, posts_for_me=False
    ).exclude(ended_at=None)
    people = reminded.order_by().values("share__ambassador").distinct().count()
    if not people or not may_show(people):
        return None
    total, lapsed = reminded.count(), reminded.filter(ending=PlannedShare.Ending.LAPSED).count()
    level = _level(round(lapsed / total * 100), _LAPSED)
    return health.Signal(
        name=_("Plans that come to nothing"),
        figure=_("%(lapsed)s of %(total)s reminders %(when)s were let go")
        % {"lapsed": lapsed, "total": total, "when": reporting.words_of(_RECENT.days, period)},
        advice=_("People share what they plan.")
        if level == Level.GOOD
        else _("Ask what holds them back: connecting an account spares them the reminder."),
        level=level,
        url=reverse("sharehub:measurement", args=[programme.slug]),
        step=6,
    )


def lost_day_keys(programme: Programme) -> health.Signal | None:
    """On such a day returning visitors were taken for new ones once; nothing to say when there was none.

    Nobody can count twice who did not come on such a day: while those are few beside all visitors, the figures are as good as ever.
    """
    today = datetime.now(UTC).date()
    lost = list(DayKey.objects.lost(today - _LOOK_BACK, today).order_by("day").values_list("day", flat=True))
    if not lost:
        return None
    reach = ReachByGroup.objects.between(today - _LOOK_BACK, today)
    among = reach.aggregate(all=Sum("visitors"), then=Sum("visitors", filter=Q(day__in=lost)))
    is_little = bool(among["all"]) and (among["then"] or 0) <= among["all"] * _LITTLE
    return health.Signal(
        name=_("Visitors counted twice"),
        figure=ngettext(
            "On %(days)s returning visitors were not recognised",
            "On these days returning visitors were not recognised: %(days)s",
            len(lost),
        )
        % {"days": ", ".join(date_format(day, "DATE_FORMAT") for day in lost)},
        advice=_(
            "Valkey began empty, as it does when it is started anew. At most one in twenty visitors of 90 days came then; nothing needs doing."
        )
        if is_little
        else _(
            "Some visitors of that day count twice; all other days are right. Ask whoever runs the servers why Valkey began empty."
        ),
        level=Level.GOOD if is_little else Level.CARE,
        url=reverse("sharehub:measurement", args=[programme.slug]),
        step=7,
    )


def _at_the_start(start: datetime) -> Q:
    """Return the first eight weeks, or where months are told the month of the start and the one after it."""
    if reporting.is_live():
        return Q(confirmed_at__gte=start, confirmed_at__lt=start + _LAUNCH)
    first = reporting.month_of(start.astimezone(UTC).date())
    second = reporting.month_of(first.end + timedelta(days=1))
    return _within("confirmed_at", Period(first.start, second.end))


def _within(field: str, period: Period) -> Q:
    """Return the condition that a moment lies in a period."""
    starts_at, ends_at = bounds(period)
    return Q((f"{field}__gte", starts_at), (f"{field}__lt", ends_at))


def _shares(programme: Programme) -> ShareQuerySet:
    return Share.objects.counting().filter(theme__programme=programme)


def _people(shares: ShareQuerySet) -> int:
    return shares.order_by().values("ambassador").distinct().count()


def _level(percent: float, limits: tuple[int, int]) -> Level:
    return Level.GOOD if percent <= limits[0] else Level.CARE if percent <= limits[1] else Level.BAD
