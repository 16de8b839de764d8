"""What is counted is right, also with several processes, and has few series."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client import Metric
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_newer
from prometheus_client.parser import text_string_to_metric_families as read_usual
from tests.support.waiting import eventually

from portico.platform.metrics import Metrics
from portico.platform.metrics_folder import DEAD, MetricsFolder, Published, merge, prepare

READERS: dict[bool, Callable[[str], Iterable[Metric]]] = {False: read_usual, True: read_newer}


def numbers(metrics: Metrics, *, openmetrics: bool = False) -> dict[tuple[str, ...], float]:
    """Every sample by its name and the values of its labels."""
    text, media_type = metrics.text(openmetrics=openmetrics)
    assert media_type.startswith("application/openmetrics-text" if openmetrics else "text/plain")
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items(), key=_bound_last))): sample.value
        for family in READERS[openmetrics](text.decode())
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def _bound_last(label: tuple[str, str]) -> bool:
    return label[0] == "le"


def filled(folder: Path | None = None) -> Metrics:
    metrics = Metrics(folder)
    counter = metrics.counter("portico_comments_total", "Comments.", ["kind"])
    counter.add("note", amount=2)
    metrics.count("comments", "reply")
    metrics.histogram("portico_wait_seconds", "Waits.", ["where"], [0.1, 1]).observe_all({("here",): [0.5]})
    return metrics


@pytest.mark.parametrize("openmetrics", [False, True])
def test_every_kind_is_shown(openmetrics: bool) -> None:
    metrics = filled()
    metrics.level("portico_open", "Open now.", lambda: 3)
    metrics.fact("portico_versions", "Versions.", lambda: {("1", "2"): 1}, ["a", "b"])
    metrics.tally("portico_lost_total", "Lost.", lambda: 7)
    assert numbers(metrics, openmetrics=openmetrics) == {
        ("portico_comments_total", "note"): 2,
        ("portico_comments_total", "reply"): 1,
        ("portico_wait_seconds_bucket", "here", "0.1"): 0,
        ("portico_wait_seconds_bucket", "here", "1.0"): 1,
        ("portico_wait_seconds_bucket", "here", "+Inf"): 1,
        ("portico_wait_seconds_count", "here"): 1,
        ("portico_wait_seconds_sum", "here"): 0.5,
        ("portico_open",): 3,
        ("portico_versions", "1", "2"): 1,
        ("portico_lost_total",): 7,
    }


def test_hostile_labels_are_escaped() -> None:
    metrics = Metrics()
    metrics.counter("portico_odd_total", "Odd.", ["what"]).add('a"b\\c\nd')
    assert numbers(metrics) == {("portico_odd_total", 'a"b\\c\nd'): 1}


def test_what_cannot_be_found_out_is_left_out() -> None:
    metrics = filled()
    metrics.fact("portico_unknown", "Unknown.", lambda: 1 / 0)
    assert not [name for name, *_ in numbers(metrics) if name == "portico_unknown"]


def test_a_name_is_declared_once() -> None:
    metrics = filled()
    with pytest.raises(ValueError, match="portico_comments_total"):
        metrics.counter("portico_comments_total", "Again.")


def test_two_applications_share_nothing() -> None:
    one, other = filled(), filled()
    one.count("comments", "note")
    assert numbers(one)["portico_comments_total", "note"] == 3
    assert numbers(other)["portico_comments_total", "note"] == 2


def test_threads_lose_no_count() -> None:
    metrics = filled()

    def count() -> None:
        for _ in range(2000):
            metrics.count("comments", "note")

    threads = [threading.Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers(metrics)["portico_comments_total", "note"] == 16_002


@contextmanager
def running(folder: Path) -> Iterator[Metrics]:
    metrics = filled(folder)
    metrics.level("portico_open", "Open now.", lambda: 1)
    metrics.start()
    try:
        yield metrics
    finally:
        metrics.stop()


def test_each_answers_for_all_who_live_and_who_have_lived(tmp_path: Path) -> None:
    with running(tmp_path) as one:
        with running(tmp_path) as other:
            other.text()
            assert numbers(one)["portico_comments_total", "note"] == 4
            assert numbers(one)["portico_open",] == 2
        # What lives is summed; what was counted stays, of quantities nothing does.
        for _ in range(3):
            assert numbers(one)["portico_comments_total", "note"] == 4
            assert numbers(one)["portico_wait_seconds_count", "here"] == 2
            assert numbers(one)["portico_open",] == 1
    assert {path.name for path in tmp_path.glob("*.json")} >= {DEAD}


def test_others_learn_of_a_count_within_a_moment(tmp_path: Path) -> None:
    with running(tmp_path) as one, running(tmp_path) as other:
        other.count("comments", "note")
        eventually(lambda: numbers(one)["portico_comments_total", "note"] == 5)


def test_restarts_do_not_fill_the_folder(tmp_path: Path) -> None:
    with running(tmp_path) as stays:
        for _ in range(30):
            with running(tmp_path) as comes:
                comes.count("comments", "note")
        assert numbers(stays)["portico_comments_total", "note"] == 2 + 30 * 3
        assert len(list(tmp_path.iterdir())) <= 5


KILLED = textwrap.dedent("""
    import sys, time
    from pathlib import Path
    from portico.platform.metrics import Metrics
    metrics = Metrics(Path(sys.argv[1]))
    metrics.counter("portico_comments_total", "Comments.", ["kind"])
    metrics.level("portico_open", "Open now.", lambda: 1)
    metrics.start()
    for _ in range(100):
        metrics.count("comments", "note")
    metrics.text()
    print("counted", flush=True)
    time.sleep(60)
