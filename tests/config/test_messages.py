"""Translations are compiled without gettext's programs, and what is missing is named."""

import gettext
import re
from pathlib import Path

import pytest

from config import messages

ROOT = Path(__file__).parents[2]
CATALOGUE = """\
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#: themes/models.py
msgid "goal"
msgstr "doel"

#: themes/models.py
msgid "theme"
msgstr ""

#: themes/models.py
#, fuzzy
msgid "role"
msgstr "rol"
"""


@pytest.fixture
def catalogue(tmp_path):
    path = tmp_path / "locale/nl/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE)
    return path


def test_a_catalogue_is_compiled_once_and_uncertain_texts_stay_out(tmp_path, catalogue):
    assert messages.compile_all(tmp_path) == 1
    assert messages.compile_all(tmp_path) == 0
    with catalogue.with_suffix(".mo").open("rb") as file:
        dutch = gettext.GNUTranslations(file)
    assert [dutch.gettext(text) for text in ("goal", "theme", "role")] == ["doel", "theme", "role"]


def test_missing_and_uncertain_texts_are_named_with_their_place(tmp_path, catalogue):
    assert messages.faults_of(catalogue, tmp_path) == [
        "locale/nl/LC_MESSAGES/django.po: not translated: 'theme' (themes/models.py)",
        "locale/nl/LC_MESSAGES/django.po: uncertain (fuzzy): 'role' (themes/models.py)",
    ]


def test_texts_are_marked_by_names_under_which_they_are_collected():
    others = re.compile(r"import \w*gettext\w* as (?!_\n)\w+\n")
    apps = (ROOT / name for name in ("ambassadors", "cms", "config", "sharehub", "themes"))
    assert [str(path) for app in apps for path in app.rglob("*.py") if others.search(path.read_text())] == []
