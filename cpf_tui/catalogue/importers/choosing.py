"""Which format files are in: the one that is asked for, or the only one that recognises them all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, NoReturn

from cpf_tui.catalogue.fold import clean
from cpf_tui.catalogue.importers import FORMATS, Format
from cpf_tui.catalogue.importers.reading import Head, Source
from cpf_tui.domain.errors import InvalidInput

_SHOWN = 12  # columns said of a file that is not recognised


class Chosen(NamedTuple):
    """The format of an import, the files to read, and the members of a zip that are left aside."""

    format: Format
    sources: list[Source]
    ignored: list[Source]


def choose(sources: Sequence[Source], name: str | None) -> Chosen:
    """Choose among `FORMATS`: the named one, else the only one that recognises the files.

    A zip may hold files of no use (a notice, tables that are not read): they are left aside as soon as one member is
    recognised. Raises `InvalidInput`, saying what was seen and which formats are known.
    """
    if name is not None:
        if name not in FORMATS:
            raise InvalidInput(
                "Le format « {name} » n’existe pas. Formats connus : {known}.", name=name, known=_known()
            )
        return _sorted_out(FORMATS[name], sources)
    candidates = [one for one in FORMATS.values() if _takes_all(one, sources)]
    if not candidates:
        _refuse_unknown(sources)
    if len(candidates) > 1:
        raise InvalidInput(
            "« {file} » peut être lu de plusieurs façons : {several}. Choisissez avec --format.",
            file=sources[0].name,
            several=", ".join(one.name for one in candidates),
        )
    return _sorted_out(candidates[0], sources)


def _takes_all(one: Format, sources: Sequence[Source]) -> bool:
    """Whether the format recognises every file given, and a member at least of every zip."""
    whole = {source.path for source in sources if one.recognises(source.head)}
    return whole == {source.path for source in sources}


def _sorted_out(one: Format, sources: Sequence[Source]) -> Chosen:
    """Leave aside what the format does not recognise, only beside something it does: its reader refuses the others."""
    known = [source for source in sources if one.recognises(source.head)]
    useful = {source.path for source in known}
    kept = [source for source in sources if source in known or source.path not in useful]
    return Chosen(one, kept, [source for source in sources if source not in kept])


def _seen(head: Head) -> str:
    if head.xml:
        return clean(head.text[:1000])[:120]
    return ", ".join(head.columns[:_SHOWN])[:300]


def _refuse_unknown(sources: Sequence[Source]) -> NoReturn:
    unknown = next((one for one in sources if not any(f.recognises(one.head) for f in FORMATS.values())), None)
    if unknown is None:
        raise InvalidInput("Ces fichiers ne sont pas tous du même format : importez-les l’un après l’autre.")
    raise InvalidInput(
        "Le format de « {file} » n’est pas reconnu ; il commence par : {seen}. "
        "Formats connus, à donner avec --format : {known}.",
        file=unknown.name,
        seen=_seen(unknown.head),
        known=_known(),
    )


def _known() -> str:
    return ", ".join(FORMATS)
