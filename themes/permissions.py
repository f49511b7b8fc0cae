"""The groups people belong to, and the permissions each app gives them; kept true after every migration."""

from collections.abc import Iterable, Mapping

from django.apps import AppConfig
from django.contrib.auth.management import create_permissions
from django.db import models
from django.utils.translation import gettext_noop

MANAGER = gettext_noop("Programme manager")
EDITOR = gettext_noop("Editor")
HR = gettext_noop("HR")
TEAM_LEAD = gettext_noop("Team lead")
AMBASSADOR = gettext_noop("Ambassador")
GROUPS = (MANAGER, EDITOR, HR, TEAM_LEAD, AMBASSADOR)


def grant(app_config: AppConfig, codenames: Mapping[str, Iterable[str]]) -> None:
    """Each group has these permissions of the app and no others of it; groups that miss are made."""
    from django.contrib.auth.models import Group, Permission

    create_permissions(app_config, verbosity=0)
    of_app = Permission.objects.filter(content_type__app_label=app_config.label)
    for name in GROUPS:
        group, _made = Group.objects.get_or_create(name=name)
        wanted = set(of_app.filter(codename__in=set(codenames.get(name, ()))))
        held = set(group.permissions.filter(pk__in=of_app))
        group.permissions.add(*(wanted - held))
        group.permissions.remove(*(held - wanted))


def all_of(*models_: type[models.Model]) -> list[str]:
    """Return the codenames to add, change, delete and view these models."""
    return [f"{verb}_{model._meta.model_name}" for model in models_ for verb in ("add", "change", "delete", "view")]
