"""A site of everything that breaks layouts."""

from __future__ import annotations

from tests.support.sites import post

LONG_TITLE = (
    "On the measurement of colonnades whose columns were replaced one at a time over four hundred years "
    "and Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselanhängerreinigungsmittel"
)
PARAGRAPH = (
    "Stone keeps the time that paper forgets, and a wall is the longest sentence a town can write. " * 6
)
WIDE_ROW = "| " + " | ".join(f"column-{number}" for number in range(24)) + " |\n"
WIDE_TABLE = WIDE_ROW + "|---" * 24 + "|\n" + WIDE_ROW
SUBJECTS = [f"subject number {number}" for number in range(40)]
PARTS = "\n\n".join(f"## Part {number}\n\n{PARAGRAPH}" for number in range(195))

AWKWARD: dict[str, str | bytes] = {
    "site.toml": 'title = "An awkward site with a name that goes on for longer than anyone expected"\n',
    "content/blog/long.md": post(LONG_TITLE, body=PARAGRAPH),
    "content/blog/tags.md": post("Forty tags", tags=SUBJECTS),
    "content/blog/rtl.md": post("על מדידת העמודים", body="שלום עולם. " * 40, lang="he"),
    "content/blog/book.md": post("A book", body=PARTS),
    "content/blog/wide.md": post(
        "Wide things", body=f"{WIDE_TABLE}\n\n```\n{'x' * 400}\n```\n\n{'y' * 300}\n\n$${'a+' * 90}b$$"
    ),
    "content/blog/remote.md": post("Far away", body="![A far picture](https://pictures.test/a.png)"),
    "content/projects/bare.md": post("No picture", body="Nothing to see."),
}
PATHS = (
    "/",
    "/blog",
    "/projects",
    "/tags",
    *(f"/blog/{name}" for name in ("long", "tags", "rtl", "book", "wide")),
)
