"""A folder is a collection: it has its list, pages, tags, feeds, search and API, without a line of code."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from flask.testing import FlaskClient
from tests.support.serving import serve_site
from tests.support.sites import post
from tests.support.sql import statements

from portico.features.content.addresses import RESERVED
from portico.features.content.serving import current_site

Serve = Callable[[Mapping[str, str | bytes]], FlaskClient]

RECIPES = {
    "content/blog/hello.md": post("Hello"),
    "content/recipes/bread.md": post(
        "Bread", body="Flour and water.", tags="[baking]", servings=4, aliases="[/brot]"
    ),
    "content/recipes/soups/leek.mdx": post("Leek soup", body="Leeks.", tags="[soup]"),
    "content/recipes/secret.md": post("Secret", body="Of the house.", draft="true"),
    "content/recipes/coming.md": post("Coming", date="2999-01-01"),
    "content/blog/bread.md": post("Bread and writing"),
}


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    return serve_site(tmp_path_factory.mktemp("kitchen"), RECIPES)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("/recipes", "Leek soup"),
        ("/recipes?tag=baking", "Bread"),
        ("/recipes?year=2026", "Leek soup"),
        ("/recipes/bread", "Flour and water."),
        ("/recipes/soups/leek", "Leeks."),
        ("/blog/bread", "Bread and writing"),
        ("/tags/soup", "Leek soup"),
        ("/search?q=flour", "Bread"),
        ("/recipes/feed.atom", "Flour and water."),
        ("/recipes/feed.rss", "Flour and water."),
        ("/recipes/feed.json", "Flour and water."),
        ("/tags/baking/feed.atom", "Bread"),
        ("/sitemap.xml", "/recipes/soups/leek"),
        ("/api/v1/content/recipes", "Leek soup"),
        ("/api/v1/content/recipes/soups/leek", "Leeks."),
        ("/api/v1/content/recipes/bread", '"servings":4'),
        ("/api/v1/search?q=leeks&kind=recipes", "soups/leek"),
        ("/", "/recipes"),
    ],
)
def test_a_folder_of_recipes_is_shown_everywhere(kitchen: FlaskClient, address: str, shown: str) -> None:
    answer = kitchen.get(address)
    assert answer.status_code == 200
    assert shown in answer.text


@pytest.mark.parametrize(
    "address",
    [
        "/recipes",
        "/",
        "/recipes/feed.atom",
        "/sitemap.xml",
        "/tags",
        "/search?q=house",
        "/api/v1/content/recipes",
    ],
)
def test_what_is_not_published_is_shown_nowhere(kitchen: FlaskClient, address: str) -> None:
    text = kitchen.get(address).text
    assert "Secret" not in text
    assert "Coming" not in text


@pytest.mark.parametrize(
    "address", ["/recipes/secret", "/recipes/coming", "/recipes/nothing", "/nothing", "/recipes?tag=x"]
)
def test_what_is_not_there_is_not_found(kitchen: FlaskClient, address: str) -> None:
    assert kitchen.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/nothing/", "/recipes/nothing/", "/nothing//", "/recipes/secret/"])
def test_a_slash_behind_nothing_leads_nowhere(kitchen: FlaskClient, address: str) -> None:
    assert kitchen.get(address).status_code == 404


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/recipes/", "/recipes"),
        ("/recipes/bread/", "/recipes/bread"),
        ("/recipes/bread//?a=b", "/recipes/bread?a=b"),
        ("/recipes/index", "/recipes"),
        ("/brot/", "/recipes/bread"),
    ],
)
def test_a_slash_behind_a_page_leads_to_it(kitchen: FlaskClient, address: str, target: str) -> None:
    answer = kitchen.get(address)
    assert (answer.status_code, answer.location) == (308, target)


def test_a_tag_that_nobody_uses_gives_an_empty_list_with_a_way_out(kitchen: FlaskClient) -> None:
    assert kitchen.get("/api/v1/content/recipes?tag=x").json["items"] == []
    page = kitchen.get("/recipes?tag=x")
    assert page.status_code == 404
    assert 'href="/recipes">Show everything' in page.text
    assert 'content="noindex' in page.text


def test_an_old_address_redirects_for_good(kitchen: FlaskClient) -> None:
    answer = kitchen.get("/brot")
    assert (answer.status_code, answer.location) == (308, "/recipes/bread")


def test_navigation_counts_what_is_published(kitchen: FlaskClient) -> None:
    navigation = {link["label"]: link["count"] for link in kitchen.get("/api/v1/site").json["navigation"]}
    assert navigation == {"Blog": 2, "Recipes": 2}


def test_every_first_segment_of_porticos_own_is_reserved(kitchen: FlaskClient) -> None:
    rules = kitchen.application.url_map.iter_rules()
    first = {rule.rule.split("/")[1] for rule in rules}
    fixed = {segment for segment in first if segment and "<" not in segment}
    assert {segment for segment in fixed if not segment.startswith((".", "_"))} <= RESERVED


def test_a_file_of_any_name_has_a_page(client: Serve) -> None:
    names = ["with space", "100%", 'it\'s "so"', "日本語", "a#b?", "Größe", "😀", "a&b=c+d"]
    shown = client({f"content/blog/{name}.md": post(f"Found {n}") for n, name in enumerate(names)})
    cards = shown.get("/api/v1/content/blog").json["items"]
    assert len(cards) == len(names)
    for card in cards:
        assert card["url"].isascii()
        assert card["title"] in shown.get(card["url"]).text


def test_an_article_of_twenty_thousand_words_is_one_page(client: Serve) -> None:
    body = "\n\n".join(f"## Part {n}\n\n" + "word " * 500 for n in range(40))
    answer = client({"long.md": post("Long", body=body)}).get("/blog/long")
    assert answer.status_code == 200
    assert answer.text.count("<h2") >= 40


def test_an_empty_site_has_its_pages(client: Serve) -> None:
    shown = client({})
    for address in ("/", "/blog", "/search", "/tags", "/feed.atom", "/sitemap.xml", "/api/v1/content"):
        assert shown.get(address).status_code == 200


@pytest.mark.parametrize("date", ["0001-01-01", "1000-01-02", "9999-12-31", "2999-01-01"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_ends_of_time_take_no_page_down(client: Serve, date: str, zone: str) -> None:
    files = {"site.toml": f'timezone = "{zone}"', "a.md": post(date=date, updated=date), "b.md": post()}
    shown = client(files)
    for address in ("/", "/blog", "/blog/b", "/feed.atom", "/sitemap.xml", "/api/v1/content/blog"):
        assert shown.get(address).status_code == 200


def test_a_page_takes_few_statements_however_many_entries_it_shows(client: Serve) -> None:
    shown = client({f"content/blog/{n}.md": post(f"P{n}", tags=f"[x{n % 2}]") for n in range(22)})
    for address in ("/blog", "/tags/x0", "/blog/7"):
        shown.get(address)
    counts = {address: count(shown, address) for address in ("/", "/blog?page=2", "/tags/x1", "/blog/8")}
    assert counts == {"/": 0, "/blog?page=2": 2, "/tags/x1": 2, "/blog/8": 4}


def count(client: FlaskClient, address: str) -> int:
    with client.application.test_request_context(), statements(current_site()) as told:
        assert client.get(address).status_code == 200
    return len(told)
