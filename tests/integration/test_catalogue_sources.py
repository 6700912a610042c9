"""The files people hand in: archives, encodings, columns separated one way or another, and what format they are in."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cpf_tui.catalogue.build import import_file, import_files
from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.importers import Progress
from cpf_tui.catalogue.importers.reading import Source
from cpf_tui.catalogue.versions import VersionStore
from cpf_tui.cli.main import run
from cpf_tui.domain.errors import InvalidInput
from tests.support.lheo import write_lheo
from tests.support.offers import COLUMNS, offers, write_csv


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty data directory, given to commands by the environment too."""
    monkeypatch.setenv("CPF_TUI_DATA_DIR", str(tmp_path / "data"))
    return tmp_path / "data"


def pack(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def content(tmp_path: Path, *, first: int = 0, last: int = 16) -> bytes:
    return write_csv(tmp_path / "_.csv", offers()[first:last]).read_bytes()


def refusal(path: Path, data_dir: Path) -> str:
    with pytest.raises(InvalidInput) as refused:
        import_file(path, data_dir)
    assert VersionStore(data_dir).current() is None
    return str(refused.value)


# ---------------------------------------------------------------------- zip


def test_every_file_of_a_zip_is_read(tmp_path: Path, data_dir: Path) -> None:
    members = {
        "a/nord.csv": content(tmp_path, last=7),
        "a/sud.csv": content(tmp_path, first=7),
        "__MACOSX/a/._nord.csv": b"\0\5\26\7",
        "lisez-moi.txt": "Une notice, en français.".encode(),
        "vide.csv": b"",
    }
    steps: list[Progress] = []
    report = import_file(pack(tmp_path / "offres.zip", members), data_dir, progress=steps.append)
    assert report.accepted == 16
    assert [file.name for file in report.files] == ["offres.zip/a/nord.csv", "offres.zip/a/sud.csv"]
    assert report.ignored == ("offres.zip/lisez-moi.txt",)
    assert steps[-1].done == steps[-1].total == sum(len(members[f"a/{name}.csv"]) for name in ("nord", "sud"))
    assert len({file.checksum for file in report.files}) == 1


def test_a_zip_may_hold_a_gzip_and_lines_are_said_of_their_file(tmp_path: Path, data_dir: Path) -> None:
    bad = write_csv(tmp_path / "_.csv", [{**offers()[0], "lieu_insee": "lyon"}]).read_bytes()
    path = pack(tmp_path / "offres.zip", {"bon.csv.gz": gzip.compress(content(tmp_path)), "faux.csv": bad})
    report = import_file(path, data_dir)
    assert (report.accepted, report.rejected) == (16, 1)
    assert (report.rejects[0].file, report.rejects[0].line) == ("offres.zip/faux.csv", 2)


def encrypted(tmp_path: Path) -> bytes:
    """A zip whose flags say that its file is protected."""
    packed = bytearray(pack(tmp_path / "_.zip", {"offres.csv": content(tmp_path)}).read_bytes())
    packed[6] |= 1
    packed[packed.index(b"PK\1\2") + 8] |= 1
    return bytes(packed)


def test_a_zip_that_cannot_be_read_is_refused_in_a_sentence(tmp_path: Path, data_dir: Path) -> None:
    whole = pack(tmp_path / "_.zip", {"offres.csv": content(tmp_path)}).read_bytes()
    damaged = bytearray(whole)
    damaged[60:90] = b"\xff" * 30
    for written, said in (
        (whole[:-10], "est coupée ou abîmée"),
        (bytes(damaged), "est abîmé"),
        (encrypted(tmp_path), "protégée par un mot de passe"),
        (pack(tmp_path / "_.zip", {}).read_bytes(), "aucun fichier"),
        (pack(tmp_path / "_.zip", {".DS_Store": b"x", "vide": b""}).read_bytes(), "aucun fichier"),
        (pack(tmp_path / "_.zip", {"[Content_Types].xml": b"<Types/>"}).read_bytes(), "classeur Excel"),
        (pack(tmp_path / "_.zip", {f"{n}.csv": b"x" for n in range(1001)}).read_bytes(), "mille au plus"),
        (pack(tmp_path / "_.zip", {"offres.csv": whole}).read_bytes(), "archive zip dans une autre"),
    ):
        path = tmp_path / "offres.zip"
        path.write_bytes(written)
        assert said in refusal(path, data_dir)


def test_what_would_fill_memories_is_refused(tmp_path: Path, data_dir: Path) -> None:
    bomb = ",".join(COLUMNS).encode() + b"\n" + b"0" * (9 << 23)  # beyond what may unpack to anything
    zipped = pack(tmp_path / "bombe.zip", {"offres.csv": bomb})
    assert "se déploierait plus de 200 fois" in refusal(zipped, data_dir)
    packed = tmp_path / "bombe.csv.gz"
    packed.write_bytes(gzip.compress(bomb.replace(b"0" * 1000, b"0" * 999 + b"\n"), 9))
    assert "se déploierait plus de 200 fois" in refusal(packed, data_dir)
    packed.write_bytes(gzip.compress(bomb, 9))
    assert "quatre millions de signes" in refusal(packed, data_dir)


# ---------------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "windows-1252")],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encodings_and_delimiters_are_recognised(
    tmp_path: Path, data_dir: Path, encoding: str, said: str, delimiter: str
) -> None:
    path = tmp_path / "offres.csv"
    rows = [list(COLUMNS), *(list(row.values()) for row in offers())]
    text = "\n".join(delimiter.join(f'"{value}"' for value in row) for row in rows)
    path.write_bytes(text.encode(encoding))
    report = import_file(path, data_dir)
    assert (report.accepted, report.rejected, report.encoding) == (16, 0, said)


