"""The app of what can be said."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _grant_permissions(sender: AppConfig, **kwargs: object) -> None:
    from cms.access import grant_editing

    grant_editing(sender)


class CmsConfig(AppConfig):
    """Wagtail pages, feeds and vacancies."""

    name = "cms"
    verbose_name = _("content")

    def ready(self) -> None:
        from ambassadors import privacy
        from ambassadors.agenda import register_source
        from cms import (
            access,
            agenda,
            authors,
            conversations,
            history,
            lessons,
            questions,
            receivers,
            scouting,
            start_titles,
            theme_merging,
            theme_panels,
            trust,
        )

        post_migrate.connect(_grant_permissions, sender=self)
        access.show_workflow_names()
        start_titles.show_start_titles()
        authors.register()
        conversations.register()
        history.register()
        questions.register()
        theme_merging.register()
        theme_panels.register()
        trust.register_right()
        lessons.register()
        scouting.register()
        receivers.connect()
        register_source("pieces", agenda.pieces)
        privacy.on_leaving(authors.close_the_desk)
