"""Every proof that has a long form can be had by its name."""

from __future__ import annotations

import re

import pytest

from tests.architecture.source import ROOT
from tests.proofs import PROOFS, Proof, main

OTHERWISE = {"PORTICO_TEST_S", "PORTICO_TEST_SEED"}
"""Where an S3 server is, and the seed of what is drawn by lot."""
HERE = ROOT / "tests" / "architecture"


@pytest.mark.parametrize("proof", PROOFS.values(), ids=PROOFS)
def test_its_tests_ask_how_much_is_wanted(proof: Proof) -> None:
    for path in proof.tests:
        assert f'"{proof.variable}"' in (ROOT / path).read_text()


def test_every_wish_that_tests_ask_for_belongs_to_a_proof() -> None:
    asked = {
        name
        for path in (ROOT / "tests").rglob("*.py")
        if HERE not in path.parents
        for name in re.findall(r'"(PORTICO_TEST_[A-Z_]+)', path.read_text())
    }
    assert asked - OTHERWISE == {proof.variable for proof in PROOFS.values()}


def test_they_are_listed_and_others_are_not_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    assert "races " in capsys.readouterr().out
    assert main(["rases"]) == 2
    assert "no proof called rases" in capsys.readouterr().out
