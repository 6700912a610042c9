"""Reading a password or a number: at the keyboard, in a file, or on the standard input; never on the command line."""

from __future__ import annotations

import sys
from pathlib import Path

from cpf_tui.domain.errors import InvalidInput
from cpf_tui.i18n import _

_MOST = 4096  # bytes: a longer first line is not a password


def read_secret(file: str | None = None) -> str:
    """Read a new password; raises `InvalidInput` when there is none, or when the two typed differ."""
    if file is not None and file != "-":
        try:
            with Path(file).open("rb") as stream:
                return _first_line(stream.readline(_MOST))
        except OSError as error:
            raise InvalidInput(
                "Le fichier du mot de passe « {file} » ne peut pas être lu : {reason}.",
                file=file,
                reason=error.strerror or type(error).__name__,
            ) from error
    if file == "-" or sys.stdin is None or not sys.stdin.isatty():
        return _first_line(standard_bytes())
    return _typed_twice()


def standard_line() -> str:
    """Read the first line of the standard input, which no command line shows. Raises `InvalidInput`."""
    try:
        return standard_bytes().decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        raise InvalidInput("L’entrée standard n’est pas du texte en UTF-8.") from None


def read_number() -> str:
    """Read the number of a person, unseen at the keyboard or on the standard input. Raises `InvalidInput`."""
    if sys.stdin is None or not sys.stdin.isatty():
        return standard_line()
    from getpass import getpass  # typed unseen: the screen of an operator may be looked at, and is scrolled back

    try:
        return getpass(_("Numéro de Sécurité sociale (rien ne s’affiche) : "))
    except EOFError:
        raise InvalidInput("Aucun numéro n’a été donné.") from None


def standard_bytes() -> bytes:
    """Read the first line of the standard input, as it is."""
    if sys.stdin is None:
        return b""
    buffer = getattr(sys.stdin, "buffer", None)
    return buffer.readline(_MOST) if buffer is not None else sys.stdin.readline(_MOST).encode()


def _first_line(line: bytes) -> str:
    try:
        secret = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InvalidInput("Le mot de passe n’est pas du texte en UTF-8.") from None
    if not secret:
        raise InvalidInput("Aucun mot de passe n’a été donné : écrivez-le sur la première ligne.")
    return secret


def _typed_twice() -> str:
    from getpass import getpass

    try:
        secret = getpass(_("Mot de passe : "))
        again = getpass(_("Le même, une seconde fois : "))
    except EOFError:
        raise InvalidInput("Aucun mot de passe n’a été donné.") from None
    if secret != again:
        raise InvalidInput("Les deux mots de passe sont différents. Recommencez.")
    return secret
