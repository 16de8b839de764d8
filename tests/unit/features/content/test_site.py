"""The site as a whole is made of its configuration, its entries and its data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from tests.conftest import SiteMaker
from tests.support.sites import post

from portico.features.content.site import achievements, experience, home, records, site_view, skill_groups
from portico.features.content.snapshot import Snapshot

Build = Callable[[Path], Snapshot]
BASE = {"content/blog/a.md": post("A"), "content/projects/p.md": post("P"), "content/recipes/r.md": post("R")}


def labels(snapshot: Snapshot) -> list[tuple[str, int | None]]:
    return [(link.label, link.count) for link in site_view(snapshot).navigation]


def test_navigation_is_made_of_what_is_there(make_site: SiteMaker, build: Build) -> None:
    snapshot = build(make_site(BASE | {"content/pages/about.md": post("About"), "content/empty/x.txt": ""}))
    assert labels(snapshot) == [("Work", 1), ("Blog", 1), ("Recipes", 1), ("About", None)]


def test_navigation_may_be_given_and_is_counted_all_the_same(make_site: SiteMaker, build: Build) -> None:
    links = '[[navigation]]\nlabel = "Food"\nurl = "/recipes/"\n[[navigation]]\nlabel = "Away"\nurl = "https://a.example"'
    assert labels(build(make_site(BASE | {"site.toml": links}))) == [("Food", 1), ("Away", None)]


def test_a_site_that_says_nothing_is_called_like_its_folder(make_site: SiteMaker, build: Build) -> None:
    view = site_view(build(make_site(BASE)))
    assert (view.title, view.owner.name) == ("Site", "Site")


def test_the_foot_leads_to_the_other_pages(make_site: SiteMaker, build: Build) -> None:
    files = {"content/pages/now.md": post("Now"), "content/pages/secret.md": post("Secret", draft="true")}
    files |= {"content/data/skills.json": json.dumps([{"name": "Sailing"}])}
    snapshot = build(make_site(BASE | files))
    assert [link.label for link in site_view(snapshot).footer] == ["Now", "Skills", "Tags", "Contact"]


def test_home_shows_the_latest_of_work_and_writing(make_site: SiteMaker, build: Build) -> None:
    shown = home(build(make_site(BASE)))
    assert [card.title for card in (*shown.work, *shown.writing)] == ["P", "A"]
    assert [(stat.value, stat.label) for stat in shown.stats] == [
        ("1", "blog"),
        ("1", "work"),
        ("1", "recipes"),
        ("6", "words written"),
    ]


def test_home_of_a_site_without_a_blog_shows_another_collection(make_site: SiteMaker, build: Build) -> None:
    shown = home(build(make_site({"content/recipes/r.md": post("R")})))
    assert ([card.title for card in shown.writing], shown.work) == (["R"], ())


def test_home_shows_what_its_settings_say(make_site: SiteMaker, build: Build) -> None:
    text = """
    [home.hero]
    title = "Hello"
    [[home.stats]]
    value = "7"
    label = "bridges"
    [[home.showcases]]
    title = "Care"
    [home.plate]
    image = "missing.png"
    [home.cta]
    title = "Write to me"
    """
    shown = home(build(make_site(BASE | {"site.toml": text})))
    assert (shown.hero.title, shown.stats[0].label, shown.showcases[0].title) == ("Hello", "bridges", "Care")
    assert (shown.plate, shown.cta.title if shown.cta else None) == (None, "Write to me")


def test_skills_are_grouped_in_the_order_of_the_file(make_site: SiteMaker, build: Build) -> None:
    skills = [{"name": "Oak", "group": "Wood"}, {"name": "Sail"}, {"name": "Ash", "category": "Wood"}]
    snapshot = build(make_site(BASE | {"content/data/skills.json": json.dumps(skills)}))
    assert [(group.title, [skill.name for skill in group.skills]) for group in skill_groups(snapshot)] == [
        ("Wood", ["Oak", "Ash"]),
        ("Skills", ["Sail"]),
    ]


def test_achievements_are_newest_first(make_site: SiteMaker, build: Build) -> None:
    done = [
        {"title": "Old", "date": "2001-01-01"},
        {"title": "New", "date": "2020-05-01"},
        {"title": "Undated"},
    ]
    snapshot = build(make_site(BASE | {"content/data/achievements.json": json.dumps(done)}))
    assert [each.title for each in achievements(snapshot)] == ["New", "Old", "Undated"]


def test_what_goes_on_comes_before_what_has_ended(make_site: SiteMaker, build: Build) -> None:
    jobs = [
        {"role": "First", "organisation": "A", "start": "2001", "end": "2005"},
        {"role": "Now", "organisation": "B", "start": "2005"},
        {"role": "School", "organisation": "C", "start": "1990", "end": "1999", "kind": "education"},
    ]
    snapshot = build(make_site(BASE | {"content/data/experience.json": json.dumps(jobs)}))
    assert len(records(snapshot, "experience")) == 3
    found = {kind: [each.role for each in group] for kind, group in experience(snapshot).items()}
    assert found == {"work": ["Now", "First"], "education": ["School"]}
