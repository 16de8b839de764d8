"""One client is one address, or one network of IPv6."""

from __future__ import annotations

import hmac

import pytest

from portico.web.clients import for_programs, network_digest, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no:address", "no:address"),
        ("", ""),
        (None, ""),
    ],
)
def test_what_counts_as_one_client(address: str | None, network: str) -> None:
    assert network_of(address) == network


def test_a_network_is_remembered_by_what_only_the_key_can_make() -> None:
    kept = network_digest("2001:db8:1:2:3:4:5:6", b"a key")
    assert kept == network_digest("2001:db8:1:2::9", b"a key")
    assert kept != network_digest("2001:db8:1:3::9", b"a key")
    assert kept != network_digest("2001:db8:1:2::9", b"another key")
    # Rows hold it, so it has to stay the same from one version to the next.
    assert kept == hmac.digest(b"a key", b"2001:db8:1:2::/64", "sha256")


@pytest.mark.parametrize(
    ("path", "programs"), [("/api", True), ("/api/v1", True), ("/apis", False), ("/", False)]
)
def test_which_addresses_are_for_programs(path: str, programs: bool) -> None:
    assert for_programs(path) == programs
