"""Steps 3, 4 and 6 as the workspace shows them."""

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors import coverage, support
from ambassadors.models import Policy, Question, Role, RoleOffer, ThemeLink
from ambassadors.taking_part import in_programme
from themes import health
from themes.models import Programme
from themes.programme import NextAction, Step, StepProgress, register_step


def register() -> None:
    """Linked employees, roles and support stand in the workspace."""
    register_step(
        Step(
            number=3,
            key="people",
            name=gettext_lazy("People"),
            description=gettext_lazy("Who takes part, and who fits which theme."),
            icon="user-group",
            url_name="ambassadors:person_list",
            progress=people_progress,
        )
    )
    register_step(
        Step(
            number=4,
            key="roles",
            name=gettext_lazy("Roles"),
            description=gettext_lazy("The ways to contribute, and who does what."),
            icon="identification",
            url_name="ambassadors:role_list",
            progress=roles_progress,
        )
    )
    register_step(
        Step(
            number=6,
            key="support",
            name=gettext_lazy("Support"),
            description=gettext_lazy("Agreements that people know and help when they need it."),
            icon="lifebuoy",
            url_name="ambassadors:support",
            progress=support_progress,
        )
    )

    support.register_part("helpdesk", helpdesk_part)
    health.register("helpdesk", helpdesk_signal)
    health.register("roles", roles_signal)


def people_progress(programme: Programme) -> StepProgress:
    """Half for people who joined of those who were asked, half for themes that at least two of them cover."""
    here = in_programme(programme).count()
    asked = here + programme.invitations.unanswered().count()
    rows = coverage.per_theme(programme)
    covered = sum(row.linked >= 2 for row in rows)
    joined = here / asked if asked else 0.0
    fraction = (joined + (covered / len(rows) if rows else 0)) / 2
    summary = _("%(here)s of %(asked)s joined; %(covered)s of %(themes)s themes have two people or more.") % {
        "here": here,
        "asked": asked,
        "covered": covered,
        "themes": len(rows),
    }
    if not asked:
        summary = _("Nobody has been invited yet.")
    return StepProgress(fraction, summary, _people_action(programme, asked, rows))


def _people_action(programme: Programme, asked: int, rows: list[coverage.ThemeCoverage]) -> NextAction | None:
    if not asked:
        url = reverse("ambassadors:invitation_new", args=[programme.slug])
        return NextAction(_("Invite the first people"), url, _("Start with those who are ready; oblige nobody."))
    proposals = ThemeLink.objects.proposed(programme).count()
    if proposals:
        label = ngettext("Answer %(n)s proposal", "Answer %(n)s proposals", proposals) % {"n": proposals}
        url = reverse("ambassadors:person_list", args=[programme.slug])
        return NextAction(label, f"{url}#offers", _("Somebody would like to join a theme and waits for you."))
    thin = next((row for row in rows if row.linked < 2), None)
    if thin:
        url = reverse("ambassadors:theme_people", args=[programme.slug, thin.theme.slug])
        label = _("Link someone to %(theme)s") % {"theme": thin.theme}
        reason = _("Nobody covers it yet.") if thin.linked == 0 else _("One person covers it alone.")
        return NextAction(label, url, reason)
    return None


def roles_progress(programme: Programme) -> StepProgress:
    """The share of themes on which somebody holds a role."""
    roles = Role.objects.live().exists()
    rows = coverage.per_theme(programme)
    with_role = sum(row.roles > 0 for row in rows)
    url = reverse("ambassadors:role_list", args=[programme.slug])
    if not roles:
        start = NextAction(_("Start with six roles"), url, _("Sharer, scout, expert, author, connector and coach."))
        return StepProgress(0, _("There are no roles yet."), start)
    if not rows:
        url, words = (
            reverse("themes:theme_new", args=[programme.slug]),
            _("Roles are held on a theme: add themes first."),
        )
        return StepProgress(0, _("No theme yet to have a role on."), NextAction(_("Add the first theme"), url, words))
    summary = _("%(n)s of %(themes)s themes have someone in a role.") % {"n": with_role, "themes": len(rows)}
    empty = next((row for row in rows if not row.roles), None)
    offers = RoleOffer.objects.waiting().filter(theme__programme=programme).count()
    action: NextAction | None = None
    if offers:
        label = ngettext("Answer %(n)s offer", "Answer %(n)s offers", offers) % {"n": offers}
        action = NextAction(label, f"{url}#offers", _("Somebody would like to take a role and waits for you."))
    elif empty:
        label = _("Give a role on %(theme)s") % {"theme": empty.theme}
        new = reverse("ambassadors:assignment_new", args=[programme.slug])
        action = NextAction(label, f"{new}?theme={empty.theme.pk}", _("A role says how someone can contribute."))
    return StepProgress(with_role / len(rows), summary, action)


