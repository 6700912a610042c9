"""What a server gives is checked before it is kept: its kind, its size, its checksum, its compression."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any

import pytest

from cpf_tui.domain.errors import DomainError, InvalidInput, StorageError
from tests.support.downloads import CSV, PAGE, Receiver, refusal, wanted, zipped
from tests.support.web import Web, by_pieces, cut, status

# ---------------------------------------------------------------------- what is not the file


@pytest.mark.parametrize(
    "content",
    [PAGE, b"\n\n  " + PAGE, b"\xef\xbb\xbf<!-- a -->" + PAGE, PAGE * 100],
    ids=["bare", "blank", "bom", "long"],
)
@pytest.mark.parametrize("nature", ["csv", "zip", "gzip", "xml", "json"])
def test_a_web_page_never_passes_for_data(web: Web, receiver: Receiver, content: bytes, nature: str) -> None:
    sentence = refusal(receiver, wanted(web.give("/f", content, kind="text/csv"), nature=nature), InvalidInput)
    assert "une page web" in sentence
    assert receiver.left() == set()


@pytest.mark.parametrize(
    ("nature", "content", "said"),
    [
        ("csv", b"", "vide"),
        ("csv", b'{"error": "quota"}', "autre chose que le csv attendu"),
        ("csv", b"a;b\0", "csv"),
        ("zip", CSV, "zip"),
        ("zip", zipped({"a.csv": CSV})[:-30], "coupée"),
        ("gzip", CSV, "gzip"),
        ("xml", CSV, "xml"),
        ("json", CSV, "json"),
    ],
    ids=["empty", "error-as-json", "binary", "not-zip", "cut-zip", "not-gzip", "not-xml", "not-json"],
)
def test_another_kind_of_file_is_refused(web: Web, receiver: Receiver, nature: str, content: bytes, said: str) -> None:
    assert said in refusal(receiver, wanted(web.give("/f", content), nature=nature), InvalidInput)
    assert receiver.left() == set()


def test_a_wrong_checksum_is_refused(web: Web, receiver: Receiver) -> None:
    sentence = refusal(receiver, wanted(web.give("/f.csv", CSV), sha256="0" * 64), InvalidInput)
    assert "somme de contrôle" in sentence
    assert receiver.left() == set()


def test_a_wrong_size_is_refused(web: Web, receiver: Receiver) -> None:
    short = status(200, CSV[:900], ETag='"v1"')
    sentence = refusal(receiver, wanted(web.give("/f.csv", CSV, short), octets=len(CSV)), InvalidInput)
    assert f"900 octets au lieu de {len(CSV)}" in sentence


def test_a_file_that_announces_less_than_it_gives_is_known_by_its_checksum(web: Web, receiver: Receiver) -> None:
    liar = status(200, CSV, Content_Length="100", ETag='"v1"')
    official = wanted(web.give("/f.csv", CSV, liar), sha256=hashlib.sha256(CSV).hexdigest())
    assert "somme de contrôle" in refusal(receiver, official, InvalidInput)


@pytest.mark.parametrize("faults", [[], [by_pieces]], ids=["announced", "not-announced"])
def test_a_file_too_large_is_stopped(web: Web, receiver: Receiver, faults: list[Any]) -> None:
    sentence = refusal(receiver, wanted(web.give("/f.csv", CSV, *faults), octets_max=5000), InvalidInput)
    assert "plus grand que 5 ko" in sentence
    assert receiver.left() == set()


def test_a_disk_without_room_is_said_before_the_first_byte(
    web: Web, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 10}))
    assert "10 octets" in refusal(receiver, wanted(web.give("/f.csv", CSV)), StorageError)


# ---------------------------------------------------------------------- compressed on the way


def test_what_is_compressed_on_the_way_is_kept_plain(web: Web, receiver: Receiver) -> None:
    packed = gzip.compress(CSV)
    done = receiver.fetch(wanted(web.give("/f.csv", packed, cut(300), encoding="gzip")))
    assert (done.path.read_bytes(), done.resumed) == (CSV, True)
    assert (done.size, done.sha256) == (len(CSV), hashlib.sha256(CSV).hexdigest())
    assert receiver.left() == {"essai.csv", "essai.csv.origine.json"}


def test_a_compressed_file_stays_compressed(web: Web, receiver: Receiver) -> None:
    packed = gzip.compress(CSV)
    official = wanted(web.give("/f.csv.gz", packed, encoding="x-gzip"), nature="gzip")
    assert receiver.fetch(official).path.read_bytes() == packed


@pytest.mark.parametrize(
    ("content", "encoding", "said"),
    [
        (gzip.compress(CSV)[:-20], "gzip", "abîmée"),
        (CSV, "gzip", "abîmée"),
        (gzip.compress(b"a" * 200_000), "gzip", "plus grand que 100 ko"),
        (gzip.compress(PAGE), "gzip", "page web"),
        (CSV, "br", "« br »"),
    ],
    ids=["cut", "not-compressed", "bomb", "page", "unknown"],
)
def test_a_bad_compression_is_refused(web: Web, receiver: Receiver, content: bytes, encoding: str, said: str) -> None:
    url = web.give("/f.csv", content, encoding=encoding)
    assert said in refusal(receiver, wanted(url, octets_max=100_000), DomainError)
    assert receiver.left() == set()
