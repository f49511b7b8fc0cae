"""Mails on the page of step 6: how many people want to read, and what was sent last."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ambassadors import newsletters, support
from ambassadors.models import Newsletter
from themes.kept import kept
from themes.models import Programme


def register() -> None:
    """Newsletters have their line."""
    support.register_part("newsletters", part)


def part(programme: Programme) -> support.Part:
    """When the last newsletter left, and how many people one reaches."""
    last = Newsletter.objects.filter(programme=programme).exclude(released_at=None).order_by("-released_at").first()
    readers = kept(f"newsletter:{programme.pk}:readers", newsletters.readers(programme).count).value
    words = _("%(n)s people want to read it.") % {"n": readers}
    if last and last.released_at:
        words = _("%(words)s The last one left on %(date)s.") % {"words": words, "date": date_format(last.released_at)}
    return support.Part(
        _("Newsletter and my week by mail"),
        words,
        reverse("ambassadors:newsletter_list", args=[programme.slug]),
        "envelope",
    )
