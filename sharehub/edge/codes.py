"""Codes of tracked links: nine random characters and one that checks them, so that a typo is not a lookup."""

import random
import secrets

# Base58: no 0, O, I or l, so that a code can be read out; capitals matter.
ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH = 10
_VALUE = {character: value for value, character in enumerate(ALPHABET)}
_PRIME = 59  # the smallest prime above the base: every single typo and every swap of neighbours changes the sum


def new_code(chance: random.Random | None = None) -> str:
    """Return ten characters with 52 bits of chance; `chance` makes it repeatable for a demo or a load."""
    choose = chance.choice if chance else secrets.choice
    while True:
        body = "".join(choose(ALPHABET) for _position in range(LENGTH - 1))
        check = _checksum(body)
        if check < len(ALPHABET):  # one in fifty-nine has no character to check it
            return body + ALPHABET[check]


def is_wellformed(code: str) -> bool:
    """Whether we could have given out this code; says nothing about whether we did."""
    if len(code) != LENGTH or any(character not in _VALUE for character in code):
        return False
    return _checksum(code[:-1]) == _VALUE[code[-1]]


def _checksum(body: str) -> int:
    return sum((position + 2) * (_VALUE[character] + 1) for position, character in enumerate(body)) % _PRIME
