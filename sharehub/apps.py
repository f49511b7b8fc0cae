"""The app of what happened."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _grant_permissions(sender: AppConfig, **kwargs: object) -> None:
    from sharehub.models import (
        ATSKey,
        Crisis,
        Highlight,
        MediaValue,
        OrganicRate,
        ProcedureStep,
        Pulse,
        ReportSubscription,
        WallLink,
        WebhookSource,
        WebhookTarget,
    )
    from sharehub.models.challenges import Challenge
    from sharehub.models.contests import Contest
    from sharehub.models.kudos_reports import KudosReport
    from sharehub.models.rules import PointRules
    from themes.permissions import AMBASSADOR, HR, MANAGER, TEAM_LEAD, all_of, grant

    grant(
        sender,
        {
            MANAGER: [
                *all_of(OrganicRate, Highlight, WallLink, Crisis, ReportSubscription, Pulse, MediaValue),
                "view_reachbygroup",
                "view_badge",
                *all_of(PointRules, Challenge, Contest, KudosReport),
                "add_kudos",
            ],
            HR: [
                *("view_application", "add_application", "change_application", "view_stagechange"),
                *all_of(ATSKey, ProcedureStep),
                *("view_referralbonus", "change_referralbonus"),
                *all_of(WebhookTarget, WebhookSource),
                "change_recruitmentsettings",
            ],
            TEAM_LEAD: ["add_kudos"],
            AMBASSADOR: ["add_share", "add_kudos"],
        },
    )


class SharehubConfig(AppConfig):
    """Registers step 7 and the metric catalogue."""

    name = "sharehub"
    verbose_name = _("sharing and reach")

    def ready(self) -> None:
        from ambassadors.privacy import on_leaving
        from ambassadors.support import register_part
        from sharehub import (
            actions,
            connections,
            crisis,
            digest,
            due,
            effects,
            health,
            looks,
            networks,
            plans,
            privacy,
            pulse,
            receivers,
            sharing_history,
            steps,
            theme_panels,
            urgent,
            wall,
        )
        from sharehub.actions import contests
        from sharehub.measurement import catalogue, subscriptions
        from sharehub.recognition import parts
        from sharehub.recruitment import bonuses, telling
        from themes.networks import register as register_networks

        # First of all: fields and forms of every app offer the networks.
        register_networks(*networks.all())
        receivers.connect()
        privacy.register()
        on_leaving(actions.leave)
        on_leaving(bonuses.leave, losses=bonuses.losses)
        on_leaving(contests.leave_contests)
        on_leaving(actions.end_connections)
        connections.register()
        steps.register()
        theme_panels.register()
        health.register()
        sharing_history.register()
        digest.register()
        effects.register()
        looks.register()
        crisis.register()
        telling.register()
        urgent.register()
        plans.register()
        due.register()
        register_part("wall", wall.part)
        register_part("points", parts.points)
        register_part("challenges", parts.challenges)
        register_part("contests", parts.contests)
        register_part("reports", parts.reports)
        catalogue.register()
        subscriptions.register()
        pulse.register()
        post_migrate.connect(_grant_permissions, sender=self)
        post_migrate.connect(receivers.ensure_badges, sender=self)
        post_migrate.connect(receivers.ensure_stages, sender=self)
