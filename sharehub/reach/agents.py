"""Which user agents are no people, and why.

Some 1,600 patterns are looked for at once by an automaton (RE2's set), so that an agent nobody has seen before costs
microseconds, whatever it is made of: a stream of invented agents is no way to stop the counting.
"""

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

import crawleruseragents
import re2

from sharehub.models import UserAgent

_PUBLIC_LIST = "crawler-user-agents"
OWN_LIST = Path(__file__).with_name("agents.txt")
_REASON_LENGTH = 80
_CRAWLER = "crawler: "
_AT_ONCE = 50_000
# The automaton is made as it is needed and begins anew when this is full; all examples of the lists need a tenth.
_AUTOMATON_BYTES = 128 * 1024 * 1024


@dataclass(frozen=True)
class Rule:
    """A regular expression in the syntax that RE2 and Python share, and what it says of whom it fits."""

    pattern: str
    reason: str

    @property
    def is_public(self) -> bool:
        """Whether it comes from the public list, not from our own."""
        return self.reason.startswith(_CRAWLER)

    @property
    def words(self) -> str:
        """The pattern as the list has it."""
        return self.pattern if self.is_public else self.pattern.removeprefix("(?i:").removesuffix(")")


def bot_reason(user_agent: str) -> str:
    """Return why it is no person in a few words, such as "mail scanner"; empty for people.

    Where several rules fit it is the first one's; our own list says where the public one comes in.
    """
    if not user_agent.strip(" -"):
        return "no user agent"
    found = _automaton().Match(user_agent.encode(errors="replace"))
    return rules()[min(found)].reason if found else ""


@cache
def rules_version() -> str:
    """Name the rules in force; another name means that a user agent must be judged again."""
    own = hashlib.blake2b(OWN_LIST.read_bytes(), digest_size=6).hexdigest()
    return f"{version(_PUBLIC_LIST)}+{own}"


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule in the order in which they count."""
    before, _here, after = OWN_LIST.read_text().partition(f"\n{_PUBLIC_LIST}\n")
    return (*_own_rules(before), *_public_rules(), *_own_rules(after))


def judge_agents(ids: Collection[int] | None = None) -> None:
    """These user agents, or all, carry the verdict of the rules in force."""
    outdated = UserAgent.objects.exclude(rules_version=rules_version())
    if ids is not None:
        outdated = outdated.filter(pk__in=ids)
    last = 0
    while texts := list(outdated.filter(pk__gt=last).order_by("pk").values_list("pk", "text")[:_AT_ONCE]):
        UserAgent.objects.judge([(pk, bot_reason(text)) for pk, text in texts], rules_version())
        last = texts[-1][0]


def changes() -> Iterator[tuple[int, str]]:
    """Yield the user agents about which the rules in force say something else than is written down, and what."""
    outdated = UserAgent.objects.exclude(rules_version=rules_version()).values_list("pk", "text", "bot_reason")
    for pk, text, before in outdated.iterator(chunk_size=10_000):
        if (reason := bot_reason(text)) != before:
            yield pk, reason


def _own_rules(text: str) -> Iterator[Rule]:
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            pattern, reason = re.split(r"\s{2,}", line.strip(), maxsplit=1)
            yield Rule(f"(?i:{pattern})", reason)


def _public_rules() -> Iterator[Rule]:
    for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA:
        pattern = str(entry["pattern"])
        yield Rule(pattern, f"{_CRAWLER}{pattern}".replace("\\", "")[:_REASON_LENGTH])


@cache
def _automaton() -> re2.Set:
    options = re2.Options()
    options.max_mem = _AUTOMATON_BYTES
    options.log_errors = False
    automaton = re2.Set.SearchSet(options)
    for rule in rules():
        automaton.Add(rule.pattern)
    automaton.Compile()
    return automaton
