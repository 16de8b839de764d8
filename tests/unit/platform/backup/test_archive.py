"""An archive is there whole or not at all, and what is wrong with one is told before it is used."""

from __future__ import annotations

import gzip
import io
import multiprocessing
import random
import resource
import stat
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from portico.platform.backup.archive import MANIFEST, DamagedArchive, Manifest, entries, new_archive, verify

NOISE = random.Random(1).randbytes(40_000)
FILES = {"site/a.md": b"# A\n", "site/photo.jpg": NOISE, "tables/job.jsonl": b'{"id": 1}\n' * 500}
EMPTY = Manifest(
    portico="1", made_at="2026-11-21T15:00:00+00:00", step="0001", engine="sqlite", tables={}, counters={}
)


def write(path: Path, files: Mapping[str, bytes] = FILES) -> Path:
    source = path.parent / "source"
    with new_archive(path) as archive:
        for name, data in files.items():
            source.write_bytes(data)
            with source.open("rb") as file:
                archive.add(name, file)
        archive.add_text("settings.env", "PORTICO_PORT=81\n")
        archive.close(EMPTY)
    source.unlink(missing_ok=True)
    return path


def tar_of(path: Path, members: Mapping[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    """An archive as another program might have made it, its manifest included."""
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            header = tarfile.TarInfo(name)
            header.type, header.linkname = kind, "/etc/passwd"
            header.size = len(data) if kind == tarfile.REGTYPE else 0
            tar.addfile(header, io.BytesIO(data))
        manifest = EMPTY.model_dump_json().encode()
        header = tarfile.TarInfo(MANIFEST)
        header.size = len(manifest)
        tar.addfile(header, io.BytesIO(manifest))
    return path


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tar.gz")
    found = {name: file.read() for name, file in entries(path)}
    assert {name: found[name] for name in FILES} == FILES
    assert found["settings.env"] == b"PORTICO_PORT=81\n"
    manifest = verify(path)
    assert manifest.files.keys() == {*FILES, "settings.env"}
    assert manifest.files["site/a.md"].size == 4


def test_any_tar_can_read_it(tmp_path: Path) -> None:
    with tarfile.open(write(tmp_path / "a.tar.gz")) as tar:
        assert tar.getnames() == [*FILES, "settings.env", MANIFEST]


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    assert stat.S_IMODE(write(tmp_path / "a.tar.gz").stat().st_mode) == 0o600


def test_nothing_is_replaced(tmp_path: Path) -> None:
    path = write(tmp_path / "a.tar.gz")
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write(path)
    assert path.read_bytes() == before


def test_an_error_half_way_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError), new_archive(tmp_path / "a.tar.gz") as archive:
        archive.add("folder", tmp_path.open("rb"))
    assert list(tmp_path.iterdir()) == []


def test_without_its_manifest_it_does_not_appear(tmp_path: Path) -> None:
    with pytest.raises(DamagedArchive, match="not whole"), new_archive(tmp_path / "a.tar.gz") as archive:
        archive.add_text("a", "a")
    assert list(tmp_path.iterdir()) == []


def _write_within(path: Path, size: int) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    write(path)


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    for size, status in ((1_000_000, 0), (20_000, 1)):
        folder = tmp_path / str(size)
        folder.mkdir()
        process = context.Process(target=_write_within, args=(folder / "a.tar.gz", size))
        process.start()
        process.join()
        assert process.exitcode == status
        left = [path.name for path in folder.iterdir() if path.name != "source"]
        assert left == ([] if status else ["a.tar.gz"])


def test_an_archive_that_is_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.tar.gz").read_bytes()
    cut = tmp_path / "cut.tar.gz"
    for length in (0, 1, 10, 1000, *range(2000, len(whole), 4999), len(whole) - 9, len(whole) - 1):
        cut.write_bytes(whole[:length])
        with pytest.raises(DamagedArchive, match="not whole"):
            verify(cut)


def test_a_tar_that_ends_between_two_files_is_refused(tmp_path: Path) -> None:
    plain = gzip.decompress(write(tmp_path / "a.tar.gz").read_bytes())
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(gzip.compress(plain[:1024]))
    with pytest.raises(DamagedArchive, match="cut short"):
        verify(cut)


def test_a_byte_that_changed_is_noticed_wherever_it_is(tmp_path: Path) -> None:
    whole = write(tmp_path / "a.tar.gz").read_bytes()
    changed = tmp_path / "changed.tar.gz"
    for place in random.Random(2).sample(range(10, len(whole) - 8), 60):
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        with pytest.raises(DamagedArchive):
            verify(changed)


def test_a_file_that_was_changed_is_named(tmp_path: Path) -> None:
    plain = gzip.decompress(write(tmp_path / "a.tar.gz").read_bytes())
    changed = tmp_path / "changed.tar.gz"
    changed.write_bytes(gzip.compress(plain.replace(b"# A\n", b"# B\n")))
    with pytest.raises(DamagedArchive, match=r"site/a\.md is not as it was written"):
        verify(changed)


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "site/../../x", "..", "a\\..\\b"])
def test_a_name_that_leads_out_of_its_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(DamagedArchive, match="which no backup holds"):
        verify(tar_of(tmp_path / "a.tar.gz", {name: b"x"}))


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE]
)
def test_only_files_are_taken(tmp_path: Path, kind: bytes) -> None:
    with pytest.raises(DamagedArchive, match="which no backup holds"):
        verify(tar_of(tmp_path / "a.tar.gz", {"site/link": b""}, kind))


def test_a_file_that_the_manifest_does_not_know_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedArchive, match="site/more is not as it was written"):
        verify(tar_of(tmp_path / "a.tar.gz", {"site/more": b"x"}))


def test_what_is_no_backup_is_told(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        header = tarfile.TarInfo(MANIFEST)
        header.size = 2
        tar.addfile(header, io.BytesIO(b"{}"))
    with pytest.raises(DamagedArchive, match="no backup of Portico"):
        verify(tmp_path / "a.tar.gz")


def test_a_later_format_is_left_to_the_program_that_knows_it(tmp_path: Path) -> None:
    with new_archive(tmp_path / "now.tar.gz") as archive:
        archive.close(EMPTY)
    with (
        pytest.raises(DamagedArchive, match="newer Portico"),
        new_archive(tmp_path / "later.tar.gz") as archive,
    ):
        archive.close(EMPTY.model_copy(update={"format": 2}))
