"""Our groups are kept under English names, which the code looks them up by; people read them in their own language."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import TitleColumn
from wagtail.users.views.groups import GroupViewSet, IndexView

from themes import permissions


def shown_name(group: Group) -> str:
    """Return what a reader calls the group; one that an organisation made itself is called as it was named."""
    return gettext(group.name) if group.name in permissions.GROUPS else group.name


def show_names() -> None:
    """Wherever a group is offered or mentioned, in Wagtail's own forms and filters too, it has the name people read."""
    Group.__str__ = shown_name  # type: ignore[method-assign, assignment]


class GroupIndex(IndexView):
    """The list of groups, by the names people read."""

    columns = [
        TitleColumn("name", label=_("Name"), accessor=shown_name, sort_key="name", url_name="wagtailusers_groups:edit")
    ]


class Groups(GroupViewSet):
    """Wagtail's pages of groups."""

    index_view_class = GroupIndex
