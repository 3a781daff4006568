"""TLS to a real server on loopback: today's way first, the old way only with a server that needs it."""

from __future__ import annotations

import datetime
import ssl
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from tests.sites import Site
from watcher.fetching import Failed, FailureReason, Fetched, Fetcher, FetchSettings, InMemoryHosts
from watcher.fetching.transport import HttpTransport

HOST = "czj.chenghu.test"


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of the host's own, with its key, in one file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now() - datetime.timedelta(days=1)).not_valid_after(now() + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(HOST)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "site.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@contextmanager
def secure_site(certificate: Path, *, old: bool = False) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if old:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    context.load_cert_chain(certificate)
    with Site(tls=context) as site:
        site.serve("/a.html", "<p>x</p>")
        yield site


def fetcher_for(site: Site, ca_file: Path | None) -> Fetcher:
    def loopback(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    settings = FetchSettings(
        host_delay_seconds=0, allow_hosts=(HOST,), allow_private_addresses=True, total_seconds=5,
        extra_ports=frozenset({(HOST, site.port)}),
    )  # fmt: skip
    transport = HttpTransport(settings, loopback, str(ca_file) if ca_file else None)
    return Fetcher(settings, InMemoryHosts(), now, transport=transport)


def test_the_certificate_is_verified_for_the_name_and_not_for_the_address(certificate: Path) -> None:
    with secure_site(certificate) as site, fetcher_for(site, certificate) as fetcher:
        assert isinstance(fetcher.fetch(f"https://{HOST}:{site.port}/a.html"), Fetched)


def test_a_certificate_that_nobody_vouches_for_is_refused(certificate: Path) -> None:
    with secure_site(certificate) as site, fetcher_for(site, None) as fetcher:
        answer = fetcher.fetch(f"https://{HOST}:{site.port}/a.html")
    assert isinstance(answer, Failed)
    assert answer.reason is FailureReason.TLS
    assert site.hits == []


def test_a_server_that_speaks_only_old_tls_is_read_and_its_certificate_verified(certificate: Path) -> None:
    with secure_site(certificate, old=True) as site:
        with fetcher_for(site, certificate) as fetcher:
            assert isinstance(fetcher.fetch(f"https://{HOST}:{site.port}/a.html"), Fetched)
        with fetcher_for(site, None) as fetcher:
            answer = fetcher.fetch(f"https://{HOST}:{site.port}/a.html")
    assert isinstance(answer, Failed)
    assert answer.reason is FailureReason.TLS
