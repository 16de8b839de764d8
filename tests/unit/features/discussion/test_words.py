"""What comments may say: a little Markdown, people by their names, and nothing that runs."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.hostile_markup import RUN, TEMPLATES, payloads

from portico.features.discussion.markup import sanitise
from portico.features.discussion.words import (
    MOST_MENTIONS,
    NothingSaid,
    Written,
    for_editing,
    mentioned_in,
    plain,
    shown,
    written,
)

PEOPLE = {"ada": 7, "bob_b": 8, "carol-c": 9}
TAGS = set("p br strong em del code pre ul ol li blockquote a".split())
ATTRIBUTES = {("a", "href"), ("a", "rel"), ("ol", "start")} | {
    (tag, "dir") for tag in ("p", "li", "blockquote", "pre")
}
HOW_LINKS_ARE = "nofollow ugc noopener"


def known(names: Collection[str]) -> Mapping[str, int]:
    return {name: PEOPLE[name] for name in names if name in PEOPLE}


def write(text: str) -> Written:
    return written(text, known)


class Inspector(HTMLParser):
    """Refuses whatever comments may not hold."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert (tag, name) in ATTRIBUTES, (tag, name)
            assert name != "href" or (value or "").lower().startswith(("https://", "http://", "mailto:")), (
                value
            )
            assert name != "rel" or value == HOW_LINKS_ARE

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    def handle_pi(self, data: str) -> None:
        raise AssertionError(data)


def inspect(html: str) -> None:
    inspector = Inspector(convert_charrefs=True)
    inspector.feed(html)
    inspector.close()
    assert sanitise(html) == html


def test_nothing_of_more_than_2000_hostile_texts_is_left_but_words() -> None:
    found = payloads()
    assert len(found) > 2_000
    for text in found:
        html = write(text).html
        inspect(html)
        inspect(
            shown(html, {7: "ada"}).replace('<a href="/@ada">', f'<a href="https://a" rel="{HOW_LINKS_ARE}">')
        )


@pytest.mark.parametrize("template", TEMPLATES)
def test_templates_come_back_as_they_are(template: str) -> None:
    assert plain(write(f"```\n{template}\n```").html) == " ".join(template.split())


@given(
    st.text(min_size=1, max_size=300)
    | st.lists(st.sampled_from(payloads()), min_size=1, max_size=3).map("".join)
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_written_is_harmless(text: str) -> None:
    try:
        said = write(text)
    except NothingSaid:
        return
    inspect(said.html)
    assert RUN not in said.html or RUN in text


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Well **put**, *you* ~~two~~.", "<p>Well <strong>put</strong>, <em>you</em> <del>two</del>.</p>"),
        ("One\ntwo", "<p>One<br>two</p>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("3. a", '<ol start="3"><li>a</li></ol>'),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        ("```py\na < b\n```", "<pre><code>a &lt; b</code></pre>"),
        ("`x`", "<p><code>x</code></p>"),
        ("# No heading", "<p># No heading</p>"),
        ("---", "<p>---</p>"),
        ("| a |\n|---|", "<p>| a |<br>|---|</p>"),
        ("<b>No</b> &amp;", "<p>&lt;b&gt;No&lt;/b&gt; &amp;amp;</p>"),
        ("[a](/about) [b](//x.y)", "<p>[a](/about) [b](//x.y)</p>"),
        ("![a](https://x.y/z)", '<p>!<a href="https://x.y/z">a</a></p>'),
        ("See https://x.y/a_b(c)).", '<p>See <a href="https://x.y/a_b(c)">https://x.y/a_b(c)</a>).</p>'),
        ("[m](mailto:a@b.c) a@b.c", '<p><a href="mailto:a@b.c">m</a> a@b.c</p>'),
    ],
)
def test_a_little_markdown_is_rendered(text: str, html: str) -> None:
    found = (
        write(text).html.replace(' dir="auto"', "").replace(f' rel="{HOW_LINKS_ARE}"', "").replace("\n", "")
    )
    assert found == html


def test_people_are_mentioned_by_numbers_and_shown_by_the_names_they_have_then() -> None:
    said = write(
        "Hi @ada, *@Bob_b* and @nobody. `@ada` [@ada](https://x.y/@ada) x@ada.b https://x.y/@ada @carol-c."
    )
    assert said.mentioned == (7, 8, 9)
    assert mentioned_in([said.html]) == mentioned_in([said.source]) == {7, 8, 9}
    html = shown(said.html, {7: "lovelace", 9: "carol-c"})
    assert 'Hi <a href="/@lovelace">@lovelace</a>, <em>@deleted</em> and @nobody.' in html
    assert "<code>@ada</code>" in html
    assert 'href="https://x.y/@ada"' in html
    again = for_editing(said.source, {7: "lovelace", 8: "bob_b", 9: "carol-c"})
    assert again.startswith("Hi @lovelace, *@bob_b* and @nobody. `@ada` [@ada](https://x.y/@ada)")


def test_names_of_people_are_escaped_and_their_marks_cannot_be_written() -> None:
    html = shown(write("@ada \ufdd09\ufdd1 &#xfdd0;9&#xfdd1;").html, {7: '"><b>', 9: "carol-c"})
    assert "<b>" not in html
    assert "carol-c" not in html


def test_only_some_people_are_called_at_once() -> None:
    names = {f"user{number}": number for number in range(1, 30)}
    said = written(
        " ".join(f"@{name}" for name in names), lambda asked: {name: names[name] for name in asked}
    )
    assert len(said.mentioned) == MOST_MENTIONS


@pytest.mark.parametrize(
    "text", [" ", "\n\n", "\u200b", "\u3164", "> ", "-", "```\n```", "\ufdd0", "\u202e", "****\u00a0"]
)
def test_what_says_nothing_is_refused(text: str) -> None:
    if text.startswith("*"):
        assert write(text).plain == "****"
        return
    with pytest.raises(NothingSaid):
        write(text)


def test_text_turns_and_buries_nothing_around_it() -> None:
    said = write("a\u202eb\u2066c e" + "\u0301" * 40 + " שלום")
    assert "\u202e" not in said.source
    assert "\u2066" not in said.source
    assert said.source.count("\u0301") <= 4
    assert said.html.startswith('<p dir="auto">')


def test_words_and_links_are_counted_as_rules_ask() -> None:
    said = write("V**ia**gra [a](https://a.b) https://c.d <https://e.f>")
    assert said.plain == "Viagra a https://c.d https://e.f"
    assert said.links == 3
