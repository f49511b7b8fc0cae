"""What the hub knows about one person, for their export."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ambassadors import privacy
from ambassadors.models import Ambassador, ToldBy
from ambassadors.privacy import Row
from sharehub.models import (
    ContestEntry,
    Kudos,
    KudosReport,
    LedgerEntry,
    PieceChoice,
    PlannedShare,
    PlanPreferences,
    Share,
)
from sharehub.recruitment import bonuses
from themes import networks


def register() -> None:
    """The hub's part is in every export."""
    register_export = privacy.register_export
    register_export(
        "shares",
        shares,
        title=_("Shares"),
        words={
            "piece": _("Piece"),
            "network": _("Network"),
            "text": _("Text"),
            "language": _("Language"),
            "state": _("State"),
            "own_words": _("Own words"),
            "followers": _("Followers when shared"),
            "followers_told_by": _("Told by"),
            "post": _("Address of the post"),
            "link": _("Its link"),
            "opened_at": _("Opened"),
            "confirmed_at": _("Confirmed"),
            "verified_at": _("Found on the network"),
            "withdrawn_at": _("Withdrawn"),
            "reactions": _("Reactions"),
            "comments": _("Comments"),
            "reposts": _("Reposts"),
            "impressions": _("Impressions"),
        },
        choices={
            "network": dict(networks.choices()),
            "language": dict(settings.LANGUAGES),
            "state": dict(Share.State.choices),
            "followers_told_by": dict(ToldBy.choices),
        },
    )
    register_export(
        "plans",
        plans,
        title=_("Shares planned for later"),
        words={
            "piece": _("Piece"),
            "network": _("Network"),
            "planned_for": _("Planned for"),
            "planned_on": _("Planned on"),
            "held": _("Held, because"),
            "ending": _("How it ended"),
            "ended_at": _("Ended"),
        },
        choices={
            "network": dict(networks.choices()),
            "held": dict(PlannedShare.Hold.choices),
            "ending": dict(PlannedShare.Ending.choices),
        },
    )
    register_export("devices", devices, title=_("Devices for reminders"), words={"chosen_at": _("Since")})
    register_export(
        "pace",
        pace,
        title=_("Your pace"),
        words={"most_per_day": _("Posts a day, at most"), "times_a_month": _("Times a month you have time")},
    )
    register_export(
        "points",
        points,
        title=_("Points"),
        words={"at": _("When"), "points": _("Points"), "rule": _("Rule"), "for": _("For")},
        choices={"rule": dict(LedgerEntry.Rule.choices)},
    )
    register_export("badges", badges, title=_("Badges"), words={"badge": _("Badge"), "for": _("For"), "at": _("When")})
    register_export(
        "kudos_received",
        kudos_received,
        title=_("Thanks you received"),
        words={"from": _("From"), "text": _("Text"), "at": _("When")},
    )
    register_export(
        "kudos_given",
        kudos_given,
        title=_("Thanks you gave"),
        words={"to": _("To"), "text": _("Text"), "at": _("When"), "taken_back_at": _("Taken back")},
    )
    register_export(
        "kudos_reported",
        kudos_reported,
        title=_("Thanks you reported"),
        words={"text": _("Text"), "for": _("For"), "at": _("When"), "answered_at": _("Answered")},
        choices={"for": dict(KudosReport.Reason.choices)},
    )
    register_export(
        "put_aside",
        put_aside,
        title=_("Pieces you put aside"),
        words={"piece": _("Piece"), "choice": _("Choice"), "until": _("Until"), "at": _("When")},
        choices={"choice": dict(PieceChoice.Kind.choices)},
    )
    register_export(
        "suggestions",
        suggestions,
        title=_("Suggestions kept for you"),
        words={"piece": _("Piece"), "network": _("Network"), "text": _("Text"), "at": _("When")},
        choices={"network": dict(networks.choices())},
    )
    register_export(
        "personal_links",
        personal_links,
        title=_("Links to share without logging in"),
        words={"piece": _("Piece"), "given_at": _("Given"), "mailed_at": _("Sent")},
    )
    register_export(
        "surveys",
        surveys,
        title=_("Surveys you answered"),
        words={"opened_on": _("Opened"), "answers": _("Your answers")},
    )
    register_export(
        "highlights",
        highlights,
        title=_("What colleagues were told of you"),
        words={"text": _("Text"), "from": _("From"), "until": _("Until")},
    )
    register_export(
        "referral_bonuses",
        referral_bonuses,
        title=_("Referral bonuses"),
        words={"vacancy": _("Vacancy"), "state": _("State")},
    )
    register_export(
        "contest_entries",
        contest_entries,
        title=_("Pictures you entered"),
        words={"contest": _("Contest"), "text": _("Text"), "state": _("State"), "won": _("Won"), "at": _("When")},
        choices={"state": dict(ContestEntry.State.choices)},
    )
    register_export(
        "contest_votes", contest_votes, title=_("Your votes"), words={"contest": _("Contest"), "text": _("Text")}
    )
    privacy.on_leaving(take_down)


def shares(ambassador: Ambassador) -> list[Row]:
    """Return each share with its words, states and link."""
    return [
        {
            "piece": share.piece.title,
            "network": share.network,
            "text": share.text,
            "language": share.language,
            "state": share.state,
            "own_words": share.own_words,
            "followers": share.potential_audience,
            "followers_told_by": share.audience_told_by,
            "post": share.post_url,
            "link": share.link.get_absolute_url() if hasattr(share, "link") else "",
            "opened_at": share.created_at,
            "confirmed_at": share.confirmed_at,
            "verified_at": share.verified_at,
            "withdrawn_at": share.withdrawn_at,
            **_reported(share),
        }
        for share in ambassador.shares.select_related("piece", "link", "engagement").order_by("created_at", "pk")
    ]


