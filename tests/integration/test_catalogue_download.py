"""Fetching a file from a server that behaves, then from one that does not: cut, slow, changed, lying, silent, gone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from cpf_tui.catalogue.download import kept_bytes
from cpf_tui.catalogue.download.client import NoConnection
from cpf_tui.catalogue.download.partial import receiving
from cpf_tui.domain.errors import Conflict, StorageError, Unreachable
from tests.support.downloads import CSV, PAGE, Receiver, refusal, wanted, zipped
from tests.support.web import (
    Asked,
    Given,
    Web,
    by_pieces,
    cut,
    cut_again,
    falling_silent,
    half_of_the_pieces,
    raw,
    serving,
    silent,
    status,
)

PATIENCE = 0.3  # seconds a server of these tests may stay silent before it is taken for dead


# ---------------------------------------------------------------------- a server that behaves


def test_a_file_is_put_in_its_place_with_its_origin(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV)
    done = receiver.fetch(wanted(url))
    assert done.path.read_bytes() == CSV
    assert (done.size, done.sha256) == (len(CSV), hashlib.sha256(CSV).hexdigest())
    assert (done.resumed, done.unchanged) == (False, False)
    assert receiver.left() == {"essai.csv", "essai.csv.origine.json"}
    told = json.loads((receiver.folder / "essai.csv.origine.json").read_text("utf-8"))
    assert (told["url"], told["etag"], told["sha256"]) == (url, '"v1"', done.sha256)
    assert receiver.seen[-1].done == receiver.seen[-1].total == len(CSV)


def test_a_file_that_did_not_change_is_not_sent_again(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV)
    first = receiver.fetch(wanted(url))
    again = receiver.fetch(wanted(url))
    assert again.unchanged
    assert again.sha256 == first.sha256
    assert web.requests[-1][1]["If-None-Match"] == '"v1"'
    web.give("/f.csv", CSV + b"501;Nouvelle\n", etag='"v2"')
    assert receiver.fetch(wanted(url)).path.read_bytes().endswith(b"Nouvelle\n")


def test_a_file_somebody_touched_is_sent_again(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV)
    receiver.fetch(wanted(url)).path.write_bytes(b"id\n")
    again = receiver.fetch(wanted(url))
    assert not again.unchanged
    assert again.path.read_bytes() == CSV


def test_a_known_checksum_spares_the_request(web: Web, receiver: Receiver) -> None:
    official = wanted(web.give("/f.csv", CSV), sha256=hashlib.sha256(CSV).hexdigest())
    receiver.fetch(official)
    assert receiver.fetch(official).unchanged
    assert len(web.requests) == 1


def test_a_length_that_is_not_announced(web: Web, receiver: Receiver) -> None:
    assert receiver.fetch(wanted(web.give("/f.csv", CSV, by_pieces))).path.read_bytes() == CSV
    assert {seen.total for seen in receiver.seen} == {0}
    assert receiver.seen[-1].remaining is None


def test_the_newest_file_of_a_portal_is_taken(web: Web, receiver: Receiver) -> None:
    content = zipped({"a.csv": CSV})
    sums = {"type": "sha1", "value": hashlib.sha1(content, usedforsecurity=False).hexdigest()}
    resources = [
        {"title": "autre.zip", "url": web.root + "/autre.zip", "last_modified": "2024-12-09"},
        {"title": "export-2024-11-04.zip", "url": web.root + "/4.zip", "last_modified": "2024-11-04", "checksum": sums},
        {"title": "export-2024-11-05.zip", "url": web.root + "/5.zip", "last_modified": "2024-11-05", "checksum": sums}
        | {"filesize": len(content)},
        {"title": "export-2024-11-06.zip", "url": "ftp://ailleurs/6.zip", "last_modified": "2024-11-06"},
        {"title": "export-2024-11-07.zip", "url": 7, "last_modified": "2024-11-07"},
        "rien",
    ]
    web.give("/5.zip", content)
    portal = web.give("/api", json.dumps({"resources": resources}).encode())
    official = wanted(portal, ressource="export-*.zip", nature="zip", fichier="essai.zip")
    done = receiver.fetch(official)
    assert (done.url, done.size) == (web.root + "/5.zip", len(content))


@pytest.mark.parametrize(
    "described",
    [b"{}", b'{"resources": []}', b"[1]", b"\xff", PAGE, b'{"resources": [{}]}'],
    ids=["no-key", "none", "list", "not-text", "page", "no-match"],
)
def test_a_portal_that_describes_nothing(web: Web, receiver: Receiver, described: bytes) -> None:
    official = wanted(web.give("/api", described), ressource="export-*.zip")
    assert "https://exemple.fr/" in refusal(receiver, official, Unreachable)


# ---------------------------------------------------------------------- cut, and gone on with


def test_a_cut_file_goes_on_where_it_stopped(web: Web, receiver: Receiver) -> None:
    done = receiver.fetch(wanted(web.give("/f.csv", CSV, cut(1000), cut_again(500))))
    assert done.path.read_bytes() == CSV
    assert done.resumed
    assert [headers.get("Range") for _path, headers in web.requests] == [None, "bytes=1000-", "bytes=1500-"]
    assert web.requests[1][1]["If-Range"] == '"v1"'
    assert receiver.pauses == [1.0, 2.0]
    assert receiver.seen[-1].kept == 1500


def test_a_later_run_goes_on_where_the_former_one_stopped(web: Web, tmp_path: Path) -> None:
    url = web.give("/f.csv", CSV, cut(1000))
    hurried = Receiver(tmp_path / "recus", tries=1)
    assert "continuer (1 ko sont gardés)" in refusal(hurried, wanted(url), Unreachable)
    assert kept_bytes(wanted(url), hurried.folder) == 1000
    assert hurried.left() == {"essai.csv.part", "essai.csv.part.json"}
    done = hurried.fetch(wanted(url))
    assert (done.resumed, done.path.read_bytes()) == (True, CSV)
    assert web.requests[-1][1]["Range"] == "bytes=1000-"


def test_the_date_is_the_mark_of_a_server_without_strong_etags(web: Web, receiver: Receiver) -> None:
    date = "Tue, 05 Nov 2024 03:00:00 GMT"
    receiver.fetch(wanted(web.give("/f.csv", CSV, cut(1000), etag='W/"1"', modified=date)))
    assert web.requests[1][1]["If-Range"] == date


def test_without_any_mark_a_cut_file_starts_again(web: Web, tmp_path: Path) -> None:
    url = web.give("/f.csv", CSV, cut(1000), cut(1200), etag="")
    hurried = Receiver(tmp_path / "recus", tries=1)
    refusal(hurried, wanted(url), Unreachable)
    assert hurried.left() == set()
    done = Receiver(tmp_path / "recus").fetch(wanted(url))
    assert (done.resumed, done.path.read_bytes()) == (False, CSV)
    assert all("Range" not in headers for _path, headers in web.requests)


def test_a_server_that_ignores_ranges_gives_everything_again(web: Web, receiver: Receiver) -> None:
    done = receiver.fetch(wanted(web.give("/f.csv", CSV, cut(1000), ranges=False)))
    assert (done.resumed, done.path.read_bytes()) == (False, CSV)


def changed(asked: Asked, given: Given) -> None:
    """Let the next version come, and answer of it."""
    given.content, given.etag = CSV.replace(b"Formation", b"Apprentissage"), '"v2"'
    asked.well(given)


def changed_without_a_word(asked: Asked, given: Given) -> None:
    """Give the rest of another version to who asked for this one's."""
    given.content, given.etag = CSV.replace(b"Formation", b"Apprentissage"), '"v2"'
    cut_again(len(CSV) * 2)(asked, given)


