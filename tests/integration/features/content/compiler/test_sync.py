"""A sync brings the compiled site up to date with its folder, whatever has happened to it."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from tests.conftest import SiteMaker
from tests.support.sites import compile_site, post, read_site, write_site
from tests.support.yaml import ALIAS_BOMB

from portico.features.content import store
from portico.features.content.compiler.compiling import FEW
from portico.features.content.compiler.sync import Report
from portico.features.content.configuration import BrokenConfiguration
from portico.features.content.reading import Filter as Everything
from portico.features.content.reading import Found, all_problems, find_entry, list_cards
from portico.features.content.site import site_view
from portico.features.content.snapshot import Snapshot
from portico.features.content.taxonomy import all_collections, all_tags
from portico.settings import Settings

BROKEN = "---\ntitle: [\n---\n"


class Folder:
    """A site folder with its compiled form."""

    def __init__(self, site: Path, compiled: Path) -> None:
        self.site = site
        self.compiled = compiled

    def write(self, files: Mapping[str, str | bytes]) -> Folder:
        write_site(self.site, files)
        return self

    def sync(self) -> Report:
        return compile_site(self.site, self.compiled)

    def read(self) -> Snapshot:
        return read_site(self.compiled)

    def entry(self, slug: str, collection: str = "blog") -> Found:
        found = find_entry(self.read(), collection, slug)
        assert found is not None
        return found

    def slugs(self) -> list[str]:
        return sorted(card.slug for card in list_cards(self.read(), Everything(), limit=200))

    def problems(self) -> list[tuple[str, int | None, str]]:
        return [(p.path, p.line, p.code) for p in all_problems(self.read())]


@pytest.fixture
def folder(settings: Settings) -> Folder:
    settings.site.mkdir()
    return Folder(settings.site, settings.compiled)


def picture(colour: str, size: tuple[int, int] = (40, 30)) -> bytes:
    data = BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


def test_the_first_sync_compiles_everything_and_the_second_nothing(folder: Folder) -> None:
    folder.write({"a.md": post(), "deep/b.md": post()})
    first, second = folder.sync(), folder.sync()
    assert (first.compiled, first.entries, first.swapped) == (2, 2, True)
    assert (second.compiled, second.entries, second.swapped) == (0, 2, False)


def test_only_what_changed_is_compiled(folder: Folder) -> None:
    folder.write({"a.md": post(), "b.md": post()}).sync()
    report = folder.write({"a.md": post("Changed")}).sync()
    assert (report.compiled, folder.entry("a").entry.title) == (1, "Changed")


def test_a_deleted_file_is_gone(folder: Folder) -> None:
    folder.write({"a.md": post(tags="[x]", aliases="[/old]"), "b.md": post()}).sync()
    (folder.site / "a.md").unlink()
    assert folder.sync().removed == 1
    assert (folder.slugs(), all_tags(folder.read())) == (["b"], ())


def test_a_folder_emptied_of_files_is_an_empty_site(folder: Folder) -> None:
    folder.write({"a.md": post()}).sync()
    (folder.site / "a.md").unlink()
    folder.sync()
    assert folder.slugs() == []
    assert [(c.name, c.count) for c in all_collections(folder.read())] == [("blog", 0)]


def test_a_site_folder_that_is_gone_leaves_the_last_site(folder: Folder) -> None:
    folder.write({"a.md": post()}).sync()
    folder.site.rename(folder.site.with_name("elsewhere"))
    with pytest.raises(BrokenConfiguration, match="There is no such folder"):
        folder.sync()
    assert folder.slugs() == ["a"]


def test_a_broken_file_keeps_its_last_good_version_until_it_is_mended(folder: Folder) -> None:
    folder.write({"a.md": post("Good")}).sync()
    folder.write({"a.md": BROKEN}).sync()
    assert folder.entry("a").entry.title == "Good"
    assert folder.problems() == [("a.md", 3, "front-matter")]
    assert folder.sync().swapped is False
    folder.write({"a.md": post("Mended")}).sync()
    assert (folder.entry("a").entry.title, folder.problems()) == ("Mended", [])


@pytest.mark.parametrize(
    ("text", "line", "code"),
    [
        (BROKEN, 3, "front-matter"),
        ("+++\ntitle = \n+++\n", 2, "front-matter"),
        (b"---\ntitle: caf\xe9\n---\n", 2, "not-utf8"),
    ],
)
def test_a_file_that_is_broken_from_the_start_is_left_out(
    folder: Folder, text: str | bytes, line: int, code: str
) -> None:
    report = folder.write({"a.md": text, "b.md": post()}).sync()
    assert (report.entries, folder.slugs(), folder.problems()) == (1, ["b"], [("a.md", line, code)])


def test_a_broken_file_is_reported_once_even_when_its_links_break(folder: Folder) -> None:
    folder.write({"a.md": post(body="[b](b.md)"), "b.md": post()}).sync()
    (folder.site / "b.md").unlink()
    folder.write({"a.md": BROKEN}).sync()
    assert folder.problems() == [("a.md", 3, "front-matter")]


def test_nothing_that_people_leave_in_folders_stops_a_sync(folder: Folder) -> None:
    odd: dict[str, str | bytes] = {
        "empty.md": "",
        "bom.md": b"\xef\xbb\xbf---\r\ntitle: Mark\r\n---\r\n\r\nText\r\n",
        "nul.md": b"# A\x00B",
        "latin.md": b"caf\xe9",
        "bomb.md": f"---\n{ALIAS_BOMB}---\n",
        "deep.md": "---\na: " + "[" * 2000 + "]" * 2000 + "\n---\n",
        "self.md": "---\nimage: &a [*a]\n---\n",
        "name with 'quotes' & 100%.md": post(),
        "日本語.md": post(),
        "links.md": post(body=f"[a](/{'x' * 300}) [b](%00) [c](../../../etc/passwd) ![d](missing.png)"),
        "long.md": post(body="word " * 20_000),
        "x.md/index.md": post("A folder"),
        "escape.md": post(slug="../../etc"),
    }
    folder.write(odd)
    (folder.site / "loop").symlink_to(folder.site)
    (folder.site / "nowhere.md").symlink_to("missing")
    with (folder.site / "big.md").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    folder.sync()
    assert folder.slugs() == sorted(
        ["empty", "bom", "nul", "name-with-quotes-100", "日本語", "links", "long", "x.md", "escape"]
    )
    assert {code for _, _, code in folder.problems()} == {
        "not-utf8",
        "front-matter",
        "broken-link",
        "missing-image",
        "link-loop",
        "dangling-link",
        "file-too-large",
        "bad-slug",
    }
    assert folder.sync().swapped is False


def test_a_page_is_compiled_anew_when_a_page_it_links_to_moves(folder: Folder) -> None:
    folder.write({"a.md": post(body="[b](b.md)"), "b.md": post(), "c.md": post()}).sync()
    report = folder.write({"b.md": post(slug="moved")}).sync()
    assert report.compiled == 2
    assert 'href="/blog/moved"' in folder.entry("a").entry.html


def test_a_broken_link_is_reported_and_mended_by_the_page_that_appears(folder: Folder) -> None:
    folder.write({"a.md": post(body="[b](b.md)")}).sync()
    assert [code for _, _, code in folder.problems()] == ["broken-link"]
    folder.write({"b.md": post()}).sync()
    assert folder.problems() == []
    assert 'href="/blog/b"' in folder.entry("a").entry.html


def test_a_picture_replaced_in_place_is_seen_on_the_pages_that_show_it(folder: Folder) -> None:
    folder.write(
        {"a.md": post(body="![A](p.png)", image="p.png"), "b.md": post(), "p.png": picture("red")}
    ).sync()
    before = folder.entry("a").entry
    report = folder.write({"p.png": picture("blue", (50, 40))}).sync()
    after = folder.entry("a").entry
    assert report.compiled == 1
    assert before.cover is not None
    assert after.cover is not None
    assert before.cover.url != after.cover.url
    assert 'width="50"' in after.html


def test_a_picture_that_is_missing_leaves_its_words_and_a_report(folder: Folder) -> None:
    folder.write({"a.md": post(body="![The arch](p.png)")}).sync()
    assert "The arch" in folder.entry("a").entry.html
    assert folder.problems() == [("a.md", 6, "missing-image")]
    folder.write({"p.png": picture("red")}).sync()
    assert folder.problems() == []


def test_a_duplicate_takes_over_when_the_first_is_gone(folder: Folder) -> None:
    folder.write({"a.md": post("First"), "a.mdx": post("Second")}).sync()
    assert folder.entry("a").entry.title == "First"
    (folder.site / "a.md").unlink()
    folder.sync()
    assert (folder.entry("a").entry.title, folder.problems()) == ("Second", [])


def test_two_files_may_swap_their_slugs(folder: Folder) -> None:
    folder.write({"a.md": post("A", slug="x"), "b.md": post("B", slug="y")}).sync()
    folder.write({"a.md": post("A", slug="y"), "b.md": post("B", slug="x")}).sync()
    assert (folder.entry("y").entry.title, folder.entry("x").entry.title) == ("A", "B")


def test_settings_take_effect_without_compiling_pages(folder: Folder) -> None:
    folder.write({"a.md": post(), "site.toml": 'title = "One"'}).sync()
    report = folder.write({"site.toml": 'title = "Two"'}).sync()
    assert (report.compiled, report.swapped, site_view(folder.read()).title) == (0, True, "Two")


def test_a_language_that_pages_depend_on_compiles_them_anew(folder: Folder) -> None:
    folder.write({"a.md": post(), "site.toml": 'language = "en"'}).sync()
    assert folder.write({"site.toml": 'language = "pt"'}).sync().compiled == 1
    assert folder.entry("a").entry.lang == "pt"


def test_a_broken_site_toml_leaves_the_last_site(folder: Folder) -> None:
    folder.write({"a.md": post(), "site.toml": 'title = "One"'}).sync()
    folder.write({"site.toml": "title = "})
    with pytest.raises(BrokenConfiguration):
        folder.sync()
    assert site_view(folder.read()).title == "One"


def test_files_of_data_are_read_at_every_sync(folder: Folder) -> None:
    data = "content/data/skills.json"
    folder.write({"content/blog/a.md": post(), data: '[{"name": "Sailing"}]'}).sync()
    folder.write({data: '[{"name": "Carpentry"}]'}).sync()
    assert folder.read().meta("records")["skills"] == [{"name": "Carpentry"}]
    folder.write({data: "["}).sync()
    assert folder.read().meta("records")["skills"] == []
    assert folder.problems() == [(data, None, "data-unreadable")]


def test_a_missing_picture_of_the_site_is_reported(folder: Folder) -> None:
    folder.write({"a.md": post(), "site.toml": '[owner]\navatar = "media/me.png"'}).sync()
    assert folder.problems() == [("site.toml", None, "missing-image")]


def test_a_home_page_that_names_no_collection_is_reported(folder: Folder) -> None:
    folder.write({"content/blog/a.md": post(), "site.toml": '[home]\nwork = "wokr"\nwriting = "blog"'}).sync()
    assert folder.problems() == [("site.toml", None, "unknown-collection")]


@pytest.mark.parametrize("damage", ["cut", "nonsense", "one page", "gone"])
def test_a_damaged_compiled_site_is_made_anew(folder: Folder, damage: str) -> None:
    folder.write({f"{n}.md": post(body="word " * 2000) for n in range(20)}).sync()
    database = folder.compiled / store.DATABASE
    raw = database.read_bytes()
    database.unlink()
    if damage == "cut":
        database.write_bytes(raw[: len(raw) // 2])
    elif damage == "nonsense":
        database.write_bytes(b"nonsense" * 1000)
    elif damage == "one page":
        database.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))
    folder.write({"1.md": post("Changed")}).sync()
    assert folder.entry("1").entry.title == "Changed"
    assert folder.entry("2").entry.words == 2000


def test_a_sync_that_fails_leaves_the_last_site(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write({"a.md": post("Old")}).sync()

    def full(*_: object, **__: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(store, "write_meta", full)
    with pytest.raises(sqlite3.OperationalError):
        folder.write({"a.md": post("New")}).sync()
    assert folder.entry("a").entry.title == "Old"


def test_many_files_are_compiled_in_several_processes(folder: Folder) -> None:
    report = folder.write(
        {f"{n:02}.md": post(f"Post {n}", body="[next](01.md)") for n in range(FEW + 10)}
    ).sync()
    assert (report.entries, report.problems) == (FEW + 10, 0)
    assert folder.entry("07").entry.title == "Post 7"


EDITS: list[Callable[[random.Random], dict[str, str]]] = [
    lambda r: {f"{r.randrange(6)}.md": post(f"Title {r.random()}", tags=f"[t{r.randrange(3)}]")},
    lambda r: {f"{r.randrange(6)}.md": post(slug=f"s{r.randrange(3)}", aliases=f"[/old{r.randrange(2)}]")},
    lambda r: {f"{r.randrange(6)}.md": post(body=f"[to]({r.randrange(6)}.md) <X{r.randrange(2)} />")},
    lambda r: {f"deep/{r.randrange(3)}.md": post(draft=r.choice(["true", "false"]))},
    lambda r: {f"{r.randrange(6)}.mdx": post("Twin")},
    lambda r: {f"{r.randrange(6)}.md": post(body="")},
]


@pytest.mark.parametrize("seed", range(6))
def test_many_small_syncs_come_to_the_same_as_one(folder: Folder, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(12):
        folder.write(chance.choice(EDITS)(chance))
        files = sorted(folder.site.rglob("*.md*"))
        if chance.random() < 0.3:
            chance.choice(files).unlink()
        folder.sync()
    anew = Folder(folder.site, tmp_path / "anew")
    anew.sync()
    assert contents(folder) == contents(anew)


def contents(folder: Folder) -> dict[str, list[tuple[object, ...]]]:
    """Everything that readers can see, whichever numbers the rows have."""
    queries = {
        "entries": "SELECT collection, slug, url, title, summary, published, draft, card, b.html FROM entry"
        " JOIN body b ON b.entry_id = entry.id",
        "tags": "SELECT e.slug, t.slug, t.name FROM tag t JOIN entry e ON e.id = t.entry_id",
        "aliases": "SELECT path, e.slug FROM alias JOIN entry e ON e.id = entry_id",
        "search": "SELECT slug, s.title, s.tags, s.body FROM search s JOIN entry e ON e.id = s.rowid",
        "problems": "SELECT path, line, code, message FROM problem",
        "sources": "SELECT name, digest, slug, dependencies FROM source",
    }
    snapshot = folder.read()
    return {name: sorted(map(tuple, snapshot.rows(query)), key=repr) for name, query in queries.items()}


def test_a_folder_elsewhere_is_served_as_it_lies(make_site: SiteMaker, settings: Settings) -> None:
    outside = write_site(
        settings.site.parent / "other tool",
        {
            "data/posts/a.md": post(body="[b](b.md) ![p](/images/p.png)"),
            "data/posts/b.md": post(),
            "static/images/p.png": picture("red"),
        },
    )
    make_site(
        {
            "site.toml": '[collections.blog]\nsource = "../other tool/data/posts"\n'
            f'[folders]\npublic = ["{outside}/static"]\n',
        }
    )
    folder = Folder(settings.site, settings.compiled)
    folder.sync()
    assert folder.problems() == []
    assert 'href="/blog/b"' in folder.entry("a").entry.html
    assert "<img" in folder.entry("a").entry.html
