"""Languages: French is the source text, the others are `locale/<language>.po`.

The `.po` files are read as they are when their language is first used: no compiled file to forget, and French, which
needs none, costs nothing at start.
"""

from __future__ import annotations

from datetime import date, datetime
from gettext import NullTranslations
from importlib.resources import files

from cpf_tui.domain.quantity import Quantity
from cpf_tui.domain.text import Text
from cpf_tui.i18n.dates import day_words, moment_words

LANGUAGES = {"fr": "Français", "en": "English"}
_catalogues: dict[str, dict[str, str]] = {"fr": {}}


class _Current(NullTranslations):
    """The translations in use; replaced in place so that every module sees the change."""

    language = "fr"


_current = _Current()


def set_language(language: str) -> None:
    """Choose the language of everything rendered from now on; raises `KeyError` for an unknown one."""
    if language not in _catalogues:
        _catalogues[language] = _read_catalogue(language)
    _current.language = language


def language() -> str:
    """Return the language in use."""
    return _current.language


def _read_catalogue(code: str) -> dict[str, str]:
    from babel.messages.pofile import read_po  # only needed for a language other than French

    path = files("cpf_tui.i18n").joinpath("locale", f"{code}.po")
    if not path.is_file():
        raise KeyError(code)
    with path.open("rb") as stream:
        return {str(message.id): str(message.string) for message in read_po(stream) if message.id and message.string}


def _(msgid: str, /, **values: object) -> str:
    """Translate a French sentence and fill in its values."""
    sentence = _catalogues[_current.language].get(msgid, msgid)
    return sentence.format(**{name: _words(value) for name, value in values.items()}) if values else sentence


def render(sentence: Text | str) -> str:
    """Turn a deferred sentence into words; a plain string is stored text and is given back as it is."""
    if isinstance(sentence, str):
        return sentence
    return _(sentence.msgid, **sentence.values)


def _words(value: object) -> str:
    if isinstance(value, Text):
        return render(value)
    if isinstance(value, datetime):
        return moment_words(value, _current.language)
    if isinstance(value, date):
        return day_words(value, _current.language)
    if isinstance(value, Quantity) and _current.language == "en":
        return str(value).replace(",", ".")
    return str(value)
