"""Sharing: opened, confirmed or verified, withdrawn; each step can be taken back."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ambassadors.models import Ambassador, Policy
from cms import advice
from cms.models import Shareable
from sharehub import crisis, networks, servers, tasks, wording
from sharehub.edge.codes import LENGTH
from sharehub.edge.targets import target_of
from sharehub.models import PlannedShare, PlanPreferences, Publication, Share, TrackedLink
from sharehub.recognition import ledger
from themes.disclosure import says_where_they_work
from themes.models import Theme

_SAME, _SAME_POST = timedelta(seconds=60), timedelta(days=1)


class ShareRefused(Exception):
    """Something forbids it; the message says what, and nothing was changed. `field` names the field that can mend it."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


@transaction.atomic
def open_share(*, ambassador: Ambassador, piece: Shareable, network: str, text: str, language: str) -> Share:
    """The share is opened with its own tracked link; asked twice within a minute it is the same share.

    Words that we posted, or are posting, are the same share for a day: whoever goes back and presses again posts nothing twice.
    Raises ShareRefused where the person, the piece, the network or the length of the text does not allow it.
    """
    ambassador = locked(ambassador)
    text = tidy(text)
    check_share(ambassador, piece, network, text, language)
    now = timezone.now()
    just_opened = Q(state=Share.State.OPENED, created_at__gte=now - _SAME)
    in_our_hands = Q(publication__isnull=False, publication__asked_at__gte=now - _SAME_POST)
    twins = ambassador.shares.filter(piece_id=piece.pk, network=network, text=text).exclude(state=Share.State.WITHDRAWN)
    same = twins.filter(just_opened | in_our_hands).order_by("-pk").first()
    if same is not None:
        return same
    return make_share(ambassador, piece, network, text, language, Share.State.OPENED)


@transaction.atomic
def confirm_share(*, share: Share, post_url: str = "") -> Share:
    """The share counts and is rewarded; the address of the post, where given, is kept with it. Safe to ask again.

    The address alone verifies nothing: where the network tells of its posts it is looked up afterwards, and the share is
    verified once our link stands there.

    Raises ShareRefused for an address that cannot be a post on that network, and for a share that was withdrawn.
    """
    share = locked_share(share)
    post_url = post_url.strip()
    module = networks.get(share.network)
    if share.state == Share.State.WITHDRAWN:
        raise ShareRefused(_("This share was withdrawn, so it cannot be confirmed."))
    if post_url and (len(post_url) > 500 or not module.owns(post_url)):
        message = _("That is not the address of a post on %(network)s. Copy it from the post itself.")
        raise ShareRefused(message % {"network": module.name}, field="post_url")
    share.confirmed_at = share.confirmed_at or timezone.now()
    is_new_address = bool(post_url) and post_url != share.post_url
    if is_new_address:
        share.post_url = post_url
        share.looked_up_at = None
    if is_new_address or share.state != Share.State.VERIFIED:
        share.state, share.verified_at = Share.State.CONFIRMED, None
    share.failure = ""
    share.save(update_fields=["state", "confirmed_at", "verified_at", "post_url", "looked_up_at", "failure"])
    PlannedShare.objects.filter(share=share).end(PlannedShare.Ending.DONE)
    ledger.reward_share(share)
    tasks.award_badges.delay_on_commit(share.ambassador_id)
    if is_new_address and module.looks_up:
        tasks.look_up_post.delay_on_commit(share.pk)
    return share


@transaction.atomic
def reopen_share(*, share: Share) -> Share:
    """A confirmation was a mistake: the share is open again and its points are taken back."""
    share = locked_share(share)
    if share.counts:
        share.state = Share.State.OPENED
        share.confirmed_at = share.verified_at = None
        share.post_url = ""
        share.save(update_fields=["state", "confirmed_at", "verified_at", "post_url"])
        ledger.reverse_share(share)
    return share


@transaction.atomic
def withdraw_share(*, share: Share) -> Share:
    """The share no longer counts, its link is closed and its points are answered by counter-entries. Safe to ask again."""
    share = locked_share(share)
    if share.state != Share.State.WITHDRAWN:
        now = timezone.now()
        share.state, share.withdrawn_at = Share.State.WITHDRAWN, now
        share.save(update_fields=["state", "withdrawn_at"])
        PlannedShare.objects.filter(share=share).end(PlannedShare.Ending.CANCELLED)
        TrackedLink.objects.filter(share=share, withdrawn_at=None).update(withdrawn_at=now)
        ledger.reverse_share(share)
    return share


@transaction.atomic
def restore_share(*, share: Share) -> Share:
    """A withdrawal is undone: the share is as it was, its link works again and its points are back.

    Raises ShareRefused for someone who has left.
    """
    share = locked_share(share)
    if share.state == Share.State.WITHDRAWN:
        if not share.ambassador.is_active:
            raise ShareRefused(_("You have left the programme."))
        if Publication.objects.filter(share=share).exclude(removal_asked_at=None).exists():
            raise ShareRefused(
                _("Its post was deleted as well, so it cannot come back. You can share the piece again.")
            )
        if share.verified_at:
            share.state = Share.State.VERIFIED
        else:
            share.state = Share.State.CONFIRMED if share.confirmed_at else Share.State.OPENED
        share.withdrawn_at = None
        share.save(update_fields=["state", "withdrawn_at"])
        TrackedLink.objects.filter(share=share).update(withdrawn_at=None)
        if share.counts:
            ledger.reward_share(share)
    return share


