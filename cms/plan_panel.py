"""The panel in Wagtail's editor that shows what the plan says of a page."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.panels import Panel


class PlanPanel(Panel):
    """The story behind the page, its day, what is due when, and the theme's key messages; nothing for a page nobody planned."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/plan_panel.html"
        request: HttpRequest

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            piece = self.instance.planned.select_related("story__theme").first() if self.instance.pk else None
            if piece is None:
                return context | {"piece": None}
            steps = piece.steps.filter(done_at=None).exclude(due_on=None).select_related("maker")
            said = [line.strip() for line in piece.story.theme.key_messages.splitlines() if line.strip()]
            return context | {"piece": piece, "steps": list(steps), "messages_of_theme": said}
