"""The six roles a programme begins with; from then on they are data, to be renamed, added to and retired."""

from django.utils import translation
from django.utils.translation import gettext as _

from ambassadors.models import Role


def _defaults() -> list[Role]:
    return [
        Role(
            key="sharer",
            expected_number=2,
            expected_per="month",
            name=_("Sharer"),
            description=_("Passes content on, in own words, to people who care."),
            expectation=_("Two shares a month."),
            guidance=_("Say why you share it. One sentence of your own does more than the whole suggestion."),
        ),
        Role(
            key="scout",
            rights=["outside"],
            expected_number=1,
            expected_per="month",
            name=_("Scout"),
            description=_("Signals what plays outside and hands in raw material."),
            expectation=_("One photo, note or question a month."),
            guidance=_("A blurred photo of the right moment is worth more than a sharp one of a meeting."),
        ),
        Role(
            key="expert",
            rights=["answer"],
            helpdesk=Role.Helpdesk.FIRST,
            name=_("Expert"),
            description=_("Answers questions and adds a short view to content."),
            expectation=_("An answer within two working days."),
            guidance=_("Answer the person, not the crowd. Say what you do not know."),
        ),
        Role(
            key="author",
            expected_number=1,
            expected_per="quarter",
            name=_("Author"),
            description=_("Blogs under the own name on our site."),
            expectation=_("One post in two months."),
            guidance=_("Begin with what happened. The lesson may come last, or stay unsaid."),
        ),
        Role(
            key="connector",
            rights=["outside", "answer"],
            expected_number=1,
            expected_per="quarter",
            name=_("Connector"),
            description=_("Keeps contact with influencers and communities."),
            expectation=_("A word with each contact every quarter."),
            guidance=_("Give before you ask: a good question, an introduction, a visit."),
        ),
        Role(
            key="coach",
            expected_number=1,
            expected_per="month",
            helpdesk=Role.Helpdesk.NEXT,
            name=_("Coach"),
            description=_("Helps colleagues to find their voice."),
            expectation=_("Half an hour a month for one colleague."),
            guidance=_("Read along, ask questions, and leave the words theirs."),
        ),
    ]


def ensure_default_roles(language: str) -> list[Role]:
    """An installation without roles has the six, in words of that language; where there are any, nothing changes."""
    if Role.objects.exists():
        return []
    with translation.override(language):
        roles = _defaults()
    for place, role in enumerate(roles):
        role.sort_order = place
    return Role.objects.bulk_create(roles)
