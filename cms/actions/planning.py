"""What editors do with the plan: move a piece, spread it again, tick off a step, begin the page of a piece."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from ambassadors.models import User
from cms.models import (
    Article,
    EventPage,
    ExternalLink,
    MakingStep,
    PlanCalendarLink,
    PlannedPiece,
    Shareable,
    Spreading,
    StoryIndexPage,
    Vacancy,
    VacancyIndexPage,
    VideoPage,
)
from cms.site import index_page
from cms.tree import free_slug
from themes import audit

# At this hour of the installation's clock a piece may first be shared on its day.
_OPENS_AT = time(7)


class NotBegunHere(Exception):
    """The page of such a piece is not begun by an editor; its author begins it in the app."""


@transaction.atomic
def move_piece(*, piece: PlannedPiece, day: date | None, by: User) -> PlannedPiece:
    """The piece goes out on that day, or stands in reserve; moments at which it goes round again keep their distance."""
    if piece.goes_out_on != day:
        piece.move(day)
        _record(piece, by, "goes_out_on")
    return piece


@transaction.atomic
def spread_again(*, piece: PlannedPiece, day: date, by: User) -> Spreading:
    """The piece is spread again on that day, where and by whom it was last; one that is planned for that day stays."""
    last = Spreading.objects.filter(piece=piece).order_by("day", "pk").last()
    chosen = {"networks": last.networks, "role": last.role} if last is not None else {}
    order = last.sort_order + 1 if last is not None and last.sort_order is not None else 0
    moment, is_new = Spreading.objects.get_or_create(piece=piece, day=day, defaults=chosen | {"sort_order": order})
    if is_new:
        _record(piece, by, "spreadings")
    return moment


@transaction.atomic
def leave_out(*, moment: Spreading, by: User) -> None:
    """The piece is not spread again at that moment."""
    moment.delete()
    _record(moment.piece, by, "spreadings")


@transaction.atomic
def tick_step(*, step: MakingStep, is_done: bool, by: User) -> MakingStep:
    """The step is done, or is to be done after all."""
    if bool(step.done_at) != is_done:
        step.done_at = timezone.now() if is_done else None
        step.save(update_fields=["done_at"])
        _record(step.piece, by, "steps")
    return step


@transaction.atomic
def begin_page(*, piece: PlannedPiece, by: User) -> Shareable:
    """The piece has a page: a draft with all that the plan knows of it; one that it has stays.

    Title, what people should remember as its summary, theme, audience, language, importance, first day, and the networks of its moments.

    Raises NotBegunHere for a blog post, which its author writes in the app.
    """
    if piece.page is not None:
        return piece.page
    page, parent = _blank(piece)
    page.title = page.draft_title = piece.title
    page.slug = free_slug(parent, piece.title, fallback="piece")
    page.language, page.priority = piece.language, piece.importance
    page.audience_places, page.audience_followers = piece.audience_places, piece.audience_followers
    page.audience_teams, page.audience_roles = piece.audience_teams.all(), piece.audience_roles.all()
    page.themes = [piece.story.theme]
    page.summary = " ".join(piece.story.point.split())[:300]
    moments = [moment.networks for moment in piece.spreadings.all()]
    # A moment without networks means everywhere.
    page.networks = sorted({key for keys in moments for key in keys}) if all(moments) else []
    if piece.goes_out_on:
        page.share_from = _opening(piece.goes_out_on)
    page.live, page.has_unpublished_changes, page.owner = False, True, by
    parent.add_child(instance=page)
    page.save_revision(user=by, clean=False)
    made = Shareable.objects.get(pk=page.pk)
    piece.page = made
    piece.save(update_fields=["page"])
    _record(piece, by, "page")
    return made


@transaction.atomic
def follow_plan(*, piece: PlannedPiece, by: User) -> bool:
    """The piece's page may be shared from its planned day, and goes online then where it waits; returns whether that changed it."""
    if piece.page is None or piece.goes_out_on is None:
        return False
    page = Shareable.objects.select_for_update(of=("self",)).get(pk=piece.page_id).specific
    is_clean, is_scheduled = not page.has_unpublished_changes, page.approved_schedule
    draft = page.get_latest_revision_as_object()
    draft.share_from = _opening(piece.goes_out_on)
    if draft.go_live_at and not page.live:
        clock = timezone.localtime(draft.go_live_at).time()
        draft.go_live_at = timezone.make_aware(datetime.combine(piece.goes_out_on, clock))
    if draft.share_until and draft.share_until <= draft.share_from:
        return False
    revision = draft.save_revision(user=by, clean=False)
    if is_scheduled or (page.live and is_clean):
        revision.publish(user=by, skip_permission_checks=True)
    elif page.live:
        # What else was changed is not published along.
        Shareable.objects.filter(pk=page.pk).update(share_from=draft.share_from)
    piece.page.refresh_from_db()
    return True


def _opening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, _OPENS_AT))


@transaction.atomic
def make_calendar_link(*, by: User) -> PlanCalendarLink:
    """The person has an address for the plan; an older one does not work any more."""
    return PlanCalendarLink.made_for(user=by)


def revoke_calendar_link(*, by: User) -> None:
    """The person's address for the plan does not work any more."""
    PlanCalendarLink.objects.filter(user=by).delete()


def _blank(piece: PlannedPiece) -> tuple[Shareable, Page]:
    match piece.kind:
        case PlannedPiece.Kind.BLOG:
            raise NotBegunHere
        case PlannedPiece.Kind.VACANCY:
            return Vacancy(description=""), index_page(VacancyIndexPage)
        case PlannedPiece.Kind.LINK:
            return ExternalLink(url_elsewhere=""), index_page(StoryIndexPage)
        case PlannedPiece.Kind.EVENT:
            return EventPage(), index_page(StoryIndexPage)
        case PlannedPiece.Kind.VIDEO:
            return VideoPage(video_url=""), index_page(StoryIndexPage)
    return Article(), index_page(StoryIndexPage)


def _record(piece: PlannedPiece, by: User, field: str) -> None:
    audit.record(piece, audit.CHANGE, by=by, programme=piece.story.theme.programme, changed=[field])
