"""The example for nginx, run as it stands but for its ports, names and certificate."""

from __future__ import annotations

import datetime
import http.client
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.support.nginx import EXAMPLE, nginx
from tests.support.raw import ask
from tests.support.server import PROBE, Server, free_port, together
from tests.support.sites import write_site

pytestmark = pytest.mark.nginx

NAME = "example.org"


@dataclass(frozen=True, slots=True)
class Ports:
    plain: int
    secure: int


@pytest.fixture(scope="module")
def ports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    home = tmp_path_factory.mktemp("example")
    site = write_site(home / "site", {"site.toml": 'title = "Example"'})
    environ = {
        "PORTICO_TRUSTED_PROXIES": "1",
        "PORTICO_PUBLIC_URL": f"https://{NAME}",
        "PORTICO_RATE_LIMITS": "false",
    }
    server, found = Server(site, home / "var", environ, PROBE), Ports(free_port(), free_port())
    _certify(home)
    sites = EXAMPLE.read_text()
    for written, here in (
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{found.plain};"),
        ("listen 443 ssl", f"listen 127.0.0.1:{found.secure} ssl"),
        ("127.0.0.1:8000", f"127.0.0.1:{server.port}"),
        (f"/etc/letsencrypt/live/{NAME}", str(home)),
    ):
        assert written in sites
        sites = sites.replace(written, here)
    with together([server]), nginx(home / "nginx", sites):
        yield found


def _certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def secure(ports: Ports, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
    trusting = ssl._create_unverified_context()
    connection = http.client.HTTPSConnection("127.0.0.1", ports.secure, timeout=30, context=trusting)
    connection.request(method, path, body, {"Host": NAME, "X-Forwarded-Proto": "http"})
    answer = connection.getresponse()
    found = answer.status, answer.read()
    connection.close()
    return found


def test_the_application_sees_the_public_address(ports: Ports) -> None:
    status, body = secure(ports, "GET", "/probe/echo")
    assert (status, json.loads(body)["url"]) == (200, f"https://{NAME}/probe/echo")


def test_who_comes_without_tls_is_sent_to_it(ports: Ports) -> None:
    answer = ask(ports.plain, "/blog?page=2", {"Host": NAME})
    assert (answer.status, answer.headers["location"]) == (301, f"https://{NAME}/blog?page=2")


def test_programs_are_told_in_json_what_the_proxy_refuses(ports: Ports) -> None:
    status, body = secure(ports, "POST", "/api/v1/contact", b"x" * (64 * 1024 + 1))
    told = json.loads(body)
    assert (status, told["status"], told["code"]) == (413, 413, "too-large")


@pytest.mark.parametrize(("size", "status"), [(64 * 1024, 200), (64 * 1024 + 1, 413)])
def test_the_proxy_knows_the_limit_of_bodies(ports: Ports, size: int, status: int) -> None:
    assert secure(ports, "POST", "/probe/echo", b"x" * size)[0] == status
