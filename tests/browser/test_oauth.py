"""Coming from other sites, in a real browser: from a real OpenID provider, by window and by redirect."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug import Request, Response

from portico.features.accounts.oauth.return_paths import return_path
from tests.browser.people import PASSWORD, Porch, Someone, porch
from tests.support.addresses import LEADING_AWAY, PATHS, PIECES
from tests.support.openid import CLIENT, SECRET, OpenIdServer, openid_server, visit
from tests.support.small_server import small_server

pytestmark = [pytest.mark.chromium, pytest.mark.node]

BLOCKED = "window.open = () => null"
SHAPES = """origin => {
  const opened = window.open(origin + "/sign-in");
  const shapes = [];
  for (const source of ["portico", "PORTICO", null, 5, {}, []])
    for (const outcome of ["signed-in", "linked", "failed", true, null])
      shapes.push({source, outcome, words: "hostile words"}, JSON.stringify({source, outcome}));
  const send = () => shapes.forEach((shape) => opened.postMessage(shape, "*"));
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  return pause(2500).then(send).then(() => pause(500)).then(() => shapes.length);
}"""
LISTENING = """async address => {
  const heard = [];
  addEventListener("message", (event) => heard.push(event.data));
  window.open(address);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  return heard;
}"""
STARTED = """() => fetch("/api/v1/auth/providers/openid/start", {
  method: "POST", headers: {"Content-Type": "application/json"}, body: "{}",
}).then((answer) => answer.json()).then(({url}) => url)"""
RESOLVED = """addresses => addresses.map((address) => {
  try { return new URL(address, "https://site.test/auth/callback").origin } catch { return null }
})"""


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenIdServer]:
    """An OpenID provider that is another site to the browser."""
    with openid_server(host="localhost") as running:
        yield running


@pytest.fixture(scope="module")
def linked_porch(
    chromium: Browser, provider: OpenIdServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Porch]:
    """A site that people can come to from there."""
    known = {
        "PORTICO_OPENID_ISSUER": provider.issuer,
        "PORTICO_OPENID_CLIENT_ID": CLIENT,
        "PORTICO_OPENID_CLIENT_SECRET": SECRET,
        "PORTICO_OPENID_LABEL": "Harbour",
    }
    with porch(chromium, tmp_path_factory.mktemp("linked"), **known) as opened:
        provider.tell(redirect_uris=[f"{opened.address}/auth/openid/callback"])
        yield opened


@pytest.fixture
def visitor(linked_porch: Porch) -> Someone:
    return Someone(linked_porch)


def be(page: Page, name: str) -> None:
    """Be somebody at the provider."""
    page.get_by_label("Who are you?").fill(name)
    page.get_by_role("button", name="Continue").click()


def enter(visitor: Someone, name: str) -> None:
    """Come in by way of the provider, in a window of its own."""
    visitor.page.goto("/sign-in")
    with visitor.page.expect_popup() as opened:
        visitor.page.get_by_role("button", name="Continue with Harbour").click()
    popup = opened.value
    with popup.expect_event("close"):
        be(popup, name)


def me(visitor: Someone) -> dict[str, object] | None:
    """Who is signed in, as the API says."""
    answer = visitor.context.request.get(f"{visitor.porch.address}/api/v1/me")
    return dict(answer.json()) if answer.ok else None


def test_somebody_comes_in_through_a_window(visitor: Someone) -> None:
    enter(visitor, visitor.name)
    visitor.page.wait_for_url(f"**/@{visitor.name}")
    found = me(visitor)
    assert found is not None
    assert (found["username"], found["email"], found["providers"]) == (
        visitor.name,
        visitor.email,
        ["openid"],
    )
    assert visitor.troubles == []


def test_somebody_comes_in_where_no_window_opens(visitor: Someone) -> None:
    visitor.context.add_init_script(BLOCKED)
    visitor.page.goto("/sign-in?to=/settings")
    visitor.page.get_by_role("button", name="Continue with Harbour").click()
    be(visitor.page, visitor.name)
    visitor.page.wait_for_url("**/settings")
    found = me(visitor)
    assert found is not None
    assert found["username"] == visitor.name


def test_no_address_keeps_what_it_was_given(visitor: Someone) -> None:
    visitor.context.add_init_script(BLOCKED)
    seen: list[str] = []
    visitor.page.on("framenavigated", lambda frame: seen.append(frame.url))
    visitor.page.goto("/sign-in?to=/settings")
    visitor.page.get_by_role("button", name="Continue with Harbour").click()
    be(visitor.page, visitor.name)
    visitor.page.wait_for_url("**/settings")
    visitor.page.go_back()
    assert "code=" not in visitor.page.url
    assert not [url for url in seen if "eyJ" in url]


def test_who_says_no_is_told_so(visitor: Someone) -> None:
    visitor.page.goto("/sign-in")
    with visitor.page.expect_popup() as opened:
        visitor.page.get_by_role("button", name="Continue with Harbour").click()
    with opened.value.expect_event("close"):
        opened.value.get_by_role("button", name="Cancel").click()
    expect(visitor.page.get_by_text("You did not go on there")).to_be_visible()
    assert me(visitor) is None


def test_a_window_that_is_closed_is_told_and_another_can_be_opened(visitor: Someone) -> None:
    visitor.page.goto("/sign-in")
    with visitor.page.expect_popup() as opened:
        visitor.page.get_by_role("button", name="Continue with Harbour").click()
    expect(opened.value.get_by_role("button", name="Cancel")).to_be_visible()
    expect(visitor.page.get_by_text("Continue in the window that has opened.")).to_be_visible()
    opened.value.close()
    expect(visitor.page.get_by_text("The window is closed.")).to_be_visible()
    with visitor.page.expect_popup():
        visitor.page.get_by_role("button", name="Continue with Harbour").click()


def test_a_stolen_way_back_lets_nobody_in(visitor: Someone) -> None:
    """The attacker goes to the provider, keeps the way back to themself, and has the visitor go it."""
    attacker = Someone(visitor.porch)
    attacker.page.goto("/sign-in")
    stolen = visit(attacker.page.evaluate(STARTED), attacker.name)
    visitor.page.goto("/sign-in")
    visitor.page.evaluate(STARTED)
    visitor.page.goto(stolen)
    expect(visitor.page.get_by_role("heading", name="That did not work")).to_be_visible()
    assert me(visitor) is None


def test_an_account_is_linked_and_unlinked_in_place(visitor: Someone) -> None:
    visitor.register()
    page = visitor.settings()
    sites = visitor.section("Other sites")
    with page.expect_popup() as opened:
        sites.get_by_role("button", name="Link Harbour").click()
    with opened.value.expect_event("close"):
        be(opened.value, f"{visitor.name}-there")
    expect(sites.get_by_text(f"{visitor.name}-there@example.org")).to_be_visible()
    assert page.url.endswith("/settings")

    other = Someone(visitor.porch)
    enter(other, f"{visitor.name}-there")
    other.page.wait_for_url(f"**/@{visitor.name}")
    found = me(other)
    assert found is not None
    assert found["username"] == visitor.name

    sites.get_by_role("button", name="Unlink").click()
    expect(sites.get_by_role("button", name="Link Harbour")).to_be_visible()
    found = me(visitor)
    assert found is not None
    assert found["providers"] == []


def test_an_account_is_linked_where_no_window_opens(visitor: Someone) -> None:
    visitor.register()
    visitor.context.add_init_script(BLOCKED)
    page = visitor.settings()
    visitor.section("Other sites").get_by_role("button", name="Link Harbour").click()
    be(page, f"{visitor.name}-there")
    page.wait_for_url("**/settings")
    expect(visitor.section("Other sites").get_by_text(f"{visitor.name}-there@example.org")).to_be_visible()


def test_who_has_the_address_shows_that_it_is_them(visitor: Someone) -> None:
    visitor.register()
    again = Someone(visitor.porch, visitor.name)
    again.context.add_init_script(BLOCKED)
    again.page.goto("/sign-in?to=/settings")
    again.page.get_by_role("button", name="Continue with Harbour").click()
    be(again.page, again.name)
    expect(again.page.get_by_role("heading", name="Is it you?")).to_be_visible()
    expect(again.page.get_by_text(f"{again.name[0]}…@example.org").first).to_be_visible()
    assert me(again) is None
    again.page.get_by_label("Password of your account here").fill(PASSWORD)
    again.page.get_by_role("button", name="Continue", exact=True).click()
    again.page.wait_for_url("**/settings")
    found = me(again)
    assert found is not None
    assert (found["username"], found["providers"]) == (visitor.name, ["openid"])


@pytest.fixture
def hostile() -> Iterator[str]:
    """A page of another site."""

    def answer(_: Request) -> Response:
        return Response("<!doctype html><title>Elsewhere</title>", mimetype="text/html")

    with small_server(answer) as address:
        yield address.replace("127.0.0.1", "localhost")


def test_another_sites_messages_change_nothing(visitor: Someone, hostile: str) -> None:
    page = visitor.tab()
    page.goto(hostile)
    with visitor.context.expect_page() as opened:
        assert page.evaluate(SHAPES, visitor.porch.address) == 60
    target = opened.value
    expect(target.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(target.get_by_text("hostile words")).to_have_count(0)
    assert target.url.endswith("/sign-in")


def test_another_site_that_opened_the_window_hears_nothing(visitor: Someone, hostile: str) -> None:
    page = visitor.tab()
    page.goto(hostile)
    assert page.evaluate(LISTENING, f"{visitor.porch.address}/auth/callback#error=denied&popup=1") == []


def test_what_counts_as_a_path_is_one_to_the_browser(visitor: Someone) -> None:
    generated = ("".join(pieces) for pieces in itertools.product(PIECES, PIECES, PIECES))
    taken = {return_path(written) for address in generated for written in (address, f"/{address}")}
    taken |= {return_path(address) for address in (*PATHS, *LEADING_AWAY)}
    assert len(taken) > 1000
    assert set(visitor.page.evaluate(RESOLVED, sorted(taken))) == {"https://site.test"}
    read = visitor.page.evaluate(RESOLVED, [address for address in LEADING_AWAY if address.isascii()])
    assert sum(origin not in (None, "https://site.test") for origin in read) > 30
