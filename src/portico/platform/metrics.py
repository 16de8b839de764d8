"""What Portico counts and measures, in the words of Prometheus.

Each application has a `Metrics` of its own. With several processes each publishes its counts in one
folder (see `metrics_folder`), and whichever is asked answers for all of them.
"""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter as _Count
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import structlog

from portico.platform.metrics_folder import Labels, MetricsFolder, Published, State, merge
from portico.platform.rounds import Rounds

if TYPE_CHECKING:
    from prometheus_client import Metric

log = structlog.get_logger("portico.metrics")

Kind = Literal["counter", "gauge", "histogram"]
Reading = Callable[[], float | Mapping[Labels, float]]
EVERY_SECONDS = 1.0
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""The usual bounds of durations."""


@dataclass(frozen=True, slots=True)
class Family:
    """A metric: its name, what it means, and the names of its labels."""

    name: str
    help: str
    kind: Kind
    labels: tuple[str, ...] = ()
    bounds: tuple[float, ...] = ()


class Counter:
    """Something that happens. What is told in a label must have few values: routes, never paths."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self._values: dict[Labels, list[float]] = {}
        self._lock = threading.Lock()
        if not family.labels:
            self._values[()] = [0.0]

    def add(self, *labels: str, amount: float = 1) -> None:
        """It happened, so many times."""
        self.add_all({labels: amount})

    def add_all(self, amounts: Mapping[Labels, float]) -> None:
        """Several kinds of it happened."""
        with self._lock:
            for labels, amount in amounts.items():
                self._values.setdefault(labels, [0.0])[0] += amount

    def state(self) -> dict[Labels, list[float]]:
        """The numbers as they are now."""
        with self._lock:
            return {labels: list(value) for labels, value in self._values.items()}


class Histogram:
    """How long something takes: how often it stayed within each bound, and the sum."""

    def __init__(self, family: Family) -> None:
        self.family = family
        self._values: dict[Labels, list[float]] = {}
        self._lock = threading.Lock()

    def observe_all(self, observations: Mapping[Labels, Sequence[float]]) -> None:
        """Several took so long, in seconds."""
        bounds = self.family.bounds
        with self._lock:
            for labels, values in observations.items():
                row = self._values.setdefault(labels, [0.0] * (len(bounds) + 2))
                if values and max(values) <= bounds[0]:  # as all pages that are kept
                    row[0] += len(values)
                else:
                    for place, number in _Count(map(partial(bisect_left, bounds), values)).items():
                        row[place] += number
                row[-1] += sum(values)

    def state(self) -> dict[Labels, list[float]]:
        """Per labels: the number within each bound, beyond the last, and the sum."""
        with self._lock:
            return {labels: list(value) for labels, value in self._values.items()}


