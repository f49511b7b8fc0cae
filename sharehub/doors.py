"""Sharing without the app: personal links in mails and codes, and the codes themselves."""

from datetime import timedelta

import segno
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ambassadors import mails
from ambassadors.models import Ambassador
from cms.models import Shareable
from sharehub.models import PersonalLink
from themes import signed_links

_KIND = "share"
_RENEWED = timedelta(days=1)
_BATCH = 500


def link_for(ambassador: Ambassador, piece: Shareable) -> PersonalLink:
    """Return the person's link to share that piece, good for thirty days from now."""
    link, is_new = PersonalLink.objects.get_or_create(ambassador=ambassador, piece_id=piece.pk)
    if not is_new and link.given_at < timezone.now() - _RENEWED:
        link.given_at = timezone.now()
        link.save(update_fields=["given_at"])
    return link


def path(link: PersonalLink) -> str:
    """Return the path of a personal link."""
    return reverse("sharehub:door", args=[token(link)])


def token(link: PersonalLink) -> str:
    """Return what the addresses of a personal link contain."""
    return signed_links.token(_KIND, link.pk, link.key)


def address_for(ambassador: Ambassador, piece: Shareable) -> str:
    """Return the whole address by which this person shares that piece, for a mail or a code."""
    return mails.absolute(path(link_for(ambassador, piece)))


def link_of(value: str) -> PersonalLink | None:
    """Return the link that a token opens; None when it was never ours, has grown old, or its person left."""
    found = signed_links.read(_KIND, value)
    if found is None:
        return None
    rows = PersonalLink.objects.open().select_related("ambassador__user", "ambassador__team", "piece")
    return rows.filter(pk=found[0], key=found[1]).first()


def code(address: str, *, css_class: str = "code") -> SafeString:
    """Return an address as a QR code, drawn in the colour of the text around it."""
    drawn = segno.make(address, micro=False).svg_inline(
        scale=4, border=0, dark="#000", svgclass=css_class, lineclass=None, omitsize=True
    )
    svg = str(drawn).replace('stroke="#000"', 'stroke="currentColor"').replace("<svg ", '<svg aria-hidden="true" ')
    return mark_safe(svg)


def to_mail() -> list[int]:
    """Return the next links that wait to be mailed."""
    return list(PersonalLink.objects.open().to_mail().order_by("asked_at").values_list("pk", flat=True)[:_BATCH])


def send(*, link_id: int) -> None:
    """The mail with the link has left, by this call or another; a failure gives the row back to the next sweep and is raised."""
    mine = PersonalLink.objects.filter(pk=link_id)
    before = mine.values_list("mailed_at", flat=True).first()
    if not mine.open().to_mail().update(mailed_at=timezone.now()):
        return
    try:
        letter(mine.select_related("ambassador__user", "piece").get()).send()
    except Exception:
        mine.update(mailed_at=before)
        raise


def letter(link: PersonalLink) -> EmailMultiAlternatives:
    """Return the mail with somebody's link."""
    user = link.ambassador.user
    with translation.override(user.language):
        label = _("Share it")
    context = {"piece": link.piece, "action_url": mails.absolute(path(link)), "action_label": label}
    return mails.compose("sharehub/mail/personal_link", to=user.email, language=user.language, context=context)
