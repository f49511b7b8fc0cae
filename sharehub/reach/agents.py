"""Which user agents are no people, and why."""

import hashlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

import crawleruseragents

_OWN_LIST = Path(__file__).with_name("agents.txt")
_REASON_LENGTH = 80


def bot_reason(user_agent: str) -> str:
    """Return why it is no person in a few words, such as "mail scanner"; empty for people."""
    if not user_agent.strip(" -"):
        return "no user agent"
    for pattern, reason in _own_patterns():
        if pattern.search(user_agent):
            return reason
    crawler = _crawler(user_agent)
    return f"crawler: {crawler}".replace("\\", "")[:_REASON_LENGTH] if crawler else ""


@cache
def rules_version() -> str:
    """Name the rules in force; another name means that a user agent must be judged again."""
    own = hashlib.blake2b(_OWN_LIST.read_bytes(), digest_size=6).hexdigest()
    return f"{version('crawler-user-agents')}+{own}"


@cache
def _own_patterns() -> list[tuple[re.Pattern[str], str]]:
    lines = (line.strip() for line in _OWN_LIST.read_text().splitlines())
    rules = (re.split(r"\s{2,}", line, maxsplit=1) for line in lines if line and not line.startswith("#"))
    return [(re.compile(pattern, re.IGNORECASE), reason) for pattern, reason in rules]


def _crawler(user_agent: str) -> str:
    """Return the pattern of the public list that fits; empty when none does."""
    for several, patterns in _public_patterns():
        if several.search(user_agent):
            return next(pattern for pattern in patterns if re.search(pattern, user_agent))
    return ""


@cache
def _public_patterns() -> list[tuple[re.Pattern[str], list[str]]]:
    """Return the public list in chunks that are searched at once: most visitors fit none of its 1,500 patterns."""
    patterns = [str(entry["pattern"]) for entry in crawleruseragents.CRAWLER_USER_AGENTS_DATA]
    chunks = [patterns[start : start + 50] for start in range(0, len(patterns), 50)]
    return [(re.compile("|".join(f"(?:{pattern})" for pattern in chunk)), chunk) for chunk in chunks]
