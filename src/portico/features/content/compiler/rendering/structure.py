"""Paragraphs, lists, tables and the other elements that order a text."""

from __future__ import annotations

import re
from html import escape, unescape

from portico.features.content.compiler.rendering.attributes import common, common_written
from portico.features.content.compiler.rendering.fold import (
    BLOCK,
    INLINE,
    ITEM,
    Fold,
    Frame,
    Handler,
    element,
    is_blank,
)

_RENAMED = {
    "acronym": "abbr",
    "address": "div",
    "big": "span",
    "center": "div",
    "data": "span",
    "dir": "ul",
    "font": "span",
    "footer": "div",
    "header": "div",
    "main": "div",
    "menu": "ul",
    "nobr": "span",
    "strike": "s",
    "time": "span",
    "tt": "code",
}
_WHOLE_NUMBER = re.compile(r"-?\d{1,9}\Z")
_SPAN = re.compile(r"[1-9]\d{0,2}\Z")
_CAPTION = re.compile(r"<caption\b[^>]*>(.*?)</caption>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NOTHING = re.compile(r"(?:\s|</?(?:b|code|del|em|i|s|small|span|strong|sub|sup|u)>|<br>)*+\Z")
LONGEST_SUMMARY = 300


def structure_handlers() -> dict[str, Handler]:
    """How to close the elements that every text is made of."""
    inline = "abbr b bdi cite code del dfn em i ins kbd mark q s samp small span strong sub sup u var"
    block = "article aside blockquote div nav section"
    return {
        **dict.fromkeys(
            [*inline.split(), "acronym", "big", "data", "font", "nobr", "strike", "time", "tt"], _text
        ),
        **dict.fromkeys([*block.split(), "address", "center", "footer", "header", "main"], _block),
        "p": _paragraph,
        "pre": _preformatted,
        **dict.fromkeys(["ul", "ol", "dir", "menu"], _list),
        "li": _item,
        "dl": _definitions,
        **dict.fromkeys(["dt", "dd"], _definition),
        "details": _details,
        "summary": _summary,
        "figure": _figure,
        "figcaption": _caption,
        "table": _table,
        **dict.fromkeys(["thead", "tbody", "tfoot", "caption"], _rows),
        "tr": _row,
        **dict.fromkeys(["td", "th"], _cell),
        **dict.fromkeys(["br", "wbr"], _break),
        "hr": _rule,
        "input": _task,
        "ruby": _ruby,
        **dict.fromkeys(["rt", "rp"], _ruby_part),
    }


def _text(fold: Fold, frame: Frame) -> None:
    if frame.words and "footnote-ref" in frame.words and frame.get("class") == "footnote-ref":
        del fold.text[frame.text_start :]
    if frame.kinds:
        # A block cannot stand within a run of text, so the run gives way.
        fold.splice(frame)
        return
    tag = _RENAMED.get(frame.tag, frame.tag)
    fold.add(f"<{tag}{common_written(fold, frame)}>{frame.html()}</{tag}>")


def _block(fold: Fold, frame: Frame) -> None:
    if not frame.kinds and is_blank(frame.html()) and not frame.words:
        return
    attributes = common(fold, frame)
    if frame.tag == "center":
        attributes["class"] = f"{attributes.get('class', '')} align-center".strip()
    fold.add(element(_RENAMED.get(frame.tag, frame.tag), attributes, frame.html()), BLOCK)


def _paragraph(fold: Fold, frame: Frame) -> None:
    if frame.picture and frame.picture[0] and not frame.kinds and frame.html().strip() == frame.picture[1]:
        title, picture = frame.picture
        caption = element("figcaption", {}, escape(title, quote=False))
        fold.add(f"<figure>{picture}{caption}</figure>", BLOCK)
        return
    attributes = common_written(fold, frame)
    for kind, run in frame.runs():
        if kind != INLINE:
            fold.add(run, kind)
            continue
        if not _NOTHING.match(run):
            fold.add(f"<p{attributes}>{run}</p>", BLOCK)
            attributes = ""
    if not fold.summary and not fold.within("li", "td", "th", "blockquote", "section", "figure", "hgroup"):
        fold.summary = shortened(fold.text_of(frame))


def shortened(text: str) -> str:
    """The beginning of a text, cut at a word."""
    if len(text) <= LONGEST_SUMMARY:
        return text
    return text[:LONGEST_SUMMARY].rsplit(" ", 1)[0].rstrip(",;:–—- ")[: LONGEST_SUMMARY - 1] + "…"


def _preformatted(fold: Fold, frame: Frame) -> None:
    inside = "".join(run for kind, run in frame.runs() if kind == INLINE)
    if inside:
        lead = "\n" if inside.startswith("\n") else ""
        fold.add(element("pre", common(fold, frame) | {"tabindex": "0"}, lead + inside), BLOCK)
    for kind, run in frame.runs():
        if kind != INLINE:
            fold.add(run, BLOCK)


def _list(fold: Fold, frame: Frame) -> None:
    items = "".join(run if kind == ITEM else f"<li>{run}</li>" for kind, run in frame.runs())
    if not items:
        return
    attributes = common(fold, frame)
    if frame.tag == "ol":
        start = frame.get("start") or ""
        if _WHOLE_NUMBER.match(start):
            attributes["start"] = start
        if frame.get("reversed") is not None:
            attributes["reversed"] = ""
        if (frame.get("type") or "1") in {"a", "A", "i", "I"}:
            attributes["type"] = frame.get("type") or ""
    tag = "ol" if frame.tag == "ol" else "ul"
    fold.add(element(tag, attributes, f"\n{items}\n"), BLOCK)


def _item(fold: Fold, frame: Frame) -> None:
    parent = fold.open[-1].tag
    attributes = common(fold, frame)
    if parent not in {"ul", "ol", "dir", "menu"}:
        fold.add(element("div", attributes, frame.html()), BLOCK)
        return
    value = frame.get("value") or ""
    if parent == "ol" and _WHOLE_NUMBER.match(value):
        attributes["value"] = value
    fold.add(element("li", attributes, frame.html()), ITEM)


def _definitions(fold: Fold, frame: Frame) -> None:
    """A list of terms, each with at least one meaning; anything else in it is kept as text."""
    groups: list[tuple[str, str]] = []
    for kind, run in frame.runs():
        groups.append(
            (
                "dt" if kind == ITEM and run.startswith("<dt") else "dd",
                run if kind == ITEM else f"<dd>{run}</dd>",
            )
        )
    if not groups:
        return
    names = [name for name, _run in groups]
    sound = names[0] == "dt" and names[-1] == "dd"
    content = "".join(run for _name, run in groups)
    if not sound:
        content = re.sub(r"<(/?)d[td]\b", r"<\1div", content)
    fold.add(element("dl" if sound else "div", common(fold, frame), content), BLOCK)


def _definition(fold: Fold, frame: Frame) -> None:
    if fold.open[-1].tag != "dl":
        fold.add(element("div", common(fold, frame), frame.html()), BLOCK)
        return
    fold.add(element(frame.tag, common(fold, frame), frame.html()), ITEM)


def _details(fold: Fold, frame: Frame) -> None:
    summary, content = "", []
    for kind, run in frame.runs():
        if kind == ITEM and not summary:
            summary = run
        elif kind == ITEM:
            content.append(run.replace("<summary", "<div", 1).replace("</summary>", "</div>"))
        else:
            content.append(f"<p>{run}</p>" if kind == INLINE else run)
    attributes = common(fold, frame)
    if frame.get("open") is not None:
        attributes["open"] = ""
    summary = summary or "<summary>Details</summary>"
    fold.open[-1].interactive = True
    fold.add(element("details", attributes, summary + "".join(content)), BLOCK)


def _summary(fold: Fold, frame: Frame) -> None:
    inside = "".join(run for kind, run in frame.runs() if kind == INLINE)
    if fold.open[-1].tag == "details":
        fold.add(element("summary", common(fold, frame), inside or "Details"), ITEM)
    else:
        fold.add(element("div", common(fold, frame), inside), BLOCK)


def _figure(fold: Fold, frame: Frame) -> None:
    captions = [run for kind, run in frame.runs() if kind == ITEM]
    content = "".join(run for kind, run in frame.runs() if kind != ITEM)
    further = "".join(
        run.replace("<figcaption", "<div", 1).replace("</figcaption>", "</div>") for run in captions[1:]
    )
    if content or captions:
        fold.add(element("figure", common(fold, frame), content + further + "".join(captions[:1])), BLOCK)


def _caption(fold: Fold, frame: Frame) -> None:
    if fold.open[-1].tag == "figure":
        fold.add(element("figcaption", common(fold, frame), frame.html()), ITEM)
    else:
        fold.add(element("div", common(fold, frame), frame.html()), BLOCK)


def _table(fold: Fold, frame: Frame) -> None:
    content = "".join(run for kind, run in frame.runs() if kind == ITEM)
    if "<tr" in content:
        table = element("table", common(fold, frame), content)
        label = _table_name(fold, content)
        fold.add(f'<div class="table" tabindex="0" role="region" aria-label="{label}">{table}</div>', BLOCK)


def _table_name(fold: Fold, content: str) -> str:
    fold.page.tables += 1
    caption = _CAPTION.search(content)
    words = _TAG.sub("", caption[1]).split() if caption else []
    return escape(unescape(" ".join(words))) or f"Table {fold.page.tables}"


def _rows(fold: Fold, frame: Frame) -> None:
    content = (
        frame.html() if frame.tag == "caption" else "".join(run for kind, run in frame.runs() if kind == ITEM)
    )
    if content.strip():
        fold.add(element(frame.tag, common(fold, frame), content), ITEM)


def _row(fold: Fold, frame: Frame) -> None:
    cells = "".join(run for kind, run in frame.runs() if kind == ITEM)
    if cells:
        fold.add(element("tr", common(fold, frame), cells) + "\n", ITEM)


def _cell(fold: Fold, frame: Frame) -> None:
    attributes = common(fold, frame)
    for name in ("colspan", "rowspan"):
        value = frame.get(name) or ""
        if _SPAN.match(value):
            attributes[name] = value
    content = frame.html()
    # A header that says nothing would be announced for every cell of its column.
    tag = frame.tag if content.strip() else "td"
    if tag == "th" and frame.get("scope") in {"row", "col", "rowgroup", "colgroup"}:
        attributes["scope"] = frame.get("scope") or ""
    fold.add(element(tag, attributes, content), ITEM)


def _break(fold: Fold, frame: Frame) -> None:
    fold.text.append("\n" if frame.tag == "br" else "")
    fold.add(f"<{frame.tag}>")


def _rule(fold: Fold, _frame: Frame) -> None:
    if not fold.phrasing_only:
        fold.add("<hr>", BLOCK)


def _task(fold: Fold, frame: Frame) -> None:
    if frame.get("type") == "checkbox":
        done = frame.get("checked") is not None
        state = " checked" if done else ""
        fold.add(f'<input type="checkbox"{state} disabled aria-label="{"done" if done else "to do"}">')


def _ruby(fold: Fold, frame: Frame) -> None:
    if frame.kinds or "<rt" not in frame.html():
        fold.splice(frame)
    else:
        fold.add(element("ruby", common(fold, frame), frame.html()))


def _ruby_part(fold: Fold, frame: Frame) -> None:
    if frame.kinds or fold.open[-1].tag != "ruby":
        fold.splice(frame)
    else:
        fold.add(element(frame.tag, {}, frame.html()))