def test_accents_that_come_late_tell_windows_from_utf8(tmp_path: Path, data_dir: Path) -> None:
    rows = [{**offers()[0], "id_action": str(n), "organisme_nom": "Atelier"} for n in range(3000)]
    plain = write_csv(tmp_path / "offres.csv", rows).read_text("utf-8")
    late = write_csv(tmp_path / "offres.csv", [{**offers()[9], "id_action": "tard"}]).read_text("utf-8").splitlines()[1]
    for encoding, said in (("cp1252", "windows-1252"), ("utf-8", "utf-8")):
        path = tmp_path / "offres.csv"
        path.write_bytes((plain + late + "\n").encode(encoding))
        report = import_file(path, data_dir)
        assert (report.accepted, report.rejected, report.encoding) == (3001, 0, said)


def test_a_cut_utf16_file_is_refused(tmp_path: Path, data_dir: Path) -> None:
    path = tmp_path / "offres.csv"
    path.write_bytes(content(tmp_path).decode().encode("utf-16")[:-1])
    assert "son texte en utf-16 ne se lit plus" in refusal(path, data_dir)


def test_the_checksum_is_that_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "offres.csv"
    path.write_bytes(b"a,b\n" * 100_000)
    source = Source(path)
    assert source.head.columns == ("a", "b")
    assert source.checksum == hashlib.sha256(path.read_bytes()).hexdigest()
    source.close()


# ---------------------------------------------------------------------- formats


def test_the_format_is_told_by_the_content(tmp_path: Path, data_dir: Path) -> None:
    assert import_file(write_csv(tmp_path / "a.txt"), data_dir).format == "offres"
    assert import_file(write_lheo(tmp_path / "b.csv"), data_dir).format == "lheo"


def test_a_format_that_is_named_needs_no_recognising(tmp_path: Path, data_dir: Path) -> None:
    with pytest.raises(InvalidInput, match="n’est pas un XML"):
        import_file(write_csv(tmp_path / "a.csv"), data_dir, importer="lheo")


