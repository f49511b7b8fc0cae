"""Who is asked for a role hears so, and once more; who offered something hears the answer; managers hear what waits for them.

Each mail looks again when it leaves: what was answered or taken back meanwhile is not spoken of any more.
"""

from datetime import datetime, time, timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import mails, managing, notices
from ambassadors.models import Notice, RoleAssignment, RoleOffer, ThemeLink, User
from ambassadors.weekdays import is_weekday
from themes.models import Programme

REMINDER_AFTER = timedelta(days=5)
# A manager who tapped the wrong button takes it back before anybody reads it.
_SLIP = timedelta(minutes=2)
_MORNING = time(8)
_SHOWN = 20


def register() -> None:
    """The notices about roles and offers have their words."""
    notices.register("role_asked", role_asked)
    notices.register("role_asked_again", role_asked)
    notices.register("offer_answer", offer_answer)
    notices.register("proposal_answer", proposal_answer)
    notices.register("offers", offers)


def tell_asked(assignment: RoleAssignment) -> None:
    """The person reads that they are asked for a role, and once more after five days without an answer."""
    user = assignment.ambassador.user
    notices.plan(user, "role_asked", f"role:{assignment.pk}", assignment.pk)
    again = timezone.now() + REMINDER_AFTER
    notices.plan(user, "role_asked_again", f"role-again:{assignment.pk}", assignment.pk, at=again)


def tell_answer(offer: RoleOffer) -> None:
    """The person reads what became of the role they offered to take."""
    notices.plan(offer.ambassador.user, "offer_answer", _key(offer), offer.pk, at=timezone.now() + _SLIP)


def tell_decision(link: ThemeLink) -> None:
    """The person reads what became of the theme they proposed themselves for; a new proposal brings a new answer."""
    notices.plan(link.ambassador.user, "proposal_answer", _key(link), link.pk, at=timezone.now() + _SLIP)


def untell(answered: RoleOffer | ThemeLink) -> None:
    """A mail about this answer that did not leave yet never does."""
    Notice.objects.waiting().filter(key=_key(answered)).delete()


def _key(answered: RoleOffer | ThemeLink) -> str:
    """Return what names the answer: another one later is another mail."""
    at = answered.answered_at if isinstance(answered, RoleOffer) else answered.decided_at
    return f"{type(answered).__name__.lower()}:{answered.pk}:{at.timestamp() if at else 0:.6f}"


def tell_managers(programme: Programme) -> None:
    """Each manager of the programme has one mail the next working morning with all that waits by then."""
    for manager in managing.managers(programme):
        at = _next_morning(manager)
        notices.plan(manager, "offers", f"offers:{programme.pk}:{manager.pk}:{at:%Y-%m-%d}", programme.pk, at=at)


def role_asked(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the question whether the person would take a role; nothing once it was answered, taken back or has passed."""
    rows = RoleAssignment.objects.asked().filter(pk=notice.subject_id or 0, ambassador__left_at=None)
    found = rows.select_related("role", "theme", "asked_by").first()
    if found is None:
        return None
    url = mails.absolute(reverse("ambassadors:me_themes"))
    context = {"assignment": found, "is_again": notice.kind == "role_asked_again"}
    return _mail("role_asked", notice, context, url=f"{url}#roles", label=_("Say yes or no"))


def offer_answer(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the answer to the offer of a role."""
    rows = RoleOffer.objects.filter(pk=notice.subject_id or 0, ambassador__left_at=None).exclude(answered_at=None)
    found = rows.select_related("role", "theme").first()
    if found is None:
        return None
    context = {"role": found.role, "theme": found.theme, "accepted": found.is_accepted, "answer": found.answer}
    return _answered(notice, context)


def proposal_answer(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the answer to somebody's own proposal for a theme; nothing when they left it or proposed themselves anew."""
    states = (ThemeLink.State.ACCEPTED, ThemeLink.State.NOT_NOW)
    rows = ThemeLink.objects.filter(pk=notice.subject_id or 0, state__in=states, ambassador__left_at=None)
    found = rows.select_related("theme").first()
    if found is None:
        return None
    accepted = found.state == ThemeLink.State.ACCEPTED
    return _answered(notice, {"role": None, "theme": found.theme, "accepted": accepted, "answer": found.answer})


def offers(notice: Notice) -> EmailMultiAlternatives | None:
    """Return to a manager all that people offered and that waits for an answer; nothing when nothing waits."""
    programme = Programme.objects.filter(pk=notice.subject_id or 0).first()
    if programme is None or notice.user not in managing.managers(programme):
        return None
    proposed = ThemeLink.objects.proposed(programme)
    offered = RoleOffer.objects.waiting().filter(theme__programme=programme)
    number = proposed.count() + offered.count()
    if not number:
        return None
    context = {
        "programme": programme,
        "number": number,
        "proposed": list(proposed.order_by("pk")[:_SHOWN]),
        "offered": list(offered.order_by("pk")[:_SHOWN]),
    }
    page = "ambassadors:person_list" if context["proposed"] else "ambassadors:role_list"
    url = mails.absolute(reverse(page, args=[programme.slug]))
    return _mail("offers", notice, context, url=f"{url}#offers", label=_("Answer them"))


def _answered(notice: Notice, context: dict[str, object]) -> EmailMultiAlternatives:
    url = mails.absolute(reverse("ambassadors:me_themes"))
    return _mail("offer_answer", notice, context, url=url, label=_("Your themes and roles"))


def _mail(name: str, notice: Notice, context: dict[str, object], *, url: str, label: str) -> EmailMultiAlternatives:
    values = {**context, "action_url": url, "action_label": label, "person": notice.user}
    return mails.compose(
        f"ambassadors/mail/{name}", to=notice.user.email, language=notice.user.language, context=values
    )


def _next_morning(user: User) -> datetime:
    """Return eight o'clock of the next working day, by the person's clock."""
    day = timezone.now().astimezone(user.zone).date() + timedelta(days=1)
    while not is_weekday(day):
        day += timedelta(days=1)
    return datetime.combine(day, _MORNING, tzinfo=user.zone)
