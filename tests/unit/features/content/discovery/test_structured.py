"""What pages say of themselves in JSON-LD."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from portico.features.content.discovery.structured import Listing, article_ld, home_ld, list_ld, profile_ld
from portico.features.content.models import Author, Card, Collection, Entry, Person, Picture, Tag
from portico.web.shell import Link, Owner, SiteView

SITE = SiteView(
    title="Stone",
    tagline="Notes",
    lang="en",
    timezone="Europe/Lisbon",
    owner=Owner(name="Ada", role="Surveyor", location="Porto"),
    social=(Link(label="Code", url="https://code.test/ada"), Link(label="Mail", url="mailto:a@b.test")),
)
BLOG = Collection(name="blog", title="Letters", description="", url="/blog", count=1)
ENTRY = Entry(
    collection="blog",
    slug="a",
    url="/blog/a",
    title="A <title>",
    summary="In short",
    published=datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
    updated=None,
    lang="de",
    minutes=2,
    words=321,
    html="",
    tags=(Tag(slug="stone", name="Stone", url="/tags/stone"),),
    authors=(Person(slug="ben", name="Ben", url="/authors/ben"), Person(slug="cy", name="Cy")),
)


def absolute(path: str) -> str:
    return f"https://site.test{path}" if path.startswith("/") else path


def article(entry: Entry = ENTRY, **told: Any) -> dict[str, Any]:
    return article_ld(entry, SITE, absolute, collection=BLOG, **told)[0]


def trail(*data: dict[str, Any]) -> list[str]:
    crumbs = next(d for d in data if d["@type"] == "BreadcrumbList")
    return [step["item"] for step in crumbs["itemListElement"]]


def test_an_entry_of_a_blog_is_a_posting_in_it() -> None:
    told = article()
    assert (told["@context"], told["@type"], told["isPartOf"]["@type"]) == (
        "https://schema.org",
        "BlogPosting",
        "Blog",
    )


def test_a_project_is_a_work_and_a_page_an_article() -> None:
    kinds = [article(replace(ENTRY, collection=name))["@type"] for name in ("projects", "pages", "recipes")]
    assert kinds == ["CreativeWork", "Article", "BlogPosting"]


def test_an_article_says_what_it_is() -> None:
    told = article()
    wanted = {
        "headline": "A <title>",
        "description": "In short",
        "wordCount": 321,
        "keywords": ["Stone"],
        "inLanguage": "de",
        "mainEntityOfPage": "https://site.test/blog/a",
    }
    assert wanted.items() <= told.items()


def test_times_are_in_the_zone_of_the_site() -> None:
    told = article()
    assert told["datePublished"] == told["dateModified"] == "2026-07-02T00:30:00+01:00"


def test_authors_are_people_with_their_pages() -> None:
    assert article()["author"] == [
        {"@type": "Person", "name": "Ben", "url": "https://site.test/authors/ben"},
        {"@type": "Person", "name": "Cy"},
    ]


def test_what_nobody_signed_is_the_owners() -> None:
    assert article(replace(ENTRY, authors=()))["author"][0]["name"] == "Ada"


def test_the_cover_is_the_image_and_the_card_where_there_is_none() -> None:
    cover = Picture(url="/media/c.jpg", width=8, height=6, alt="A wall")
    covered = article(replace(ENTRY, cover=cover), image="https://site.test/card.png")
    assert covered["image"]["url"] == "https://site.test/media/c.jpg"
    assert article(image="https://site.test/card.png")["image"] == "https://site.test/card.png"


def test_a_copy_names_its_original() -> None:
    assert article(replace(ENTRY, canonical="https://old.test/a"))["isBasedOn"] == "https://old.test/a"


def test_the_way_to_an_entry_leads_over_its_collection() -> None:
    steps = ["https://site.test/", "https://site.test/blog", "https://site.test/blog/a"]
    assert trail(*article_ld(ENTRY, SITE, absolute, collection=BLOG)) == steps
    assert trail(*article_ld(ENTRY, SITE, absolute)) == [steps[0], steps[2]]


def test_the_home_page_tells_of_the_site_and_its_search() -> None:
    website, _ = home_ld(SITE, absolute)
    target = website["potentialAction"]["target"]["urlTemplate"]
    assert (website["@type"], target) == ("WebSite", "https://site.test/search?q={search_term_string}")


def test_the_owner_is_the_person_of_their_profiles() -> None:
    _, owner = home_ld(SITE, absolute)
    assert (owner["name"], owner["jobTitle"], owner["sameAs"]) == (
        "Ada",
        "Surveyor",
        ["https://code.test/ada"],
    )


def test_what_is_not_known_is_left_out() -> None:
    _, owner = home_ld(replace(SITE, owner=Owner(name="Ada"), social=()), absolute)
    assert set(owner) == {"@context", "@type", "@id", "name", "url"}


def test_a_list_counts_on_from_the_page_before() -> None:
    cards: list[Card] = [ENTRY, ENTRY]
    page, _ = list_ld(Listing(title="Letters", path="/blog", first=21), cards, SITE, absolute)
    assert [step["position"] for step in page["mainEntity"]["itemListElement"]] == [21, 22]


def test_an_authors_page_is_their_profile() -> None:
    author = Author(
        slug="ben",
        name="Ben",
        url="/authors/ben",
        company="Quarry",
        links=(Link(label="x", url="https://x.test"),),
    )
    page, _ = profile_ld(author, SITE, absolute)
    assert page["@type"] == "ProfilePage"
    assert page["mainEntity"]["worksFor"]["name"] == "Quarry"
    assert page["mainEntity"]["sameAs"] == ["https://x.test"]
