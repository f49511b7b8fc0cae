"""Wagtail's pages of the content plan: the calendar, the stories, where nothing comes; and how many people an audience is."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ambassadors import agenda
from cms import audience_panel, effects, plan_calendar, planning
from cms.actions import planning as actions
from cms.forms.planning import AgainForm, DayForm, ShownForm
from cms.models import MakingStep, PlanCalendarLink, PlannedPiece, Spreading, Story
from themes import reporting
from themes.models import Theme


class PlanPage(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """A page of the plan."""

    permission_required: str = "cms.view_plannedpiece"
    raise_exception = True
    page_title: Any = gettext_lazy("Content plan")
    header_icon = "calendar-alt"
    breadcrumbs_items = [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse_lazy("cms_plan"), "label": gettext_lazy("Content plan")},
    ]


class PlanCalendar(PlanPage):
    """What goes out when, in a month, a week or a list; and what waits for a day."""

    template_name = "cms/admin/plan_calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = ShownForm(self.request.GET)
        form.is_valid()
        view = planning.View(form.cleaned_data.get("view") or planning.View.MONTH)
        theme = form.cleaned_data.get("theme")
        shown = planning.period(view, form.cleaned_data.get("on") or timezone.localdate())
        days = planning.days(shown, theme=theme)
        reserve = PlannedPiece.objects.in_reserve().for_the_plan()
        evergreen = PlannedPiece.objects.evergreen(timezone.now()).select_related("story__theme")
        if theme:
            reserve = reserve.filter(story__theme=theme)
            evergreen = evergreen.filter(story__theme=theme)
        link = PlanCalendarLink.objects.filter(user=self.request.user).first()  # type: ignore[misc]
        pieces = list({entry.piece.pk: entry.piece for day in days for entry in day.entries if entry.piece}.values())
        return super().get_context_data(
            shown=shown,
            views=[
                (planning.View.MONTH, _("Month")),
                (planning.View.WEEK, _("Week")),
                (planning.View.LIST, _("List")),
            ],
            days=days if view is not planning.View.LIST else [day for day in days if day.entries],
            weeks=planning.weeks(days) if view is planning.View.MONTH else [],
            reserve=list(reserve),
            evergreen=list(evergreen),
            warned=planning.warned(sorted(pieces, key=lambda piece: (piece.importance, piece.title))),
            crowded=[day for day in days if day.crowds and day.is_inside],
            theme=theme,
            themes=Theme.objects.live(),
            here=self.request.get_full_path(),
            today=timezone.localdate(),
            address=plan_calendar.address(link) if link else "",
            can_change=self.request.user.has_perm("cms.change_plannedpiece"),
            **kwargs,
        )


class StoryList(PlanPage):
    """Every story with how many pieces it has; those with something still to come first."""

    template_name = "cms/admin/plan_stories.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [_Row(story) for story in Story.objects.with_pieces()]
        rows.sort(key=lambda row: (not row.is_open, row.story.title))
        return super().get_context_data(rows=rows, **kwargs)


class _Row:
    """A story as the list shows it."""

    def __init__(self, story: Story) -> None:
        self.story, self.pieces = story, list(story.pieces.all())
        states = [piece.state for piece in self.pieces]
        self.live = states.count(PlannedPiece.State.LIVE)
        self.is_open = self.live < len(states) or not states
        today = timezone.localdate()
        self.next_on = min(
            (p.goes_out_on for p in self.pieces if p.goes_out_on and p.goes_out_on >= today), default=None
        )
        self.warnings = sum(len(planning.warnings(piece)) for piece in self.pieces)


class StoryDetail(PlanPage):
    """A story from beginning to end: its pieces, who makes them, where they are spread, and what it did."""

    template_name = "cms/admin/plan_story.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        story = get_object_or_404(Story.objects.with_pieces(), pk=self.kwargs["pk"])
        self.page_title = story.title
        self.breadcrumbs_items = [
            *PlanPage.breadcrumbs_items,
            {"url": reverse("cms_plan_stories"), "label": _("Stories")},
            {"url": "", "label": story.title},
        ]
        pieces = list(story.pieces.all())
        did = effects.of_pages([piece.page_id for piece in pieces if piece.page_id])
        rows = [(piece, planning.warnings(piece), did.get(piece.page_id or 0)) for piece in pieces]
        early = {piece.pk for piece in pieces if planning.is_early(piece)}
        differing = {piece.pk for piece in pieces if planning.differs(piece)}
        live = {piece.pk for piece in pieces if piece.state == PlannedPiece.State.LIVE}
        # A piece in two languages did one thing, which is told at both.
        once = {piece.page.original_key: did[piece.page_id] for piece in pieces if piece.page and piece.page_id in did}
        known = [effect for effect in once.values() if not effect.is_few]
        return super().get_context_data(
            story=story,
            rows=rows,
            early=early,
            differing=differing,
            spreadable=live - early,
            today=timezone.localdate(),
            total=sum(getattr(effect, story.measure) for effect in known) if known else None,
            is_few=any(effect.is_few for effect in did.values()),
            told_of_months=not reporting.is_live(),
            can_change=self.request.user.has_perm("cms.change_plannedpiece"),
            here=self.request.path,
            **kwargs,
        )


class PlanGaps(PlanPage):
    """Which theme, team, role or language has nothing coming."""

    template_name = "cms/admin/plan_gaps.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gaps=planning.gaps(), weeks=planning.GAP_WEEKS, **kwargs)


class _Change(PermissionRequiredMixin, View):
    """A change by one button, after which the editor is where they were."""

    permission_required = "cms.change_plannedpiece"
    raise_exception = True
    http_method_names = ["post"]

    def back(self, otherwise: str) -> HttpResponse:
        there = self.request.POST.get("next", "")
        return redirect(there if url_has_allowed_host_and_scheme(there, allowed_hosts=None) else otherwise)


class PieceDay(_Change):
    """The day on which a piece goes out; none puts it in reserve."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        piece = get_object_or_404(PlannedPiece.objects.for_the_plan(), pk=pk)
        form = DayForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This is not a day."))
            return self.back(reverse("cms_plan"))
        day = form.cleaned_data["day"]
        actions.move_piece(piece=piece, day=day, by=request.user)  # type: ignore[arg-type]
        if day:
            words = _("“%(piece)s” goes out on %(day)s.") % {"piece": piece.title, "day": date_format(day, "j F")}
        else:
            words = _("“%(piece)s” is in reserve.") % {"piece": piece.title}
        wrong = planning.warnings(piece)
        tell = messages.warning if wrong else messages.success
        follow = messages.button(piece.get_absolute_url(), _("Let the page follow"))
        tell(request, " ".join([words, *wrong]), buttons=[follow] if planning.differs(piece) else None)
        return self.back(reverse("cms_plan"))


