"""`python -m benchmarks` measures everything and writes docs/benchmarks.md; with topics it prints theirs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import content, discussion, lighthouse, machine, pages, people, rates, report, search
from benchmarks.figures import Figure, Rate
from benchmarks.place import CORPUS

DOCS = Path(__file__).resolve().parents[1] / "docs"
FIGURES: dict[str, Callable[[Path], list[Figure]]] = {
    "content": content.measure,
    "search": search.measure,
    "pages": pages.measure,
    "lighthouse": lighthouse.measure,
    "people": people.measure,
    "discussion": discussion.measure,
}
RATES: dict[str, Callable[[Path], list[Rate]]] = {
    "rates": rates.measure,
    "api": rates.measure_api,
    "people": people.measure_rates,
}
TOPICS = tuple(dict.fromkeys((*FIGURES, *RATES)))


def main(topics: list[str]) -> int:
    """Measure the topics named, all when none is; 1 when they cannot be measured."""
    if unknown := set(topics) - set(TOPICS):
        return _refuse(f"there is no topic {', '.join(sorted(unknown))}; there are {', '.join(TOPICS)}")
    if not CORPUS.is_dir():
        return _refuse(f"the corpus is not at {CORPUS}")
    chosen = topics or TOPICS
    facts = machine.facts()
    with TemporaryDirectory(prefix="portico-bench-") as folder:
        figures = [figure for topic in FIGURES if topic in chosen for figure in FIGURES[topic](Path(folder))]
        measured = [rate for topic in RATES if topic in chosen for rate in RATES[topic](Path(folder))]
    print(report.as_page(facts, figures, measured))
    if not topics:
        _write(facts, figures, measured)
    return 0


def _write(facts: dict[str, str], figures: list[Figure], measured: list[Rate]) -> None:
    (DOCS / "benchmarks.md").write_text(report.as_page(facts, figures, measured), encoding="utf-8")
    (DOCS / "benchmarks.json").write_bytes(report.as_json(facts, figures, measured))


def _refuse(reason: str) -> int:
    sys.stderr.write(f"benchmarks: {reason}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
