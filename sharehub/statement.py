"""The statement about personal data for a works council, drawn from the settings in force; every change makes a version."""

from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharehub.models import RecruitmentSettings, StatementVersion
from sharehub.models.recruitment import Credit
from themes.models import Organisation, Reporting

Facts = dict[str, int | str]
NAMES: dict[str, str | Promise] = {
    "group": gettext_lazy("smallest group that is shown"),
    "reporting": gettext_lazy("figures about groups are told"),
    "visits": gettext_lazy("days that raw visits are kept"),
    "drafts": gettext_lazy("days that drafts are kept"),
    "candidates": gettext_lazy("days that candidates are kept"),
    "attribution": gettext_lazy("days that a link counts"),
    "credit": gettext_lazy("which link counts"),
    "bonus": gettext_lazy("days that a referral bonus waits"),
}


@dataclass(frozen=True)
class Row:
    """One kind of data: what it is, why it is there, who sees it and how long it stays."""

    what: str
    why: str
    who: str
    kept: str


@dataclass(frozen=True)
class Change:
    """A setting that differs from the version before."""

    name: str
    before: str
    now: str


def facts() -> Facts:
    """Return the settings that decide what the statement says."""
    organisation, recruitment = Organisation.load(), RecruitmentSettings.load()
    found: Facts = {
        "group": organisation.minimum_group_size,
        "reporting": organisation.reporting,
        "visits": settings.VISIT_RETENTION_DAYS,
        "drafts": settings.DRAFT_RETENTION_DAYS,
        "candidates": organisation.candidate_retention_days,
        "attribution": recruitment.attribution_days,
        "credit": recruitment.credit,
    }
    # Told only where there is one: an organisation without it has nothing to state.
    return {**found, "bonus": recruitment.bonus_waiting_days} if recruitment.gives_bonus else found


def current() -> StatementVersion:
    """Return the version in force; settings that changed since the last one make a new one. Safe to run again."""
    found, latest = facts(), StatementVersion.objects.first()
    if latest is not None and latest.facts == found:
        return latest
    number = latest.number + 1 if latest else 1
    try:
        with transaction.atomic():
            return StatementVersion.objects.create(number=number, facts=found)
    except IntegrityError:  # somebody opened the page at the same moment
        return StatementVersion.objects.get(number=number)


def changes(version: StatementVersion) -> list[Change]:
    """Return what changed since the version before; nothing for the first."""
    before = StatementVersion.objects.filter(number=version.number - 1).first()
    if before is None:
        return []
    return [
        Change(str(NAMES.get(key, key)), _words(key, before.facts.get(key, "–")), _words(key, value))
        for key, value in version.facts.items()
        if before.facts.get(key) != value
    ]


def is_live(version: StatementVersion) -> bool:
    """Whether figures about groups were told of any period, as they were before there was a choice."""
    return version.facts.get("reporting", Reporting.LIVE) == Reporting.LIVE


def _words(key: str, value: object) -> str:
    choices = {"credit": Credit.choices, "reporting": Reporting.choices}.get(key, [])
    return str(dict(choices).get(str(value), value))


def rows(version: StatementVersion) -> list[Row]:
    """Return what the statement of a version says, in the reader's language."""
    told = version.facts
    leaves = _("until the person leaves or asks for it to be erased")
    groups = _("the person; managers only in groups of at least %(n)s people") % {"n": told["group"]}
    found = [
        Row(
            _("name, e-mail address, job, team and place"),
            _("to know who takes part and what fits them"),
            _("colleagues in the programme; managers"),
            leaves,
        ),
        Row(
            _("what somebody shared, in their own words, and where"),
            _("to show them what it did"),
            groups,
            leaves,
        ),
        Row(
            _("accounts on networks that they connected: name, and what lets us post there, sealed"),
            _("to post for them, each time they ask for it"),
            _("the person; nobody sees what opens the account"),
            _("until the person disconnects it or leaves: then the network is told as well"),
        ),
        Row(
            _("clicks on their links: time, browser, where from, and a keyed hash instead of an address"),
            _("to count people and leave robots out"),
            _("nobody; only counts are made from it"),
            _("%(n)s days") % {"n": told["visits"]},
        ),
        Row(_("how many people they reached"), _("to show what the programme does"), groups, leaves),
        Row(
            _("points, badges and thanks"),
            _("to appreciate, never to judge: no KPI gives points"),
            _("the person; colleagues see thanks; boards only who chose to be on them"),
            leaves,
        ),
        Row(
            _("roles on themes, and the questions that came to somebody"),
            _("so that work finds who likes it and nobody carries too much"),
            _("the person; managers, but never who said no"),
            leaves,
        ),
        Row(
            _("how often a month somebody has time, and how many posts a day they want"),
            _("so that no more is asked of them"),
            _("the person alone"),
            leaves,
        ),
        Row(
            _("with whom outside somebody keeps the contact, and when they spoke"),
            _("so that nobody outside is forgotten or called twice"),
            _("the person; managers"),
            _("as long as the contact stands on the map, without a name once the person left"),
        ),
        Row(
            _("a photo entered in a contest, and a vote"),
            _("to hold the contest"),
            _("colleagues the photo, without a name until the end; the vote nobody"),
            _("the photo until the person leaves, the vote until it is counted"),
        ),
        Row(
            _("drafts that were put aside"),
            _("so that one can come back to them"),
            _("their author"),
            _("%(n)s days") % {"n": told["drafts"]},
        ),
        Row(
            _("that somebody answered a survey; what was answered, without person and time"),
            _("to hear what people get out of it"),
            _("managers, once the survey is over and at least %(n)s people answered") % {"n": told["group"]},
            leaves,
        ),
        Row(
            _("which applications a person's links caused"),
            _("so that they hear it was of use"),
            _(
                "the person, as a coarse state without a name; HR sees the vacancy and the network, also where few colleagues share there, "
                "the theme and the team only of at least %(n)s people, and never the person"
            )
            % {"n": told["group"]},
            leaves,
        ),
        Row(
            _("what candidates tell when they apply"),
            _("to handle the application"),
            _("HR"),
            _("%(n)s days after the procedure, a year where they agreed") % {"n": told["candidates"]},
        ),
    ]
    if "bonus" in told:
        found.append(
            Row(
                _("whose link led to a hire, and the referral bonus for it"),
                _("to pay the bonus, %(n)s days after the hire") % {"n": told["bonus"]},
                _("HR; the person, without the candidate"),
                leaves,
            )
        )
    return found
