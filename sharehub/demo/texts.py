"""Reads the demo's content: TOML for what has fields, Markdown with TOML in front for what is read."""

import html
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CONTENT = Path(__file__).parent / "content"
Fields = dict[str, Any]


@dataclass(frozen=True)
class Text:
    """One text: its name, the fields in front of it, and its Markdown."""

    slug: str
    fields: Fields
    body: str


def table(name: str) -> Fields:
    """Return a TOML file of the content."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))


def texts(folder: str) -> list[Text]:
    """Return the texts of a folder, by name."""
    return [_text(path) for path in sorted((CONTENT / folder).glob("*.md"))]


def _text(path: Path) -> Text:
    _nothing, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return Text(path.stem, tomllib.loads(front), body.strip())


def as_html(markdown: str) -> str:
    """Return the HTML of a whole text, quotes included."""
    return "".join(_block_html(block) for block in blocks(markdown))


def as_story(markdown: str) -> list[Fields]:
    """Return a text as the blocks of a story: runs of paragraphs, and quotes on their own."""
    story: list[Fields] = []
    for block in blocks(markdown):
        if block.startswith("> "):
            story.append({"type": "quote", "value": {"quote": _unquoted(block).strip('"'), "who": ""}})
        elif story and story[-1]["type"] == "paragraph":
            story[-1]["value"] += _block_html(block)
        else:
            story.append({"type": "paragraph", "value": _block_html(block)})
    return story


def blocks(markdown: str) -> Iterator[str]:
    """Yield what stands between empty lines."""
    yield from (block.strip() for block in re.split(r"\n\s*\n", markdown) if block.strip())


def _block_html(block: str) -> str:
    lines = block.splitlines()
    if block.startswith("## "):
        return f"<h2>{_inline(block[3:])}</h2>"
    if block.startswith("> "):
        return f"<blockquote>{_inline(_unquoted(block))}</blockquote>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    if all(re.match(r"\d+\. ", line) for line in lines):
        return "<ol>" + "".join(f"<li>{_inline(line.split('. ', 1)[1])}</li>" for line in lines) + "</ol>"
    return f"<p>{'<br/>'.join(_inline(line) for line in lines)}</p>"


def _unquoted(block: str) -> str:
    return " ".join(line.removeprefix("> ") for line in block.splitlines())


def _inline(text: str) -> str:
    safe = html.escape(text, quote=False)
    safe = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", safe)
    return re.sub(r"\*(.+?)\*", r"<i>\1</i>", safe)
