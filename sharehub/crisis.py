"""What a stop of all sharing means: which pieces are held, who is told, and where links lead meanwhile."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambassadors import mails, notices, support
from ambassadors.models import Ambassador, MailPreferences, Notice, User
from ambassadors.models.notices import after_quiet
from ambassadors.taking_part import in_programme
from cms.models import Shareable
from cms.shareable import ShareableQuerySet
from sharehub.models import Crisis, PlannedShare, Share, TrackedLink
from themes import health
from themes.models import Programme, Theme

KIND, REVIEW = "crisis", "plan_review"
_BATCH = 5_000
_RECENT = timedelta(days=30)
_BEGUN = timedelta(days=7)
_MOST_POSTS, _MOST_PIECES = 20, 20


def register() -> None:
    """Everybody is told by mail, and managers see it in the workspace and on the page of step 6."""
    notices.register(KIND, letter)
    notices.register(REVIEW, review_letter)
    support.register_part(KIND, part)
    health.register(KIND, signal)


def held(pieces: ShareableQuerySet) -> ShareableQuerySet:
    """Return those that nobody may share now: on a theme of a stopped programme, or on no theme while any is stopped."""
    return pieces.filter(_is_held())


def free(pieces: ShareableQuerySet) -> ShareableQuerySet:
    """Return those that no stop holds; without any stop all of them."""
    return pieces.filter(~_is_held())


def _is_held() -> Q:
    stopped = Crisis.objects.standing()
    themes = Shareable.themes.through.objects.filter(shareable=OuterRef("pk"))
    on_stopped = Exists(themes.filter(theme__programme__in=stopped.values("programme")))
    return Q(on_stopped) | (Q(~Exists(themes)) & Q(Exists(stopped)))


def holding(piece: Shareable) -> Crisis | None:
    """Return the stop that holds a piece; None where it may be shared."""
    standing = list(Crisis.objects.standing().order_by("-started_at"))
    if not standing:
        return None
    programmes = set(Theme.objects.filter(pieces=piece.pk).values_list("programme_id", flat=True))
    return next((crisis for crisis in standing if not programmes or crisis.programme_id in programmes), None)


def told_to(ambassador: Ambassador) -> list[Crisis]:
    """Return the stops that this person is to know of; one query as long as there are none."""
    standing = list(Crisis.objects.standing().select_related("programme"))
    return [one for one in standing if in_programme(one.programme).filter(pk=ambassador.pk).exists()]


def posts_of(ambassador: Ambassador, crisis: Crisis) -> list[Share]:
    """Return what this person posted lately on the programme's themes, the last first: they may want to look at it."""
    shares = ambassador.shares.counting().filter(confirmed_at__gte=crisis.started_at - _RECENT)
    about = Q(theme__programme=crisis.programme_id) | Q(theme=None)
    return list(shares.filter(about).select_related("piece").order_by("-confirmed_at")[:_MOST_POSTS])


@dataclass(frozen=True)
class Review:
    """What a stop holds: the pieces, of which some came in meanwhile, shares begun or planned, and links that lead elsewhere."""

    pieces: list[Shareable]
    more: int
    begun: int
    links: int
    plans: int


def review(crisis: Crisis) -> Review:
    """Return what the stop holds, or held until it was lifted; the newest pieces first."""
    pieces = Shareable.objects.open_to_sharing().filter(themes__programme=crisis.programme_id).distinct()
    begun = Share.objects.filter(
        theme__programme=crisis.programme_id,
        state=Share.State.OPENED,
        created_at__gte=crisis.started_at - _BEGUN,
        created_at__lte=crisis.lifted_at or timezone.now(),
    )
    stopped = TrackedLink.objects.filter(share__theme__programme=crisis.programme_id, stopped_at=crisis.started_at)
    plans = PlannedShare.objects.waiting().filter(
        share__theme__programme=crisis.programme_id, held_for=PlannedShare.Hold.STOP
    )
    shown = list(pieces.order_by("-first_published_at", "-pk")[:_MOST_PIECES])
    return Review(shown, max(pieces.count() - _MOST_PIECES, 0), begun.count(), stopped.count(), plans.count())


def carry_out(crises: Iterable[Crisis] | None = None) -> None:
    """Links lead where the stops say, and everybody has a mail on the way; portion by portion, again is the same as once."""
    for crisis in crises if crises is not None else Crisis.objects.filter(_unfinished()).select_related("programme"):
        crisis.refresh_from_db()
        if crisis.lifted_at is None:
            hold_plans()
            _stop_links(crisis)
            _tell(crisis)
        else:
            _resume_links(crisis)


def _unfinished() -> Q:
    open_ones = Crisis.objects.untold() | Crisis.objects.with_links_to_stop() | Crisis.objects.with_links_to_resume()
    return Q(pk__in=open_ones.values("pk"))


def hold_plans() -> int:
    """Plans for pieces that a stop holds wait until their person looks at them again; return how many."""
    if not Crisis.objects.standing().exists():
        return 0
    pieces = held(Shareable.objects.filter(shares__plan__in=PlannedShare.objects.waiting())).values("pk")
    return (
        PlannedShare.objects.waiting()
        .filter(held_for="", share__piece__in=pieces)
        .update(held_for=PlannedShare.Hold.STOP)
    )


