"""Whom passkeys are made for."""

from __future__ import annotations

import pytest

from portico.features.accounts.factors.party import Party, party_of


@pytest.mark.parametrize(
    ("address", "party"),
    [
        ("https://ada.example", Party("ada.example", "https://ada.example")),
        ("https://ada.example/", Party("ada.example", "https://ada.example")),
        ("https://Ada.Example:443/porch/", Party("ada.example", "https://ada.example")),
        ("https://ada.example:8443", Party("ada.example", "https://ada.example:8443")),
        ("https://xn--bcher-kva.example", Party("xn--bcher-kva.example", "https://xn--bcher-kva.example")),
        ("http://localhost:8000", Party("localhost", "http://localhost:8000")),
        ("http://localhost:80", Party("localhost", "http://localhost")),
        ("http://127.0.0.1:8000", Party("localhost", "http://localhost:8000")),
        ("http://[::1]:8000", Party("localhost", "http://localhost:8000")),
        ("http://192.168.1.7", Party("localhost", "http://localhost")),
    ],
)
def test_it_is_the_host_and_the_origin_of_the_site(address: str, party: Party) -> None:
    assert party_of(address) == party