@pytest.mark.parametrize("fault", [changed, changed_without_a_word])
def test_a_file_that_changed_between_two_tries_is_taken_whole(web: Web, receiver: Receiver, fault: Any) -> None:
    done = receiver.fetch(wanted(web.give("/f.csv", CSV, cut(1000), fault)))
    assert done.path.read_bytes() == CSV.replace(b"Formation", b"Apprentissage")
    assert not done.resumed


def test_a_part_of_another_place_is_not_added(web: Web, receiver: Receiver) -> None:
    elsewhere = status(206, CSV[2000:], Content_Range=f"bytes 2000-{len(CSV) - 1}/{len(CSV)}", ETag='"v1"')
    done = receiver.fetch(wanted(web.give("/f.csv", CSV, cut(1000), elsewhere)))
    assert done.path.read_bytes() == CSV


def test_a_file_that_only_lacked_its_end_of_run_is_taken(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV, cut(1000))
    receiver.tries = 1
    refusal(receiver, wanted(url), Unreachable)
    (receiver.folder / "essai.csv.part").write_bytes(CSV)
    assert receiver.fetch(wanted(url)).path.read_bytes() == CSV


def test_bytes_beyond_the_end_are_forgotten(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV, cut(1000))
    receiver.tries = 1
    refusal(receiver, wanted(url), Unreachable)
    (receiver.folder / "essai.csv.part").write_bytes(CSV + b"trop")
    receiver.tries = 2
    assert receiver.fetch(wanted(url)).path.read_bytes() == CSV


def test_pieces_that_stop_are_a_cut(web: Web, receiver: Receiver) -> None:
    assert receiver.fetch(wanted(web.give("/f.csv", CSV, half_of_the_pieces))).path.read_bytes() == CSV


def test_bytes_spoilt_on_the_way_are_asked_for_afresh(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV, cut(1000))
    receiver.tries = 1
    official = wanted(url, sha256=hashlib.sha256(CSV).hexdigest())
    refusal(receiver, official, Unreachable)
    (receiver.folder / "essai.csv.part").write_bytes(b"x" * 1000)
    receiver.tries = 2
    done = receiver.fetch(official)
    assert (done.path.read_bytes(), done.resumed) == (CSV, False)


