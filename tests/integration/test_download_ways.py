"""The way to a file: redirects, encryption, proxies, and where one does not go."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cpf_tui.catalogue.download.client import Client, NoConnection
from cpf_tui.domain.errors import DomainError, InvalidInput, Unreachable
from tests.support.web import Web, serving, status

PROXIED = "http://donnees.exemple/f.csv"  # a machine that only the proxy would reach


pytestmark = pytest.mark.usefixtures("no_proxy")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate for this machine, that nobody else trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "essai")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificat") / "essai.pem"
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def read(url: str, *, plain: bool = False) -> bytes:
    with Client(patience=20.0, plain=plain).open(url, {"Range": "bytes=0-"}) as answer:
        return b"".join(answer.chunks())


def refusal(url: str, kind: type[DomainError], *, plain: bool = False) -> str:
    with pytest.raises(kind) as refused:
        read(url, plain=plain)
    return str(refused.value)


# ---------------------------------------------------------------------- redirects


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_with_the_question_asked(web: Web, code: int) -> None:
    web.give("/a", b"", status(code, Location="/b"))
    web.give("/b", b"donnees")
    assert read(web.root + "/a") == b"donnees"
    assert [headers.get("Range") for _path, headers in web.requests] == ["bytes=0-", "bytes=0-"]


def test_a_redirect_loop_is_left(web: Web) -> None:
    web.give("/a", b"", *[status(302, Location="/b")] * 9)
    web.give("/b", b"", *[status(302, Location="/a")] * 9)
    assert "plus de 5 fois" in refusal(web.root + "/a", InvalidInput)
    assert len(web.requests) == 6


@pytest.mark.parametrize(
    ("leads_to", "said"),
    [
        ("ftp://127.0.0.1/f", "seul https"),
        ("file:///etc/passwd", "seul https"),
        ("data:text/csv,a", "seul https"),
        ("http://donnees.exemple/f", "n’est pas chiffrée"),
        ("http://10.0.0.1/f", "n’est pas chiffrée"),
        ("https://[::1/f", "seul https"),
        ("https://", "seul https"),
        ("https://exemple.fr:99999/", "seul https"),
    ],
)
def test_a_redirect_leads_nowhere_else(web: Web, leads_to: str, said: str) -> None:
    web.give("/a", b"", status(302, Location=leads_to))
    assert said in refusal(web.root + "/a", InvalidInput)


def test_https_does_not_lead_back_to_http_even_here(
    web: Web, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    web.give("/f", b"donnees")
    with serving(certificate) as safe:
        safe.give("/a", b"", *[status(302, Location=web.root + "/f")] * 2)
        assert "n’est pas chiffrée" in refusal(safe.root + "/a", InvalidInput)
        assert read(safe.root + "/a", plain=True) == b"donnees"


# ---------------------------------------------------------------------- encryption


def test_http_is_for_this_machine_unless_asked_for() -> None:
    assert "--http" in refusal("http://donnees.exemple/f.csv", InvalidInput)
    assert "donnees.exemple.invalid" in refusal("http://donnees.exemple.invalid/f.csv", NoConnection, plain=True)


def test_a_certificate_the_system_trusts_is_enough(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving(certificate) as safe:
        assert read(safe.give("/f", b"donnees")) == b"donnees"


def test_a_certificate_nobody_vouches_for_is_refused(certificate: Path) -> None:
    with serving(certificate) as unknown:
        assert "certificat" in refusal(unknown.give("/f", b"donnees"), Unreachable)
    assert unknown.requests == []


# ---------------------------------------------------------------------- proxies


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "ALL_PROXY"])
def test_the_proxy_of_the_environment_is_used(web: Web, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, web.root)
    web.give(PROXIED, b"donnees")
    assert read(PROXIED, plain=True) == b"donnees"
    assert web.requests[0][0] == PROXIED


def test_a_proxy_may_want_a_name_and_be_written_without_scheme(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"paul:mot%20de%20passe@127.0.0.1:{web.server_port}")
    web.give(PROXIED, b"donnees")
    assert read(PROXIED, plain=True) == b"donnees"
    assert web.requests[0][1]["proxy-authorization"] == "Basic cGF1bDptb3QgZGUgcGFzc2U="


def test_no_proxy_for_the_machines_it_names(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as nobody:
        monkeypatch.setenv("http_proxy", nobody.root)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert read(web.give("/f", b"donnees")) == b"donnees"


def test_https_asks_the_proxy_for_a_tunnel(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", web.root)
    assert "mandataire" in refusal("https://donnees.exemple/f.csv", Unreachable)
    assert web.requests[0][0] == "CONNECT donnees.exemple:443"


def test_https_goes_through_the_tunnel(web: Web, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("https_proxy", f"http://paul:secret@127.0.0.1:{web.server_port}")
    with serving(certificate) as safe:
        web.leads_to = safe.server_port
        assert read(safe.give("/f", b"donnees")) == b"donnees"
    assert web.requests[0][0] == f"CONNECT 127.0.0.1:{safe.server_port}"
    assert "proxy-authorization" in web.requests[0][1]
    assert "proxy-authorization" not in safe.requests[0][1]


def test_a_proxy_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as nobody:
        monkeypatch.setenv("https_proxy", nobody.root.replace("//", "//paul:secret@"))
    sentence = refusal("https://donnees.exemple/f.csv", Unreachable)
    assert "HTTPS_PROXY" in sentence
    assert "secret" not in sentence


def test_a_proxy_of_another_kind_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "socks5://paul:secret@127.0.0.1:1080")
    sentence = refusal("https://donnees.exemple/f.csv", InvalidInput)
    assert "http ni en https" in sentence
    assert "secret" not in sentence
