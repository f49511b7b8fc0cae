"""The panel in Wagtail's editor that says for whom something is, and how many people that are now."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, Panel

from cms import urgency
from cms.audiences import Audience


def words(audience: Audience) -> str:
    """Return how many people see a piece for this audience, as a sentence."""
    count = audience.people().count()
    if not count:
        return str(_("Nobody sees this now. Choose fewer limits, or another language."))
    return ngettext("%(count)s person sees this.", "%(count)s people see this.", count) % {"count": count}


def urgent_words(audience: Audience) -> str:
    """Return how many people hear at once of an urgent piece for this audience, and why others do not, in sentences."""
    reached = urgency.listeners(audience).count()
    left_out = audience.people().count() - reached
    told = ngettext(
        "%(count)s person hears of it at once, by mail and in the app.",
        "%(count)s people hear of it at once, by mail and in the app.",
        reached,
    ) % {"count": reached}
    if not left_out:
        return told
    kept = ngettext(
        "%(count)s gets no mail: they heard of something urgent today, pause, or want no such mails.",
        "%(count)s get no mail: they heard of something urgent today, pause, or want no such mails.",
        left_out,
    ) % {"count": left_out}
    return f"{told} {kept}"


def chosen(data: QueryDict) -> Audience:
    """Return the audience that stands in a form on the screen, saved or not; what is no number is left aside."""
    themes = _numbers(data, "themes") if "audience_followers" in data else frozenset()
    return Audience(
        language=data.get("language", "")[:10],
        teams=_numbers(data, "audience_teams"),
        roles=_numbers(data, "audience_roles"),
        places=frozenset(data.getlist("audience_places")),
        themes=themes,
    )


def _numbers(data: QueryDict, name: str) -> frozenset[int]:
    return frozenset(int(value) for value in data.getlist(name) if value.isdecimal() and len(value) < 10)


def audience_panel() -> MultiFieldPanel:
    """Return the fields of an audience, with the number of people below them."""
    boxes = forms.CheckboxSelectMultiple
    fields = [
        FieldPanel("language"),
        FieldPanel("audience_teams", widget=boxes),
        FieldPanel("audience_roles", widget=boxes),
        FieldPanel("audience_places"),
        FieldPanel("audience_followers"),
    ]
    return MultiFieldPanel([*fields, HeadcountPanel()], _("For whom"))


def urgent_panel() -> MultiFieldPanel:
    """Return the fields that make a piece urgent, with the number of people who hear of it."""
    panels = [FieldPanel("is_urgent"), FieldPanel("urgent_reason"), UrgentPanel()]
    return MultiFieldPanel(panels, _("Urgent"), help_text=_("For news that cannot wait for somebody's next visit."))


class UrgentPanel(Panel):
    """How many people hear of it at once, and what became of it."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/urgent_panel.html"
        request: HttpRequest

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"words": urgent_words(self.instance.audience)}


class HeadcountPanel(Panel):
    """How many people the audience is."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/headcount_panel.html"
        request: HttpRequest

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"words": words(self.instance.audience), "address": reverse("cms_headcount")}
