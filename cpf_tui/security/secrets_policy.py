"""What a secret must be: long, not guessable, and nothing else; no capitals or signs are required.

Length and a list of what people choose first protect better than composition rules (CNIL 2022-100, NIST 800-63B).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.domain.text import Text, text
from cpf_tui.security.common_secrets import COMMON, WORDS

MINIMUM = 12
MINIMUM_DIGITS = 16
MAXIMUM = 1_000  # a longer one is a mistake, or an attempt to keep the machine busy
_OWN = 3  # letters from which a name is recognised inside a secret
_LEFT = 6  # characters that must remain once common words, names and runs are taken out
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "01234567890", "azertyuiop", "qsdfghjklm", "wxcvbn", "qwertyuiop", "asdfghjkl")
_RUN = 4  # characters in a row of the alphabet or of the keyboard


def check(secret: str, *, names: Iterable[str] = (), number: str = "") -> None:
    """Refuse a weak secret; `names` and `number` are the person's own. Raises `InvalidInput`."""
    found = problem(secret, names=names, number=number)
    if found is not None:
        raise InvalidInput(found)


def problem(secret: str, *, names: Iterable[str] = (), number: str = "") -> Text | None:
    """Say what is wrong with a secret, or None."""
    return _length(secret) or _own(secret, names, number) or _guessable(secret)


def _length(secret: str) -> Text | None:
    size = len(unicodedata.normalize("NFC", secret))
    if size < MINIMUM:
        return text(
            "Le mot de passe est trop court : {size} caractères sur {minimum}. "
            "Quatre mots sans rapport entre eux conviennent.",
            size=size,
            minimum=MINIMUM,
        )
    if secret.isdecimal() and size < MINIMUM_DIGITS:
        return text(
            "Un mot de passe fait seulement de chiffres doit en avoir au moins {minimum} : il en a {size}.",
            size=size,
            minimum=MINIMUM_DIGITS,
        )
    if size > MAXIMUM:
        return text("Le mot de passe est trop long : {maximum} caractères au plus.", maximum=MAXIMUM)
    return None


def _own(secret: str, names: Iterable[str], number: str) -> Text | None:
    bare = _bare(secret)
    digits = re.sub(r"\D", "", secret)
    # The month and year of birth alone are 5 of its digits: the first 7 are enough to guess the rest with the others.
    if number and (number[:13].lower() in bare or (len(digits) >= _LEFT and digits in number)):
        return text("Le mot de passe contient votre numéro de Sécurité sociale. Choisissez autre chose.")
    own = [word for name in names for word in re.split(r"[^a-z0-9]+", _fold(name)) if len(word) >= _OWN]
    if own and len(_without(bare, own)) < _LEFT:
        return text("Le mot de passe est fait de votre nom. Choisissez autre chose.")
    return None


def _guessable(secret: str) -> Text | None:
    bare = _bare(secret)
    if len(set(bare)) <= 2 or re.fullmatch(r"(.{1,4})\1+.{0,3}", bare):
        return text("Le mot de passe répète les mêmes caractères. Choisissez autre chose.")
    if len(_without_runs(bare)) < _LEFT:
        return text("Le mot de passe est une suite de touches ou de chiffres. Choisissez autre chose.")
    if bare in COMMON or len(_without_runs(_without(bare, WORDS))) < _LEFT:
        return text("Ce mot de passe est parmi les plus utilisés. Quatre mots sans rapport entre eux conviennent.")
    return None


def _fold(typed: str) -> str:
    decomposed = unicodedata.normalize("NFKD", typed.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _bare(typed: str) -> str:
    """Keep letters and digits, accents and capitals forgotten: what a guess would start from."""
    return re.sub(r"[\W_]+", "", _fold(typed))


def _without(bare: str, words: Iterable[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        bare = bare.replace(word, "")
    return bare


def _without_runs(bare: str) -> str:
    """Take out what follows the alphabet, the figures or a row of the keyboard, both ways."""
    for row in _ROWS:
        for line in (row, row[::-1]):
            for size in range(len(line), _RUN - 1, -1):
                for start in range(len(line) - size + 1):
                    bare = bare.replace(line[start : start + size], "")
    return bare
