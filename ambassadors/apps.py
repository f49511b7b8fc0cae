"""The app of the people."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _grant_permissions(sender: AppConfig, **kwargs: object) -> None:
    from ambassadors import models as m
    from themes.permissions import AMBASSADOR, MANAGER, TEAM_LEAD, all_of, grant

    steered = (
        m.Invitation,
        m.ThemeLink,
        m.Role,
        m.RoleAssignment,
        m.Contact,
        m.Policy,
        m.Team,
        m.PeopleImport,
        m.ContactMoment,
    )
    supporting = (m.HelpdeskTerms, m.Newsletter, m.CoachPair)
    grant(
        sender,
        {
            MANAGER: [
                *all_of(*steered, *supporting),
                "view_ambassador",
                "view_headcount",
                "view_question",
                "change_question",
                "view_answerrequest",
                "change_answerrequest",
            ],
            TEAM_LEAD: ["view_team"],
            AMBASSADOR: ["view_policy"],
        },
    )


class AmbassadorsConfig(AppConfig):
    """Registers steps 3, 4 and 6 of the programme."""

    name = "ambassadors"
    verbose_name = _("ambassadors")

    def ready(self) -> None:
        from ambassadors import (
            agenda,
            answering_times,
            coaching,
            cold_contacts,
            digests,
            groups,
            helpdesk_mails,
            helpdesk_metrics,
            mail_parts,
            manager_mails,
            managing,
            newsletters,
            offer_mails,
            personal_data,
            policies,
            privacy,
            programme_copying,
            rights,
            routing_mails,
            steps,
            teams,
            theme_merging,
            theme_panels,
            week,
        )
        from ambassadors.actions.answers import leave
        from themes import access, health, news

        personal_data.register()
        theme_panels.register()
        answering_times.register()
        health.register("cold_contacts", cold_contacts.signal)
        privacy.on_leaving(leave)
        theme_merging.register()
        helpdesk_mails.register()
        helpdesk_metrics.register_metrics()
        routing_mails.register()
        teams.register()
        offer_mails.register()
        manager_mails.register()
        policies.register()
        programme_copying.register()
        digests.register()
        newsletters.register()
        steps.register()
        rights.register_own()
        access.register_gate(managing.open_to)
        mail_parts.register()
        coaching.register()
        groups.show_names()
        agenda.register()
        news.register("people", week.tell_the_week)
        post_migrate.connect(_grant_permissions, sender=self)
