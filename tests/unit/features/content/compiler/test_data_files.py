"""Data files give records; what does not fit is reported and the rest stays."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.conftest import SiteMaker
from tests.support.yaml import ALIAS_BOMB, MERGE_BOMB

from portico.features.content.compiler.data_files import read_records
from portico.features.content.compiler.layout import lay_out
from portico.features.content.configuration import SiteConfig
from portico.features.content.models import Problem
from portico.features.content.records import Records, as_shape
from portico.features.content.views import Skill

SKILL = {"name": "Carpentry"}


def read(site: Path) -> tuple[Records, list[Problem]]:
    (site / "content").mkdir(parents=True, exist_ok=True)
    return read_records(lay_out(site, SiteConfig()))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("skills.toml", '[[skills]]\nname = "Carpentry"'),
        ("skills.yaml", "- name: Carpentry"),
        ("skills.yml", "skills:\n  - name: Carpentry"),
        ("skills.json", json.dumps([SKILL])),
        ("skills.json", json.dumps({"items": [SKILL]})),
    ],
)
def test_records_come_in_three_languages(make_site: SiteMaker, name: str, text: str) -> None:
    records, problems = read(make_site({f"content/data/{name}": text}))
    assert (records["skills"], problems) == ([SKILL], [])


def test_a_record_becomes_what_pages_show() -> None:
    skill = as_shape("skills", {"name": "Carpentry", "wood": "oak"})
    assert isinstance(skill, Skill)
    assert skill.name == "Carpentry"


def test_dates_become_text(make_site: SiteMaker) -> None:
    text = '[[achievements]]\ntitle = "Done"\ndate = 2026-01-02'
    records, problems = read(make_site({"content/data/achievements.toml": text}))
    assert problems == []
    assert records["achievements"][0]["date"] == "2026-01-02"


def test_a_record_that_does_not_fit_is_left_out(make_site: SiteMaker) -> None:
    records, problems = read(make_site({"content/data/skills.json": json.dumps([SKILL, {"x": 1}, "y"])}))
    assert records["skills"] == [SKILL]
    assert [p.code for p in problems] == ["bad-record", "bad-record"]
    assert problems[0].message.startswith("Record 2: `name`")


@pytest.mark.parametrize(("level", "fits"), [(0, False), (1, True), (5, True), (6, False)])
def test_a_level_lies_between_one_and_five(make_site: SiteMaker, level: int, fits: bool) -> None:
    skill = SKILL | {"level": level}
    records, problems = read(make_site({"content/data/skills.json": json.dumps([skill])}))
    assert (records["skills"], len(problems)) == (([skill], 0) if fits else ([], 1))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("skills.toml", "skills = ["),
        ("skills.yaml", "a: [1"),
        ("skills.yaml", ALIAS_BOMB),
        ("skills.yaml", MERGE_BOMB),
        ("skills.yaml", "- &a [*a]"),
        ("skills.yaml", "[" * 30_000 + "]" * 30_000),
        ("skills.json", "{"),
        ("skills.json", "[" * 100_000),
        ("skills.json", '"text"'),
        ("skills.toml", b"\xff"),
        ("skills.json", " " * 1_100_000),
    ],
)
def test_a_broken_file_is_reported(make_site: SiteMaker, name: str, text: str | bytes) -> None:
    records, problems = read(make_site({f"content/data/{name}": text}))
    assert records["skills"] == []
    assert [(p.path, p.code) for p in problems] == [(f"content/data/{name}", "data-unreadable")]


@pytest.mark.parametrize("odd", ['"\\ud800"', "1e999", str(2**80), "[" * 20 + "]" * 20])
def test_odd_values_do_no_harm(make_site: SiteMaker, odd: str) -> None:
    text = f'[{{"name": "Carpentry", "odd": {odd}}}, {{"name": "Sailing"}}]'
    records, _ = read(make_site({"content/data/skills.json": text}))
    assert records["skills"][-1] == {"name": "Sailing"}


def test_an_empty_file_holds_nothing(make_site: SiteMaker) -> None:
    assert read(make_site({"content/data/skills.yaml": ""})) == (
        {"skills": [], "achievements": [], "experience": [], "testimonials": []},
        [],
    )
