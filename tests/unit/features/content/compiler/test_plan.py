"""A sync plans what is new, changed, gone, or in the way of something else."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest
from tests.conftest import SiteMaker
from tests.support.sites import post

from portico.features.content.compiler.layout import lay_out
from portico.features.content.compiler.plan import Known, Plan, make_plan
from portico.features.content.compiler.sources import find_sources
from portico.features.content.configuration import SiteConfig


def plan(site: Path, known: dict[str, Known] | None = None) -> Plan:
    layout = lay_out(site, SiteConfig())
    return make_plan(find_sources(layout)[0], known or {}, layout, UTC)


def as_known(site: Path) -> dict[str, Known]:
    return {
        parsed.file.name: Known(
            size=parsed.file.size,
            mtime_ns=parsed.file.mtime_ns,
            digest=parsed.digest,
            collection=parsed.file.collection,
            slug=parsed.slug,
            dependencies={},
        )
        for parsed in plan(site).changed
    }


def changed(planned: Plan) -> list[str]:
    return [parsed.file.name for parsed in planned.changed]


def problems(planned: Plan) -> list[tuple[str, str]]:
    return [(problem.path, problem.code) for problem in planned.problems]


def test_everything_is_new_at_first(make_site: SiteMaker) -> None:
    assert changed(plan(make_site({"a.md": post(), "b.md": post()}))) == ["a.md", "b.md"]


def test_an_unchanged_file_is_not_read(make_site: SiteMaker) -> None:
    site = make_site({"a.md": post()})
    again = plan(site, as_known(site))
    assert (changed(again), list(again.unchanged), again.touched) == ([], ["a.md"], [])


def test_a_file_with_a_new_time_and_the_same_text_is_touched(make_site: SiteMaker) -> None:
    site = make_site({"a.md": post()})
    known = as_known(site)
    (site / "a.md").touch()
    again = plan(site, known)
    assert (changed(again), [file.name for file in again.touched]) == ([], ["a.md"])


def test_a_changed_file_is_planned_and_a_missing_one_removed(make_site: SiteMaker) -> None:
    site = make_site({"a.md": post(), "b.md": post()})
    known = as_known(site)
    make_site({"a.md": post("Other")})
    (site / "b.md").unlink()
    again = plan(site, known)
    assert (changed(again), again.removed) == (["a.md"], {"b.md"})


def test_a_broken_file_stays_at_its_last_good_version(make_site: SiteMaker) -> None:
    site = make_site({"a.md": post()})
    known = as_known(site)
    make_site({"a.md": "---\ntitle: [\n---\n"})
    again = plan(site, known)
    assert (changed(again), list(again.unchanged), again.removed) == ([], ["a.md"], set())
    assert problems(again) == [("a.md", "front-matter")]
    assert "last good version" in again.problems[0].hint


def test_a_file_that_was_always_broken_is_left_out(make_site: SiteMaker) -> None:
    planned = plan(make_site({"a.md": "---\ntitle: [\n---\n"}))
    assert (changed(planned), planned.unchanged) == ([], {})
    assert "last good version" not in planned.problems[0].hint


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"a.md": post()}, {"a.mdx": post()}),
        ({"a.md": post()}, {"b.md": post(slug="a")}),
        ({"a/index.md": post()}, {"a.md": post()}),
        ({"Cafe\N{COMBINING ACUTE ACCENT}.md": post()}, {"Café.md": post()}),
        ({"x y.md": post()}, {"x-y.md": post()}),
    ],
)
def test_two_files_of_one_address_are_reported_and_the_first_stays(
    make_site: SiteMaker, first: dict[str, str], second: dict[str, str]
) -> None:
    planned = plan(make_site(first | second))
    assert len(changed(planned)) == 1
    assert [code for _, code in problems(planned)] == ["duplicate-slug"]


def test_the_same_slug_in_two_collections_is_no_conflict(make_site: SiteMaker) -> None:
    planned = plan(make_site({"content/blog/a.md": post(), "content/notebook/a.md": post()}))
    assert (len(planned.changed), planned.problems) == (2, [])


def test_an_author_is_in_nobodys_way(make_site: SiteMaker) -> None:
    planned = plan(make_site({"content/authors/a.md": post(), "content/pages/a.md": post()}))
    assert (len(planned.changed), planned.problems) == (2, [])


@pytest.mark.parametrize(
    "name",
    [
        "pages/api.md",
        "pages/studio/x.md",
        "pages/tags/x.md",
        "pages/robots.txt.md",
        "blog/feed.atom.md",
        "pages/blog/x.md",
    ],
)
def test_an_address_that_is_porticos_own_is_refused(make_site: SiteMaker, name: str) -> None:
    planned = plan(make_site({"content/blog/a.md": post(), f"content/{name}": post()}))
    assert changed(planned) == ["content/blog/a.md"]
    assert problems(planned) == [(f"content/{name}", "reserved-name")]


def test_a_page_that_is_called_like_a_collection_is_refused(make_site: SiteMaker) -> None:
    planned = plan(make_site({"content/blog/a.md": post(), "content/pages/blog.md": post()}))
    assert problems(planned) == [("content/pages/blog.md", "duplicate-slug")]


@pytest.mark.parametrize(
    "name", ["contact", "skills", "achievements", "resume", "search", "tags", "about", "now"]
)
def test_a_page_may_introduce_one_of_porticos_own(make_site: SiteMaker, name: str) -> None:
    assert plan(make_site({f"content/pages/{name}.md": post()})).problems == []


def test_a_file_that_loses_its_address_is_removed(make_site: SiteMaker) -> None:
    site = make_site({"b.md": post(slug="x")})
    known = as_known(site)
    make_site({"a.md": post(slug="x")})
    again = plan(site, known)
    assert (changed(again), again.removed) == (["a.md"], {"b.md"})
