"""The letters about accounts: what they say, to whom, and what nobody can make them say."""

from __future__ import annotations

import ast
import re
from email import message_from_bytes, policy

import html5lib
import pytest
from jinja2 import UndefinedError
from sqlalchemy import select
from tests.support.html import parse
from tests.support.jobs import NOON
from tests.support.mails import mails

from portico.features.accounts import LAST, SECRET, Letters, examples
from portico.features.accounts.event_kinds import KINDS
from portico.features.accounts.events import QUIET
from portico.features.accounts.letter_examples import EVENT, EXAMPLES
from portico.features.accounts.letters import FOLDER
from portico.features.accounts.verifications import LIFETIME
from portico.platform.database import Database
from portico.platform.errors import Invalid
from portico.platform.mail.letters import Letter, names
from portico.platform.mail.message import compose
from portico.platform.mail.tables import Mail

ADDRESS = "https://ada.example/site"
LETTERS = Letters(lambda: "Ada & <Co>", ADDRESS, "Ada <ada@ada.example>")
WRITTEN = examples(LETTERS)
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
]
BREAKS = ["\r\n", "\n", "\r", "\0", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\r\n\t"]
SMUGGLED = ["Bcc: eve@example.net", "\r\n<script>", "Subject: other", "Content-Type: text/html"]
INJECTIONS = [f"ada{line}{header}" for line in BREAKS for header in SMUGGLED]

every_letter = pytest.mark.parametrize("letter", WRITTEN.values(), ids=WRITTEN)


def said(html: str) -> list[str]:
    """The words of a page, without its title."""
    return " ".join(parse(html).xpath("//body//text()")).split()


def links(html: str) -> list[str]:
    return list(map(str, parse(html).xpath("//a/@href")))


def test_every_letter_has_its_example() -> None:
    assert set(EXAMPLES) == set(names(FOLDER))


@every_letter
def test_both_forms_say_the_same(letter: Letter) -> None:
    assert [word for word in said(letter.html) if word not in letter.text] == []
    assert set(links(letter.html)) <= set(letter.text.replace(",", " ").split())


@every_letter
def test_it_is_sound_html_that_fetches_nothing_and_leads_home(letter: Letter) -> None:
    html5lib.HTMLParser(strict=True).parse(letter.html)
    assert not re.search(r"src=|url\(|@import|<link|<script", letter.html)
    assert all(link.startswith(ADDRESS) for link in links(letter.html))


@every_letter
def test_it_says_in_one_line_what_it_is_and_at_its_end_why_one_got_it(letter: Letter) -> None:
    assert 10 < len(letter.subject) <= 78
    assert "ada.example" in letter.subject
    _, _, foot = letter.text.partition("\n-- \n")
    reason, site = foot.strip().split("\n")
    assert reason.endswith(".")
    assert site == f"Ada & <Co>, {ADDRESS}"


def test_a_code_comes_first_so_that_a_notification_shows_it_and_never_in_a_header() -> None:
    for name in (name for name, values in EXAMPLES.items() if "code" in values):
        letter = WRITTEN[name]
        assert letter.text.startswith("K7QM-2FZD is ")
        assert letter.text.count("K7QM-2FZD") >= 2
        assert "K7QM" not in letter.subject
        assert "ten minutes" in letter.text
    assert LIFETIME.total_seconds() == 600


def test_a_code_may_come_with_its_hyphen_or_without() -> None:
    assert LETTERS.write("sign-in-code", code="K7QM-2FZD") == LETTERS.write("sign-in-code", code="k7qm2fzd")


def test_what_lets_somebody_in_is_secret() -> None:
    carrying = {name for name, values in EXAMPLES.items() if values.keys() & {"code", "token"}}
    assert carrying == SECRET
    assert set(EXAMPLES) >= LAST


def test_secrets_in_links_stand_behind_the_number_sign_where_no_server_sees_them() -> None:
    for letter in WRITTEN.values():
        for link in links(letter.html):
            before, _, _ = link.partition("#")
            assert "=" not in before


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_people_are_called_is_never_markup(name: str) -> None:
    hostile = '"><img src=x onerror=alert(1)>&amp;'
    values = {key: hostile if isinstance(value, str) else value for key, value in EXAMPLES[name].items()}
    values |= {"kind": "new-sign-in"} if "kind" in values else {}
    letter = LETTERS.write(name, **values)
    html5lib.HTMLParser(strict=True).parse(letter.html)
    tree = parse(letter.html)
    assert tree.xpath("//img") == []
    assert tree.xpath("//@*[starts-with(name(), 'on')]") == []


@pytest.mark.parametrize("hostile", INJECTIONS, ids=ascii)
def test_no_header_can_be_smuggled_in(sqlite_url: str, hostile: str) -> None:
    database = Database(sqlite_url)
    for to, name in ((f"{hostile}@example.org", "ada"), ("eve@example.org", hostile)):
        try:
            with database.transaction() as session:
                LETTERS.tell(session, to, "welcome", now=NOON, username=name)
        except Invalid:
            continue
    for mail in mails(database):
        message = message_from_bytes(compose(mail).as_bytes(), policy=policy.default)
        assert message.keys() == HEADERS
        assert message["To"] == "eve@example.org"
    database.dispose()


def test_a_letter_is_posted_with_its_cause_and_told_apart_by_its_name(database: Database) -> None:
    with database.transaction() as session:
        LETTERS.tell(session, "eve@example.org", "welcome", now=NOON, username="eve")
        assert session.scalar(select(Mail.kind)) == "welcome"
    (mail,) = mails(database)
    assert (mail.sender, mail.recipient) == ("Ada <ada@ada.example>", "eve@example.org")
    assert mail.subject == "Welcome to ada.example/site, eve"
    assert mail.html
    assert "/@eve" in mail.text


def test_a_site_without_a_title_is_called_by_its_address() -> None:
    letter = Letters(lambda: "", ADDRESS, "a@ada.example").write("welcome", username="eve")
    assert letter.text.endswith(f"ada.example, {ADDRESS}\n")


@pytest.mark.parametrize("kind", KINDS)
def test_every_event_has_a_sentence_and_says_what_to_do(kind: str) -> None:
    letter = LETTERS.write("security-event", **EVENT | {"kind": kind, "detail": "a detail"})
    assert KINDS[kind].sentence in letter.text
    assert "1 May 2026, 12:00 UTC" in letter.text
    assert f"{KINDS[kind].about}: a detail" in letter.text
    assert ("/settings" in letter.text) is (KINDS[kind].advice == "look")
    assert ("Device: Firefox on Linux" in letter.text) is (KINDS[kind].advice == "look")


def test_every_event_that_is_recorded_has_a_letter_or_needs_none() -> None:
    assert recorded() - KINDS.keys() - QUIET == set()
    assert "session-stolen" in recorded()


def recorded() -> set[str]:
    """The kinds of events that the sources of the features name where they record one."""
    calls = [
        node
        for path in FOLDER.parents[1].rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "events.record"
    ]
    arguments = [argument for call in calls for argument in call.args]
    return {str(given.value) for given in arguments if isinstance(given, ast.Constant)}


def test_an_event_of_no_kind_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        LETTERS.write("security-event", **EVENT | {"kind": "unheard-of"})
