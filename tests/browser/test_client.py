"""The API's client in a real browser: what it sends, how it fails, and how it gets a session renewed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug import Request, Response

from tests.browser.conftest import Opener
from tests.browser.sessions import NEW, OLD, Sessions, sessions
from tests.support.demo import compiled_demo
from tests.support.server import Server, free_port, together
from tests.support.sites import DEMO

pytestmark = pytest.mark.chromium

TOLD = """
  const told = (problem) => ({ name: problem.name, status: problem.status, code: problem.code,
    said: Boolean(problem.title && problem.detail) });
"""
CLIENT = """
  const { Client } = await import("portico/api/client");
  const { memoryTokens, sessionTokens } = await import("portico/api/tokens");
  const renew = (client) => client.send("POST /renewals", { renew: false });
  // One after the other go requests for the same address, since the first may fill the browser's cache.
  const many = (n) => ({ query: { n } });
  const outcomes = async (calls) => (await Promise.allSettled(calls))
    .map(({ value, reason }) => value?.is ?? reason.code);
"""


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context()
    yield context
    context.close()


@pytest.fixture
def service() -> Iterator[Sessions]:
    with sessions() as found:
        yield found


@pytest.fixture
def page(context: BrowserContext, service: Sessions) -> Page:
    return tab(context, service)


def tab(context: BrowserContext, service: Sessions) -> Page:
    page = context.new_page()
    page.goto(service.address)
    return page


def outcome(page: Page, steps: str) -> Any:
    return page.evaluate(f"async () => {{ {CLIENT} {TOLD} {steps} }}")


def test_a_page_of_the_site_asks_for_every_area(open_page: Opener) -> None:
    page = open_page("/about").page
    found = outcome(
        page,
        """
        const { portico } = await import("portico/api/portico");
        const { content, portfolio, search, site, traffic } = portico();
        const { items } = await content.entries("blog", { limit: 2, tag: null });
        return {
          site: (await site.read()).title,
          fonts: (await site.manifest()).fonts.length > 0,
          cards: items.length,
          entry: (await content.entry("blog", items[0].slug)).title === items[0].title,
          collections: (await content.collections()).items.some(({ name }) => name === "recipes"),
          tags: (await content.tags()).items.length > 5,
          projects: (await portfolio.projects()).items[0].collection,
          records: (await Promise.all([portfolio.skills(), portfolio.achievements(), portfolio.experience()]))
            .every(({ items }) => items.length),
          hit: (await search.entries({ q: "clap test" })).items[0].slug,
          views: (await traffic.views("/about?& #")).views,
        };
        """,
    )
    assert found == {
        "site": "Mira Solane",
        "fonts": True,
        "cards": 2,
        "entry": True,
        "collections": True,
        "tags": True,
        "projects": "projects",
        "records": True,
        "hit": "the-clap-test",
        "views": 0,
    }


def test_a_problem_document_is_told_with_every_field_that_is_wrong(open_page: Opener) -> None:
    page = open_page("/about").page
    found = outcome(
        page,
        """
        const asked = { query: { q: "" } };
        const problem = await new Client().send("GET /api/v1/search", asked).catch((error) => error);
        return { ...told(problem), error: problem instanceof Error, errors: problem.errors,
          named: problem.requestId.length };
        """,
    )
    assert found.pop("errors")[0]["pointer"] == "/query/q"
    assert found.pop("named") >= 8
    assert found == {"name": "Problem", "status": 422, "code": "invalid", "said": True, "error": True}


@pytest.mark.parametrize(
    ("status", "media_type", "body", "code"),
    [
        (502, "text/html", "<h1>Bad Gateway</h1>", "unexpected-answer"),
        (500, "application/problem+json", "{", "unexpected-answer"),
        (200, "text/html", "<h1>Welcome to the hotel</h1>", "unexpected-answer"),
        (200, "application/json", '{"cut', "unexpected-answer"),
    ],
)
def test_what_is_no_answer_of_the_api_is_a_problem_too(
    page: Page, service: Sessions, status: int, media_type: str, body: str, code: str
) -> None:
    service.server.expect_request("/odd").respond_with_data(body, status, content_type=media_type)
    found = outcome(page, "return told(await new Client().send('GET /odd').catch((error) => error));")
    assert found == {"name": "Problem", "status": status, "code": code, "said": True}


def test_an_empty_answer_is_nothing(page: Page, service: Sessions) -> None:
    service.server.expect_request("/empty").respond_with_data("", 204)
    assert outcome(page, "return await new Client().send('DELETE /empty') === undefined;")


def test_a_server_that_is_not_there_is_unreachable(page: Page) -> None:
    steps = f"""
      const client = new Client({{ base: "http://127.0.0.1:{free_port()}" }});
      return told(await client.send("GET /things").catch((error) => error));
    """
    assert outcome(page, steps) == {"name": "Problem", "status": 0, "code": "unreachable", "said": True}


def test_without_a_connection_one_is_offline(page: Page, context: BrowserContext) -> None:
    page.evaluate("import('portico/api/client').then(() => import('portico/api/tokens'))")
    context.set_offline(True)
    found = outcome(page, "return told(await new Client().send('GET /things').catch((error) => error));")
    assert found == {"name": "Problem", "status": 0, "code": "offline", "said": True}


def test_a_server_that_hangs_is_too_slow(page: Page, service: Sessions) -> None:
    hanging = threading.Event()

    def hang(_: Request) -> Response:
        hanging.wait(30)
        return Response()

    service.server.expect_request("/hanging").respond_with_handler(hang)
    slow = "return told(await new Client({ timeout: 50 }).send('GET /hanging').catch((error) => error));"
    assert outcome(page, slow) == {"name": "Problem", "status": 0, "code": "timeout", "said": True}
    hanging.set()


def test_whoever_stops_a_call_gets_their_own_reason(page: Page) -> None:
    steps = """
      const stop = new AbortController();
      const call = new Client().send("GET /things", { signal: stop.signal });
      stop.abort();
      return await call.catch((error) => error.name);
    """
    assert outcome(page, steps) == "AbortError"


def test_what_is_sent_is_json_with_its_key_and_its_cookie(page: Page, service: Sessions) -> None:
    asked = "{ path: { slug: 'a b/c' }, query: { tag: 'x y', none: null }, body: { text: 'ä' }, key: 'k-1' }"
    page.evaluate("document.cookie = 'session=old'")
    service.server.expect_request("/notes/a b/c", method="POST").respond_with_json({"is": "kept"})
    assert outcome(page, f"return await new Client().send('POST /notes/{{slug}}', {asked});") == {
        "is": "kept"
    }
    request = service.server.log[-1][0]
    assert request.get_json() == {"text": "ä"}
    assert request.query_string == b"tag=x+y"
    assert "a%20b%2Fc" in request.environ["RAW_URI"]
    assert request.headers["Idempotency-Key"] == "k-1"
    assert request.cookies["session"] == "old"


def test_calls_that_are_refused_together_cause_one_renewal(page: Page, service: Sessions) -> None:
    service.refuse_together(5)
    steps = """
      const client = new Client({ renew });
      return outcomes([1, 2, 3, 4, 5].map((n) => client.send("GET /things", many(n))));
    """
    assert outcome(page, steps) == ["here"] * 5
    assert len(service.renewals) == 1
    assert len(service.calls) == 10


def test_a_refusal_that_arrives_after_the_renewal_causes_no_other(page: Page, service: Sessions) -> None:
    steps = """
      const client = new Client({ renew });
      return outcomes([client.send("GET /late-things"), client.send("GET /things")]);
    """
    assert outcome(page, steps) == ["here", "here"]
    assert len(service.renewals) == 1


def test_two_tabs_that_are_refused_together_cause_one_renewal(
    context: BrowserContext, service: Sessions
) -> None:
    tabs = [tab(context, service), tab(context, service)]
    service.refuse_together(4)
    for number, page in enumerate(tabs):
        both = f"[`a{number}`, `b{number}`].map((n) => new Client({{ renew }}).send('GET /things', many(n)))"
        outcome(page, f"window.both = outcomes({both}); return true;")
    assert [page.evaluate("window.both") for page in tabs] == [["here", "here"]] * 2
    assert len(service.renewals) == 1


def test_a_refused_renewal_is_one_error_for_all_and_ends_the_session(page: Page, service: Sessions) -> None:
    service.refuse_together(5)
    service.renewal = 401
    steps = f"""
      const tokens = memoryTokens({{ access: "{OLD}", refresh: "spent" }});
      const client = new Client({{ tokens, renew }});
      const calls = await Promise.allSettled([1, 2, 3, 4, 5].map((n) => client.send("GET /things", many(n))));
      return {{ ...told(calls[0].reason), errors: new Set(calls.map(({{ reason }}) => reason)).size,
        tokens: tokens.read() ?? null }};
    """
    assert outcome(page, steps) == {
        "name": "Problem",
        "status": 401,
        "code": "signed-out",
        "said": True,
        "errors": 1,
        "tokens": None,
    }
    assert len(service.renewals) == 1


def test_a_refusal_that_arrives_after_a_refused_renewal_gets_the_same_error(
    page: Page, service: Sessions
) -> None:
    service.renewal = 401
    steps = """
      const client = new Client({ renew });
      const calls = [client.send("GET /late-things"), client.send("GET /things")];
      const errors = await Promise.all(calls.map((call) => call.catch((problem) => problem)));
      return errors[0] === errors[1];
    """
    assert outcome(page, steps) is True
    assert len(service.renewals) == 1


def test_a_renewal_that_is_not_heard_leaves_the_session_as_it_was(page: Page, service: Sessions) -> None:
    service.renewal = 503
    steps = f"""
      const tokens = memoryTokens({{ access: "{OLD}" }});
      const client = new Client({{ tokens, renew }});
      const problem = await client.send("GET /things").catch((error) => error);
      return [problem.status, tokens.read().access];
    """
    assert outcome(page, steps) == [503, OLD]


def test_a_call_is_tried_again_once(page: Page, service: Sessions) -> None:
    service.hopeless = True
    steps = "return outcomes([new Client({ renew }).send('GET /things')]);"
    assert outcome(page, steps) == ["signed-out"]
    assert (len(service.calls), len(service.renewals)) == (2, 1)


def test_a_wrong_password_renews_nothing(page: Page, service: Sessions) -> None:
    steps = "return outcomes([new Client({ renew }).send('POST /things', { renew: false })]);"
    assert outcome(page, steps) == ["signed-out"]
    assert service.renewals == []


def test_renewed_tokens_are_stored_and_outlast_a_reload(page: Page, service: Sessions) -> None:
    steps = f"""
      const tokens = sessionTokens();
      if (!tokens.read()) tokens.write({{ access: "{OLD}", refresh: "first" }});
      const spend = (client) =>
        client.send("POST /renewals", {{ body: tokens.read().refresh, renew: false }});
      return outcomes([new Client({{ tokens, renew: spend }}).send("GET /things")]);
    """
    assert outcome(page, steps) == ["here"]
    page.reload()
    assert outcome(page, steps) == ["here"]
    assert service.renewals == ['"first"']
    assert [call.headers["Authorization"] for call in service.calls] == [
        f"Bearer {OLD}",
        *[f"Bearer {NEW}"] * 2,
    ]


@pytest.fixture
def portico(service: Sessions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server, whose API lists the origin of the tiny one."""
    home = tmp_path_factory.mktemp("client")
    environ = {
        "PORTICO_CORS_ORIGINS": service.address,
        "PORTICO_DATABASE_URL": f"sqlite:///{home}/portico.db",
    }
    server = Server(DEMO, compiled_demo(tmp_path_factory) / "var", environ)
    with together([server]):
        yield server


