"""Asking us to post a share, and to delete that post again."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sharehub import networks, publishing, tasks
from sharehub.actions.shares import ShareRefused, withdraw_share
from sharehub.models import Publication, Share


@transaction.atomic
def publish(*, share_id: int, shows_picture: bool = False, account_id: int | None = None) -> Publication:
    """The share is being posted for its owner, or again where that failed. Asked twice it is posted once.

    Raises ShareRefused where no account is connected through which it could be posted, or where the share was posted or withdrawn.
    """
    share = Share.objects.get(pk=share_id)
    publication = publishing.ask(share=share, shows_picture=shows_picture, account_id=account_id)
    if publication is None:
        name = networks.get(share.network).name
        raise ShareRefused(_("No account on %(network)s is connected for you. Post it yourself.") % {"network": name})
    tasks.publish_share.delay_on_commit(share_id)
    return publication


@transaction.atomic
def withdraw_with_post(*, share: Share) -> Share:
    """The share is withdrawn, and its post is deleted on the network as soon as that answers. Safe to ask again."""
    share = withdraw_share(share=share)
    posted = Publication.objects.filter(share=share, state=Publication.State.POSTED, removed_at=None)
    if posted.filter(removal_asked_at=None).update(removal_asked_at=timezone.now(), due_at=timezone.now()):
        tasks.remove_post.delay_on_commit(share.pk)
    return share
