"""The blocks that tell what happened when."""

from __future__ import annotations

from datetime import date

from portico.features.content.compiler.blocks.block import Block, BlockContext, Props
from portico.features.content.compiler.blocks.markup import escape, tag


class TimelineProps(Props):
    """Events in order: put `<Event>` blocks inside."""


class EventProps(Props):
    """One event of a `<Timeline>`; what happened stands inside."""

    date: str
    """When, as it is to be read; a date as 2026-03-01 is also told to machines."""
    title: str = ""
    """What, in a few words."""


def _draw_timeline(_props: TimelineProps, inner: str, _context: BlockContext) -> str:
    return tag("div", inner, class_="timeline")


def _draw_event(props: EventProps, inner: str, _context: BlockContext) -> str:
    when = tag("p", _time(props.date), class_="event-date")
    title = tag("p", escape(props.title), class_="event-title") if props.title else ""
    return tag("div", when, title, inner, class_="event")


def _time(written: str) -> str:
    try:
        date.fromisoformat(written)
    except ValueError:
        return escape(written)
    return tag("time", escape(written), datetime=written)


TIMELINE = Block(name="Timeline", props=TimelineProps, draw=_draw_timeline)
EVENT = Block(name="Event", props=EventProps, draw=_draw_event)
