"""One try at one file: what is asked, what the answer is taken for, what is done with its bytes."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlsplit

from cpf_tui.catalogue.download.addresses import OfficialFile
from cpf_tui.catalogue.download.client import Answer, Client, Passing
from cpf_tui.catalogue.download.content import HEAD, unlike
from cpf_tui.catalogue.download.partial import Origin, Partial, whole_origin
from cpf_tui.catalogue.download.records import Fetched, Target, Transfer, too_large
from cpf_tui.catalogue.download.whole import Damaged, sha256, whole
from cpf_tui.domain.errors import InvalidInput, StorageError, Unreachable
from cpf_tui.domain.size import size_words
from cpf_tui.domain.text import Text, text

_RANGE = re.compile(r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)")


class Attempt:
    """One try: what a former one left in `partial` is gone on with when the server still has the same version."""

    def __init__(
        self, wanted: OfficialFile, target: Target, partial: Partial, progress: Callable[[Transfer], None]
    ) -> None:
        self._wanted = wanted
        self._target = target
        self._partial = partial
        self._progress = progress
        self._kept = partial.resumable(target.url)
        former = whole_origin(partial.target)
        self._former = former if former and former.url == target.url else None

    def run(self, client: Client) -> Fetched:
        """Ask, receive, check, and put the file in its place.

        Raises `Passing` for what another try may repair, `Unreachable` and `InvalidInput` for what it cannot, with
        nothing kept of bytes that are not the file's.
        """
        if self._former and self._target.algorithm == "sha256" and self._former.sha256 == self._target.digest:
            return self._unchanged(self._former)
        with client.open(self._target.url, self._headers()) as answer:
            if answer.status == 304 and self._former:
                return self._unchanged(self._former)
            if self._takes(answer):
                self._receive(answer)
        return self._settle()

    def _headers(self) -> dict[str, str]:
        headers = {"Accept-Encoding": "identity"}
        if self._kept and self._partial.origin:
            return headers | {"Range": f"bytes={self._kept}-", "If-Range": self._partial.origin.mark}
        if self._former and self._former.etag:
            return headers | {"If-None-Match": self._former.etag}
        if self._former and self._former.modified:
            return headers | {"If-Modified-Since": self._former.modified}
        return headers

    def _takes(self, answer: Answer) -> bool:
        """Say whether there is something to receive, once the bytes already there are kept or forgotten."""
        if answer.status == 200:
            self._kept = 0
            self._partial.begin(self._origin(answer))
            return True
        if answer.status == 206 and self._goes_on(answer):
            return True
        if answer.status == 416 and self._kept and _total(answer) == self._kept:
            return False  # everything was there: only the end of the former run is missing
        if answer.status in {206, 416}:
            self._partial.drop()
            raise Passing(text("le fichier a changé pendant ce temps"))
        raise Unreachable(
            "{title} : {host} a répondu {status}. L’adresse a peut-être changé : corrigez-la dans une copie de la "
            "liste, avec « --adresses », ou prenez le fichier sur {page}.",
            title=self._wanted.titre,
            host=urlsplit(answer.url).hostname or answer.url,
            status=answer.status,
            page=self._wanted.page,
        )

    def _goes_on(self, answer: Answer) -> bool:
        origin = self._partial.origin
        found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
        return bool(
            origin
            and self._kept
            and found
            and found[1] == str(self._kept)
            and (not origin.size or found[2] in {"*", str(origin.size)})
            and origin.same_version(answer.headers)
            and origin.encoding == self._encoding(answer)
        )

    def _origin(self, answer: Answer) -> Origin:
        headers = answer.headers
        length = headers.get("Content-Length", "")
        return Origin(
            self._target.url,
            headers.get("ETag", ""),
            headers.get("Last-Modified", ""),
            self._encoding(answer),
            int(length) if length.isascii() and length.isdecimal() else 0,
        )

    def _encoding(self, answer: Answer) -> str:
        """Return how the bytes are compressed on the way; a server may call a .gz file itself so."""
        said = answer.headers.get("Content-Encoding", "").strip().lower()
        if said in {"", "identity"} or (self._wanted.nature == "gzip" and said.endswith("gzip")):
            return ""
        if said not in {"gzip", "x-gzip"}:
            raise Unreachable(
                "{title} : la réponse est compressée en « {encoding} », que le programme ne sait pas lire. Prenez le "
                "fichier sur {page}.",
                title=self._wanted.titre,
                encoding=said,
                page=self._wanted.page,
            )
        return "gzip"

    def _receive(self, answer: Answer) -> None:
        origin = self._partial.origin
        total = origin.size if origin else 0
        self._make_room(total)
        began, done, head = time.monotonic(), self._kept, bytearray()
        fresh = not self._kept and not (origin and origin.encoding)
        for chunk in answer.chunks():
            if fresh:
                head += chunk
                if len(head) >= HEAD:
                    fresh = False
                    self._refuse_unlike(bytes(head[:HEAD]))
            self._partial.append(chunk)
            done += len(chunk)
            if done > self._wanted.octets_max:
                self._refuse(too_large(self._wanted.octets_max))
            self._progress(Transfer(done, total, self._kept, time.monotonic() - began))
        if total and done != total:
            raise Passing(text("la connexion avec {host} s’est coupée", host=urlsplit(answer.url).hostname or ""))

    def _make_room(self, total: int) -> None:
        if total > self._wanted.octets_max:
            self._refuse(too_large(self._wanted.octets_max))
        free = shutil.disk_usage(self._partial.path.parent).free
        if total - self._kept > free:
            raise StorageError(
                "{title} : il faut {needed} et il reste {free} dans « {folder} ». Faites de la place, ou "
                "choisissez un autre dossier avec « --vers ».",
                title=self._wanted.titre,
                needed=size_words(total - self._kept),
                free=size_words(free),
                folder=self._partial.path.parent,
            )

    def _settle(self) -> Fetched:
        """Check the whole file and put it in its place; a file gone on with that is not right is asked for afresh."""
        self._partial.flush()
        origin = self._partial.origin or Origin(self._target.url)
        try:
            path = whole(self._partial, self._wanted, self._target)
        except Damaged as error:
            if not self._kept:
                self._refuse(error.reason)
            self._partial.drop()
            raise Passing(error.reason) from error
        final = replace(origin, encoding="", size=path.stat().st_size, sha256=sha256(path))
        self._partial.keep(path, final)
        return Fetched(self._wanted, self._partial.target, origin.url, final.size, final.sha256, resumed=self._kept > 0)

    def _unchanged(self, former: Origin) -> Fetched:
        return Fetched(self._wanted, self._partial.target, former.url, former.size, former.sha256, unchanged=True)

    def _refuse_unlike(self, head: bytes) -> None:
        if (reason := unlike(self._wanted.nature, head)) is not None:
            self._refuse(reason)

    def _refuse(self, reason: Text) -> None:
        self._partial.drop()
        raise InvalidInput(
            "{title} : {host} a donné {reason}. Rien n’en est gardé. Recommencez plus tard, corrigez l’adresse dans "
            "une copie de la liste, avec « --adresses », ou prenez le fichier sur {page}.",
            title=self._wanted.titre,
            host=urlsplit(self._target.url).hostname or "",
            reason=reason,
            page=self._wanted.page,
        )


def _total(answer: Answer) -> int:
    found = _RANGE.fullmatch(answer.headers.get("Content-Range", ""))
    return int(found[2]) if found and found[2] != "*" else 0
