"""The résumé as JSON Resume."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import orjson
import pytest
from tests.support.checkers import run_node
from tests.support.odd import ODD
from tests.support.sites import post

from portico.features.content.discovery.resume import json_resume
from portico.features.content.snapshot import Snapshot

Build = Callable[[Path], Snapshot]
SiteMaker = Callable[[Mapping[str, str | bytes]], Path]

SITE: dict[str, str | bytes] = {
    "site.toml": 'title = "Stone"\n[owner]\nname = "Ada"\nrole = "Surveyor"\nemail = "ada@stone.test"\n'
    '[[social]]\nlabel = "Code"\nurl = "https://code.test/ada"\n',
    "content/projects/p.md": post("A wall", summary="Stood up.", tags="[lime]", role="Mason", client="Town"),
    "content/data/experience.yaml": json.dumps(
        [
            {
                "role": "Mason",
                "organisation": "Quarry",
                "start": "2020-03",
                "highlights": ["Cut"],
                "url": "/about",
            },
            {"role": "Clerk", "organisation": "Town", "start": "long ago", "end": "2019"},
            {"role": "BSc", "organisation": "School", "start": "2010", "end": "2013", "kind": "education"},
            {"role": "Keeper", "organisation": "Harbour", "kind": "volunteer"},
        ]
    ),
    "content/data/achievements.yaml": json.dumps(
        [
            {"title": "Prize", "date": "2026-05-30", "issuer": "Town"},
            {"title": "Acoustics", "date": "2021-06-18", "kind": "certificate"},
            {"title": "Joints", "date": "2022-01-01", "kind": "publication", "url": "https://x.test/joints"},
        ]
    ),
    "content/data/skills.yaml": json.dumps([{"name": "Lime", "group": "Making"}, {"name": "Tape"}]),
}


@pytest.fixture
def resume(make_site: SiteMaker, build: Build) -> Callable[[Mapping[str, str | bytes]], dict[str, Any]]:
    return lambda files: json_resume(
        build(make_site(files)), lambda path: "https://site.test" + path if path[0] == "/" else path
    )


Resume = Callable[[Mapping[str, str | bytes]], dict[str, Any]]


def test_positions_are_sorted_into_work_study_and_service(resume: Resume) -> None:
    told = resume(SITE)
    assert [job["name"] for job in told["work"]] == ["Quarry", "Town"]
    assert told["education"][0]["institution"] == "School"
    assert told["volunteer"][0]["organization"] == "Harbour"


def test_achievements_are_sorted_by_their_kind(resume: Resume) -> None:
    told = resume(SITE)
    assert told["awards"] == [{"title": "Prize", "date": "2026-05-30", "awarder": "Town"}]
    assert told["certificates"] == [{"name": "Acoustics", "date": "2021-06-18"}]
    assert told["publications"][0]["releaseDate"] == "2022-01-01"


def test_a_date_that_the_schema_cannot_hold_is_left_out(resume: Resume) -> None:
    town = resume(SITE)["work"][1]
    assert ("startDate" in town, town["endDate"]) == (False, "2019")


def test_an_address_of_the_site_is_made_absolute(resume: Resume) -> None:
    assert resume(SITE)["work"][0]["url"] == "https://site.test/about"


def test_skills_are_the_words_of_their_group(resume: Resume) -> None:
    assert {"name": "Making", "keywords": ["Lime"]} in resume(SITE)["skills"]


def test_the_latest_work_is_among_the_projects(resume: Resume) -> None:
    project = resume(SITE)["projects"][0]
    assert (project["name"], project["roles"], project["entity"]) == ("A wall", ["Mason"], "Town")


def test_a_site_that_says_nothing_has_a_short_resume(resume: Resume) -> None:
    assert set(resume({"content/blog/a.md": post()})) == {"$schema", "basics", "meta"}


@pytest.mark.node
def test_the_published_validator_accepts_it(resume: Resume) -> None:
    assert json.loads(run_node("validate-resume.cjs", given=orjson.dumps(resume(SITE)))) == []


@pytest.mark.node
def test_the_published_validator_accepts_any_text(resume: Resume) -> None:
    odd = [{"title": text, "issuer": text, "text": text, "date": "2026-01-01"} for text in ODD]
    jobs = [{"role": text, "organisation": text, "start": text, "url": text} for text in ODD]
    files = {
        "content/data/achievements.json": json.dumps(odd),
        "content/data/experience.json": json.dumps(jobs),
    }
    told = resume(SITE | files)
    assert json.loads(run_node("validate-resume.cjs", given=orjson.dumps(told))) == []
