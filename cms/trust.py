"""Trusted authors: a role can carry the right to publish one's own posts without waiting for an editor."""

from django.utils.translation import gettext_lazy as _

from ambassadors.rights import Right, register

PERMISSION = "cms.publish_own_post"


def register_right() -> None:
    """A manager can put the right into any role."""
    name, description = _("publish your own posts at once"), _("No editor reads along first.")
    register(Right("publish", name, description, (PERMISSION,)))
