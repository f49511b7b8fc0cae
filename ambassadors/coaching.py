"""Pairs as others see them: a mail when they begin, a line on the page of step 6, and what one takes along or leaves behind."""

from collections.abc import Sequence

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ambassadors import mails, notices, privacy, support
from ambassadors.models import Ambassador, CalendarLink, CoachPair, Notice, PairNote
from themes.models import Programme


def register() -> None:
    """Pairs have their mail, their line at step 6, and their place in everybody's own data."""
    notices.register("pair", letter)
    support.register_part("pairs", part)
    privacy.register_export(
        "coaching",
        exported,
        title=gettext_lazy("Coaching"),
        words={
            "with": gettext_lazy("With"),
            "since": gettext_lazy("Since"),
            "ended_at": gettext_lazy("Ended"),
            "meets_at": gettext_lazy("Next appointment"),
        },
    )
    privacy.register_export(
        "coaching_notes",
        exported_notes,
        title=gettext_lazy("Notes about your coaching"),
        words={"by": gettext_lazy("By"), "text": gettext_lazy("Text"), "at": gettext_lazy("When")},
    )
    privacy.register_export(
        "calendar_link",
        exported_link,
        title=gettext_lazy("Calendar link"),
        words={"created_at": gettext_lazy("Made"), "read_at": gettext_lazy("Last read")},
    )
    privacy.on_leaving(part_ways)


def letter(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail to one of a new pair; nothing once it ended."""
    pairs = CoachPair.objects.running().select_related("coach__user", "ambassador__user")
    pair = pairs.filter(pk=notice.subject_id or 0).first()
    if pair is None:
        return None
    is_coach = pair.coach.user_id == notice.user_id
    context = {
        "is_coach": is_coach,
        "other": pair.ambassador if is_coach else pair.coach,
        "action_url": mails.absolute(reverse("ambassadors:pair_detail", args=[pair.pk])),
        "action_label": _("Plan the first time"),
    }
    language = notice.user.language
    return mails.compose("ambassadors/mail/pair", to=notice.user.email, language=language, context=context)


def part(programme: Programme) -> support.Part:
    """How many pairs meet; what they note is theirs."""
    pairs = CoachPair.objects.running().count()
    words = ngettext("%(n)s pair meets.", "%(n)s pairs meet.", pairs) % {"n": pairs}
    url = reverse("ambassadors:support_pairs", args=[programme.slug])
    return support.Part(_("Coaching"), words if pairs else _("No pairs yet."), url, "users")


def exported(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Return the pairs this person is or was one of."""
    return [
        {
            "with": str(pair.other(ambassador)),
            "since": pair.paired_at,
            "ended_at": pair.ended_at,
            "meets_at": pair.meets_at,
        }
        for pair in CoachPair.objects.of(ambassador)
    ]


def exported_notes(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Return the notes about this person's own coaching, and those they wrote as a coach."""
    notes = PairNote.objects.filter(pair__ambassador=ambassador) | PairNote.objects.filter(author=ambassador)
    rows = notes.distinct().select_related("author__user").order_by("created_at", "pk")
    return [{"by": str(row.author), "text": row.text, "at": row.created_at} for row in rows]


def exported_link(ambassador: Ambassador) -> Sequence[privacy.Row]:
    """Return since when there is a calendar link; not the link, which opens without log-in."""
    return list(CalendarLink.objects.filter(ambassador=ambassador).values("created_at", "read_at"))


def part_ways(ambassador: Ambassador) -> None:
    """Pairs of somebody who leaves are gone with all their notes, and so is the calendar link."""
    CoachPair.objects.of(ambassador).select_related(None).delete()
    CalendarLink.objects.filter(ambassador=ambassador).delete()
