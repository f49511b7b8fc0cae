"""The metric catalogue: what every figure means, in which unit, and where it comes from."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext_lazy as _

from ambassadors import privacy, teams
from sharehub.measurement import figures
from sharehub.measurement.circles import EVER, circles, ever
from sharehub.measurement.disclosure import may_show, scope_may_show, shown, team_stands
from sharehub.measurement.figures import Reach, Sharing
from sharehub.models import Application
from sharehub.recruitment import funnel
from sharehub.recruitment.visits import withheld_in
from themes import reporting
from themes.metrics import Metric, Period, Provenance, Reading, Scope, Unit
from themes.metrics import register as _register
from themes.models import Organisation

_TOO_FEW = Reading(None, too_few=True)


def register() -> None:
    """Every metric can be chosen for a KPI."""
    for metric in (*_reach_metrics(), *_sharing_metrics(), *_recruitment_metrics()):
        _register(metric)


def _reach_metrics() -> tuple[Metric, ...]:
    return (
        Metric(
            key="visitors",
            name=_("People reached"),
            definition=_("Different visitors per link and day, without robots, links fetched ahead and own clicks."),
            unit=Unit.PEOPLE,
            provenance=Provenance.MEASURED,
            value=_reach(lambda reach: reach.visitors),
            by_team=True,
        ),
        Metric(
            key="human_clicks",
            name=_("Clicks by people"),
            definition=_("Hits on shared links, less robots, links fetched ahead, duplicates and own clicks."),
            unit=Unit.COUNT,
            provenance=Provenance.MEASURED,
            value=_reach(lambda reach: reach.human),
            by_team=True,
            pitfall=_("A headline that promises too much wins clicks and loses readers."),
            counterweight="visitors",
        ),
    )


def _sharing_metrics() -> tuple[Metric, ...]:
    return (
        Metric(
            key="shares",
            name=_("Confirmed shares"),
            definition=_("Shares whose ambassador confirmed that they were posted, and that were not withdrawn."),
            unit=Unit.COUNT,
            provenance=Provenance.MEASURED,
            value=_sharing(lambda found: (found.shares, 1.0)),
            by_team=True,
            pitfall=_("More posts are easily made: by passing on the same text again and again."),
            counterweight="own_words",
        ),
        Metric(
            key="own_words",
            name=_("Shares in own words"),
            definition=_("Confirmed shares of which at least half of the words are the ambassador's own."),
            unit=Unit.PERCENT,
            provenance=Provenance.MEASURED,
            value=_sharing(lambda found: (found.own_words_percent, 1.0)),
            by_team=True,
        ),
        Metric(
            key="participation",
            name=_("Participation"),
            definition=_(
                "People with a confirmed share or a published post, out of everybody eligible on the last day "
                "(counted every night)."
            ),
            unit=Unit.PERCENT,
            provenance=Provenance.MEASURED,
            value=_participation,
            by_team=True,
            pitfall=_("People who are pushed take part once, without a word of their own."),
            counterweight="own_words",
        ),
        Metric(
            key="blog_posts",
            name=_("Blog posts published"),
            definition=_("Posts by ambassadors that went public for the first time."),
            unit=Unit.COUNT,
            provenance=Provenance.MEASURED,
            value=_blog_posts,
            by_team=True,
            pitfall=_("Many short posts that nobody reads raise it as well."),
            counterweight="visitors",
        ),
        Metric(
            key="engagement",
            name=_("Reactions, comments and reposts"),
            definition=_(
                "What people did with posts that were made for ambassadors and confirmed in the period, added up as the networks last "
                "told it. Most networks tell nothing, so the posts of most people are not in it."
            ),
            unit=Unit.COUNT,
            provenance=Provenance.REPORTED,
            value=_engagement,
            by_team=True,
            pitfall=_("Colleagues who like each other's posts raise it, and so does a quarrel."),
            counterweight="visitors",
        ),
        Metric(
            key="potential_audience",
            name=_("Potential audience"),
            definition=_("The followers that sharers told us of, added up over confirmed shares. Not people reached."),
            unit=Unit.PEOPLE,
            provenance=Provenance.DECLARED,
            value=_sharing(lambda found: (found.audience if found.audience_known else None, found.audience_coverage)),
            by_team=True,
            pitfall=_("It grows by inviting colleagues with many followers, whether these read anything or not."),
            counterweight="visitors",
        ),
        Metric(
            key="estimated_reach",
            name=_("Estimated reach"),
            definition=_("Potential audience times the organic rate that your organisation set for each network."),
            unit=Unit.PEOPLE,
            provenance=Provenance.ESTIMATED,
            value=_estimated_reach,
            by_team=True,
            pitfall=_("It follows from followers and a rate, so it rises without anybody having read more."),
            counterweight="visitors",
        ),
    )


def _recruitment_metrics() -> tuple[Metric, ...]:
    return (
        Metric(
            key="applications",
            name=_("Applications through ambassadors"),
            definition=_("Applications that came in through an ambassador's link."),
            unit=Unit.COUNT,
            provenance=Provenance.MEASURED,
            value=_brought(lambda scope, period: Reading(Decimal(funnel.applications_in(scope, period)), 1.0)),
            pitfall=_("A vacancy that fits everybody brings many applications and few colleagues."),
            counterweight="hires",
        ),
        Metric(
            key="hires",
            name=_("Hires through ambassadors"),
            definition=_("People hired who came in through an ambassador's link, by the day the procedure ended."),
            unit=Unit.COUNT,
            provenance=Provenance.MEASURED,
            value=_brought(
                lambda scope, period: Reading(Decimal(funnel.hires_in(scope, period)), 1.0), funnel.months_of_hires
            ),
        ),
        Metric(
            key="time_to_hire",
            name=_("Time to hire"),
            definition=_(
                "Days from application to hire of people who came in through an ambassador's link; the median."
            ),
            unit=Unit.DAYS,
            provenance=Provenance.MEASURED,
            value=_brought(_time_to_hire, funnel.months_of_hires),
            higher_is_better=False,
            pitfall=_("Choosing less carefully is quicker."),
            counterweight="hires",
        ),
        Metric(
            key="cost_saved",
            name=_("Cost saved on hiring"),
            definition=_("Hires through ambassadors times your own cost per hire before the programme."),
            unit=Unit.EURO,
            provenance=Provenance.ESTIMATED,
            value=_brought(_cost_saved, funnel.months_of_hires),
            pitfall=_("It depends on the cost per hire that you entered yourselves."),
            counterweight="hires",
        ),
    )


def _reach(of: Callable[[Reach], int]) -> Callable[[Scope, Period], Reading]:
    def value(scope: Scope, period: Period) -> Reading:
        total = figures.reach(scope, period).total
        if not _may_show_reach(scope, period, total.people):
            return _TOO_FEW
        return Reading(Decimal(of(total)), 1.0)

    return value


def _sharing(
    of: Callable[[Sharing], tuple[float | Decimal | None, float | None]],
) -> Callable[[Scope, Period], Reading]:
    def value(scope: Scope, period: Period) -> Reading:
        total = figures.sharing(scope, period).total
        if not _may_show_sharing(scope, period, total.people):
            return _TOO_FEW
        found, coverage = of(total)
        return Reading(None if found is None else _decimal(found), coverage)

    return value


def _estimated_reach(scope: Scope, period: Period) -> Reading:
    found = figures.sharing(scope, period)
    if not _may_show_sharing(scope, period, found.total.people):
        return _TOO_FEW
    people, minimum = {network: one.people for network, one in found.by_network.items()}, privacy.threshold()
    if scope.theme_id or scope.team_id:  # beside other themes or teams, a network can be found from theirs
        visible = set(people) if all(may_show(number, minimum) for number in people.values()) else set()
    else:
        always = ever(circles(scope.programme_id).sharing.by_network, minimum)
        visible = shown(people, found.total.people, minimum, always)
    estimate, coverage = figures.estimated_reach(figures.telling_audience(found, visible), figures.organic_rates())
    return Reading(None if estimate is None else _decimal(estimate), coverage)


def _engagement(scope: Scope, period: Period) -> Reading:
    found = figures.engagement(scope, period).total
    by_team, crossed = figures.people_engaging_by_team, figures.people_engaging_crossed
    circle = circles(scope.programme_id).engaging
    if not scope_may_show(scope, period, found.people, circle, _people_engaging, by_team, crossed):
        return _TOO_FEW
    if not found.posts:
        return Reading(None)
    # Of how many posts in all only where that figure may itself be shown.
    all_posts = figures.sharing(scope, period).total
    is_known = _may_show_sharing(scope, period, all_posts.people)
    return Reading(Decimal(found.total), found.posts / all_posts.shares if is_known else None)


def _may_show_reach(scope: Scope, period: Period, people: int) -> bool:
    by_team, crossed = figures.people_reaching_by_team, figures.people_reaching_crossed
    circle = circles(scope.programme_id).reaching
    return scope_may_show(scope, period, people, circle, _people_reaching, by_team, crossed)


def _may_show_sharing(scope: Scope, period: Period, people: int) -> bool:
    by_team, crossed = figures.people_sharing_by_team, figures.people_sharing_crossed
    circle = circles(scope.programme_id).sharing
    return scope_may_show(scope, period, people, circle, _people_sharing, by_team, crossed)


def _people_reaching(scope: Scope, period: Period) -> tuple[Mapping[int | None, int], Mapping[str, int]]:
    found = figures.reach(scope, period)
    return (
        {theme: reach.people for theme, reach in found.by_theme.items()},
        {network: reach.people for network, reach in found.by_network.items()},
    )


def _people_sharing(scope: Scope, period: Period) -> tuple[Mapping[int | None, int], Mapping[str, int]]:
    found = figures.sharing(scope, period)
    return (
        {theme: sharing.people for theme, sharing in found.by_theme.items()},
        {network: sharing.people for network, sharing in found.by_network.items()},
    )


def _people_engaging(scope: Scope, period: Period) -> tuple[Mapping[int | None, int], Mapping[str, int]]:
    found = figures.engagement(scope, period)
    return (
        {theme: engaged.people for theme, engaged in found.by_theme.items()},
        {network: engaged.people for network, engaged in found.by_network.items()},
    )


def _participation(scope: Scope, period: Period) -> Reading:
    found = figures.participation(scope, period)
    if found.percent is None:
        return Reading(None)
    is_shown = may_show(found.eligible or 0) and teams.may_show(scope, figures.eligible_by_team(period))
    return Reading(_decimal(found.percent), 1.0) if is_shown else _TOO_FEW


def _blog_posts(scope: Scope, period: Period) -> Reading:
    posts, people = figures.blog_posts(scope, period)
    is_shown = teams.is_large_enough(scope) and may_show(people)
    always = EVER if reporting.is_live() else period
    is_shown = is_shown and team_stands(scope, figures.people_writing_by_team(scope, always))
    is_shown = is_shown and (not people or teams.may_show(scope, figures.people_writing_by_team(scope, period)))
    return Reading(Decimal(posts), 1.0) if is_shown else _TOO_FEW


def _brought(
    value: Callable[[Scope, Period], Reading], months: Callable[[Scope, Period], set[date]] | None = None
) -> Callable[[Scope, Period], Reading]:
    """Return the figure without that of a theme of so few colleagues that HR does not read it either.

    Where months are told, what happened in one to applications of others (`months`) stays away with the theme in any of them.
    """

    def reading(scope: Scope, period: Period) -> Reading:
        if not scope.theme_id:
            return value(scope, period)
        also = months(scope, period) if months and not reporting.is_live() else set()
        few = withheld_in(period, also=also)
        if scope.theme_id in few.few_themes or (scope.network and few.few_networks_of_one_theme):
            return _TOO_FEW
        return value(scope, period)

    return reading


def _time_to_hire(scope: Scope, period: Period) -> Reading:
    starts_at, ends_at = figures.bounds(period)
    hired = Application.objects.filter(stage=Application.Stage.HIRED, closed_at__gte=starts_at, closed_at__lt=ends_at)
    hired = hired.filter(share__theme_id=scope.theme_id) if scope.theme_id else hired.exclude(share=None)
    if scope.network:
        hired = hired.filter(network=scope.network)
    days = [
        (closed_at - created_at).total_seconds() / 86400
        for created_at, closed_at in hired.values_list("created_at", "closed_at")
        if closed_at
    ]
    return Reading(_decimal(median(days)), 1.0) if days else Reading(None)


def _cost_saved(scope: Scope, period: Period) -> Reading:
    cost = Organisation.load().baseline_cost_per_hire
    return Reading(None) if cost is None else Reading(cost * funnel.hires_in(scope, period), 1.0)


def _decimal(value: float | Decimal) -> Decimal:
    return Decimal(value).quantize(Decimal("0.01"))
