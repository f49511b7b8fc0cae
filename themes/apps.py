"""The app that says what the organisation wants to be known for."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _grant_permissions(sender: AppConfig, **kwargs: object) -> None:
    from themes import models as m
    from themes.permissions import MANAGER, all_of, grant

    steered = (
        m.Programme,
        m.ReadinessItem,
        m.Goal,
        m.KPI,
        m.Theme,
        m.ThemeTerm,
        m.Stakeholder,
        m.StakeholderHandle,
        m.Conversation,
        m.ConversationMatch,
        m.ListeningSource,
    )
    grant(sender, {MANAGER: [*all_of(*steered), "change_organisation", "view_kpireading"]})


class ThemesConfig(AppConfig):
    """Registers steps 1, 2 and 5 of the programme."""

    name = "themes"
    verbose_name = _("themes")

    def ready(self) -> None:
        from themes import steps

        steps.register()
        post_migrate.connect(_grant_permissions, sender=self)
