"""Log lines are JSON for machines and words for people, on standard error."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from portico.platform import logging as our_logging
from portico.platform.logging import LogFormat, configure, json_line, renderer
from portico.platform.plain_text import plain


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    secrets, context = our_logging._secrets, our_logging._context
    yield
    root.handlers[:], root.level = handlers, level
    our_logging._secrets, our_logging._context = secrets, context
    structlog.reset_defaults()


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.strip().splitlines()[-1]


def test_a_line_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    structlog.get_logger("test").info("hello", number=3, odd=object)
    line = json.loads(last_line(capsys))
    assert (line["event"], line["number"], line["level"]) == ("hello", 3, "info")
    assert line["time"].endswith("Z")


def test_a_line_for_people_begins_with_its_moment() -> None:
    moment = datetime(2026, 11, 21, 16, 48, 9, 703764, UTC)
    line = renderer("console")({"time": moment, "level": "info", "event": "request"}).decode()
    assert "2026-11-21T16:48:09.703764Z" in line.split()[0]
    assert "datetime" not in line


def test_lines_of_libraries_look_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    logging.getLogger("library").warning("from %s", "afar")
    line = json.loads(last_line(capsys))
    assert (line["event"], line["level"]) == ("from afar", "warning")


def test_an_exception_is_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    try:
        int("the reason")
    except ValueError:
        structlog.get_logger("test").exception("failed")
    assert "the reason" in json.loads(last_line(capsys))["exception"]


def test_people_read_words(capsys: pytest.CaptureFixture[str]) -> None:
    configure("console", "INFO")
    structlog.get_logger("test").info("hello")
    assert "hello" in last_line(capsys)


def test_what_is_less_severe_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "WARNING")
    structlog.get_logger("test").info("hello")
    logging.getLogger("library").info("hello")
    assert capsys.readouterr().err == ""


def test_configuring_twice_writes_once(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO")
    configure("json", "INFO")
    logging.getLogger("library").warning("once")
    assert len(capsys.readouterr().err.splitlines()) == 1


HOSTILE = [
    "line\r\nline",
    "\x1b[31mred\x1b]0;title\x07",
    "\x9b31m",
    "a\u2028b\u2029c\x85d",
    "nul\x00",
    "\ud800 alone",
    "\u202eturned\u2066",
    '"}\n{"event":"forged"}',
    "\x7f\x08\x0b\x0c",
    "\U000e0001 tag",
]


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_value_stays_within_its_line(
    capsys: pytest.CaptureFixture[str], log_format: LogFormat, text: str
) -> None:
    configure(log_format, "INFO")
    structlog.get_logger("test").info(
        text, value=text, raw=text.encode("utf-8", "surrogatepass"), **{text: 1}
    )
    logging.getLogger("library").warning("%s", text)
    lines = capsys.readouterr().err.removesuffix("\n").split("\n")
    assert len(lines) == 2
    for line in lines:
        assert line.isprintable()
        assert log_format == "console" or json.loads(line)["time"]


@given(st.text(st.characters(exclude_categories=())), st.binary())
def test_every_text_is_one_printable_line_of_json(text: str, raw: bytes) -> None:
    line = json_line({"a": plain("a", text), "b": plain("b", raw), "c": plain("c", [text, {text: raw}])})
    assert line.endswith(b"\n")
    assert line[:-1].decode().isprintable()
    assert set(json.loads(line)) == {"a", "b", "c"}


def test_long_values_are_cut_and_odd_ones_written() -> None:
    class Mute:
        def __str__(self) -> str:
            raise RuntimeError

    assert len(plain("a", "x" * 100_000)) < 1100
    assert plain("a", Mute()) == "<Mute that cannot be written>"
    assert plain("a", 10**5000).startswith("0x")
    assert plain("a", ValueError("odd\n")) == "ValueError: odd\\n"
    assert plain("a", list(range(1000))) == list(range(50))
    deep: list[object] = []
    deep.append(deep)
    assert json.dumps(plain("a", deep))


@pytest.mark.parametrize(
    "name", ["password", "new_password", "token", "operator_token", "Authorization", "cookie", "code", "otp"]
)
def test_what_a_name_calls_secret_is_struck_out(name: str) -> None:
    assert plain(name, "canary") == "**********"
    assert plain("form", {name: "canary"}) == {name: "**********"}


def test_what_a_type_calls_secret_is_struck_out() -> None:
    assert plain("given", SecretStr("canary")) == "**********"
    assert plain("status_code", 404) == 404


def test_known_secrets_are_struck_out_of_messages_and_stacks(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO", secrets=[SecretStr("canary-in-a-message"), SecretStr("ab"), "about"])
    try:
        int("could not log in with canary-in-a-message")
    except ValueError:
        structlog.get_logger("test").exception("failed")
    logging.getLogger("library").warning("about canary-in-a-message")
    written = capsys.readouterr().err
    assert "canary" not in written
    assert written.count("**********") >= 2
    assert "about" in written, "what is too short to be a secret stays"


def test_the_password_of_an_address_is_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO", secrets=[SecretStr("postgresql://ada:canary%2Fword@localhost/portico")])
    logging.getLogger("driver").warning("canary/word and canary%2Fword were refused for ada")
    written = capsys.readouterr().err
    assert "canary" not in written
    assert "refused for ada" in written


def test_a_stack_is_in_its_line_without_values_of_variables(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(hidden: str) -> None:
        raise ValueError(len(hidden))

    configure("json", "INFO")
    try:
        fail("the value of a variable")
    except ValueError:
        structlog.get_logger("test").exception("failed")
    [line] = capsys.readouterr().err.splitlines()
    assert "in fail" in json.loads(line)["exception"]
    assert "the value of a variable" not in line.replace('fail(\\"the value of a variable\\")', "")


def test_a_line_carries_what_belongs_to_its_moment(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "INFO", context=lambda: {"request_id": "abc", "event": "never this"})
    structlog.get_logger("test").info("hello")
    logging.getLogger("library").warning("from afar")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["event"], line["request_id"]) for line in lines] == [("hello", "abc"), ("from afar", "abc")]


def test_libraries_that_name_whole_addresses_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure("json", "DEBUG")
    logging.getLogger("httpx2").info("GET https://example.org/?token=canary")
    assert capsys.readouterr().err == ""