def test_an_unknown_file_is_refused_with_what_was_seen_and_what_is_known(tmp_path: Path, data_dir: Path) -> None:
    path = tmp_path / "menu.csv"
    path.write_text("Plat;Prix\nSoupe;4\n")
    sentence = refusal(path, data_dir)
    assert "« menu.csv » n’est pas reconnu ; il commence par : plat, prix." in sentence
    assert "offres, mcf, lheo" in sentence


def test_files_of_two_formats_are_refused(tmp_path: Path, data_dir: Path) -> None:
    with pytest.raises(InvalidInput, match="pas tous du même format"):
        import_files([write_csv(tmp_path / "a.csv"), write_lheo(tmp_path / "b.xml")], data_dir)


def test_several_files_are_one_import(tmp_path: Path, data_dir: Path) -> None:
    first, second = write_csv(tmp_path / "a.csv", offers()[:7]), write_csv(tmp_path / "b.csv", offers()[7:])
    report = import_files([first, second], data_dir)
    current = VersionStore(data_dir).current()
    assert current is not None
    assert [one.rows for one in current.manifest.datasets[Dataset.OFFERS]] == [7, 9]
    assert (report.accepted, [file.name for file in report.files]) == (16, ["a.csv", "b.csv"])


# ---------------------------------------------------------------------- commands


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert run(["catalogue", *arguments]) == code
    written = capsys.readouterr()
    assert bool(written.err) == bool(code)
    return written.out + written.err


def test_an_import_says_format_encoding_and_what_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, data_dir: Path
) -> None:
    assert "Format offres, texte en utf-8." in said(capsys, "importer", str(write_csv(tmp_path / "a.csv")))
    other = write_csv(tmp_path / "b.csv", [{**offers()[0], "intitule": "Poterie"}])
    assert "16 lignes venues d’autres fichiers sont gardées." in said(capsys, "importer", str(other), "--ajouter")
    archive = pack(tmp_path / "c.zip", {"c.csv": content(tmp_path), "notice.txt": b"bonjour"})
    assert "Laissés de côté dans l’archive : c.zip/notice.txt." in said(capsys, "importer", str(archive))
    assert data_dir.exists()


def test_versions_are_listed_and_the_last_import_is_undone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, data_dir: Path
) -> None:
    assert "Pas encore de catalogue" in said(capsys, "lister")
    assert "rien à défaire" in said(capsys, "revenir", code=1)
    for name in ("a.csv", "b.csv"):
        said(capsys, "importer", str(write_csv(tmp_path / name)))
    listed = said(capsys, "lister")
    checksum = hashlib.sha256((tmp_path / "b.csv").read_bytes()).hexdigest()
    assert f"· en service\n  offres : 16 lignes · b.csv ({checksum[:12]}) · format offres" in listed
    assert "a.csv" in listed
    undone = said(capsys, "revenir")
    assert "retiré : offres : 16 lignes · b.csv" in undone
    assert "remis : offres : 16 lignes · a.csv" in undone
    assert len(VersionStore(data_dir).versions()) == 1


def test_versions_are_told_to_a_program(capsys: pytest.CaptureFixture[str], tmp_path: Path, data_dir: Path) -> None:
    for name in ("a.csv", "b.csv"):
        said(capsys, "importer", str(write_csv(tmp_path / name)))
    newest, former = json.loads(said(capsys, "lister", "--json"))
    assert (newest["en_service"], former["en_service"]) == (True, False)
    (imported,) = newest["jeux"]["offres"]
    assert (imported["format"], imported["lignes"], imported["fichiers"][0]["nom"]) == ("offres", 16, "b.csv")
    assert len(imported["fichiers"][0]["sha256"]) == 64
    answer: dict[str, Any] = json.loads(said(capsys, "revenir", "--json"))
    assert (answer["jeux"], answer["en_service"]["version"]) == (["offres"], former["version"])
    assert data_dir.exists()


def test_formats_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    names = [line.split()[0] for line in said(capsys, "importer", "--formats").splitlines()]
    assert {"offres", "mcf", "lheo"} <= set(names)
