"""The reference pages say what the code does: they are made from it, or checked against it."""

from __future__ import annotations

import re
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest

from portico.features.content import views
from portico.features.content.addresses import RESERVED
from portico.features.content.compiler import blocks, frontmatter
from portico.features.content.compiler.data_files import SUFFIXES as DATA_SUFFIXES
from portico.features.content.compiler.rendering import Document, Source, Surroundings, render
from portico.features.content.compiler.sources import SKIPPED, SUFFIXES
from portico.features.content.models import Picture
from portico.features.content.records import KINDS
from tests.architecture.block_examples import EXAMPLES
from tests.architecture.reference import FOLDER, PAGES, page
from tests.architecture.tokens import GROUPS, declared

PHOTO = Picture(url="/media/photo-0a1b2c3d.jpg", width=1200, height=800)
SPELLINGS = [value for value in vars(frontmatter).values() if isinstance(value, tuple)]
RECORDS = {
    "skills": views.Skill,
    "achievements": views.Achievement,
    "experience": views.Experience,
    "testimonials": views.Testimonial,
}


def rendered(example: str) -> Document:
    surroundings = Surroundings(picture=lambda _: PHOTO, link=lambda address: address)
    source = Source(text=example, path="example.mdx", dialect="mdx", title="Example", lang="en")
    return render(source, surroundings)


def content_page() -> str:
    return (FOLDER / "content.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """A part of the content page, from its heading to the next one of that level."""
    level = "#" * (heading.count("#") or 2)
    text = content_page().partition(f"{level} {heading.lstrip('# ')}\n")[2]
    return re.split(rf"^{level} ", text, flags=re.MULTILINE)[0]


def first_cells(text: str) -> list[tuple[str, ...]]:
    """The names in the first column of the tables, row by row."""
    rows = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    return [tuple(re.findall(r"`([^`]+)`", row)) for row in rows]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_one_that_the_code_makes(name: str) -> None:
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == page(name), "run `python -m tests.architecture.reference --write`"


def test_every_token_has_a_job() -> None:
    assert sorted(chain.from_iterable(GROUPS.values())) == sorted(declared())


def test_every_block_has_an_example() -> None:
    assert tuple(EXAMPLES) == blocks.names()


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_renders_without_problems(name: str) -> None:
    document = rendered(EXAMPLES[name])
    assert document.problems == ()
    assert "&lt;" not in document.html


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_uses_its_block(name: str) -> None:
    assert f"<{name}" in EXAMPLES[name]
    plain = rendered(EXAMPLES[name].replace(f"<{name}", "<Nobody").replace(f"</{name}", "</Nobody"))
    assert plain.html != rendered(EXAMPLES[name]).html


def test_front_matter_is_described_in_all_its_spellings() -> None:
    assert set(chain(*first_cells(section("Front matter")))) == frontmatter.KNOWN


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_the_spelling_that_counts_stands_first(spellings: tuple[str, ...]) -> None:
    assert spellings in first_cells(section("Front matter"))


def test_reserved_names_are_listed() -> None:
    sentence = section("Folders").partition("cannot be collections")[2].partition("; nor")[0]
    assert set(re.findall(r"`([^`]+)`", sentence)) == RESERVED


@pytest.mark.parametrize("ending", [*SUFFIXES, *DATA_SUFFIXES, *SKIPPED])
def test_file_names_are_told(ending: str) -> None:
    assert f"`{ending}`" in content_page()


@pytest.mark.parametrize("kind", KINDS)
def test_data_files_are_described_field_by_field(kind: str) -> None:
    taken = {field.name for field in fields(RECORDS[kind])} - {"facts"}
    shown = set(chain(*first_cells(section(f"### {kind}"))))
    assert shown - {"group"} == taken


def test_the_folder_holds_nothing_unchecked() -> None:
    assert {path.name for path in Path(FOLDER).iterdir()} == {*PAGES, "accounts.md", "content.md"}
