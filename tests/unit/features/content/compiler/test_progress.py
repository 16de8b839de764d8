"""A bar appears for syncs that take long, and only for them."""

from __future__ import annotations

from time import perf_counter
from unittest.mock import patch

import pytest
from rich.progress import Progress

from portico.features.content.compiler.progress import shown_after


@pytest.mark.parametrize(("already", "bars"), [(0.0, 0), (2.0, 2)])
def test_the_bar_waits_for_its_second(already: float, bars: int) -> None:
    with (
        patch.object(Progress, "add_task", autospec=True, side_effect=[1, 2]) as added,
        patch.object(Progress, "update", autospec=True),
        shown_after(1.0, started=perf_counter() - already) as report,
    ):
        for done in range(3):
            report("Compiling", done, 3)
        report("Encoding pictures", 1, 1)
    assert added.call_count == bars