class Metrics:
    """All that one application counts and measures."""

    def __init__(self, folder: Path | None = None) -> None:
        self._families: dict[str, Family] = {}
        self._kept: dict[str, Counter | Histogram] = {}
        self._tallies: dict[str, Reading] = {}
        self._levels: dict[str, Reading] = {}
        self._facts: dict[str, Reading] = {}
        self._folder = MetricsFolder(folder) if folder else None
        self._joined = threading.Event()
        self._rounds = Rounds("metrics", self._publish, EVERY_SECONDS)

    def counter(self, name: str, help: str, labels: Sequence[str] = ()) -> Counter:  # noqa: A002
        """A new counter. Its name ends in `_total`."""
        made = Counter(self._declared(Family(name, help, "counter", tuple(labels))))
        self._kept[name] = made
        return made

    def histogram(
        self,
        name: str,
        help: str,  # noqa: A002
        labels: Sequence[str] = (),
        bounds: Sequence[float] = SECONDS,
    ) -> Histogram:
        """A new histogram of seconds."""
        made = Histogram(self._declared(Family(name, help, "histogram", tuple(labels), tuple(bounds))))
        self._kept[name] = made
        return made

    def tally(self, name: str, help: str, read: Reading, labels: Sequence[str] = ()) -> None:  # noqa: A002
        """A count that is kept elsewhere in this process."""
        self._declared(Family(name, help, "counter", tuple(labels)))
        self._tallies[name] = read

    def level(self, name: str, help: str, read: Reading, labels: Sequence[str] = ()) -> None:  # noqa: A002
        """A quantity of this process that rises and falls; all processes together show the sum."""
        self._declared(Family(name, help, "gauge", tuple(labels)))
        self._levels[name] = read

    def fact(self, name: str, help: str, read: Reading, labels: Sequence[str] = ()) -> None:  # noqa: A002
        """A quantity that every process would find the same; the one that is asked finds it out."""
        self._declared(Family(name, help, "gauge", tuple(labels)))
        self._facts[name] = read

    def count(self, name: str, *labels: str) -> None:
        """Count what a feature calls `comments`, declared as the counter `portico_comments_total`."""
        counter = self._kept[f"portico_{name}_total"]
        assert isinstance(counter, Counter)
        counter.add(*labels)

    def start(self) -> None:
        """Begin to publish in the folder, every second."""
        if self._folder and not self._joined.is_set():
            self._folder.join()
            self._joined.set()
            self._rounds.start()

    def stop(self) -> None:
        """Publish the last counts, which those who remain keep."""
        if self._folder and self._joined.is_set():
            self._rounds.stop(5)
            self._joined.clear()
            self._folder.leave(self._published())

    def families(self) -> list[Family]:
        """Everything that is declared, by name."""
        return sorted(self._families.values(), key=lambda family: family.name)

    def state(self) -> State:
        """The numbers of all processes together."""
        mine = self._published()
        states = [mine.counts, mine.levels]
        if self._folder and self._joined.is_set():
            states += self._folder.exchange(mine)
        states.append(_readings(self._facts))
        return merge(states)

    def text(self, *, openmetrics: bool = False) -> tuple[bytes, str]:
        """The exposition that Prometheus reads and its media type."""
        # Most processes are never asked, and it takes a tenth of a second to load.
        import prometheus_client as usual  # noqa: PLC0415
        from prometheus_client.openmetrics import exposition as newer  # noqa: PLC0415

        registry = usual.CollectorRegistry(auto_describe=False)
        registry.register(_Collector(self.families(), self.state()))
        if openmetrics:
            return newer.generate_latest(registry), newer.CONTENT_TYPE_LATEST  # type: ignore[no-untyped-call]
        return usual.generate_latest(registry), usual.CONTENT_TYPE_LATEST

    def _declared(self, family: Family) -> Family:
        if family.name in self._families:
            raise ValueError(f"there is a metric {family.name} already")
        self._families[family.name] = family
        return family

    def _published(self) -> Published:
        counts = {name: metric.state() for name, metric in self._kept.items()}
        return Published(counts | _readings(self._tallies), _readings(self._levels))

    def _publish(self) -> None:
        assert self._folder
        self._folder.publish(self._published())


def _readings(readings: Mapping[str, Reading]) -> State:
    """What each reading finds; one that fails is left out, since a wrong number is worse than none."""
    found: State = {}
    for name, read in readings.items():
        try:
            value = read()
        except Exception as error:
            log.warning("metric_unknown", metric=name, reason=type(error).__name__)
        else:
            rows = value if isinstance(value, Mapping) else {(): value}
            found[name] = {labels: [float(number)] for labels, number in rows.items()}
    return found


class _Collector:
    """Hands the numbers to Prometheus' own writer."""

    def __init__(self, families: Sequence[Family], state: State) -> None:
        self._families = families
        self._state = state

    def collect(self) -> Iterator[Metric]:
        from prometheus_client import core  # noqa: PLC0415

        made: dict[Kind, Any] = {
            "counter": core.CounterMetricFamily,
            "gauge": core.GaugeMetricFamily,
            "histogram": core.HistogramMetricFamily,
        }
        for family in self._families:
            metric = made[family.kind](family.name, family.help, labels=family.labels)
            for labels, row in sorted(self._state.get(family.name, {}).items()):
                if family.kind == "histogram":
                    metric.add_metric(labels, _cumulative(family.bounds, row), row[-1])
                else:
                    metric.add_metric(labels, row[0])
            yield metric


def _cumulative(bounds: Sequence[float], row: Sequence[float]) -> list[tuple[str, float]]:
    total, buckets = 0.0, []
    for bound, number in zip([*(str(float(bound)) for bound in bounds), "+Inf"], row[:-1], strict=True):
        total += number
        buckets.append((bound, total))
    return buckets
