"""Steps 1, 2 and 5 as the workspace shows them, and what they tell about the week."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from themes import health, news, readings
from themes.course import Course, course_of
from themes.models import Conversation, Goal, Programme, Stakeholder, Theme
from themes.programme import NextAction, Step, StepProgress, register_step


def register() -> None:
    """Goals, themes and the outside world stand in the workspace."""
    register_step(
        Step(
            number=1,
            key="goals",
            name=gettext_lazy("Goals"),
            description=gettext_lazy("What the programme is for, and how you will know that it works."),
            icon="flag",
            url_name="themes:goal_list",
            progress=goals_progress,
        )
    )
    register_step(
        Step(
            number=2,
            key="themes",
            name=gettext_lazy("Themes"),
            description=gettext_lazy("What you want to be recognised for."),
            icon="swatch",
            url_name="themes:theme_list",
            progress=themes_progress,
        )
    )
    register_step(
        Step(
            number=5,
            key="outside",
            name=gettext_lazy("Outside world"),
            description=gettext_lazy("Who matters to your themes, and what they talk about."),
            icon="globe-europe-africa",
            url_name="themes:stakeholder_list",
            progress=outside_progress,
        )
    )
    news.register("themes", tell_the_week)
    health.register("kpis", kpis_signal)


def goals_progress(programme: Programme) -> StepProgress:
    """Return step 1: complete when every goal has a KPI."""
    goals = list(Goal.objects.filter(programme=programme).with_kpis())
    if not goals:
        label, url = _("Write the first goal"), reverse("themes:goal_new", args=[programme.slug])
        return StepProgress(
            0, _("No goal yet"), NextAction(label, url, _("Every other step begins with what it is for."))
        )
    courses = [course_of(kpi) for goal in goals for kpi in goal.kpis.all()]
    measured = sum(1 for goal in goals if goal.kpis.all())
    return StepProgress(
        (1 + measured) / (1 + len(goals)), _goals_summary(len(goals), courses), _goals_action(programme, goals, courses)
    )


def _goals_summary(number: int, courses: Sequence[Course]) -> str:
    goals = ngettext("%(number)s goal", "%(number)s goals", number) % {"number": number}
    if not courses:
        return goals
    good = sum(1 for course in courses if course.is_on_course)
    return _("%(goals)s · %(good)s of %(all)s KPIs on course") % {"goals": goals, "good": good, "all": len(courses)}


def _goals_action(programme: Programme, goals: Sequence[Goal], courses: Sequence[Course]) -> NextAction | None:
    for goal in goals:
        if not goal.kpis.all():
            url = reverse("themes:kpi_new", args=[programme.slug, goal.pk])
            label = _("Give “%(goal)s” a KPI") % {"goal": goal}
            return NextAction(label, url, _("A goal without a figure cannot show that it was reached."))
    behind = sorted((one for one in courses if one.is_known and not one.is_on_course), key=lambda one: one.done)
    if not behind:
        return None
    url = reverse("themes:kpi_form", args=[programme.slug, behind[0].kpi.pk])
    reason = _("It is %(points)s points behind the line to its target.") % {"points": behind[0].behind_percent}
    return NextAction(_("Look at “%(kpi)s”") % {"kpi": behind[0].kpi}, url, reason)


def kpis_signal(programme: Programme) -> health.Signal | None:
    """How many KPIs are where the line to their target wants them; silent until one was read."""
    courses = [
        course_of(kpi) for goal in Goal.objects.filter(programme=programme).with_kpis() for kpi in goal.kpis.all()
    ]
    read = [course for course in courses if course.is_known]
    if not read:
        return None
    behind = sorted((course for course in read if not course.is_on_course), key=lambda course: course.done)
    level = health.Level.GOOD if not behind else health.Level.CARE if len(behind) <= len(read) / 2 else health.Level.BAD
    advice, url = _("The figures go where you want them."), reverse("themes:goal_list", args=[programme.slug])
    if behind:
        advice = _("Ask what would help the one that is furthest behind, or whether its target was right.")
        url = reverse("themes:kpi_form", args=[programme.slug, behind[0].kpi.pk])
    figure = _("%(good)s of %(all)s KPIs on course") % {"good": len(read) - len(behind), "all": len(read)}
    return health.Signal(name=_("KPIs"), figure=figure, advice=advice, level=level, url=url, step=1)


def missing_parts(theme: Theme, term_count: int) -> list[str]:
    """Return what a theme's description lacks, in words."""
    parts = {
        _("an audience"): theme.audience,
        _("key messages"): theme.key_messages,
        _("a tone of voice"): theme.tone,
        _("keywords or hashtags"): term_count,
        _("an owner"): theme.owner,
    }
    return [name for name, value in parts.items() if not value]


