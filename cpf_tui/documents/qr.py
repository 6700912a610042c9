"""A QR code as text: two rows of modules per line of half blocks, so that it is square on a terminal."""

from __future__ import annotations

import segno

from cpf_tui.domain.errors import InvalidInput

_BORDER = 2  # the standard asks for 4; telephones read 2, and 80×24 has no room for more
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}


def qr_lines(content: str) -> tuple[str, ...]:
    """Draw a text; blocks are the dark modules: show them dark on light, whatever the theme.

    Raises `InvalidInput` when the text is empty or too long for any code.
    """
    if not content:
        raise InvalidInput("Il n’y a rien à mettre dans le QR code.")
    try:
        # The lowest correction gives the smallest picture: a screen has no stains.
        code = segno.make_qr(content, error="l", boost_error=False)
    except segno.DataOverflowError:
        raise InvalidInput("Ce texte est trop long pour un QR code.") from None
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_BORDER)]
    if len(rows) % 2:
        rows.append([False] * len(rows[0]))
    return tuple(
        "".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True))
        for upper, lower in zip(rows[::2], rows[1::2], strict=True)
    )
