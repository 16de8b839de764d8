"""What readers say, for whoever comes without scripts."""

from __future__ import annotations

import re

from sqlalchemy import update
from tests.integration.features.discussion.conftest import House
from tests.support.people import Person

from portico.features.discussion.models import Comment

PAGE = "//discussion/blog/hello"


def test_a_page_shows_the_threads_and_leads_to_the_rest(house: House, ada: Person) -> None:
    top = house.say(ada, "Top <script>alert(1)</script>")
    last = top
    for number in range(12):
        last = house.say(ada, f"Below {number}", last)
    for number in range(21):
        house.say(ada, f"Thread {number}")
    first = house.ask("GET", PAGE)
    assert (first.status_code, first.headers["Cache-Control"]) == (200, "no-store")
    assert "34</span> comments" in first.text
    assert '<link rel="canonical" href="https://site.test/blog/hello"' in first.text
    assert '<meta name="robots" content="noindex' in first.text
    assert "Thread 20" in first.text
    assert "Top" not in first.text
    [older] = re.findall(r'href="(/discussion/blog/hello\?cursor=[^"]+)" rel="next', first.text)
    second = house.ask("GET", f"/{older}")
    assert "<script>alert(1)" not in second.text
    assert "Top &lt;script&gt;" in second.text
    assert second.text.count('data-level="6"') == 5
    assert "in reply to" in second.text
    [more] = re.findall(r'href="(/comments/\d+/replies\?cursor=[^"]+)"', second.text)
    rest = house.ask("GET", f"/{more}")
    assert ("Below 11" in rest.text, "Below 9" in rest.text) == (True, False)
    assert house.ask("GET", f"//comments/{top}/replies").text.count("comment-words") == 13


def test_nothing_closed_and_gone(house: House, ada: Person) -> None:
    assert "Nobody has said anything yet." in house.ask("GET", PAGE).text
    assert "This discussion is closed" in house.ask("GET", "//discussion/blog/over").text
    for path in ("blog/quiet", "blog/nothing", "pages/about"):
        assert house.ask("GET", f"//discussion/{path}").status_code == 404
    assert house.ask("GET", f"{PAGE}?cursor=x").status_code == 400
    moved = house.ask("GET", "//discussion/blog/before")
    assert (moved.status_code, moved.headers["Location"]) == (308, "/discussion/blog/renamed")


def test_a_page_has_a_discussion_where_it_says_so_and_an_article_unless_it_says_not(house: House) -> None:
    for path, named in (
        ("guestbook", 'data-collection="pages" data-slug="guestbook"'),
        ("blog/2026/deep", 'data-collection="blog" data-slug="2026/deep"'),
    ):
        shown = house.ask("GET", f"//{path}").text
        assert named in shown
        assert shown.count('data-late="discussion"') == 1
    for path in ("about", "blog/quiet"):
        shown = house.ask("GET", f"//{path}").text
        assert "<reader-discussion" not in shown
        assert 'data-late="discussion"' not in shown


def test_a_link_to_a_comment_leads_to_its_article(house: House, ada: Person) -> None:
    number = house.say(ada, "Hello")
    found = house.ask("GET", f"//comments/{number}")
    assert (found.status_code, found.headers["Location"]) == (303, f"/blog/hello#comment-{number}")
    with house.database.transaction() as session:
        session.execute(update(Comment).values(state="held", listed=False))
    for path in (f"//comments/{number}", "//comments/999", f"//comments/{number}/replies"):
        assert house.ask("GET", path).status_code == 404