def support_progress(programme: Programme) -> StepProgress:
    """The share of ambassadors who agreed to the current policy; questions that wait too long come first."""
    policy = Policy.objects.current(programme.pk)
    if policy is None:
        url = reverse("ambassadors:policy_form", args=[programme.slug])
        start = NextAction(_("Write the policy"), url, _("People share with more ease when they know what is fine."))
        return StepProgress(0, _("There is no policy yet."), _late_questions(programme) or start)
    takers = in_programme(programme)
    people = takers.count()
    waiting = people - policy.acknowledgements.filter(ambassador__in=takers).count()
    summary = _("%(n)s of %(people)s agreed to the policy.") % {"n": people - waiting, "people": people}
    action = _late_questions(programme)
    if waiting and action is None:
        label = ngettext("See who has not read it yet (%(n)s)", "See who have not read it yet (%(n)s)", waiting)
        url = reverse("ambassadors:support_policy", args=[programme.slug])
        action = NextAction(label % {"n": waiting}, url, _("They are asked before their next share."))
    return StepProgress((people - waiting) / people if people else 1, summary, action)


def _late_questions(programme: Programme) -> NextAction | None:
    late = Question.objects.filter(programme=programme).late().count()
    if not late:
        return None
    label = ngettext("See %(n)s question that waits too long", "See %(n)s questions that wait too long", late)
    url = reverse("ambassadors:support_question_list", args=[programme.slug])
    return NextAction(label % {"n": late}, url, _("Who asks and hears nothing does not ask again."))


def helpdesk_part(programme: Programme) -> support.Part:
    """The help desk on the page of step 6."""
    waiting = Question.objects.filter(programme=programme).open()
    counted = waiting.aggregate(waits=Count("pk"), late=Count("pk", filter=Q(due_at__lte=timezone.now())))
    waits, late = counted["waits"], counted["late"]
    words = _("Nobody is waiting for an answer.")
    if waits:
        words = ngettext("%(n)s question waits", "%(n)s questions wait", waits) % {"n": waits}
        words = _("%(waiting)s, %(late)s of them too long.") % {"waiting": words, "late": late} if late else f"{words}."
    url = reverse("ambassadors:support_question_list", args=[programme.slug])
    return support.Part(_("Help desk"), words, url, "chat-bubble-left-ellipsis", is_urgent=late > 0)


def roles_signal(programme: Programme) -> health.Signal | None:
    """Whether the work rests on many: themes without anybody in a role, and people who carry much; silent without themes."""
    rows = coverage.per_theme(programme)
    if not rows or not Role.objects.live().exists():
        return None
    bare, heavy = [row for row in rows if not row.roles], len(coverage.much_carried(programme))
    level = health.Level.GOOD if not (bare or heavy) else health.Level.CARE
    if len(bare) > len(rows) / 2:
        level = health.Level.BAD
    figure = _("%(n)s of %(themes)s themes have someone in a role") % {"n": len(rows) - len(bare), "themes": len(rows)}
    if heavy:
        figure += " · " + ngettext("%(n)s person carries much", "%(n)s people carry much", heavy) % {"n": heavy}
    advice = _("The work rests on many shoulders.")
    if bare:
        advice = _("Nobody carries %(theme)s: ask somebody who follows it.") % {"theme": bare[0].theme}
    elif heavy:
        advice = _("Ask those who carry much what they would gladly hand over.")
    url = reverse("ambassadors:role_list", args=[programme.slug])
    return health.Signal(name=_("Who carries it"), figure=figure, advice=advice, level=level, url=url, step=4)


def helpdesk_signal(programme: Programme) -> health.Signal | None:
    """Questions without an answer are how silence begins; nothing to say where nobody ever asked."""
    rows = Question.objects.filter(programme=programme)
    if not rows.exists():
        return None
    waits, late = rows.open().count(), rows.late().count()
    level = health.Level.GOOD if not late else health.Level.CARE if late < waits else health.Level.BAD
    figure = ngettext("%(late)s of %(n)s waits too long", "%(late)s of %(n)s wait too long", waits)
    return health.Signal(
        name=_("Questions"),
        figure=figure % {"late": late, "n": waits} if waits else _("every question has an answer"),
        advice=_("Answer them, or give them to somebody who knows.") if late else _("People who ask are heard."),
        level=level,
        url=reverse("ambassadors:support_question_list", args=[programme.slug]),
        step=6,
    )