# ---------------------------------------------------------------------- a server in trouble


def test_a_server_in_trouble_is_asked_again_when_it_says(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV, status(500), status(503, Retry_After="7"), status(429, Retry_After="99999"))
    assert receiver.fetch(wanted(url)).path.read_bytes() == CSV
    assert receiver.pauses == [1.0, 7.0, 60.0]


def test_a_server_that_stays_in_trouble_is_given_up(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV, *[status(500)] * 9)
    sentence = refusal(receiver, wanted(url), Unreachable)
    assert "le serveur a répondu 500, après 4 essais" in sentence
    assert "https://exemple.fr/" in sentence
    assert (len(web.requests), receiver.pauses) == (4, [1.0, 2.0, 4.0])
    assert receiver.left() == set()


def test_a_lasting_silence_is_given_up(web: Web, tmp_path: Path) -> None:
    impatient = Receiver(tmp_path / "recus", tries=2, patience=PATIENCE)
    sentence = refusal(impatient, wanted(web.give("/f.csv", CSV, silent, silent)), Unreachable)
    assert "127.0.0.1 ne dit plus rien" in sentence


def test_a_silence_in_the_middle_is_a_cut(web: Web, tmp_path: Path) -> None:
    impatient = Receiver(tmp_path / "recus", patience=PATIENCE)
    done = impatient.fetch(wanted(web.give("/f.csv", CSV, falling_silent(1000))))
    assert done.path.read_bytes() == CSV


@pytest.mark.parametrize(
    "nonsense",
    [
        b"",
        b"bonjour\r\n\r\n",
        b"HTTP/1.1 vingt OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 100_000 + b"\r\n\r\nid;titre\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 300 + b"\r\nid;titre\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\nid;ti",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nid;titre\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\nid;titre\r\n",
        b"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 5-9/12\r\nContent-Length: 5\r\n\r\ntitre",
        b"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n\r\n",
    ],
    ids=[
        "hang-up",
        "no-http",
        "no-status",
        "long-header",
        "many-headers",
        "lengths",
        "chunk",
        "minus",
        "part",
        "range",
    ],
)
def test_an_answer_that_is_none_may_be_followed_by_a_good_one(web: Web, receiver: Receiver, nonsense: bytes) -> None:
    done = receiver.fetch(wanted(web.give("/f.csv", CSV, raw(nonsense))))
    assert (done.path.read_bytes(), receiver.pauses) == (CSV, [1.0])


@pytest.mark.parametrize("code", [400, 401, 403, 404, 410, 451])
def test_an_address_that_is_no_longer_good_is_said_at_once(web: Web, receiver: Receiver, code: int) -> None:
    url = web.give("/f.csv", CSV, status(code, PAGE, Content_Type="text/html"))
    sentence = refusal(receiver, wanted(url), Unreachable)
    assert f"a répondu {code}" in sentence
    assert "--adresses" in sentence
    assert receiver.pauses == []
    assert receiver.left() == set()


def test_nobody_at_the_address_is_said_kindly_and_at_once(receiver: Receiver) -> None:
    with serving() as gone:
        url = gone.root + "/f.csv"
    sentence = refusal(receiver, wanted(url), NoConnection)
    assert "Pas de connexion à 127.0.0.1 : le programme marche sans." in sentence
    assert "cpf-tui catalogue importer essai.csv --format offres" in sentence
    assert receiver.pauses == []


def test_a_name_that_leads_nowhere_is_no_connection(receiver: Receiver) -> None:
    assert "le programme marche sans" in refusal(receiver, wanted("https://serveur.invalid/f.csv"), NoConnection)


def test_a_connection_lost_on_the_way_is_waited_for(tmp_path: Path, web: Web) -> None:
    def goes(asked: Asked, given: Given) -> None:
        cut(1000)(asked, given)
        asked.server.socket.close()

    lost = Receiver(tmp_path / "recus", tries=3)
    sentence = refusal(lost, wanted(web.give("/f.csv", CSV, goes)), Unreachable)
    assert "127.0.0.1 ne répond plus, après 3 essais" in sentence
    assert lost.pauses == [1.0, 2.0]
    assert kept_bytes(wanted(""), lost.folder) == 1000


# ---------------------------------------------------------------------- one at a time


def test_a_folder_receives_for_one_program_at_a_time(web: Web, receiver: Receiver) -> None:
    url = web.give("/f.csv", CSV)
    with receiving(receiver.folder), pytest.raises(Conflict, match="en cours"):
        receiver.fetch(wanted(url))


def test_a_folder_that_cannot_be_written_is_said(web: Web, tmp_path: Path) -> None:
    (tmp_path / "fichier").touch()
    with pytest.raises(StorageError, match="--vers"):
        Receiver(tmp_path / "fichier" / "recus").fetch(wanted(web.give("/f.csv", CSV)))