""")


def test_what_a_killed_process_reported_is_not_lost_and_its_quantities_are(tmp_path: Path) -> None:
    with running(tmp_path) as stays:
        with subprocess.Popen([sys.executable, "-c", KILLED, tmp_path], stdout=subprocess.PIPE) as process:
            assert process.stdout
            process.stdout.readline()
            assert numbers(stays)["portico_comments_total", "note"] == 102
            assert numbers(stays)["portico_open",] == 2
            process.kill()
        for _ in range(3):
            assert numbers(stays)["portico_comments_total", "note"] == 102
            assert numbers(stays)["portico_open",] == 1


def test_nobody_is_counted_twice_when_the_counting_is_cut_short(tmp_path: Path) -> None:
    with running(tmp_path):
        pass
    [left] = tmp_path.glob("[0-9]*.json")
    kept = left.read_bytes()
    with running(tmp_path) as after:
        assert numbers(after)["portico_comments_total", "note"] == 4
        # As if whoever buried it had been killed before it removed the file.
        left.write_bytes(kept)
        assert numbers(after)["portico_comments_total", "note"] == 4
        assert not left.exists()


def test_a_server_begins_anew_unless_somebody_still_counts(tmp_path: Path) -> None:
    with running(tmp_path):
        prepare(tmp_path)
        assert list(tmp_path.glob("[0-9]*.lock"))
    prepare(tmp_path)
    assert not list(tmp_path.glob("[0-9]*"))
    with running(tmp_path) as fresh:
        assert numbers(fresh)["portico_comments_total", "note"] == 2


def test_damaged_files_cost_their_own_counts_only(tmp_path: Path) -> None:
    with running(tmp_path) as metrics:
        for name, text in {"1-a.json": b"{", "2-b.json": b"[]", DEAD: b"\xff", ".x.json": b"{}"}.items():
            (tmp_path / name).write_bytes(text)
        assert numbers(metrics)["portico_comments_total", "note"] == 2


def test_a_folder_that_vanishes_leaves_the_own_counts(tmp_path: Path) -> None:
    folder = MetricsFolder(tmp_path / "metrics")
    folder.join()
    for path in (tmp_path / "metrics").iterdir():
        path.unlink()
    (tmp_path / "metrics").rmdir()
    (tmp_path / "metrics").write_text("a file")
    assert folder.exchange(Published()) == []
    folder.leave(Published())


def test_numbers_are_added_place_by_place() -> None:
    assert merge([{"a": {("x",): [1, 2]}}, {"a": {("x",): [1, 1], ("y",): [5]}}, {}]) == {
        "a": {("x",): [2, 3], ("y",): [5]}
    }
