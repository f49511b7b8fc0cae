"""The rules of the look that a file can break without anyone seeing it."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django_htmx import jinja

from config import design

ROOT = Path(settings.BASE_DIR)
STYLES = sorted((ROOT / "static" / "css").glob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_sheet_is_small_and_lies_in_a_layer(path: Path):
    text = path.read_text()
    assert len(text.splitlines()) <= 150
    assert re.search(r"^@layer \w+", text, re.MULTILINE)
    assert "!important" not in text
    assert not re.search(r"^\s*#[a-z]", text, re.MULTILINE), "an id as selector"
    if path.name not in {"tokens.css", "hues.css"}:
        assert not re.search(r"oklch\(\d|#[0-9a-f]{3,6}\b|rgba?\(", text), "raw colours stand in tokens.css only"


def test_templates_carry_no_inline_style_or_handler():
    for path in TEMPLATES:
        found = re.search(r"<[^>]*\s(style|on(click|change|submit|load|input))=", path.read_text())
        assert not found, f"{path.name}: {found and found.group(0)}"


def test_styles_and_scripts_of_each_page_stay_below_forty_kilobytes():
    htmx = Path(jinja.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    too_heavy = {}
    for path in TEMPLATES:
        text, extended = path.read_text() + (ROOT / "templates" / "_styles.html").read_text(), path
        while found := re.search(r'{% extends "([^"]+)" %}', extended.read_text()):
            extended = ROOT / "templates" / found.group(1)
            text += extended.read_text() if extended.exists() else ""
            if not extended.exists():
                break
        text = re.sub(r'data-script="[^>]*? %}"', "", text)  # fetched once somebody begins to write
        own = {ROOT / "static" / name for name in re.findall(r"(?:css|js)/[\w-]+\.(?:css|js)", text)}
        size = sum(len(gzip.compress(file.read_bytes())) for file in [*own, htmx] if file.exists())
        if size > 40_000 and path.parent.name != "design":
            too_heavy[path.name] = size
    assert too_heavy == {}


def test_every_style_sheet_is_linked():
    linked = {name for path in TEMPLATES for name in re.findall(r"css/([\w-]+\.css)", path.read_text())}
    assert {path.name for path in STYLES} == linked


def test_a_remark_in_a_template_ends_on_its_line():
    """Django shows a {# remark #} that goes on in the next line to the reader."""
    for path in TEMPLATES:
        found = re.search(r"{#(?:(?!#}).)*$", path.read_text(), re.MULTILINE)
        assert not found, f"{path.name}: {found and found.group(0)}"


@pytest.mark.django_db
def test_the_design_page_shows_every_component(settings, rf: RequestFactory):
    settings.DEBUG = True
    html = design.design(rf.get("/design/")).content.decode()
    assert html.count('class="design__mode ') == 2
    assert "style=" not in html


@pytest.mark.django_db
def test_the_design_page_does_not_exist_in_production(client, settings):
    settings.DEBUG = False
    assert client.get("/design/").status_code == 404
