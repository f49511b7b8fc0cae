"""Reading who is to be invited."""

import pytest

from ambassadors import recipients
from ambassadors.recipients import Problem, Unreadable
from tests.factories import TeamFactory, ThemeFactory


def _read(text, programme):
    return recipients.read(text, programme=programme)


def _names(found):
    return [(p.line, p.email, p.first_name, p.last_name) for p in found.people]


def test_pasted_addresses_are_read_however_they_are_separated(programme):
    text = 'Piet Jansen <Piet@Example.nl>, els@example.nl; \n\n"Vries, Jan de" <jan@example.nl>\nkim@example.nl kok@example.nl'
    found = _read(text, programme)
    assert _names(found) == [
        (1, "piet@example.nl", "Piet", "Jansen"),
        (1, "els@example.nl", "", ""),
        (3, "jan@example.nl", "Jan de", "Vries"),
        (4, "kim@example.nl", "", ""),
        (4, "kok@example.nl", "", ""),
    ]
    assert found.problems == []


def test_names_and_addresses_on_lines_and_between_commas(programme):
    found = _read("Piet Jansen <Piet@Example.nl>, els@example.nl\nSmit, Anna <anna@example.nl>", programme)
    assert _names(found) == [
        (1, "piet@example.nl", "Piet", "Jansen"),
        (1, "els@example.nl", "", ""),
        (2, "anna@example.nl", "Anna", "Smit"),
    ]
    assert found.problems == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_is_read_by_its_headings(programme, theme, delimiter):
    team = TeamFactory(name="Netten", slug="netten")
    heading = delimiter.join(["Voornaam", "Achternaam", "E-mailadres", "Functie", "Afdeling", "Taal", "Thema's"])
    row = delimiter.join(["Anna", "Smit", "Anna@Example.nl", "Monteur", "netten", "Nederlands", "heat networks"])
    [anna] = _read(f"{heading}\r\n{row}\r\n", programme).people
    assert (anna.line, anna.email, anna.full_name, anna.job_title) == (2, "anna@example.nl", "Anna Smit", "Monteur")
    assert (anna.team, anna.language, anna.themes) == (team, "nl", (theme,))


def test_bad_rows_are_listed_with_line_and_reason_and_good_ones_go_on(programme, theme):
    other = ThemeFactory(name="Elsewhere")
    text = "\n".join(
        [
            "email;team;language;themes",
            "anna@example.nl;;;",
            "no address;;;",
            ";;en;",
            "bob@example.nl;Unknown;;",
            "cas@example.nl;;fr;",
            f"dirk@example.nl;;;Heat networks|{other.name}",
            "ANNA@example.nl;;;",
            "eva@example.nl;;english;heat-networks",
        ]
    )
    found = _read(text, programme)
    assert [(p.line, p.email, p.language) for p in found.people] == [
        (2, "anna@example.nl", "nl"),
        (9, "eva@example.nl", "en"),
    ]
    assert [(p.line, p.reason) for p in found.problems] == [
        (3, "this is not an e-mail address"),
        (4, "there is no e-mail address"),
        (5, "there is no team “Unknown”"),
        (6, "the language “fr” is not offered"),
        (7, "there is no theme “Elsewhere” in this programme"),
        (8, "occurs already on line 2"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_files_of_every_spreadsheet_are_understood(programme, encoding):
    data = "e-mail;naam\nzoe@example.nl;Zoë van der Meer\n".encode(encoding)
    [zoe] = _read(recipients.decode(data), programme).people
    assert (zoe.first_name, zoe.last_name) == ("Zoë", "van der Meer")


def test_a_spreadsheet_itself_and_a_giant_file_are_refused():
    with pytest.raises(Unreadable, match="no text file"):
        recipients.decode(b"PK\x03\x04\x00\x00")
    with pytest.raises(Unreadable, match="larger than 1 MB"):
        recipients.decode(b"a" * 1_000_001)


def test_nothing_gives_nobody(programme):
    assert _read("", programme).people == _read("\n \n", programme).people == []


def test_a_lone_word_is_a_problem(programme):
    assert _read("hello", programme).problems == [Problem(1, "hello", "this is not an e-mail address")]
