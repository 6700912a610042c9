"""An organisation as a contact card (vCard 3.0, RFC 2426), short enough for a QR code."""

from __future__ import annotations

from cpf_tui.domain.training import Contact

_ESCAPES = str.maketrans({"\\": "\\\\", ",": "\\,", ";": "\\;", "\n": "\\n"})


def contact_card(name: str, contact: Contact, note: str = "") -> str:
    """Write the card; what is not known is left out."""
    address = ("", "", contact.address, contact.commune, "", contact.postal_code, "")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"N:{_safe(name)};;;;",
        f"FN:{_safe(name)}",
        f"ORG:{_safe(name)}",
        f"TEL;TYPE=WORK:{_safe(contact.phone)}" if contact.phone else "",
        f"EMAIL:{_safe(contact.email)}" if contact.email else "",
        f"ADR;TYPE=WORK:{';'.join(map(_safe, address))}" if any(address) else "",
        f"NOTE:{_safe(note)}" if note else "",
        "END:VCARD",
    ]
    return "".join(f"{_fold(line)}\r\n" for line in lines if line)


def _safe(value: str) -> str:
    return " ".join(value.split()).translate(_ESCAPES)


def _fold(line: str) -> str:
    """Cut a line after 75 octets at most, never inside a character; the rest begins with a space."""
    parts, size = [""], 0
    for char in line:
        octets = len(char.encode())
        if size + octets > 75:
            parts.append(" ")
            size = 1
        parts[-1] += char
        size += octets
    return "\r\n".join(parts)