def themes_progress(programme: Programme) -> StepProgress:
    """Return step 2: complete when every live theme has an audience, messages, a tone, words and an owner."""
    themes = list(Theme.objects.filter(programme=programme).live().annotate(term_count=Count("terms")))
    if not themes:
        url = reverse("themes:theme_new", args=[programme.slug])
        action = NextAction(_("Add the first theme"), url, _("People share better when they know what it is about."))
        return StepProgress(0, _("No theme yet"), action)
    missing = {theme: missing_parts(theme, theme.term_count) for theme in themes}
    fraction = sum(1 - len(parts) / 5 for parts in missing.values()) / len(themes)
    thinnest = max(themes, key=lambda theme: len(missing[theme]))
    next_action: NextAction | None = None
    if missing[thinnest]:
        url = reverse("themes:theme_edit", args=[programme.slug, thinnest.slug])
        reason = _("It still lacks %(part)s.") % {"part": missing[thinnest][0]}
        next_action = NextAction(_("Complete %(theme)s") % {"theme": thinnest}, url, reason)
    summary = ngettext("%(number)s theme", "%(number)s themes", len(themes)) % {"number": len(themes)}
    return StepProgress(fraction, summary, next_action)


def outside_progress(programme: Programme) -> StepProgress:
    """Return step 5: complete when every live theme has someone on the map."""
    themes = list(Theme.objects.filter(programme=programme).live().annotate(people=Count("stakeholders")))
    mapped = Stakeholder.objects.filter(programme=programme).count()
    waiting = Conversation.objects.waiting(programme).count()
    new = reverse("themes:stakeholder_new", args=[programme.slug])
    bare = [theme for theme in themes if not theme.people]
    summary = ngettext("%(number)s on the map", "%(number)s on the map", mapped) % {"number": mapped}
    if waiting:
        wait = ngettext("%(number)s conversation waits", "%(number)s conversations wait", waiting) % {"number": waiting}
        summary = f"{summary} · {wait}"
    action: NextAction | None = None
    if not mapped:
        summary = _("No one on the map yet")
        action = NextAction(
            _("Put the first one on the map"), new, _("A story travels through people who are heard already.")
        )
    elif bare:
        label = _("Find someone for %(theme)s") % {"theme": bare[0]}
        action = NextAction(label, f"{new}?theme={bare[0].pk}", _("No one outside is linked to this theme yet."))
    elif waiting:
        label = ngettext("See the conversation that waits", "See the %(number)s conversations that wait", waiting)
        url = reverse("themes:conversation_list", args=[programme.slug])
        action = NextAction(label % {"number": waiting}, url, _("An answer is worth most on the same day."))
    fraction = (len(themes) - len(bare)) / len(themes) if themes else min(mapped, 1) / 2
    return StepProgress(fraction, summary, action)


def tell_the_week(programme: Programme, since: date) -> list[str]:
    """Return sentences about goals reached and conversations that came in since a day."""
    told = []
    for goal in Goal.objects.filter(programme=programme).with_kpis():
        for kpi in goal.kpis.all():
            now = course_of(kpi)
            earlier = [reading for reading in readings.of(kpi) if reading.day < since]
            if now.is_reached and earlier and kpi.progress(max(earlier, key=lambda one: one.day).value) < 1:
                told.append(_("“%(kpi)s” reached its target.") % {"kpi": kpi})
    came = Conversation.objects.waiting(programme).aggregate(
        all=Count("pk"), new=Count("pk", filter=Q(said_at__date__gte=since))
    )
    if came["new"]:
        told.append(
            ngettext(
                "%(number)s new conversation about your themes waits for an answer.",
                "%(number)s new conversations about your themes wait for an answer.",
                came["new"],
            )
            % {"number": came["new"]}
        )
    return told
