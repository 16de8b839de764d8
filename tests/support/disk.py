"""A disk that loses power or fails: what a process wrote is noted down, and can be played back."""

from __future__ import annotations

import random
import shutil
import struct
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HEADER = struct.Struct("<cc6xqq")
SECTOR = 512
SOURCE = Path(__file__).with_name("disk.c")


@dataclass(frozen=True, slots=True)
class Step:
    """One call: a write, a truncation, a sync, or an acknowledgement, which is text for the tests."""

    deed: bytes
    file: bytes
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Remains:
    """What a power loss may leave."""

    database: bytes
    log: bytes
    acknowledged: frozenset[int]


def build_shim(folder: Path) -> Path:
    """Compile the library that stands between; a process loads it by LD_PRELOAD."""
    compiler = shutil.which("gcc")
    assert compiler, "gcc is missing"
    built = folder / "disk.so"
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", built, SOURCE, "-ldl"], check=True)
    return built


def read_steps(log: Path) -> list[Step]:
    """What was noted down."""
    data = log.read_bytes()
    steps, place = [], 0
    while place < len(data):
        deed, file, offset, length = HEADER.unpack_from(data, place)
        place += HEADER.size
        steps.append(Step(deed, file, offset, data[place : place + length]))
        place += length
    return steps


def power_losses(before: bytes, steps: list[Step], number: int, *, seed: int) -> Iterator[Remains]:
    """States that a loss of power at random moments may leave, beginning from a whole database file.

    What was synced is there. Of what was not, the disk may have kept nothing, a beginning, or any part in
    sectors, and no order binds it.
    """
    chance = random.Random(seed)
    cuts = sorted(chance.randrange(1, len(steps) + 1) for _ in range(number))
    kept = {b"D": bytearray(before), b"W": bytearray()}
    pending: dict[bytes, list[Step]] = {b"D": [], b"W": []}
    acknowledged: set[int] = set()
    done = 0
    for cut in cuts:
        for step in steps[done:cut]:
            if step.deed == b"a":
                acknowledged.update(map(int, step.data.split()))
            elif step.deed == b"s":
                for waiting in pending[step.file]:
                    _apply(kept[step.file], waiting)
                pending[step.file].clear()
            else:
                pending[step.file].append(step)
        done = cut
        left = {name: _some(kept[name], pending[name], chance) for name in kept}
        yield Remains(bytes(left[b"D"]), bytes(left[b"W"]), frozenset(acknowledged))


def _some(kept: bytearray, pending: list[Step], chance: random.Random) -> bytearray:
    left = bytearray(kept)
    mode = chance.choice(["nothing", "beginning", "any", "sectors"])
    if mode == "beginning":
        pending = pending[: chance.randint(0, len(pending))]
    for step in pending if mode != "nothing" else []:
        if mode == "beginning" or (mode == "any" and chance.random() < 0.5):
            _apply(left, step)
        elif mode == "sectors":
            for part in _sectors(step):
                if chance.random() < 0.5:
                    _apply(left, part)
    return left


def _sectors(step: Step) -> list[Step]:
    if step.deed != b"w":
        return [step]
    return [
        Step(b"w", step.file, step.offset + start, step.data[start : start + SECTOR])
        for start in range(0, len(step.data), SECTOR)
    ]


def _apply(content: bytearray, step: Step) -> None:
    end = step.offset + len(step.data)
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    if step.deed == b"t":
        del content[step.offset :]
    else:
        content[step.offset : end] = step.data
