"""Who is named as manager of a programme, or taken out of its team, hears it from us."""

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import mails, notices
from ambassadors.models import Notice, ProgrammeManager, User
from themes.models import Programme

_NAMED, _GONE = "manager_named", "manager_gone"
# Who is taken out hears it only once nobody took that back.
_PAUSE = timedelta(minutes=15)


def register() -> None:
    """Both mails have their words."""
    notices.register(_NAMED, named)
    notices.register(_GONE, gone)


def tell_named(place: ProgrammeManager) -> None:
    """The person is told that they manage the programme."""
    notices.plan(place.user, _NAMED, _key(_NAMED, place), place.programme_id)


def tell_gone(place: ProgrammeManager) -> None:
    """The person is told, in a while, that they do not manage the programme any more."""
    notices.plan(place.user, _GONE, _key(_GONE, place), place.programme_id, at=timezone.now() + _PAUSE)


def named(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail; nothing for who was taken out again meanwhile."""
    programme = _programme(notice)
    if programme is None or not _is_in(programme, notice.user):
        return None
    path = reverse("themes:workspace", args=[programme.slug])
    return _compose("named", notice, programme, path, _("Open the programme"))


def gone(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail; nothing for who is in the team again."""
    programme = _programme(notice)
    if programme is None or _is_in(programme, notice.user):
        return None
    return _compose("gone", notice, programme, reverse("home"), _("Open the app"))


def _compose(name: str, notice: Notice, programme: Programme, path: str, label: str) -> EmailMultiAlternatives:
    context = {"programme": programme, "action_url": mails.absolute(path), "action_label": label}
    user = notice.user
    return mails.compose(f"ambassadors/mail/manager_{name}", to=user.email, language=user.language, context=context)


def _programme(notice: Notice) -> Programme | None:
    return Programme.objects.filter(pk=notice.subject_id or 0).first()


def _is_in(programme: Programme, user: User) -> bool:
    return programme.managers.filter(user=user).exists()


def _key(kind: str, place: ProgrammeManager) -> str:
    return f"{kind}:{place.programme_id}:{place.user_id}:{timezone.now().timestamp():.3f}"
