"""The memory of the API's answers: fresh, stale, missing, dropped, bounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.chromium

BEGIN = """
  const { MemoryCache } = await import("portico/state/cache");
  let time = 0;
  const cache = new MemoryCache({ limit: 3, now: () => time });
  let loads = 0;
  const load = async () => ++loads;
  const failing = async () => { loads++; throw new Error("away"); };
  const settled = () => new Promise((resolve) => setTimeout(resolve));
  const terms = { fresh: 10, stale: 100 };
"""


@pytest.fixture(scope="module")
def page(chromium: Browser, demo: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=demo, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/about")
    yield page
    context.close()


def outcome(page: Page, steps: str) -> Any:
    """What the steps give, which use a cache of three values whose time stands still."""
    return page.evaluate(f"async () => {{ {BEGIN} {steps} }}")


def test_a_missing_value_is_loaded_and_a_fresh_one_is_not(page: Page) -> None:
    steps = """
      const first = await cache.get("a", load, terms);
      time = 9;
      return [first, await cache.get("a", load, terms), loads];
    """
    assert outcome(page, steps) == [1, 1, 1]


def test_a_stale_value_is_given_at_once_and_its_followers_are_told_the_new_one(page: Page) -> None:
    steps = """
      const told = [];
      cache.subscribe("a", (value) => told.push(value));
      await cache.get("a", load, terms);
      time = 10;
      const stale = await cache.get("a", load, terms);
      await settled();
      return { stale, told, after: await cache.get("a", load, terms) };
    """
    assert outcome(page, steps) == {"stale": 1, "told": [1, 2], "after": 2}


def test_nobody_waits_for_the_load_behind_a_stale_value(page: Page) -> None:
    steps = """
      await cache.get("a", load, terms);
      time = 50;
      return await cache.get("a", () => new Promise(() => {}), terms);
    """
    assert outcome(page, steps) == 1


def test_what_is_older_than_stale_is_waited_for(page: Page) -> None:
    steps = """
      await cache.get("a", load, terms);
      time = 110;
      return await cache.get("a", load, terms);
    """
    assert outcome(page, steps) == 2


def test_those_who_ask_together_share_one_load(page: Page) -> None:
    steps = """
      const answers = await Promise.all([1, 2, 3].map(() => cache.get("a", load, terms)));
      return [answers, loads];
    """
    assert outcome(page, steps) == [[1, 1, 1], 1]


def test_a_failure_is_told_to_all_who_wait_and_is_not_kept(page: Page) -> None:
    steps = """
      const both = await Promise.allSettled([1, 2].map(() => cache.get("a", failing, terms)));
      return [both.map(({ status }) => status), loads, await cache.get("a", load, terms)];
    """
    assert outcome(page, steps) == [["rejected", "rejected"], 1, 2]


def test_a_failure_in_the_background_keeps_the_old_value(page: Page) -> None:
    steps = """
      await cache.get("a", load, terms);
      time = 50;
      await cache.get("a", failing, terms);
      await settled();
      return [await cache.get("a", failing, terms), loads];
    """
    assert outcome(page, steps) == [1, 3]


def test_one_value_is_dropped_and_its_followers_are_told(page: Page) -> None:
    steps = """
      const told = [];
      await cache.get("a", load, terms);
      await cache.get("b", load, terms);
      cache.subscribe("a", (value) => told.push(value ?? "dropped"));
      cache.invalidate("a");
      return [told, await cache.get("b", load, terms), await cache.get("a", load, terms)];
    """
    assert outcome(page, steps) == [["dropped", 3], 2, 3]


def test_all_values_of_a_tag_are_dropped(page: Page) -> None:
    steps = """
      await cache.get("a", load, { ...terms, tags: ["notes", "mine"] });
      await cache.get("b", load, { ...terms, tags: ["notes"] });
      await cache.get("c", load, terms);
      cache.invalidateTag("notes");
      const again = [];
      for (const key of ["c", "a", "b"]) again.push(await cache.get(key, load, terms));
      return again;
    """
    assert outcome(page, steps) == [3, 4, 5]


def test_clearing_forgets_everything_what_is_on_its_way_too(page: Page) -> None:
    steps = """
      let arrive;
      await cache.get("a", load, terms);
      const late = cache.get("b", () => new Promise((resolve) => { arrive = resolve; }), terms);
      cache.clear();
      arrive("of the last visitor");
      return [await late, await cache.get("a", load, terms), await cache.get("b", load, terms)];
    """
    assert outcome(page, steps) == ["of the last visitor", 2, 3]


def test_beyond_its_limit_the_longest_unused_value_goes(page: Page) -> None:
    steps = """
      for (const key of ["a", "b", "c"]) await cache.get(key, load, terms);
      await cache.get("a", load, terms);
      await cache.get("d", load, terms);
      const kept = [];
      for (const key of ["a", "c", "d"]) kept.push(await cache.get(key, load, terms));
      return [kept, await cache.get("b", load, terms)];
    """
    assert outcome(page, steps) == [[1, 3, 4], 5]


def test_a_listener_that_has_left_is_not_told(page: Page) -> None:
    steps = """
      const told = [];
      cache.subscribe("a", (value) => told.push(value))();
      await cache.get("a", load, terms);
      return told;
    """
    assert outcome(page, steps) == []
