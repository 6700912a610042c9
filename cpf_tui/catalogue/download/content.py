"""What a file is by its first bytes: a web page must never pass for data, whatever the server calls it."""

from __future__ import annotations

import re
from collections.abc import Callable

from cpf_tui.domain.text import Text, text

HEAD = 2048
"""Bytes enough to tell."""

_PAGE = re.compile(rb"(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|title)\b", re.IGNORECASE | re.DOTALL)


def _is_csv(head: bytes) -> bool:
    return b"\0" not in head and not head.startswith((b"<", b"{", b"[", b"PK\x03\x04", b"\x1f\x8b"))


KINDS: dict[str, Callable[[bytes], bool]] = {
    "csv": _is_csv,
    "zip": lambda head: head.startswith(b"PK\x03\x04"),
    "gzip": lambda head: head.startswith(b"\x1f\x8b"),
    "xml": lambda head: head.startswith(b"<"),
    "json": lambda head: head.startswith((b"{", b"[")),
}
"""What a file may be expected to be, and how one sees that it is."""


def unlike(kind: str, head: bytes) -> Text | None:
    """Say what a file that should be of this kind is instead; None when it is what it should be."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        return text("rien : la réponse est vide")
    if _PAGE.match(start):
        return text("une page web (une erreur du site, ou le portail d’accès de votre réseau)")
    if not KINDS[kind](start):
        return text("autre chose que le {kind} attendu", kind=kind)
    return None
