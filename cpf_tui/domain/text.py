"""Sentences that travel untranslated.

The rules speak (an error, an explanation), but they do not know the person's language. They return `Text`: a French
msgid and its values, which `cpf_tui.i18n.render` turns into words at the edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence to be translated later: the French msgid and the named values it holds."""

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """Give the French sentence, for logs and tests."""
        return self.msgid.format(**{name: str(value) for name, value in self.values.items()})


def text(msgid: str, /, **values: object) -> Text:
    """Mark a French sentence for translation and bind its values; the extractor knows this name."""
    return Text(msgid, values)
