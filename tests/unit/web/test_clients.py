"""One client is one address, or one network of IPv6."""

from __future__ import annotations

import pytest

from portico.web.clients import for_programs, network_of


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


@pytest.mark.parametrize(
    ("path", "programs"), [("/api", True), ("/api/v1", True), ("/apis", False), ("/", False)]
)
def test_which_addresses_are_for_programs(path: str, programs: bool) -> None:
    assert for_programs(path) == programs
