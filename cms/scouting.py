"""What a scout hears about what they handed in, what they take along, and what happens to it when they leave."""

from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ambassadors import mails, notices, privacy
from ambassadors.models import Ambassador, Notice
from cms import addresses
from cms.models import HandIn

# An editor who tapped the wrong button takes it back before anybody reads it.
_SLIP = timedelta(minutes=2)


def register() -> None:
    """Scouts hear what became of it, find it in their export, and leave nothing that waits."""
    notices.register("hand_in", answer)
    privacy.on_leaving(empty_the_box)
    privacy.register_export(
        "hand_ins",
        exported,
        title=gettext_lazy("Handed in"),
        words={
            "kind": gettext_lazy("Kind"),
            "text": gettext_lazy("Text"),
            "link": gettext_lazy("Link"),
            "state": gettext_lazy("State"),
            "handed_in_at": gettext_lazy("Handed in"),
            "answer": gettext_lazy("Answer"),
            "became": gettext_lazy("Became"),
        },
        choices={"kind": dict(HandIn.Kind.choices), "state": dict(HandIn.State.choices)},
    )


def tell(row: HandIn) -> None:
    """The scout reads what became of it."""
    notices.plan(row.ambassador.user, "hand_in", _key(row), row.pk, at=timezone.now() + _SLIP)


def untell(row: HandIn) -> None:
    """A mail about it that did not leave yet never does."""
    Notice.objects.waiting().filter(key=_key(row)).delete()


def answer(notice: Notice) -> EmailMultiAlternatives | None:
    """Return what became of it; nothing where that was taken back meanwhile, or the scout left."""
    decided = HandIn.objects.decided().with_people().filter(pk=notice.subject_id or 0, ambassador__left_at=None)
    row = decided.first()
    if row is None:
        return None
    context = {
        "row": row,
        "is_used": row.state == HandIn.State.USED,
        "user": notice.user,
        "action_url": mails.absolute(reverse("cms:hand_in_list")),
        "action_label": _("See what became of it"),
    }
    return mails.compose("cms/mail/hand_in", to=notice.user.email, language=notice.user.language, context=context)


def exported(ambassador: Ambassador) -> list[dict[str, object]]:
    """Return everything the person handed in."""
    return [
        {
            "kind": row.kind,
            "text": row.text,
            "link": row.url,
            "state": row.state,
            "handed_in_at": row.handed_in_at,
            "answer": row.answer,
            "became": addresses.of_page(row.piece) if row.piece is not None and row.piece.live else "",
        }
        for row in HandIn.objects.filter(ambassador=ambassador).with_people()
    ]


def empty_the_box(ambassador: Ambassador) -> None:
    """Nothing of a person who leaves waits in the box; what pieces were made of stays theirs no longer by name."""
    for row in HandIn.objects.filter(ambassador=ambassador).exclude(state=HandIn.State.USED).select_related("picture"):
        picture = row.picture
        row.delete()
        if picture is not None and picture.get_usage().count() == 0:
            picture.delete()
    HandIn.objects.filter(ambassador=ambassador).update(text="", answer="", may_be_named=False)


def _key(row: HandIn) -> str:
    return f"hand-in:{row.pk}:{row.decided_at.timestamp() if row.decided_at else 0:.6f}"