def ask_for_review() -> None:
    """Whoever has plans that a stop held hears once, after it was lifted, that they wait to be looked at again."""
    waiting = PlannedShare.objects.waiting().filter(held_for=PlannedShare.Hold.STOP)
    last = Crisis.objects.exclude(lifted_at=None).order_by("-lifted_at").first() if waiting.exists() else None
    if last is None:
        return
    pieces = free(Shareable.objects.filter(shares__plan__in=waiting)).values("pk")
    people = waiting.filter(share__piece__in=pieces).values("share__ambassador")
    told = Notice.objects.filter(user=OuterRef("user"), kind=REVIEW, subject_id=last.pk)
    found = Ambassador.objects.active().filter(pk__in=people).exclude(Exists(told))
    for person in found.select_related("user")[:_BATCH]:
        notices.plan(person.user, REVIEW, f"{REVIEW}:{last.pk}:{person.pk}", subject_id=last.pk)


def review_letter(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail that asks to look at held plans again; nothing when none is held any more."""
    plans = PlannedShare.objects.waiting().filter(share__ambassador__user=notice.user, held_for=PlannedShare.Hold.STOP)
    shares = [plan.share for plan in plans.select_related("share__piece").order_by("due_at")]
    if not shares:
        return None
    context = {
        "shares": shares,
        "action_url": mails.absolute(reverse("sharehub:plan_list")),
        "action_label": _("Look at your plan"),
    }
    user: User = notice.user
    return mails.compose("sharehub/mail/plan_review", to=user.email, language=user.language, context=context)


def _stop_links(crisis: Crisis) -> None:
    if not crisis.stops_links or crisis.links_stopped_at:
        return
    waiting = TrackedLink.objects.filter(share__theme__programme=crisis.programme_id, stopped_at=None)
    while pks := list(waiting.values_list("pk", flat=True)[:_BATCH]):
        # Named by its own moment, so that lifting finds these links and no others.
        TrackedLink.objects.filter(pk__in=pks).stop(instead=crisis.instead, at=crisis.started_at)
    Crisis.objects.filter(pk=crisis.pk).update(links_stopped_at=timezone.now())


def _resume_links(crisis: Crisis) -> None:
    if not crisis.stops_links or crisis.links_resumed_at:
        return
    stopped = TrackedLink.objects.filter(share__theme__programme=crisis.programme_id, stopped_at=crisis.started_at)
    while pks := list(stopped.values_list("pk", flat=True)[:_BATCH]):
        TrackedLink.objects.filter(pk__in=pks).resume()
    Crisis.objects.filter(pk=crisis.pk).update(links_resumed_at=timezone.now())


def _tell(crisis: Crisis) -> None:
    """Everybody in the programme has a notice; a portion at a time."""
    if crisis.told_at:
        return
    planned = Notice.objects.filter(user=OuterRef("user"), kind=KIND, subject_id=crisis.pk)
    people = in_programme(crisis.programme).exclude(Exists(planned)).select_related("user", "mail_preferences")
    with transaction.atomic():
        found = list(people.order_by("pk")[:_BATCH])
        Notice.objects.bulk_create((_notice(crisis, person) for person in found), ignore_conflicts=True)
        if len(found) < _BATCH:
            Crisis.objects.filter(pk=crisis.pk).update(told_at=timezone.now())


def _notice(crisis: Crisis, person: Ambassador) -> Notice:
    chosen = getattr(person, "mail_preferences", None) or MailPreferences(ambassador=person)
    due_at = after_quiet(timezone.now(), person.user, chosen.quiet_from, chosen.quiet_until)
    key = f"{KIND}:{crisis.pk}:{person.pk}"
    return Notice(user=person.user, kind=KIND, key=key, subject_id=crisis.pk, due_at=due_at)


def letter(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail about a stop; nothing once it was lifted, or for who left."""
    crisis = Crisis.objects.standing().select_related("programme").filter(pk=notice.subject_id or 0).first()
    person = Ambassador.objects.active().select_related("user").filter(user=notice.user).first()
    if crisis is None or person is None:
        return None
    posts = [(share, share.post_url or mails.absolute(share_path(share))) for share in posts_of(person, crisis)]
    context = {
        "crisis": crisis,
        "posts": posts,
        "action_url": mails.absolute(reverse("sharehub:share_list" if posts else "sharehub:feed")),
        "action_label": _("See your posts") if posts else _("Open your page"),
    }
    user: User = notice.user
    return mails.compose("sharehub/mail/crisis", to=user.email, language=user.language, context=context)


def share_path(share: Share) -> str:
    """Return the path of a share's own page."""
    return reverse("sharehub:share_detail", args=[share.pk])


def part(programme: Programme) -> support.Part:
    """Whether sharing is stopped, and where a manager stops or lifts it."""
    crisis = Crisis.objects.standing().filter(programme=programme).first()
    words = _("Everything may be shared as usual.")
    if crisis:
        words = _("Sharing is stopped since %(when)s.") % {
            "when": date_format(timezone.localtime(crisis.started_at), "DATETIME_FORMAT")
        }
    url = reverse("sharehub:crisis", args=[programme.slug])
    return support.Part(_("Stop all sharing"), words, url, "hand-raised", is_urgent=crisis is not None)


def signal(programme: Programme) -> health.Signal | None:
    """A stop that stands is the first thing to see."""
    crisis = Crisis.objects.standing().filter(programme=programme).first()
    if crisis is None:
        return None
    overdue = _("It lasts longer than people were told: lift it, or say until when.")
    return health.Signal(
        name=_("Sharing is stopped"),
        figure=_("Since %(when)s") % {"when": date_format(timezone.localtime(crisis.started_at), "DATETIME_FORMAT")},
        advice=overdue if crisis.is_overdue else _("Lift it once people may share again."),
        level=health.Level.BAD,
        url=reverse("sharehub:crisis", args=[programme.slug]),
        step=6,
    )
