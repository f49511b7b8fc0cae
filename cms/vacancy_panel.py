"""The panel in Wagtail's editor that says where a vacancy comes from, and what editing it here means."""

from typing import Any

from wagtail.admin.panels import Panel


class SourcePanel(Panel):
    """Shown on vacancies that a source brings; an edited one is not brought up to date any more."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/vacancy_source_panel.html"

        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.pk and self.instance.advertised.exists())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            row = self.instance.advertised.select_related("source").order_by("pk").first()
            is_edited = self.instance.latest_revision_id is not None
            return super().get_context_data(parent_context) | {"row": row, "is_edited": is_edited}
