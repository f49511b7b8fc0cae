"""Wagtail's app of users, with the list of groups in the reader's language."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersConfig(WagtailUsersAppConfig):
    """As Wagtail describes it for groups of one's own."""

    group_viewset = "ambassadors.groups.Groups"
