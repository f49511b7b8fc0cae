"""Which share brought a candidate: the links they followed, as far as we may know, and the one that gets the credit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from sharehub.models import Application, Credit, RecruitmentSettings, Share, Touch, TrackedLink
from sharehub.recruitment.visits import ThemesTold, themes_told

COOKIE = "followed"
_SALT = "sharehub.followed"
_MOST = 12  # links remembered of one visitor
_CODE = re.compile(r"[A-Za-z0-9_-]{1,16}")


@dataclass(frozen=True)
class Followed:
    """A link that somebody followed, when, and how we know."""

    code: str
    at: datetime
    how: str


def is_code(text: str) -> bool:
    """Whether it could be the code of one of our links."""
    return bool(_CODE.fullmatch(text))


def share_of(reference: str) -> Share | None:
    """Return the share whose link code stands in the address; None for a reference that we did not give out.

    Any counting or opened share counts, also of another piece: the candidate came in through that link. A
    withdrawn share caused nothing.
    """
    return _shares([reference]).get(reference)


def _shares(codes: Iterable[str]) -> dict[str, Share]:
    known = [code for code in codes if is_code(code)]
    links = TrackedLink.objects.filter(code__in=known).select_related("share") if known else []
    nothing = {Share.State.WITHDRAWN, Share.State.FAILED}
    return {link.code: link.share for link in links if link.share.state not in nothing}


def remembered(cookie: str, *, days: int) -> list[Followed]:
    """Return what a visitor let us remember, the oldest first; nothing for a cookie that is not ours or too old."""
    try:
        pairs = signing.loads(cookie, salt=_SALT, max_age=timedelta(days=days))
    except signing.BadSignature:
        return []
    since = timezone.now() - timedelta(days=days)
    found = [
        Followed(code, datetime.fromtimestamp(second, UTC), Touch.How.COOKIE)
        for code, second in pairs
        if is_code(str(code))
    ]
    return [followed for followed in found if followed.at >= since]


def remember(cookie: str, code: str, *, days: int) -> str:
    """Return the cookie with one more link; the first that was followed always stays, for it may get the credit."""
    before = remembered(cookie, days=days) if cookie else []
    if before and before[-1].code == code:
        return cookie
    pairs = [(followed.code, int(followed.at.timestamp())) for followed in before]
    pairs.append((code, int(timezone.now().timestamp())))
    return signing.dumps(pairs[:1] + pairs[1:][-(_MOST - 1) :], salt=_SALT)


def credited(touches: Iterable[Touch], applied_at: datetime, rule: RecruitmentSettings) -> Touch | None:
    """Return the followed link that gets the credit under a rule: the first or the last within the window."""
    within = sorted(
        (touch for touch in touches if touch.is_within(rule.attribution_days, applied_at)),
        key=lambda touch: (touch.at, touch.pk),
    )
    if not within:
        return None
    return within[0] if rule.credit == Credit.FIRST else within[-1]


def attribute(application: Application, followed: Iterable[Followed]) -> None:
    """The links that led to the application are written down, and the one that counts gets the credit."""
    ways = list(followed)
    shares = _shares(way.code for way in ways)
    Touch.objects.bulk_create(
        [
            Touch(application=application, share=shares[way.code], at=min(way.at, application.created_at), how=way.how)
            for way in ways
            if way.code in shares
        ],
        ignore_conflicts=True,
    )
    give_credit(application, RecruitmentSettings.load())


def give_credit(application: Application, rule: RecruitmentSettings) -> None:
    """The application's share is the one that the rule names; safe to run again."""
    touch = credited(application.touches.select_related("share"), application.created_at, rule)
    application.share = touch.share if touch else None
    application.network = touch.share.network if touch else ""
    application.save(update_fields=["share", "network"])


def attribute_anew() -> int:
    """Every application of which we know the links is attributed under the rule in force; return how many changed."""
    rule, changed = RecruitmentSettings.load(), 0
    known = Application.objects.filter(pk__in=Touch.objects.values("application")).order_by("pk")
    for application in known.prefetch_related("touches__share").iterator(chunk_size=1000):
        touch = credited(application.touches.all(), application.created_at, rule)
        share_id, network = (touch.share_id, touch.share.network) if touch else (None, "")
        if (application.share_id, application.network) != (share_id, network):
            with transaction.atomic():
                Application.objects.filter(pk=application.pk).update(share_id=share_id, network=network)
            changed += 1
    return changed


@dataclass(frozen=True)
class Way:
    """A followed link as HR reads it: where it stood, never who shared it."""

    touch: Touch
    theme: str
    is_first: bool
    is_last: bool
    is_within: bool
    has_credit: bool


def theme_told(share: Share | None, *moments: datetime, told: ThemesTold | None = None) -> str:
    """Return the theme of a share as HR reads it: empty for one of so few colleagues that counting applications would tell what they brought.

    The moments are when the application came in, and when a link was followed: where months are told (docs/adr/0011), the theme is told
    where it is in each of them. Who asks for several reads once which themes those are, and hands them over.
    """
    if share is None or share.theme is None:
        return ""
    return str(share.theme) if (told or themes_told()).tells(share.theme_id, *moments) else ""


def explain(application: Application) -> list[Way]:
    """Return every link that we know the candidate followed, the oldest first, and what each counts for."""
    rule = RecruitmentSettings.load()
    touches = list(application.touches.select_related("share__theme", "share__piece"))
    chosen, told = credited(touches, application.created_at, rule), themes_told()
    return [
        Way(
            touch,
            theme=theme_told(touch.share, application.created_at, touch.at, told=told),
            is_first=place == 0,
            is_last=place == len(touches) - 1,
            is_within=touch.is_within(rule.attribution_days, application.created_at),
            has_credit=touch == chosen,
        )
        for place, touch in enumerate(touches)
    ]
