"""What programs look for at fixed addresses."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
import sectxt
import time_machine
from flask.testing import FlaskClient
from PIL import Image
from tests.support.checkers import check_xml
from tests.support.odd import ODD, naughty_strings, odd_post
from tests.support.sites import post

from portico.features.content.discovery.signpost_pages import card_url
from portico.features.content.reading import find_entry
from portico.features.content.serving import content, current_site
from portico.settings import Settings

Serve = Callable[[Mapping[str, str | bytes]], FlaskClient]
SITE: dict[str, str | bytes] = {
    "site.toml": 'title = "Stone & Light"\n[owner]\nname = "Ada"\nemail = "ada@stone.test"\n',
    "content/blog/a.md": post("A title"),
    "content/blog/deep/b.md": post("Deep"),
    "content/blog/draft.md": post("Draft", draft="true"),
    "content/pages/site.md": post("A page called site"),
}
PLACES = (
    "/sitemap.xml /robots.txt /.well-known/security.txt /site.webmanifest /favicon.ico /favicon.svg "
    "/llms.txt /opensearch.xml /resume.json /media/cards/site.png"
).split()


@pytest.mark.parametrize("path", PLACES)
def test_a_document_can_be_kept_and_asked_for_again(client: Serve, path: str) -> None:
    serving = client(SITE)
    first = serving.get(path)
    again = serving.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    assert first.headers["Cache-Control"].startswith("public, max-age=")


@pytest.mark.parametrize("path", PLACES)
def test_a_site_without_anything_has_them_too(client: Serve, path: str) -> None:
    assert client({}).get(path).status_code == 200


def test_the_sitemap_is_valid(client: Serve) -> None:
    check_xml(client(SITE).get("/sitemap.xml").data, "sitemap")


@pytest.mark.parametrize("path", ["/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-x.xml"])
def test_a_part_of_the_sitemap_that_is_not_needed_is_not_there(client: Serve, path: str) -> None:
    assert client(SITE).get(path).status_code == 404


def test_security_txt_passes_the_checker_of_its_authors(client: Serve) -> None:
    address = "https://site.test/.well-known/security.txt"
    with time_machine.travel(datetime(2026, 11, 21, 9, 30, tzinfo=UTC), tick=False):
        text = client(SITE).get("/.well-known/security.txt").get_data(as_text=True)
        parser = sectxt.Parser(text.encode(), urls=[address])
    assert parser.errors == []
    assert "Canonical: " + address in text


def test_the_old_address_of_security_txt_leads_to_the_new(client: Serve) -> None:
    answer = client(SITE).get("/security.txt")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/.well-known/security.txt")


def test_the_manifest_names_the_site_and_icons_of_the_sizes_it_says(client: Serve) -> None:
    serving = client(SITE)
    answer = serving.get("/site.webmanifest")
    manifest = json.loads(answer.data)
    assert (answer.mimetype, manifest["name"], manifest["start_url"]) == (
        "application/manifest+json",
        "Stone & Light",
        "/",
    )
    pngs = [icon for icon in manifest["icons"] if icon["type"] == "image/png"]
    for icon in pngs:
        width, height = Image.open(io.BytesIO(serving.get(icon["src"]).data)).size
        assert icon["sizes"] == f"{width}x{height}"
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_a_file_of_the_author_stands_in_for_ours(client: Serve) -> None:
    own = SITE | {
        "public/robots.txt": "User-agent: none\n",
        "public/.well-known/security.txt": "Contact: x\n",
    }
    serving = client(own)
    assert serving.get("/robots.txt", buffered=True).data == b"User-agent: none\n"
    assert serving.get("/.well-known/security.txt", buffered=True).data == b"Contact: x\n"


def test_the_search_description_is_of_its_own_type(client: Serve) -> None:
    assert client(SITE).get("/opensearch.xml").mimetype == "application/opensearchdescription+xml"


@pytest.mark.parametrize("name", ["site", "blog/a", "blog/deep/b", "pages/site"])
def test_a_card_is_a_picture_of_the_usual_size(client: Serve, name: str) -> None:
    answer = client(SITE).get(f"/media/cards/{name}.png")
    picture = Image.open(io.BytesIO(answer.data))
    assert (answer.mimetype, picture.format, picture.size) == ("image/png", "PNG", (1200, 630))


def test_names_that_nobody_gave_out_draw_nothing(client: Serve, settings: Settings) -> None:
    serving = client(SITE)
    names = ["x", "blog/none", "blog/draft", "blog/", "nope/a", "..%2f..%2fetc"]
    statuses = {serving.get(f"/media/cards/{name}.png").status_code for name in names}
    assert statuses == {404}
    assert not (settings.var / "cards").exists()


def test_the_address_of_a_card_changes_with_its_title(client: Serve) -> None:
    addresses = []
    for title in ("One", "Two"):
        serving = client(SITE | {"content/blog/a.md": post(title)})
        with serving.application.test_request_context():
            found = find_entry(current_site(), "blog", "a")
            addresses.append(card_url(found.entry if found else None))
    assert addresses[0].startswith("https://site.test/media/cards/blog/a.png?v=")
    assert addresses[0] != addresses[1]


def test_only_the_current_address_of_a_card_is_kept_for_long(client: Serve) -> None:
    serving = client(SITE)
    with serving.application.test_request_context():
        address = card_url(None).removeprefix("https://site.test")
        folder = content().cards
    assert "immutable" in serving.get(address).headers["Cache-Control"]
    assert "immutable" not in serving.get(address + "0").headers["Cache-Control"]
    assert len(list(folder.iterdir())) == 1


def test_any_title_has_a_card(client: Serve) -> None:
    serving = client({f"content/blog/p{n}.md": odd_post(text) for n, text in enumerate(ODD)})
    statuses = [serving.get(f"/media/cards/blog/p{n}.png").status_code for n in range(len(ODD))]
    assert statuses == [200] * len(ODD)


@pytest.mark.parametrize("text", ODD)
def test_any_text_leaves_every_document_readable(client: Serve, text: str) -> None:
    said = json.dumps("".join(c for c in text if c.isprintable()), ensure_ascii=False)
    serving = client(
        {"site.toml": f"title = {said}\ndescription = {said}\n", "content/blog/a.md": odd_post(text)}
    )
    check_xml(serving.get("/sitemap.xml").data, "sitemap")
    assert json.loads(serving.get("/site.webmanifest").data)["name"] == json.loads(said)
    assert serving.get("/llms.txt").get_data(as_text=True).count("](https://site.test/blog/a)") == 1


@pytest.mark.corpus
def test_naughty_tags_stay_valid_in_the_sitemap(client: Serve) -> None:
    files = {f"content/blog/p{n}.md": odd_post(text) for n, text in enumerate(naughty_strings())}
    serving = client(files)
    root = check_xml(serving.get("/sitemap.xml").data, "sitemap")
    addresses = [loc.text or "" for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert all(quote(address, safe="/:%-._~") == address for address in addresses)
    assert len(addresses) == len(set(addresses))
