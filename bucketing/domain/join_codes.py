"""Join codes and seat tokens: one to be read out, one never to be seen."""

import secrets
from collections.abc import Collection
from hashlib import sha256
from itertools import count

# No vowels, so that no words appear; nothing that looks like another (0 O, 1 I L, 2 Z, 5 S, 8 B).
ALPHABET = "CDFGHJKMNPQRTVWXY34679"
CODE_LENGTH = 7
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def new_join_code() -> str:
    """A random code such as KFD7QXW, one of about 2,500 million."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def clean_join_code(typed: str) -> str:
    """What a person typed, without spaces and dashes, in capitals."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[:12]


def shown_join_code(code: str) -> str:
    """In two groups, as people read it out: KFD 7QXW."""
    return f"{code[:3]} {code[3:]}"


def new_seat_token() -> str:
    return secrets.token_urlsafe(24)


def hash_seat_token(token: str) -> str:
    """What is stored of a token. It is random and long, so a plain digest is enough."""
    return sha256(token.encode()).hexdigest()


def next_seat_code(taken: Collection[str]) -> str:
    """The first free letter: A to Z, then A2 to Z2 and so on."""
    for number in count(1):
        for letter in LETTERS:
            code = letter if number == 1 else f"{letter}{number}"
            if code not in taken:
                return code
    raise AssertionError("count() never ends")
