"""How a person without a photo is shown, and how much of a post a network shows."""

from zlib import crc32

from django import template

register = template.Library()


@register.filter
def initials(person: object) -> str:
    """Return the first letters of the first and last word of a name (`initials` of the person, where it has them)."""
    known = getattr(person, "initials", "")
    if isinstance(known, str) and known:
        return known
    words = str(person or "").split("@")[0].replace(".", " ").split()
    return "".join(word[0] for word in dict.fromkeys((words[0], words[-1]))).upper() if words else "?"


@register.filter
def hue_of(person: object) -> int:
    """Return a hue that stays the same for a name, so that a face without photo is recognised."""
    return crc32(str(person or "").encode()) % 24 * 15


@register.filter
def visible_part(text: str, cut: int | str) -> str:
    """Return what a network shows of a text before it folds it, not cutting a word."""
    limit = int(cut)
    return text if len(text) <= limit else text[:limit].rsplit(None, 1)[0]


@register.filter
def hidden_part(text: str, cut: int | str) -> str:
    """Return what a network folds away of a text."""
    return text[len(visible_part(text, cut)) :]


@register.filter
def browser_name(user_agent: str) -> str:
    """Return browser and system in words that people know; what is not recognised stays as it was sent, cut short."""
    # Each browser also names those it imitates, so the order decides.
    browsers = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
    )
    browser = next((name for mark, name in browsers if mark in user_agent), "")
    system = next((name for mark, name in (*systems, ("Linux", "Linux")) if mark in user_agent), "")
    return " · ".join(filter(None, (browser, system))) or user_agent[:60]
