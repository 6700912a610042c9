"""What `diagnostic` looks at: one fact each, with a sentence; nothing is created, nothing personal is read."""

from __future__ import annotations

import locale
import os
import platform
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from cpf_tui.bootstrap import Container, build
from cpf_tui.cli.checkup_backups import look_at_backups
from cpf_tui.cli.checkup_catalogue import look_at_catalogue
from cpf_tui.cli.checkup_server import look_at_server
from cpf_tui.cli.facts import Fact, Level
from cpf_tui.cli.siblings import refuse_strangers
from cpf_tui.cli.version import program_version
from cpf_tui.domain.errors import DomainError
from cpf_tui.domain.text import text
from cpf_tui.settings import Settings, load

_LIBRARIES = ("textual", "sqlcipher3", "psycopg", "sqlalchemy", "cryptography", "argon2-cffi", "numpy", "typst")
_SMALLEST = (80, 24)


def look() -> list[Fact]:
    """Look at everything, in the order in which a fault of one explains the next."""
    facts = [_versions(), *_libraries(), _terminal(), _encoding()]
    try:
        settings = load()
    except DomainError as error:
        return [*facts, Fact("réglages", Level.PROBLEM, error.sentence)]
    facts += _data(settings)
    with build(settings) as container:
        for name, check in (
            ("base", _database),
            ("sauvegardes", look_at_backups),
            ("conseillers", _advisors),
            ("catalogue", look_at_catalogue),
        ):
            facts += _checked(name, container, check)
    return facts


def _checked(name: str, container: Container, check: Callable[[Container], Iterator[Fact]]) -> Iterator[Fact]:
    try:
        yield from check(container)
    except DomainError as error:
        yield Fact(name, Level.PROBLEM, error.sentence)


def _versions() -> Fact:
    values = {"version": program_version(), "python": platform.python_version(), "systeme": platform.platform()}
    sentence = text("cpf-tui {version}, Python {python}, {systeme}.", **values)
    return Fact("versions", Level.GOOD, sentence, values)


def _libraries() -> Iterator[Fact]:
    found: dict[str, object] = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            sentence = text("{name} manque. Réinstallez cpf-tui, avec pipx ou « uv tool install ».", name=name)
            yield Fact("bibliothèques", Level.PROBLEM, sentence)
    words = ", ".join(f"{name} {number}" for name, number in found.items())
    yield Fact("bibliothèques", Level.GOOD, text("{words}.", words=words), found)
    try:
        refuse_strangers()
    except DomainError as error:
        yield Fact("bibliothèques", Level.PROBLEM, error.sentence)


def _terminal() -> Fact:
    size = shutil.get_terminal_size()
    watched = all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    values: dict[str, object] = {
        "term": os.environ.get("TERM", ""),
        "couleurs": os.environ.get("COLORTERM", ""),
        "colonnes": size.columns,
        "lignes": size.lines,
        "terminal": watched,
    }
    if not watched:
        return Fact("terminal", Level.NOTE, text("Pas de terminal ici : seules les commandes marchent."), values)
    if values["term"] in {"dumb", "unknown"}:
        return Fact("terminal", Level.NOTE, text("TERM={term} : il ne peut pas afficher d’écran.", **values), values)
    if size.columns < _SMALLEST[0] or size.lines < _SMALLEST[1]:
        sentence = text("{colonnes} × {lignes} : agrandissez-le, il faut 80 colonnes et 24 lignes.", **values)
        return Fact("terminal", Level.NOTE, sentence, values)
    return Fact("terminal", Level.GOOD, text("{term}, {colonnes} colonnes, {lignes} lignes.", **values), values)


def _encoding() -> Fact:
    encoding = locale.getpreferredencoding(False)
    values = {"encodage": encoding}
    if encoding.replace("-", "").lower() == "utf8":
        return Fact("lettres", Level.GOOD, text("UTF-8 : les accents s’affichent."), values)
    sentence = text("L’encodage est {encodage} : choisissez une langue en UTF-8, ou définissez PYTHONUTF8=1.", **values)
    return Fact("lettres", Level.NOTE, sentence, values)


def _data(settings: Settings) -> Iterator[Fact]:
    folder = settings.data_dir
    if not folder.exists():
        sentence = text("{folder} n’existe pas encore : il sera créé au premier besoin.", folder=folder)
        yield Fact("données", Level.NOTE, sentence, {"dossier": str(folder)})
        return
    values = {"dossier": str(folder), "droits": oct(stat.S_IMODE(folder.stat().st_mode))}
    if not (folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)):
        sentence = text("{dossier} ne peut pas être écrit : corrigez ses droits, ou CPF_TUI_DATA_DIR.", **values)
        yield Fact("données", Level.PROBLEM, sentence, values)
        return
    yield Fact("données", Level.GOOD, text("{dossier}, droits {droits}.", **values), values)
    yield _keys(settings.key_path)


def _keys(path: Path) -> Fact:
    if not path.exists():
        return Fact("clés", Level.NOTE, text("Pas encore de clés : elles seront créées avec la base."))
    mode = oct(stat.S_IMODE(path.stat().st_mode))
    values = {"fichier": str(path), "droits": mode}
    sentence = text("{fichier}, droits {droits}. Sauvegardez-le à part de la base.", **values)
    return Fact("clés", Level.GOOD, sentence, values)


def _database(container: Container) -> Iterator[Fact]:
    if container.settings.database_url is not None:
        yield from look_at_server(container)
        return
    path = container.settings.database_path
    if not path.exists():
        yield Fact("base", Level.NOTE, text("Pas encore de base : elle sera créée au premier besoin."))
        return
    with container.database.read():
        pass
    values = {"fichier": str(path), "octets": path.stat().st_size}
    sentence = text("{fichier}, {octets} octets, s’ouvre bien. Pour tout vérifier : cpf-tui verifier", **values)
    yield Fact("base", Level.GOOD, sentence, values)


def _advisors(container: Container) -> Iterator[Fact]:
    if not (container.settings.database_url or container.settings.database_path.exists()):
        return
    with container.database.read() as uow:
        count = sum(one.active for one in uow.advisors.all())
    if count:
        yield Fact("conseillers", Level.GOOD, text("Conseillers : {count}.", count=count), {"nombre": count})
    else:
        sentence = text("Aucun conseiller : personne ne pourra valider. Voir « cpf-tui conseiller ajouter ».")
        yield Fact("conseillers", Level.NOTE, sentence, {"nombre": 0})
