"""Lines leave whole, and nobody waits for a reader that has stopped reading."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from portico.platform.lines import MOST_WAITING, Output


@pytest.fixture
def output() -> Iterator[Output]:
    made = Output()
    yield made
    made.stop()


def test_lines_leave_at_once_before_the_start_and_after_the_stop(
    output: Output, capfd: pytest.CaptureFixture[str]
) -> None:
    output.write(b"one\n")
    assert capfd.readouterr().err == "one\n"
    output.start()
    output.write(b"two\n")
    output.stop()
    assert capfd.readouterr().err == "two\n"
    output.write(b"three\n")
    assert capfd.readouterr().err == "three\n"


def test_lines_leave_in_order(output: Output, capfd: pytest.CaptureFixture[str]) -> None:
    output.start()
    for number in range(2000):
        output.write(b"%d\n" % number)
    assert output.flush(30)
    assert capfd.readouterr().err.split() == [str(number) for number in range(2000)]


def test_a_reader_that_is_gone_costs_the_lines_and_nothing_else(
    output: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as broken:
        monkeypatch.setattr(sys, "stderr", broken)
        output.start()
        output.write(b"lost\nlost\n", lines=2)
        assert output.flush(30)
    assert output.dropped == 2


PROGRAM = f"""
import json, os, sys, time
from portico.platform.lines import output
output.start()
line = b"x" * 999 + b"\\n"
began = time.perf_counter()
for _ in range({MOST_WAITING // 1000} * 2):
    output.write(line)
seconds = time.perf_counter() - began
output.stop(0.2)
print(json.dumps(dict(seconds=seconds, dropped=output.dropped)), flush=True)
"""


def test_nobody_waits_for_a_reader_that_has_stopped_reading() -> None:
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        told = json.loads(process.stdout.readline())
        # It ends although nobody has read a line of its log.
        assert process.wait(30) == 0
    assert told["dropped"] >= MOST_WAITING // 1000
    assert told["seconds"] < time.monotonic() - began
