"""A compiled site with a little of everything."""

from __future__ import annotations

import pytest
from tests.support.sites import compile_site, post, read_site, write_site

from portico.features.content.snapshot import Snapshot

DATES = ["2026-01-01", "2026-01-01", "2026-01-01", "2025-06-01", "2025-06-01", "2024-02-03", "2026-01-01"]


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Seven posts, four of one date, with a draft, a scheduled one, an opening, a project and a page."""
    posts = {
        f"content/blog/{'deep/' * (n % 2)}{n}.md": post(f"Post {n}", date=date, tags=f"[even{n % 2}, All]")
        for n, date in enumerate(DATES)
    }
    others = {
        "content/blog/index.md": post("Opening"),
        "content/blog/draft.md": post("Draft", draft="true", aliases="[/old-draft]", tags="[hidden]"),
        "content/blog/later.md": post("Later", date="2030-01-01", aliases="[/old-later]", tags="[hidden]"),
        "content/projects/p.md": post(
            "Project", aliases="[/old, '/alte%20Seite', '/Ünter/']", tags="[all]", author="ada"
        ),
        "content/pages/about.md": post("About", tags="[page]"),
        "content/authors/ada.md": post("Ada", name="Ada L", site="https://ada.example", date="2020-01-01"),
    }
    folder = tmp_path_factory.mktemp("shelf")
    compile_site(write_site(folder / "site", posts | others), folder / "compiled")
    return read_site(folder / "compiled")