class PieceMoment(_Change):
    """The moment at which the page of a piece opens, as the plan says."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        piece = get_object_or_404(PlannedPiece.objects.for_the_plan(), pk=pk)
        if piece.page is not None and not piece.page.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        if actions.follow_plan(piece=piece, by=request.user):  # type: ignore[arg-type]
            messages.success(request, _("Its page opens on the planned day."))
        else:
            messages.error(request, _("Nothing changed: its page ends before that day, or there is no day."))
        return self.back(piece.get_absolute_url())


class PieceAgain(_Change):
    """A further day on which a piece is spread."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        piece = get_object_or_404(PlannedPiece.objects.for_the_plan(), pk=pk)
        form = AgainForm(request.POST)
        if not form.is_valid():
            messages.error(request, " ".join(str(words) for words in form.errors["day"]))
            return self.back(piece.get_absolute_url())
        day = form.cleaned_data["day"]
        actions.spread_again(piece=piece, day=day, by=request.user)  # type: ignore[arg-type]
        words = _("“%(piece)s” is spread again on %(day)s.") % {"piece": piece.title, "day": date_format(day, "j F")}
        wrong = planning.warnings(PlannedPiece.objects.for_the_plan().get(pk=pk))
        tell = messages.warning if wrong else messages.success
        change = messages.button(reverse("wagtailsnippets_cms_plannedpiece:edit", args=[pk]), _("Where, and by whom"))
        tell(request, " ".join([words, *wrong]), buttons=[change])
        return self.back(piece.get_absolute_url())


class MomentRemoval(_Change):
    """A further day that is left out after all."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        moment = get_object_or_404(Spreading.objects.select_related("piece__story__theme__programme"), pk=pk)
        actions.leave_out(moment=moment, by=request.user)  # type: ignore[arg-type]
        messages.success(request, _("Left out of the plan."))
        return self.back(moment.piece.get_absolute_url())


class PieceBeginning(_Change):
    """The page of a piece, begun as a draft."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        piece = get_object_or_404(PlannedPiece.objects.for_the_plan(), pk=pk)
        try:
            page = actions.begin_page(piece=piece, by=request.user)  # type: ignore[arg-type]
        except actions.NotBegunHere:
            messages.error(
                request, _("Its author writes a blog post in the app. Choose the page here once it is there.")
            )
            return self.back(piece.get_absolute_url())
        messages.success(request, _("A draft, filled in with what the plan says."))
        return redirect("wagtailadmin_pages:edit", page.pk)


class StepCompletion(_Change):
    """A step that is done, or is not."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        step = get_object_or_404(MakingStep.objects.select_related("piece__story__theme__programme"), pk=pk)
        is_done = request.POST.get("answer") != "undo"
        actions.tick_step(step=step, is_done=is_done, by=request.user)  # type: ignore[arg-type]
        return self.back(step.piece.get_absolute_url())


class Headcount(PermissionRequiredMixin, View):
    """How many people an audience is that somebody is choosing."""

    permission_required = "wagtailadmin.access_admin"
    raise_exception = True

    def get(self, request: HttpRequest) -> HttpResponse:
        data = request.GET.copy()
        story = data.get("story", "")
        if story.isdecimal() and len(story) < 10:
            data.setlist("themes", [str(pk) for pk in Story.objects.filter(pk=story).values_list("theme", flat=True)])
        audience = audience_panel.chosen(data)
        said = {"words": audience_panel.words(audience)}
        if data.get("is_urgent"):
            said["urgent"] = audience_panel.urgent_words(audience)
        return JsonResponse(said)


class PlanCalendarAddress(PermissionRequiredMixin, View):
    """The address of the plan for somebody's own calendar: made, renewed, or stopped."""

    permission_required = "cms.view_plannedpiece"
    raise_exception = True
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        if "revoke" in request.POST:
            actions.revoke_calendar_link(by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("The old address does not work any more."))
        else:
            actions.make_calendar_link(by=request.user)  # type: ignore[arg-type]
            messages.success(request, _("This address is yours alone; whoever has it sees the plan."))
        return redirect(reverse("cms_plan") + "#own-calendar")


@never_cache
@require_safe
def plan_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer calendar programs, which know no log-in; who has the address sees the plan."""
    link = plan_calendar.link_of(token)
    if link is None:
        raise Http404
    link.was_read()
    with translation.override(link.user.language):
        return agenda.answer(plan_calendar.feed(link), name="plan.ics")
