"""The long forms of proofs that the suite holds in a short one.

`python -m tests.proofs` lists them; `python -m tests.proofs races kills` runs these two, as `make proof
OF="races kills"` does. They take from minutes to an hour each.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

ACCOUNTS = "tests/integration/features/accounts"


@dataclass(frozen=True, slots=True)
class Proof:
    """Tests and how much of each is asked for."""

    what: str
    variable: str
    value: int
    tests: tuple[str, ...]


PROOFS = {
    "backups": Proof(
        "40 backups taken while eight writers write",
        "PORTICO_TEST_DRILLS",
        20,
        ("tests/integration/commands/test_backup_drills.py",),
    ),
    "crowds": Proof(
        "pages while 200 people sign in at once",
        "PORTICO_TEST_CROWD",
        200,
        (f"{ACCOUNTS}/test_crowds.py",),
    ),
    "cuts": Proof(
        "requests with an Idempotency-Key, cut at every byte",
        "PORTICO_TEST_CUTS",
        1,
        ("tests/integration/web/test_idempotency.py",),
    ),
    "disks": Proof(
        "50 times a disk that fills or fails, and heals",
        "PORTICO_TEST_CYCLES",
        50,
        ("tests/integration/platform/test_database_disk.py",),
    ),
    "documents": Proof(
        "100,000 hostile JSON documents on both databases",
        "PORTICO_TEST_DOCUMENTS",
        100_000,
        ("tests/integration/web/test_hostile_json.py",),
    ),
    "faults": Proof(
        "a database that is away, hangs or is cut off for ten seconds at a time",
        "PORTICO_TEST_FAULT_SECONDS",
        10,
        ("tests/integration/platform/test_database_faults.py",),
    ),
    "fuzz": Proof(
        "10,000 requests made from the OpenAPI document on each database",
        "PORTICO_TEST_EXAMPLES",
        70,
        ("tests/integration/web/test_openapi.py",),
    ),
    "hostile-words": Proof(
        "every payload through every place that shows what people write, in Chromium",
        "PORTICO_TEST_HOSTILE",
        1,
        ("tests/browser/test_discussion_hostile.py",),
    ),
    "images": Proof(
        "every hostile picture the whole way, on a folder and on S3",
        "PORTICO_TEST_ALL_IMAGES",
        1,
        ("tests/integration/features/profiles/test_hostile_images.py",),
    ),
    "imports": Proof(
        "every module imported in a process of its own",
        "PORTICO_TEST_ALL_MODULES",
        1,
        ("tests/integration/test_smoke.py",),
    ),
    "kills": Proof(
        "200 servers and syncs killed while they write",
        "PORTICO_TEST_KILLS",
        1600,
        ("tests/integration/lifecycle/test_kills.py",),
    ),
    "long-tasks": Proof(
        "25 visits of an article with the browser four times as slow; wants a machine to itself",
        "PORTICO_TEST_VISITS",
        25,
        ("tests/browser/proof_of_long_tasks.py",),
    ),
    "mails": Proof(
        "1,000 mails through 200 outages of a mail server",
        "PORTICO_TEST_MAILS",
        1000,
        ("tests/integration/platform/mail/test_mail_storm.py",),
    ),
    "pages": Proof(
        "every page of a thousand posts before the W3C's checker",
        "PORTICO_TEST_ALL_PAGES",
        1,
        ("tests/integration/test_corpus.py",),
    ),
    "power": Proof(
        "20,000 states of a disk after losses of power",
        "PORTICO_TEST_STATES",
        20_000,
        ("tests/integration/platform/test_power_loss.py",),
    ),
    "races": Proof(
        "2,000 rounds of every race over accounts, sessions, codes and identities",
        "PORTICO_TEST_RACES",
        2000,
        (
            f"{ACCOUNTS}/test_races.py",
            f"{ACCOUNTS}/oauth/test_races.py",
            f"{ACCOUNTS}/leaving/test_closing_races.py",
        ),
    ),
    "restarts": Proof(
        "100 restarts under load",
        "PORTICO_TEST_RESTARTS",
        100,
        ("tests/integration/lifecycle/test_restarts.py",),
    ),
    "slow-clients": Proof(
        "100 clients that send or read a byte at a time",
        "PORTICO_TEST_SLOW_CLIENTS",
        100,
        ("tests/integration/web/test_slow_clients.py",),
    ),
    "talk-races": Proof(
        "200 rounds of every race over comments and reactions",
        "PORTICO_TEST_RACES",
        200,
        ("tests/integration/features/discussion/test_races.py",),
    ),
    "threads": Proof(
        "100,000 replies, 1,000 deep, among a million comments",
        "PORTICO_TEST_LONG_THREADS",
        1,
        ("tests/integration/features/discussion/test_bounds.py",),
    ),
    "timing": Proof(
        "1,200 samples of every answer that might tell by its time whether there is an account",
        "PORTICO_TEST_TIMING",
        1200,
        (f"{ACCOUNTS}/test_enumeration.py",),
    ),
    "tokens": Proof(
        "20,000 tokens with something changed",
        "PORTICO_TEST_JWT",
        20_000,
        (f"{ACCOUNTS}/test_jwt.py",),
    ),
    "workers": Proof(
        "100 workers killed in the middle of a job, and of migrations at every statement",
        "PORTICO_TEST_KILLS",
        100,
        (
            "tests/integration/platform/jobs/test_worker_processes.py",
            "tests/integration/migrations/test_interruptions.py",
            "tests/integration/features/content/test_atomicity.py",
        ),
    ),
}


def run(proof: Proof) -> int:
    """Run a proof by itself, one test after another, and return pytest's exit status."""
    environment = os.environ | {proof.variable: str(proof.value)}
    command = [sys.executable, "-m", "pytest", "-n", "0", *proof.tests]
    return subprocess.run(command, env=environment, check=False).returncode


def main(names: Sequence[str]) -> int:
    """List the proofs, or run those of these names and say how many did not hold."""
    if not names:
        for name, proof in PROOFS.items():
            print(f"{name:14} {proof.what}")
        return 0
    if unknown := sorted(set(names) - set(PROOFS)):
        print(f"There is no proof called {', '.join(unknown)}. There are: {', '.join(PROOFS)}")
        return 2
    return sum(bool(run(PROOFS[name])) for name in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
