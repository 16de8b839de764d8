"""The block that draws data as a chart: its props and its shapes, scales and words, a file each."""

from portico.features.content.compiler.blocks.chart.chart import CHART

__all__ = ["CHART"]
