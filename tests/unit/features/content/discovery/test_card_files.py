"""Card images on disk."""

from __future__ import annotations

from pathlib import Path

from portico.features.content.discovery.card_files import Face, card_image

FACE = Face("A title", "Blog, 2026", "Stone")


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_a_card_is_drawn_once(tmp_path: Path) -> None:
    drawn = card_image(tmp_path, "blog/a", FACE)
    kept = next(tmp_path.iterdir())
    kept.write_bytes(b"kept")
    assert drawn.startswith(b"\x89PNG")
    assert card_image(tmp_path, "blog/a", FACE) == b"kept"


def test_another_title_is_drawn_anew_and_takes_the_place_of_the_old(tmp_path: Path) -> None:
    card_image(tmp_path, "blog/a", FACE)
    before = names(tmp_path)
    card_image(tmp_path, "blog/a", Face("Another", FACE.subtitle, FACE.site))
    assert len(names(tmp_path)) == 1
    assert names(tmp_path) != before


def test_cards_of_other_entries_stay(tmp_path: Path) -> None:
    for name in ("blog/a", "blog/b", "site"):
        card_image(tmp_path, name, FACE)
    assert len(names(tmp_path)) == 3


def test_everything_that_is_shown_is_in_the_digest() -> None:
    faces = [
        FACE,
        Face("A", FACE.subtitle, FACE.site),
        Face(FACE.title, "", FACE.site),
        Face(FACE.title, FACE.subtitle, ""),
    ]
    assert len({face.digest for face in faces}) == 4


def test_a_card_that_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert card_image(tmp_path / "file" / "cards", "blog/a", FACE).startswith(b"\x89PNG")
