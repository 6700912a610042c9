"""HTTP as the downloads need it: the proxies of the environment, time-outs, few redirects, and one sentence a fault.

The certificates are those the system trusts, so that a network with its own authority works as it does elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ipaddress import ip_address
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse, PoolManager, ProxyManager, Timeout, make_headers
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NewConnectionError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from cpf_tui.catalogue.download.addresses import is_web_address
from cpf_tui.domain.errors import InvalidInput, Unreachable
from cpf_tui.domain.text import Text, text

REDIRECTS = 5
CONNECT = 10.0  # seconds to reach a machine
CHUNK = 1 << 15

_MOVED = {301, 302, 303, 307, 308}
_PASSING = {408, 425, 429, 500, 502, 503, 504}
_LONGEST_WAIT = 60.0  # seconds: a server may ask for a pause, not for an afternoon


class NoConnection(Unreachable):
    """No machine answers at that address: offline, which is normal, or a name that no longer exists."""

    def __init__(self, sentence: str, /, *, host: str, **values: object) -> None:
        super().__init__(sentence, host=host, **values)
        self.host = host


class Passing(Exception):
    """A fault that another try may not meet: `reason` says it, `after` is the pause the server asks for, in seconds."""

    def __init__(self, reason: Text, after: float | None = None) -> None:
        super().__init__(str(reason))
        self.reason, self.after = reason, after


class Answer:
    """An answer under way: its status, its headers, where it came from after the redirects, its bytes as sent."""

    def __init__(self, response: BaseHTTPResponse, url: str) -> None:
        self._response = response
        self.url = url
        self.status = response.status
        self.headers: Mapping[str, str] = response.headers

    def chunks(self) -> Iterator[bytes]:
        """Give the bytes as they come, not decoded. Raises `Passing` when they stop before their announced end."""
        with _faults(urlsplit(self.url)):
            # Not `stream`: it gives nothing before a whole chunk is there, and would lose its bytes when cut.
            while chunk := self._response.read1(CHUNK, decode_content=False):
                yield chunk


class Client:
    """Opens addresses. `patience` is how long, in seconds, a server may stay silent; `plain` allows http anywhere."""

    def __init__(self, *, patience: float = 30.0, plain: bool = False) -> None:
        self._timeout = Timeout(connect=min(CONNECT, patience), read=patience)
        self._plain = plain

    @contextmanager
    def open(self, url: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        """Ask for an address, redirects followed, and give the answer.

        Raises `InvalidInput` for an address one may not go to, `NoConnection` when nobody answers, `Passing` for what
        may go better later, `Unreachable` for a certificate or a proxy that does not let through.
        """
        came_from = None
        for _ in range(REDIRECTS + 1):
            where = self._allowed(url, came_from)
            with self._manager(where) as manager, _faults(where):
                response = manager.request(
                    "GET",
                    url,
                    headers={"User-Agent": "cpf-tui", **headers},
                    timeout=self._timeout,
                    retries=False,
                    redirect=False,
                    preload_content=False,
                    decode_content=False,
                )
                try:
                    if response.status in _PASSING:
                        raise Passing(text("le serveur a répondu {status}", status=response.status), _pause(response))
                    location = response.headers.get("Location", "") if response.status in _MOVED else ""
                    if not location:
                        yield Answer(response, url)
                        return
                finally:
                    response.close()
            came_from, url = where, _led_to(url, location)
        raise InvalidInput(
            "{host} renvoie d’adresse en adresse plus de {count} fois : l’adresse de la liste n’est plus bonne.",
            host=came_from.hostname if came_from else url,
            count=REDIRECTS,
        )

    def _allowed(self, url: str, came_from: SplitResult | None) -> SplitResult:
        """Refuse what is not https; http is for this machine, never after https, unless asked for."""
        if not is_web_address(url):
            raise _not_followed(url)
        where = urlsplit(url)
        at_home = _is_loopback(where.hostname or "") and (came_from is None or came_from.scheme == "http")
        if where.scheme == "http" and not (self._plain or at_home):
            raise InvalidInput(
                "L’adresse « {url} » n’est pas chiffrée : donnez-en une en https, ou acceptez http avec « --http ».",
                url=url,
            )
        return where

    def _manager(self, where: SplitResult) -> PoolManager:
        proxies = {} if proxy_bypass(where.netloc.rpartition("@")[2]) else getproxies()
        proxy = proxies.get(where.scheme) or proxies.get("all")
        if not proxy:
            return PoolManager(num_pools=1)
        parts = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise InvalidInput(
                "Le serveur mandataire (proxy) « {proxy} » n’est pas en http ni en https. Corrigez HTTPS_PROXY.",
                proxy=parts.hostname or parts.scheme,
            )
        known = f"{unquote(parts.username or '')}:{unquote(parts.password or '')}" if parts.username else None
        address = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        return ProxyManager(address, num_pools=1, proxy_headers=make_headers(proxy_basic_auth=known))


@contextmanager
def _faults(where: SplitResult) -> Iterator[None]:
    """Say what went wrong on the way, in our words."""
    host = where.hostname or ""
    try:
        yield
    except LocationParseError as error:
        raise _not_followed(where.geturl()) from error
    except ProxyError as error:
        raise Unreachable(
            "Le serveur mandataire (proxy) ne mène pas à {host}. Vérifiez HTTPS_PROXY et NO_PROXY.", host=host
        ) from error
    except (NewConnectionError, ConnectTimeoutError) as error:
        raise NoConnection("{host} ne répond pas.", host=host) from error
    except SSLError as error:
        raise Unreachable(
            "L’identité de {host} ne peut pas être vérifiée : son certificat n’est pas reconnu. Vérifiez la date de "
            "cet ordinateur et le réseau.",
            host=host,
        ) from error
    except ReadTimeoutError as error:
        raise Passing(text("{host} ne dit plus rien", host=host)) from error
    except HTTPError as error:
        raise Passing(text("la connexion avec {host} s’est coupée", host=host)) from error


def _led_to(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise _not_followed(location) from error


def _not_followed(url: str) -> InvalidInput:
    return InvalidInput("L’adresse « {url} » n’est pas une adresse du web : seul https est suivi.", url=url)


def _pause(response: BaseHTTPResponse) -> float | None:
    asked = response.headers.get("Retry-After", "")
    return min(float(asked), _LONGEST_WAIT) if asked.isascii() and asked.isdecimal() else None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
