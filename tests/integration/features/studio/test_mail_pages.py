"""The mailbox of development."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.support.html import parse
from tests.support.jobs import NOON, take
from tests.support.sites import compile_site, write_site

from portico import background
from portico.features.accounts.letter_examples import EXAMPLES
from portico.main import create_app
from portico.platform.database import Database
from portico.platform.jobs.attempt import perform
from portico.platform.mail import outbox
from portico.platform.mail.delivery import delivery
from portico.platform.mail.transport import transport
from portico.settings import Development, Settings, Testing

SITE = {"site.toml": 'title = "A place"\n'}


@pytest.fixture
def development(tmp_path: Path) -> Development:
    """A new site on its author's machine."""
    settings = Development(home=tmp_path, site=write_site(tmp_path / "site", SITE), var=tmp_path / "var")
    compile_site(settings.site, settings.compiled)
    return settings


@pytest.fixture
def browser(development: Development) -> FlaskClient:
    return create_app(development).test_client()


@pytest.fixture
def arrived(development: Development, browser: FlaskClient, sqlite_url: str) -> Callable[..., str]:
    """Have a letter written and sent; gives the address of its page."""
    database = Database(sqlite_url)

    def send(name: str, **values: object) -> str:
        with database.transaction() as session:
            letters = background.letters_of(development)
            letters.tell(session, "eve@example.org", name, now=NOON, **EXAMPLES[name] | values)
        lease = take(database)
        assert lease
        perform(lease, {outbox.KIND: delivery(transport(development.mail))}, database, lambda: NOON)
        (file,) = (development.var / "mail").glob("*.eml")
        return f"/studio/mail/{file.stem}"

    return send


def test_a_newcomer_is_told_what_to_do(browser: FlaskClient) -> None:
    page = browser.get("/studio/mail")
    assert page.status_code == 200
    assert "No mail has left yet." in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_where_a_code_is_asked_for_stands_the_way_to_it(
    browser: FlaskClient, client: Callable[..., FlaskClient]
) -> None:
    elsewhere = client(SITE)
    for path in ("/register", "/sign-in", "/forgot"):
        assert parse(browser.get(path).text).xpath("//form//a[@href='/studio/mail']"), path
        assert "/studio/mail" not in elsewhere.get(path).text


def test_a_mail_is_listed_with_its_code_and_leads_to_its_page(
    browser: FlaskClient, arrived: Callable[..., str]
) -> None:
    address = arrived("sign-in-code")
    listed = parse(browser.get("/studio/mail").text)
    assert listed.xpath(f"//a[@href='{address}']/text()") == ["Your code to sign in to localhost:8000"]
    assert listed.xpath("//code[@class='mailbox-code']/text()") == ["K7QM-2FZD"]
    page = parse(browser.get(address).text)
    assert page.xpath("//copy-code//code/text()") == ["K7QM-2FZD"]
    assert "eve@example.org" in page.xpath("//dl//dd/text()")
    assert "It is good for ten minutes" in page.xpath("//pre[@class='letter-text']")[0].text_content()


def test_its_html_is_shown_where_nothing_runs_and_nothing_is_fetched(
    browser: FlaskClient, arrived: Callable[..., str]
) -> None:
    address = arrived("welcome")
    page = browser.get(address)
    (frame,) = parse(page.text).xpath("//iframe")
    assert frame.get("src") == f"{address}/html"
    assert "allow-scripts" not in frame.get("sandbox")
    assert "allow-same-origin" not in frame.get("sandbox")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    framed = browser.get(f"{address}/html")
    policy = framed.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert '<base target="_blank">' in framed.text


def test_links_of_the_plain_text_can_be_followed(browser: FlaskClient, arrived: Callable[..., str]) -> None:
    page = parse(browser.get(arrived("email-changed")).text)
    links = page.xpath("//pre[@class='letter-text']//a/@href")
    assert f"http://localhost:8000/email-undo#token={EXAMPLES['email-changed']['token']}" in links


def test_what_a_mail_says_is_no_markup_of_the_page(browser: FlaskClient, arrived: Callable[..., str]) -> None:
    page = parse(browser.get(arrived("welcome", username="<img src=x>")).text)
    assert page.xpath("//main//img") == []
    assert page.xpath("//h1/text()") == ["Welcome to localhost:8000, <img src=x>"]


def test_every_letter_can_be_looked_at_before_it_is_ever_sent(browser: FlaskClient) -> None:
    links = parse(browser.get("/studio/mail").text).xpath("//ul[@class='topic-index']//a/@href")
    assert {f"/studio/mail/previews/{name}" for name in EXAMPLES} < set(links)
    for link in links:
        assert "mailbox-subject" in browser.get(link).text
        assert 'class="paper"' in browser.get(f"{link}/html").text


@pytest.mark.parametrize(
    "path", ["/0", "/previews/nothing", "/previews", "/0/html", "/previews/nothing/html"]
)
def test_what_is_not_there_is_not_found(browser: FlaskClient, path: str) -> None:
    assert browser.get(f"/studio/mail{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "/previews/welcome", "/previews/welcome/html"])
def test_elsewhere_there_is_no_mailbox(tmp_path: Path, path: str) -> None:
    mail_url = (tmp_path / "mail").as_uri()
    settings: Settings = Testing(home=tmp_path, var=tmp_path / "var", mail_url=mail_url)
    app = create_app(settings)
    assert app.test_client().get(f"/studio/mail{path}").status_code in (404, 503)
    rules = app.url_map.iter_rules()
    assert not [rule for rule in rules if rule.rule.startswith("/studio/mail")]
