"""Wagtail's editors of stories and planned pieces; saved, they lead back to the story."""

from typing import Any

from django.urls import reverse
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from cms.models import PlannedPiece, Story


class _BackToTheStory:
    """After saving stands the story with its pieces."""

    object: Story | PlannedPiece

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


class _Create(_BackToTheStory, CreateView):
    def get_initial_form_instance(self) -> Any:
        """Fill in the story whose page led here."""
        story = self.request.GET.get("story", "")
        known = self.model is PlannedPiece and story.isdecimal() and Story.objects.filter(pk=int(story[:9])).first()
        return PlannedPiece(story=known) if known else None


class _Edit(_BackToTheStory, EditView):
    pass


class _Delete(DeleteView):
    def get_success_url(self) -> str:
        return reverse("cms_plan_stories")


class _PlanViewSet(SnippetViewSet):
    add_view_class, edit_view_class, delete_view_class = _Create, _Edit, _Delete
    copy_view_enabled = False
    list_display = ["__str__", "theme"]
    search_fields = ["title"]


class StoryViewSet(_PlanViewSet):
    """Stories of the plan."""

    model = Story
    icon = "openquote"
    list_filter = ["theme"]


class PlannedPieceViewSet(_PlanViewSet):
    """Pieces of the plan."""

    model = PlannedPiece
    icon = "calendar-alt"
    list_display = ["__str__", "story", "goes_out_on", "importance"]
    list_filter = ["kind", "importance", "story__theme"]
