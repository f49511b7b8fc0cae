"""Tells the editor's preview how each network counts and shows a post."""

from cms import looks
from cms.looks import Look
from sharehub import networks
from sharehub.edge.codes import LENGTH
from sharehub.models import TrackedLink
from sharehub.networks import NetworkModule


def register() -> None:
    """Editors see and count posts as the networks do."""
    for module in networks.all():
        looks.register(_look(module))


def _look(module: NetworkModule) -> Look:
    return Look(
        key=module.key,
        name=str(module.name),
        counting=module.counting.value,
        link_length=module.link_length,
        visible=module.visible_before_more,
        measure=module.count,
        room=lambda: module.room(TrackedLink(code="x" * LENGTH).get_absolute_url()),
        is_drawn=module.is_drawn,
        pictures=tuple((size.width, size.height) for size in module.pictures),
    )