def test_a_front_end_elsewhere_uses_a_token(page: Page, portico: Server) -> None:
    token = (portico.var / "operator-token").read_text().strip()
    steps = f"""
      const {{ portico }} = await import("portico/api/portico");
      const base = "{portico.address}";
      const {{ operations, site }} = portico({{ base, tokens: memoryTokens({{ access: "{token}" }}) }});
      const stranger = portico({{ base, credentials: "omit" }});
      const mail = {{ key: "the-same" }};
      const mails = [await operations.sendTestMail("ada@example.org", mail),
        await operations.sendTestMail("ada@example.org", mail)];
      return {{
        site: (await site.read()).title,
        ready: (await operations.health()).report.ready,
        one: mails[0].id === mails[1].id,
        mail: (await operations.mail(mails[0].id)).recipient,
        mails: (await operations.mails({{ limit: 5 }})).items.length,
        jobs: (await operations.jobs({{ limit: 1 }})).items.length,
        flags: Array.isArray((await operations.flags()).items),
        url: (await operations.connection()).url.startsWith(base),
        refused: await stranger.operations.health().catch((problem) => problem.status),
      }};
    """
    assert outcome(page, steps) == {
        "site": "Mira Solane",
        "ready": True,
        "one": True,
        "mail": "ada@example.org",
        "mails": 1,
        "jobs": 1,
        "flags": True,
        "url": True,
        "refused": 401,
    }
