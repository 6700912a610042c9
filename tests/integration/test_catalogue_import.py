"""Importing offers: good files, bad files, bad rows, and the former catalogue that stays."""

from __future__ import annotations

import csv
import gzip
import hashlib
from pathlib import Path

import pytest

from cpf_tui.catalogue.build import import_file
from cpf_tui.catalogue.catalogue import Catalogue, open_catalogue
from cpf_tui.catalogue.datasets import Dataset
from cpf_tui.catalogue.importers import Progress
from cpf_tui.catalogue.versions import Version, VersionStore
from cpf_tui.domain.errors import Conflict, InvalidInput
from cpf_tui.domain.training import SearchRequest
from tests.support.offers import COLUMNS, offers, write_csv


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Return a data directory that already holds a catalogue."""
    import_file(write_csv(tmp_path / "former.csv"), tmp_path / "data")
    return tmp_path / "data"


def sources(version: Version | None) -> list[str]:
    """Return the names of the files the offers of a version came from."""
    assert version is not None
    return [name for one in version.manifest.datasets[Dataset.OFFERS] for name in sorted(one.names)]


def untouched(data_dir: Path) -> bool:
    store = VersionStore(data_dir)
    current = store.current()
    names = {entry.name for entry in store.root.iterdir()}
    return (
        current is not None and sources(current) == ["former.csv"] and names == {"courant", "verrou", current.path.name}
    )


def refusal(path: Path, data_dir: Path) -> str:
    with pytest.raises(InvalidInput) as refused:
        import_file(path, data_dir)
    assert untouched(data_dir)
    return str(refused.value)


def first_titles(catalogue: Catalogue, text: str) -> list[str]:
    return [hit.offer.title for hit in catalogue.search(SearchRequest(text)).hits]


def test_plain_and_compressed_files_are_told_by_their_content(tmp_path: Path) -> None:
    plain = write_csv(tmp_path / "offres.gz")  # a wrong name
    packed = tmp_path / "offres.csv"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    for path in (plain, packed):
        report = import_file(path, tmp_path / "data")
        assert (report.accepted, report.rejected, report.rejects_path) == (16, 0, None)


def test_the_report_says_what_was_imported(tmp_path: Path) -> None:
    steps: list[Progress] = []
    path = write_csv(tmp_path / "offres.csv")
    report = import_file(path, tmp_path / "data", progress=steps.append)
    current = VersionStore(tmp_path / "data").current()
    assert current is not None
    assert report.version == current.path.name
    (imported,) = current.manifest.datasets[Dataset.OFFERS]
    assert imported.files == report.files
    assert (imported.rows, imported.files[0].checksum) == (16, hashlib.sha256(path.read_bytes()).hexdigest())
    assert current.manifest.index["offers"] == 16
    assert (steps[-1].step, steps[-1].rows, steps[-1].done) == ("index", 16, path.stat().st_size)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "windows-1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_usual_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    path = write_csv(tmp_path / "offres.csv")
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    assert import_file(path, tmp_path / "data").encoding == encoding
    catalogue = open_catalogue(tmp_path / "data")
    assert first_titles(catalogue, "comptabilité gestion")[0] == "BTS Comptabilité et gestion"
    catalogue.close()


def test_semicolons_are_recognised(tmp_path: Path) -> None:
    path = tmp_path / "offres.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, delimiter=";")
        writer.writeheader()
        writer.writerows(offers())
    assert import_file(path, tmp_path / "data").accepted == 16


def test_a_cut_compressed_file_is_refused_whole(tmp_path: Path, data_dir: Path) -> None:
    path = tmp_path / "coupe.csv.gz"
    packed = gzip.compress(write_csv(tmp_path / "offres.csv").read_bytes())
    path.write_bytes(packed[: len(packed) - 30])
    assert "« coupe.csv.gz » est coupé" in refusal(path, data_dir)


def test_a_damaged_compressed_file_is_refused_whole(tmp_path: Path, data_dir: Path) -> None:
    path = tmp_path / "abime.csv.gz"
    packed = bytearray(gzip.compress(write_csv(tmp_path / "offres.csv").read_bytes()))
    packed[40:60] = b"\xff" * 20
    path.write_bytes(packed)
    assert "abime.csv.gz" in refusal(path, data_dir)


def test_a_missing_column_is_named_with_its_line(tmp_path: Path, data_dir: Path) -> None:
    columns = [name for name in COLUMNS if name != "lieu_insee"]
    sentence = refusal(write_csv(tmp_path / "offres.csv", columns=columns), data_dir)
    assert "« offres.csv », ligne 1 : la colonne « lieu_insee » manque" in sentence


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"\n \n", "vide"),
        (b"PK\x03\x04rest", "archive"),
        (b"%PDF-1.4", "PDF"),
        (bytes(range(256)) * 4, "binaire"),
        (b"bonjour\nle monde\n", "il commence par : bonjour. Formats connus, à donner avec --format : offres"),
        (",".join(COLUMNS).encode(), "en-tête"),
    ],
)
def test_what_is_not_such_a_csv_is_refused(tmp_path: Path, data_dir: Path, content: bytes, said: str) -> None:
    path = tmp_path / "autre.csv"
    path.write_bytes(content)
    assert said in refusal(path, data_dir)


def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path, data_dir: Path) -> None:
    assert "dossier" in refusal(tmp_path, data_dir)
    assert "n’existe pas" in refusal(tmp_path / "nulle-part.csv", data_dir)


def test_an_unknown_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="offres"):
        import_file(write_csv(tmp_path / "offres.csv"), tmp_path / "data", importer="pdf")


def test_bad_rows_are_set_aside_with_line_column_value_and_reason(tmp_path: Path) -> None:
    rows = offers()
    rows[1]["intitule"] = ""
    rows[3]["lieu_insee"] = "lyon"
    rows[5]["duree_heures"] = "beaucoup"
    rows[7]["lat"] = "500"
    rows[9]["organisme_nom"] = "nul\0"
    report = import_file(write_csv(tmp_path / "offres.csv", rows), tmp_path / "data")
    assert (report.accepted, report.rejected) == (11, 5)
    assert [(reject.line, reject.column) for reject in report.rejects] == [
        (3, "intitule"),
        (5, "lieu_insee"),
        (7, "duree_heures"),
        (9, "lat"),
        (11, "organisme_nom"),
    ]
    assert report.rejects_path is not None
    with report.rejects_path.open(encoding="utf-8") as file:
        written = list(csv.DictReader(file))
    assert written[1] == {
        "fichier": "offres.csv",
        "ligne": "5",
        "colonne": "lieu_insee",
        "valeur": "LYON",
        "raison": "code INSEE attendu : 5 caractères, par exemple 59512 ou 2A004",
    }


def test_rows_of_another_width_and_broken_bytes_are_set_aside(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "offres.csv")
    with path.open("ab") as file:
        file.write(b"F90,A90\r\n")
        file.write(path.read_bytes().splitlines()[1].replace(b"Soudeur", b"Sou\xffdeur") + b"\r\n")
    report = import_file(path, tmp_path / "data")
    assert (report.accepted, [reject.line for reject in report.rejects]) == (16, [18, 19])
    assert "2 champs au lieu de 13" in report.rejects[0].reason


def test_a_quote_left_open_costs_its_row_only(tmp_path: Path) -> None:
    rows = [{**row, "id_action": f"A{n}", "duree_heures": "120"} for n in range(8) for row in offers()]
    path = write_csv(tmp_path / "offres.csv", rows)
    lines = path.read_text("utf-8").splitlines()
    lines[9] = '"' + lines[9]
    path.write_text("\n".join(lines), "utf-8")
    report = import_file(path, tmp_path / "data")
    assert (report.accepted, [reject.line for reject in report.rejects]) == (127, [10])
    assert "guillemet" in report.rejects[0].reason


def test_a_field_on_several_lines_keeps_the_line_numbers_right(tmp_path: Path) -> None:
    rows = offers()
    rows[0]["intitule"] = "Soudeur\nindustriel"
    rows[2]["id_formation"] = ""
    report = import_file(write_csv(tmp_path / "offres.csv", rows), tmp_path / "data")
    assert [reject.line for reject in report.rejects] == [5]


def test_identical_rows_are_kept_once_and_shared_numbers_told_apart(tmp_path: Path) -> None:
    rows = offers()
    twin = {**rows[0], "code_rncp": "RNCP77"}
    report = import_file(write_csv(tmp_path / "offres.csv", [*rows, rows[0], twin]), tmp_path / "data")
    assert (report.accepted, report.repeated) == (18, 1)
    catalogue = open_catalogue(tmp_path / "data")
    second = catalogue.offer("A1#2")
    assert second is not None
    assert second.certification == "RNCP77"
    catalogue.close()


def test_a_file_without_one_good_row_changes_nothing(tmp_path: Path, data_dir: Path) -> None:
    rows = [{**row, "intitule": ""} for row in offers()]
    assert "16 mises de côté" in refusal(write_csv(tmp_path / "offres.csv", rows), data_dir)


def test_an_open_catalogue_sees_a_new_version(tmp_path: Path, data_dir: Path) -> None:
    catalogue = open_catalogue(data_dir)
    assert first_titles(catalogue, "soudeur")
    rows = [{**offers()[0], "intitule": "Poterie"}]
    import_file(write_csv(tmp_path / "nouveau.csv", rows), data_dir)
    assert first_titles(catalogue, "soudeur") == []
    assert first_titles(catalogue, "poterie") == ["Poterie"]
    catalogue.close()


def test_three_former_versions_are_kept_and_older_ones_are_not(tmp_path: Path, data_dir: Path) -> None:
    for number in range(5):
        import_file(write_csv(tmp_path / f"v{number}.csv"), data_dir)
    kept = [sources(version) for version in VersionStore(data_dir).versions()]
    assert kept == [["v4.csv"], ["v3.csv"], ["v2.csv"], ["v1.csv"]]


def test_two_imports_at_once_do_not_mix(tmp_path: Path, data_dir: Path) -> None:
    with VersionStore(data_dir).writing(), pytest.raises(Conflict):
        import_file(write_csv(tmp_path / "offres.csv"), data_dir)
    assert untouched(data_dir)


def test_a_pointer_to_nothing_gives_way_to_the_newest_version(data_dir: Path) -> None:
    (data_dir / "catalogue/courant").write_text("../../etc\n")
    catalogue = open_catalogue(data_dir)
    assert first_titles(catalogue, "soudeur")
    catalogue.close()


def test_a_broken_index_is_rebuilt_from_the_rows(data_dir: Path) -> None:
    current = VersionStore(data_dir).current()
    assert current is not None
    (current.path / "index.bin").write_bytes(b"CPFIDX01 cut short")
    catalogue = open_catalogue(data_dir)
    assert first_titles(catalogue, "soudeur")
    catalogue.close()
