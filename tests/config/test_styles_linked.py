"""Each page links the style sheets of the parts it is made of; a forgotten one shows only in a browser."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
CLASSES = {
    path.stem: set(re.findall(r"\.([a-z][\w-]*)", _COMMENT.sub("", path.read_text())))
    for path in (ROOT / "static" / "css").glob("*.css")
}


def _text(name: str) -> str:
    return (TEMPLATES / name).read_text()


def _line(name: str) -> list[str]:
    """The template and what it extends, up to the base of all."""
    parent = re.search(r"{% extends [\"']([^\"']+)[\"']", _text(name))
    return [name, *(_line(parent[1]) if parent and (TEMPLATES / parent[1]).exists() else [])]


def _parts(name: str, seen: set[str]) -> set[str]:
    """The template with everything it includes, components too."""
    if name in seen or not (TEMPLATES / name).exists():
        return seen
    seen.add(name)
    for part in re.findall(r"{% (?:include|extends) [\"']([^\"']+)[\"']", _text(name)):
        _parts(part, seen)
    for component in re.findall(r"<c-([a-z_.-]+)", _text(name)):
        path = component.replace("-", "_").replace(".", "/")
        _parts(f"cotton/{path}.html", seen)
        _parts(f"cotton/{path}/index.html", seen)
    return seen


def _linked(name: str) -> set[str]:
    """What the template links, what it extends, and what stands in every page."""
    return set(re.findall(r"css/([\w-]+)\.css", "".join(map(_text, [*_line(name), "_styles.html"]))))


PAGES = [
    name
    for path in sorted(TEMPLATES.rglob("*.html"))
    if _line(name := str(path.relative_to(TEMPLATES)))[-1] == "base.html" and not name.startswith(("base", "design/"))
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_links_the_styles_of_its_parts(name: str):
    have = set().union(*(CLASSES[sheet] for sheet in _linked(name)))
    markup = " ".join(re.sub(r"{%.*?%}|{{.*?}}", " ", _text(part)) for part in _parts(name, set()))
    used = set(re.findall(r"[a-z][\w-]*", " ".join(re.findall(r"class=\"([^\"]*)\"", markup))))
    lacking = {sheet for sheet, classes in CLASSES.items() if (used & classes) - have}
    assert lacking == set(), f"{sorted(used - have & set().union(*CLASSES.values()))[:5]} need these style sheets"
