"""What editors may do in Wagtail, and the workflow that blog posts go through."""

from functools import lru_cache

from django.apps import AppConfig
from django.conf import settings
from django.db.models import Model
from django.db.models.signals import post_init
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

WORKFLOW = gettext_noop("Editors read before it is published")
TASK = gettext_noop("Editors read")


def grant_editing(app_config: AppConfig) -> None:
    """Editors may edit and publish every page and picture; blog posts are approved by an editor."""
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import (
        Collection,
        GroupApprovalTask,
        GroupCollectionPermission,
        GroupPagePermission,
        Page,
        Workflow,
        WorkflowPage,
        WorkflowTask,
    )

    from cms import models as m
    from cms.site import let_hr_edit_vacancies
    from themes.permissions import EDITOR, HR, MANAGER, all_of, grant

    feeds = [*all_of(m.FeedSource, m.FeedProposal), "view_importeditem", "view_importedpicture"]
    plan = all_of(m.Story, m.PlannedPiece)
    box = ["view_handin", "change_handin"]
    jobs = [*all_of(m.VacancySource), "view_advertisedvacancy", "change_advertisedvacancy"]
    editing = [*feeds, *jobs, *plan, *box, *all_of(m.Picture)]
    grant(app_config, {EDITOR: editing, MANAGER: ["view_picture"], HR: ["view_picture", *jobs]})
    root = Page.objects.filter(depth=1).first()
    collection = Collection.objects.filter(depth=1).first()
    if root is None or collection is None:
        return
    editors = Group.objects.get(name=EDITOR)
    admin = Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin").first()
    if admin:
        editors.permissions.add(admin)
    for codename in ("add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"):
        permission = Permission.objects.filter(content_type__app_label="wagtailcore", codename=codename).first()
        if permission:
            GroupPagePermission.objects.get_or_create(group=editors, page=root, permission=permission)
    let_hr_edit_vacancies()
    # Wagtail asks for its own image model's permissions, whatever model stands in for it.
    library = {EDITOR: ("add_image", "change_image", "choose_image"), HR: ("add_image", "choose_image")}
    for name, codenames in library.items():
        for permission in Permission.objects.filter(content_type__app_label="wagtailimages", codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(
                group=Group.objects.get(name=name), collection=collection, permission=permission
            )
    # Known by what it does: an editor may have given it another name.
    if not GroupApprovalTask.objects.filter(groups=editors).exists():
        workflow = Workflow.objects.create(name=_(WORKFLOW))
        task = GroupApprovalTask.objects.create(name=_(TASK))
        task.groups.add(editors)
        WorkflowTask.objects.create(workflow=workflow, task=task)
        WorkflowPage.objects.filter(page=root).delete()
        WorkflowPage.objects.create(workflow=workflow, page=root)


def name_workflow() -> None:
    """The workflow and its task bear their names in the active language, where nobody gave them other ones."""
    from wagtail.models import Task, Workflow

    for model, name in ((Workflow, WORKFLOW), (Task, TASK)):
        model.objects.filter(name__in=in_every_language(name)).update(name=_(name))


def show_workflow_names() -> None:
    """Wherever the workflow or its task is mentioned it has the name in the reader's language, until an editor gives another."""
    from wagtail.models import GroupApprovalTask, Task, Workflow

    for model in (Workflow, Task, GroupApprovalTask):
        post_init.connect(_show_name, sender=model)


def _show_name(sender: type[Model], instance: Model, **kwargs: object) -> None:
    source = _sources().get(instance.__dict__.get("name", ""))
    if source:
        instance.name = _(source)  # type: ignore[attr-defined]  # text, not a promise of one: Wagtail takes it for its words


@lru_cache(maxsize=1)
def _sources() -> dict[str, str]:
    return {name: text for text in (WORKFLOW, TASK) for name in in_every_language(text)}


@lru_cache
def in_every_language(text: str) -> frozenset[str]:
    """Return what a text of ours is called in each language we speak."""
    names = {text}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names.add(_(text))
    return frozenset(names)