def plans(ambassador: Ambassador) -> list[Row]:
    """Return what was planned for later; its words stand with the share itself."""
    return [
        {
            "piece": plan.share.piece.title,
            "network": plan.share.network,
            "planned_for": plan.due_at,
            "planned_on": plan.planned_at,
            "held": plan.held_for,
            "ending": plan.ending,
            "ended_at": plan.ended_at,
        }
        for plan in PlannedShare.objects.of(ambassador).select_related("share__piece").order_by("due_at", "pk")
    ]


def pace(ambassador: Ambassador) -> list[Row]:
    """Return how many posts a day the person wants at most, and how often a month they have time, where they chose."""
    return list(PlanPreferences.objects.filter(ambassador=ambassador).values("most_per_day", "times_a_month"))


def surveys(ambassador: Ambassador) -> list[Row]:
    """Return that the person answered; what, nobody can tell."""
    replies = ambassador.pulse_replies.select_related("pulse").order_by("pulse__opens_on", "pk")
    return [{"opened_on": reply.pulse.opens_on, "answers": _("kept without your name")} for reply in replies]


def _reported(share: Share) -> dict[str, object]:
    counts = getattr(share, "engagement", None)
    return {name: getattr(counts, name, None) for name in ("reactions", "comments", "reposts", "impressions")}


def devices(ambassador: Ambassador) -> list[Row]:
    """Return since when devices are told of reminders; never their keys, by which anybody could tell them something."""
    return list(ambassador.push_devices.order_by("chosen_at").values("chosen_at"))


def points(ambassador: Ambassador) -> list[Row]:
    """Return the ledger."""
    return [
        {"at": entry.created_at, "points": entry.points, "rule": entry.rule, "for": entry.why}
        for entry in ambassador.ledger.order_by("created_at", "pk")
    ]


def badges(ambassador: Ambassador) -> list[Row]:
    """Return the badges earned."""
    awards = ambassador.badge_awards.select_related("badge").order_by("awarded_at", "pk")
    return [{"badge": award.badge.name, "for": award.why, "at": award.awarded_at} for award in awards]


def kudos_received(ambassador: Ambassador) -> list[Row]:
    """Return the thanks that stand."""
    received = Kudos.objects.standing().received_by(ambassador).select_related("giver").order_by("created_at", "pk")
    return [{"from": str(kudos.giver), "text": kudos.text, "at": kudos.created_at} for kudos in received]


def kudos_given(ambassador: Ambassador) -> list[Row]:
    """Return all thanks given, those taken back too."""
    given = (
        Kudos.objects.filter(giver=ambassador.user)
        .select_related("receiver__user", "team")
        .order_by("created_at", "pk")
    )
    return [
        {"to": str(kudos.whom), "text": kudos.text, "at": kudos.created_at, "taken_back_at": kudos.withdrawn_at}
        for kudos in given
    ]


def kudos_reported(ambassador: Ambassador) -> list[Row]:
    """Return what the person reported."""
    reports = KudosReport.objects.filter(reporter=ambassador.user).select_related("kudos").order_by("created_at", "pk")
    return [
        {"text": report.kudos.text, "for": report.reason, "at": report.created_at, "answered_at": report.answered_at}
        for report in reports
    ]


def put_aside(ambassador: Ambassador) -> list[Row]:
    """Return the pieces put aside."""
    choices = ambassador.piece_choices.select_related("piece").order_by("created_at", "pk")
    return [
        {"piece": choice.piece.title, "choice": choice.kind, "until": choice.until, "at": choice.created_at}
        for choice in choices
    ]


def suggestions(ambassador: Ambassador) -> list[Row]:
    """Return the texts that the person began with."""
    kept = ambassador.reserved_texts.select_related("piece").order_by("reserved_at", "pk")
    return [{"piece": row.piece.title, "network": row.network, "text": row.text, "at": row.reserved_at} for row in kept]


def personal_links(ambassador: Ambassador) -> list[Row]:
    """Return the links given to the person; never their keys, which open them."""
    links = ambassador.personal_links.select_related("piece").order_by("given_at", "pk")
    return [{"piece": row.piece.title, "given_at": row.given_at, "mailed_at": row.mailed_at} for row in links]


def highlights(ambassador: Ambassador) -> list[Row]:
    """Return what colleagues were told of the person."""
    rows = ambassador.highlights.order_by("shown_from", "pk")
    return [{"text": row.text, "from": row.shown_from, "until": row.shown_until} for row in rows]


def referral_bonuses(ambassador: Ambassador) -> list[Row]:
    """Return the bonuses, as the person may read them."""
    rows = ambassador.bonuses.select_related("application__vacancy").order_by("made_at", "pk")
    return [{"vacancy": row.application.vacancy.title, "state": bonuses.told(row)} for row in rows]


def contest_entries(ambassador: Ambassador) -> list[Row]:
    """Return the pictures entered in contests, by their sentence."""
    rows = ambassador.contest_entries.select_related("contest").order_by("made_at", "pk")
    return [
        {
            "contest": row.contest.title,
            "text": row.caption,
            "state": row.state,
            "won": row.is_winner,
            "at": row.made_at,
        }
        for row in rows
    ]


def contest_votes(ambassador: Ambassador) -> list[Row]:
    """Return the votes that are not counted yet; afterwards nobody's is kept."""
    rows = ambassador.contest_votes.select_related("contest", "entry").order_by("pk")
    return [{"contest": row.contest.title, "text": row.entry.caption} for row in rows]


def take_down(ambassador: Ambassador) -> None:
    """Nothing is told any more of somebody who left, nor kept of what they said was wrong with thanks."""
    ambassador.highlights.all().delete()
    KudosReport.objects.filter(reporter=ambassador.user).update(text="")
