"""How people and places in menus are shown."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from themes.templatetags import people


@pytest.mark.parametrize(
    ("name", "initials"),
    [("Sanne de Vries", "SV"), ("Ann", "A"), ("joost.bakker@example.nl", "JB"), ("", "?"), (None, "?")],
)
def test_a_face_without_photo_shows_initials(name, initials):
    assert people.initials(name) == initials


def test_a_name_keeps_its_hue():
    assert people.hue_of("Sanne de Vries") == people.hue_of("Sanne de Vries")
    assert people.hue_of("Sanne de Vries") in range(0, 360, 15)


def test_a_preview_folds_between_words():
    assert people.visible_part("one two three", 9) == "one two"
    assert people.hidden_part("one two three", 9) == " three"
    assert people.hidden_part("short", "210") == ""


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130",
            "Edge · Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36", "Chrome · Android"),
        ("curl/8.0", "curl/8.0"),
    ],
)
def test_a_session_names_its_browser(user_agent, words):
    assert people.browser_name(user_agent) == words


@pytest.mark.parametrize(
    ("path", "exact", "marked"),
    [
        ("/app/", True, True),
        ("/app/shares/", True, False),
        ("/app/shares/", False, True),
        ("/programme/", False, False),
    ],
)
def test_a_menu_marks_where_someone_is(path, exact, marked):
    template = Template("{% load navigation %}<a{% current '/app/' exact=exact %}>")
    html = template.render(Context({"request": RequestFactory().get(path), "exact": exact}))
    assert html == ('<a aria-current="page">' if marked else "<a>")


def test_the_front_page_is_not_above_every_page():
    template = Template("{% load navigation %}<a{% current '/' %}>")
    assert template.render(Context({"request": RequestFactory().get("/app/")})) == "<a>"
