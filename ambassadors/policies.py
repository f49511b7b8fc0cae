"""The policy between its versions: what changed, in words, and reminders that stop by themselves."""

import difflib
import html
import re
from dataclasses import dataclass
from datetime import timedelta

from django.core.mail import EmailMultiAlternatives
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ambassadors import mails, notices, rich_text
from ambassadors.models import Ambassador, Notice, Policy
from themes.models import Programme

# Days after a version was published (or somebody joined) on which who has not read it is reminded; then never again.
REMINDER_DAYS = (3, 10, 24)
_BATCH = 2000
_SIMILAR = 0.5


class Change(models.TextChoices):
    """What happened to a paragraph."""

    ADDED = "added", "+"
    REMOVED = "removed", "-"
    CHANGED = "changed", "~"


@dataclass(frozen=True)
class Run:
    """Words of a changed paragraph: kept, taken out or put in."""

    text: str
    kind: str


@dataclass(frozen=True)
class Difference:
    """One paragraph that is not what it was."""

    kind: Change
    runs: tuple[Run, ...]


def register() -> None:
    """Reminders have their words."""
    notices.register("policy", reminder)


def differences(old: str, new: str) -> list[Difference]:
    """Return the paragraphs that were added, removed or changed between two texts, in order of the new one."""
    before, after = _paragraphs(old), _paragraphs(new)
    found: list[Difference] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        found += _changed(before[a:b], after[c:d])
    return found


def _changed(before: list[str], after: list[str]) -> list[Difference]:
    found, left = [], list(before)
    for text in after:
        like = max(left, key=lambda old: _likeness(old, text), default="")
        if like and _likeness(like, text) >= _SIMILAR:
            left.remove(like)
            found.append(Difference(Change.CHANGED, _runs(like, text)))
        else:
            found.append(Difference(Change.ADDED, (Run(text, "new"),)))
    return found + [Difference(Change.REMOVED, (Run(text, "old"),)) for text in left]


def _likeness(old: str, new: str) -> float:
    return difflib.SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()


def _runs(old: str, new: str) -> tuple[Run, ...]:
    a, b = old.split(), new.split()
    runs: list[Run] = []
    for tag, start, end, first, last in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            runs.append(Run(" ".join(a[start:end]), "same"))
            continue
        if end > start:
            runs.append(Run(" ".join(a[start:end]), "old"))
        if last > first:
            runs.append(Run(" ".join(b[first:last]), "new"))
    return tuple(runs)


def _paragraphs(text: str) -> list[str]:
    """Return the words of each paragraph, heading and item."""
    apart = re.sub(r"</(?:p|h2|h3|li|blockquote)>", "\n\n", rich_text.clean(text))
    words = html.unescape(re.sub(r"<[^>]+>", " ", apart))
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", words) if part.strip()]


def last_agreed(ambassador: Ambassador, policy: Policy) -> Policy | None:
    """Return the newest earlier version that this person agreed to."""
    earlier = Policy.objects.published().filter(programme_id=policy.programme_id, version__lt=policy.version)
    return earlier.filter(acknowledgements__ambassador=ambassador).order_by("-version").first()


def plan_reminders() -> None:
    """Who has not agreed to the current version of their programme has the reminder of these days planned, each once."""
    for programme in Programme.objects.running():
        policy = Policy.objects.current(programme.pk)
        if policy is not None:
            _plan(policy)


def _plan(policy: Policy) -> None:
    people = Ambassador.objects.active().exclude(paused_until__gte=timezone.localdate())
    for number, days in enumerate(REMINDER_DAYS, start=1):
        planned = Notice.objects.filter(
            user=OuterRef("user"), kind="policy", subject_id=policy.pk, key__endswith=f":{number}"
        )
        since = timezone.now() - timedelta(days=days)
        # Nobody gets two reminders at once: what was missed for longer than two days is let be.
        late = people.without_acknowledgement(policy).alias(asked_at=Greatest("joined_at", policy.published_at))
        late = late.filter(asked_at__lte=since, asked_at__gt=since - timedelta(days=2))
        for person in late.exclude(Exists(planned)).select_related("user")[:_BATCH]:
            if policy in Policy.objects.of(person):
                notices.plan(person.user, "policy", f"policy:{policy.pk}:{person.pk}:{number}", policy.pk)


def reminder(notice: Notice) -> EmailMultiAlternatives | None:
    """Return the mail; nothing for who agreed meanwhile, who left, or when there is a newer version."""
    policy = Policy.objects.filter(pk=notice.subject_id or 0).select_related("programme").first()
    person = Ambassador.objects.active().filter(user=notice.user).first()
    if policy is None or person is None or policy not in Policy.objects.of(person):
        return None
    if policy.acknowledgements.filter(ambassador=person).exists():
        return None
    url = mails.absolute(reverse("ambassadors:welcome_step", args=["policy"]))
    is_last = notice.key.endswith(f":{len(REMINDER_DAYS)}")
    context = {"policy": policy, "is_last": is_last, "person": notice.user, "action_url": url}
    context["action_label"] = _("Read it")
    return mails.compose(
        "ambassadors/mail/policy", to=notice.user.email, language=notice.user.language, context=context
    )
