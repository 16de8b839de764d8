"""A name for every request, and its place in a trace that may have begun elsewhere."""

from __future__ import annotations

import os

import pytest

from portico.platform.trace_context import TraceContext
from portico.web.names import RANDOM, SAMPLED, name, quick_name

TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT_ID = "00f067aa0ba902b7"
PARENT = f"00-{TRACE_ID}-{PARENT_ID}-01"


def traced(parent: str, state: str = "") -> TraceContext:
    environ = {"HTTP_TRACEPARENT": parent, "HTTP_TRACESTATE": state}
    name(environ)
    trace: TraceContext = environ["portico.trace"]  # type: ignore[assignment]
    return trace


@pytest.mark.parametrize("given", ["trace-me-1234", "a" * 8, "Z" * 64, "0123-abcd"])
def test_a_well_formed_name_is_kept(given: str) -> None:
    environ = {"HTTP_X_REQUEST_ID": given}
    assert name(environ) == environ["portico.request_id"] == given


@pytest.mark.parametrize(
    "given",
    ["", "short-1", "a" * 65, "with space", "semi;colon", "line\nbreak-1", "name-1234\n", "ümlaut-ümlaut"],
)
def test_any_other_name_is_replaced(given: str) -> None:
    made = name({"HTTP_X_REQUEST_ID": given})
    assert made != given
    assert len(made) == 16


def test_no_two_requests_have_one_name() -> None:
    assert len({name({}) for _ in range(10_000)} | {quick_name() for _ in range(10_000)}) == 20_000


def test_a_forked_process_makes_names_of_its_own() -> None:
    reading, writing = os.pipe()
    if not (child := os.fork()):
        os.write(writing, name({}).encode())
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 99).decode() != name({})
    os.close(reading)
    os.close(writing)


def test_a_trace_that_begins_here_is_all_random() -> None:
    first, second = traced(""), traced("")
    assert first.trace_id != second.trace_id
    assert (len(first.trace_id), len(first.span_id), first.flags, first.parent_id) == (32, 16, RANDOM, "")


def test_a_trace_goes_on_with_a_span_of_this_request() -> None:
    trace = traced(PARENT)
    assert (trace.trace_id, trace.parent_id, trace.flags) == (TRACE_ID, PARENT_ID, SAMPLED)
    assert trace.span_id != PARENT_ID
    assert trace.header() == f"00-{TRACE_ID}-{trace.span_id}-01"


@pytest.mark.parametrize(
    ("parent", "flags"),
    [
        (PARENT[:-2] + "00", 0),
        (PARENT[:-2] + "03", SAMPLED | RANDOM),
        (PARENT[:-2] + "ff", SAMPLED | RANDOM),
        ("cc" + PARENT[2:], SAMPLED),
        ("01" + PARENT[2:] + "-what-the-future-will-be", SAMPLED),
        ("01" + PARENT[2:] + "-", SAMPLED),
    ],
)
def test_other_flags_and_versions_are_read_as_far_as_they_are_known(parent: str, flags: int) -> None:
    assert (traced(parent).trace_id, traced(parent).flags) == (TRACE_ID, flags)


@pytest.mark.parametrize(
    "parent",
    [
        "ff" + PARENT[2:],
        PARENT + "-what-the-future-will-be",
        PARENT + "-",
        PARENT + ".",
        "01" + PARENT[2:] + ".what",
        PARENT.upper(),
        PARENT[:-1],
        PARENT[1:],
        PARENT + "0",
        PARENT + "\n",
        " " + PARENT,
        PARENT.replace("-", "_"),
        PARENT.replace(TRACE_ID, "0" * 32),
        PARENT.replace(PARENT_ID, "0" * 16),
        PARENT.replace(TRACE_ID, TRACE_ID[1:]),
        PARENT.replace(PARENT_ID, PARENT_ID[1:]),
        PARENT.replace(TRACE_ID, "g" + TRACE_ID[1:]),
        PARENT.replace(PARENT_ID, "." * 16),
        PARENT[:-2] + ".0",
        PARENT[:-2] + "0A",
        "." + PARENT[1:],
        "0" + PARENT,
        f"{PARENT},{PARENT}",
        "hello",
    ],
)
def test_what_is_no_parent_begins_a_trace(parent: str) -> None:
    trace = traced(parent, "a=1")
    assert (trace.parent_id, trace.state, trace.flags) == ("", "", RANDOM)
    assert trace.trace_id != TRACE_ID


@pytest.mark.parametrize(
    "state",
    [
        "a=1",
        "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE",
        "foo=1 ,\tbar=2",
        "foo=1,,bar=2",
        "a" * 256 + "=1",
        "a" * 241 + "@" + "v" * 14 + "=1",
        "0a/*_-=!~ x",
        "a=" + "v" * 256,
        ",".join(f"k{number}=1" for number in range(32)),
    ],
)
def test_the_notes_of_others_are_kept_as_they_are(state: str) -> None:
    assert traced(PARENT, state).state == state


@pytest.mark.parametrize(
    "state",
    [
        "a",
        "=1",
        "a=",
        "A=1",
        "a =1",
        "a=1=2",
        "a=ü",
        "a=1,a=2",
        "a" * 257 + "=1",
        "a" * 242 + "@v=1",
        "a@" + "v" * 15 + "=1",
        "a@@b=1",
        "a@=1",
        "@a=1",
        "a=" + "v" * 257,
        "a=\t",
        "a=1\x01",
        ",".join(f"k{number}=1" for number in range(33)),
    ],
)
def test_malformed_notes_are_left_out_and_the_trace_goes_on(state: str) -> None:
    assert (traced(PARENT, state).state, traced(PARENT, state).trace_id) == ("", TRACE_ID)