def leave(ambassador: Ambassador) -> None:
    """Someone leaves: what they had not confirmed is withdrawn, and what they wrote elsewhere is not kept here."""
    for share in ambassador.shares.filter(state__in=[Share.State.PLANNED, Share.State.OPENED, Share.State.FAILED]):
        withdraw_share(share=share)
    PlannedShare.objects.of(ambassador).delete()
    PlanPreferences.objects.filter(ambassador=ambassador).delete()
    ambassador.push_devices.all().delete()
    # The links of confirmed shares keep working: they stand in posts that are still there.
    ambassador.shares.update(text="", post_url="", potential_audience=None, audience_told_by="")
    ambassador.piece_choices.all().delete()
    ambassador.reserved_texts.all().delete()
    ambassador.personal_links.all().delete()
    ledger.forget(ambassador)


def make_share(
    ambassador: Ambassador, piece: Shareable, network: str, text: str, language: str, state: Share.State
) -> Share:
    """The share exists, with its own tracked link; whether it may was asked before."""
    own_words, suggestion = wording.compare(text, piece, language)
    followers = ambassador.networks.filter(network=network).values_list("followers", "followers_told_by").first()
    share = Share.objects.create(
        ambassador=ambassador,
        piece_id=piece.pk,
        theme=theme_for(ambassador, piece),
        network=network,
        text=text,
        suggestion=suggestion,
        language=language,
        own_words=own_words,
        potential_audience=followers[0] if followers else None,
        audience_told_by=followers[1] if followers else "",
        state=state,
    )
    link = TrackedLink(share=share)
    link.destination = target_of(link)
    link.save()
    return share


def tidy(text: str) -> str:
    """Return the words as they are kept."""
    return text.replace("\r\n", "\n").strip()


def check_share(
    ambassador: Ambassador, piece: Shareable, network: str, text: str, language: str, *, for_later: bool = False
) -> None:
    """Nothing stands in the way of the share; for later somebody may be away now. Raises ShareRefused otherwise."""
    _check_person(ambassador, may_be_away=for_later)
    _check_piece(ambassador, piece, network)
    _check_text(ambassador, piece, network, text, language)


def theme_for(ambassador: Ambassador, piece: Shareable) -> Theme | None:
    """Return the piece's theme that the person follows, else its first, else none."""
    live = list(piece.themes.filter(retired_at=None))
    followed = set(ambassador.theme_links.filter(state="accepted").values_list("theme_id", flat=True))
    return next((theme for theme in live if theme.pk in followed), live[0] if live else None)


def _check_person(ambassador: Ambassador, *, may_be_away: bool) -> None:
    if not ambassador.is_active or not ambassador.user.is_active:
        raise ShareRefused(_("You are not in the programme, so you cannot share through it."))
    if ambassador.is_paused and not may_be_away:
        raise ShareRefused(_("You are taking a break. End it on your own page, and you can share again."))
    if Policy.objects.waiting_for(ambassador):
        raise ShareRefused(_("There are new guidelines. Read them first, then share."))


def _check_piece(ambassador: Ambassador, piece: Shareable, network: str) -> None:
    open_pieces = Shareable.objects.open_to_sharing().for_ambassador(ambassador)
    current = open_pieces.filter(pk=piece.pk).first()
    if current is None:
        raise ShareRefused(_("This piece can not be shared at the moment."))
    if stop := crisis.holding(current):
        raise ShareRefused(_("Sharing is stopped for now. %(reason)s") % {"reason": stop.reason})
    if network not in {module.key for module in networks.all()}:
        raise ShareRefused(_("Choose a network."), field="network")
    if not current.allows(network):
        message = _("This piece may not be shared on %(network)s.") % {"network": networks.get(network).name}
        raise ShareRefused(message, field="network")


def _check_text(ambassador: Ambassador, piece: Shareable, network: str, text: str, language: str) -> None:
    module = servers.module_for(ambassador, network)
    # The link does not exist yet; each is as long as any other.
    link = TrackedLink(code="x" * LENGTH).get_absolute_url()
    room = module.room(link)
    length = module.count(text)
    if length > room:
        message = _("This text has %(length)s characters; %(network)s has room for %(room)s next to the link.")
        numbers = {
            "length": number_format(length, force_grouping=True),
            "room": number_format(room, force_grouping=True),
            "network": module.name,
        }
        raise ShareRefused(message % numbers, field="text")
    if module.is_too_heavy(text, link):
        message = _(
            "%(network)s has no room for so many emoji and other signs that are made of several. Leave some out."
        )
        raise ShareRefused(message % {"network": module.name}, field="text")
    for stop in advice.of_policy(text):
        raise ShareRefused(f"{stop.text}. {stop.why}", field="text")
    if piece.disclosure_required and not says_where_they_work(text, language):
        words = _("Say in your text where you work, so that nobody has to guess.")
        if not text:
            words = _("Write a sentence of your own first, and say in it where you work.")
        raise ShareRefused(words, field="text")


def locked(ambassador: Ambassador) -> Ambassador:
    """Return the person with the row locked: requests about one person's shares wait for each other."""
    return Ambassador.objects.select_for_update(of=("self",)).select_related("user").get(pk=ambassador.pk)


def locked_share(share: Share) -> Share:
    """Return the share with the person's row and its own locked."""
    # The person first, always: so two requests about one person's shares wait for each other instead of for ever.
    Ambassador.objects.select_for_update(of=("self",)).get(pk=share.ambassador_id)
    return Share.objects.select_for_update(of=("self",)).select_related("ambassador__user", "piece").get(pk=share.pk)
