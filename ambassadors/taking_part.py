"""Who takes part in which programme, where an organisation runs several side by side."""

from django.db.models import Exists, OuterRef

from ambassadors.models import Ambassador, Invitation, ThemeLink
from ambassadors.models.people import AmbassadorQuerySet
from themes.models import Programme


def in_programme(programme: Programme) -> AmbassadorQuerySet:
    """Return the active people of a programme: where it runs alone, everybody.

    Beside others, those who are linked with one of its themes or joined by its invitation; who belongs to no programme
    belongs to the current one.
    """
    people = Ambassador.objects.active()
    if programme.runs_alone:
        return people
    links = ThemeLink.objects.filter(ambassador=OuterRef("pk")).counting()
    asked = Invitation.objects.filter(email__iexact=OuterRef("user__email")).exclude(accepted_at=None)
    here = Exists(links.filter(theme__programme=programme)) | Exists(asked.filter(programme=programme))
    if programme == Programme.objects.current():
        here = here | (~Exists(links) & ~Exists(asked))
    return people.filter(here)
