"""Codes can be read out, and a typo in one is never another."""

import random

from hypothesis import given
from hypothesis import strategies as st

from sharehub.edge.codes import ALPHABET, LENGTH, is_wellformed, new_code

codes = st.integers().map(lambda seed: new_code(random.Random(seed)))


@given(codes)
def test_a_code_is_ten_characters_that_cannot_be_confused(code):
    assert len(code) == LENGTH
    assert not set(code) & set("0OIl")
    assert is_wellformed(code)


@given(codes, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_no_single_typo_makes_another_code(code, position, character):
    typo = code[:position] + character + code[position + 1 :]
    assert is_wellformed(typo) == (typo == code)


@given(codes, st.integers(0, LENGTH - 2))
def test_no_swap_of_neighbours_makes_another_code(code, position):
    swapped = code[:position] + code[position + 1] + code[position] + code[position + 2 :]
    assert is_wellformed(swapped) == (swapped == code)


def test_what_is_no_code_is_seen_at_once():
    for nonsense in ("", "abc", "O" * 10, "a" * 500, "äöü1234567", "../../etc/"):
        assert not is_wellformed(nonsense)


def test_chance_can_be_repeated():
    assert new_code(random.Random(1)) == new_code(random.Random(1))
    assert len({new_code() for _number in range(1000)}) == 1000
