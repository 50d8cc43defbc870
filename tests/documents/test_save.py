"""The old file or the new one is on the disk, and a sentence says why it is the old one."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from softmax_viz.documents import save
from softmax_viz.documents.save import (
    STALE_SECONDS,
    TEMPORARY,
    SaveError,
    fingerprint,
    free_name,
    keep_other,
    remove_replaced,
    save_atomically,
    save_plan,
)
from softmax_viz.documents.writing import SavePlan

OLD, NEW = b"old", b"new" * 50_000


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "lesson.softmax"
    path.write_bytes(OLD)
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_a_new_file_and_an_old_one_are_written(path: Path) -> None:
    save_atomically(path, NEW)
    assert path.read_bytes() == NEW
    other = path.with_name("other.softmax")
    save_atomically(other, b"")
    assert other.read_bytes() == b""
    assert names(path.parent) == ["lesson.softmax", "other.softmax"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_permissions_stay(path: Path, mode: int) -> None:
    path.chmod(mode)
    save_atomically(path, NEW)
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    usual, ours = tmp_path / "usual", tmp_path / "ours"
    usual.write_bytes(OLD)
    save_atomically(ours, NEW)
    assert ours.stat().st_mode == usual.stat().st_mode


def test_a_link_is_followed_and_stays_one(path: Path) -> None:
    folder = path.parent / "links"
    folder.mkdir()
    link = folder / "link.softmax"
    link.symlink_to(Path("..") / path.name)
    save_atomically(link, NEW)
    assert link.is_symlink()
    assert path.read_bytes() == NEW
    assert names(folder) == ["link.softmax"]


def test_a_link_to_nothing_makes_its_file(tmp_path: Path) -> None:
    link = tmp_path / "link.softmax"
    link.symlink_to("target.softmax")
    save_atomically(link, NEW)
    assert link.is_symlink()
    assert (tmp_path / "target.softmax").read_bytes() == NEW


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "The disk is full"),
        (errno.EDQUOT, "The disk is full"),
        (errno.EROFS, "Nothing can be written in"),
        (errno.EACCES, "Nothing can be written in"),
        (errno.EPERM, "Nothing can be written in"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_fails_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str, code: int, words: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    if step == "write":
        monkeypatch.setattr(save, "_write", _write_half(code))
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    else:
        monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(SaveError, match=words) as caught:
        save_atomically(path, NEW)
    assert str(caught.value).startswith("“lesson.softmax” was not saved. ")
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["lesson.softmax"]


def _write_half(code: int) -> object:
    def write(temporary: Path, data: bytes, before: object) -> None:
        temporary.write_bytes(data[: len(data) // 2])
        raise OSError(code, os.strerror(code))

    return write


def test_an_interruption_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        save_atomically(path, NEW)
    assert path.read_bytes() == OLD
    assert names(path.parent) == ["lesson.softmax"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
def test_a_device_is_never_replaced() -> None:
    with pytest.raises(SaveError, match="a device or a pipe"):
        save_atomically(Path("/dev/full"), NEW)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no pipes in folders")
def test_a_pipe_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.softmax"
    os.mkfifo(pipe)
    with pytest.raises(SaveError, match="a device or a pipe"):
        save_atomically(pipe, NEW)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert fingerprint(pipe) is None


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("folder.softmax", "There is a folder of that name"),
        ("x" * 300 + ".softmax", "The name is too long"),
        ("gone/lesson.softmax", "is gone"),
        ("file/lesson.softmax", "is gone"),
        ("zero\0.softmax", "There cannot be a file of that name"),
    ],
)
def test_real_failures_are_sentences(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "folder.softmax").mkdir()
    (tmp_path / "file").write_bytes(OLD)
    before = names(tmp_path)
    with pytest.raises(SaveError, match=words):
        save_atomically(tmp_path / name, NEW)
    assert names(tmp_path) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may do all")
def test_a_folder_and_a_file_that_may_not_be_written(path: Path) -> None:
    path.chmod(0o444)
    with pytest.raises(SaveError, match="write-protected"):
        save_atomically(path, NEW)
    path.chmod(0o644)
    path.parent.chmod(0o555)
    try:
        with pytest.raises(SaveError, match="Nothing can be written in"):
            save_atomically(path, NEW)
    finally:
        path.parent.chmod(0o755)
    assert path.read_bytes() == OLD


def test_a_write_protected_file_is_left_alone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SaveError, match="write-protected"):
        save_atomically(path, NEW)
    assert path.read_bytes() == OLD


def test_what_a_killed_program_left_is_removed_and_what_is_being_written_is_not(path: Path) -> None:
    prefix, suffix = TEMPORARY
    stale, fresh = (path.with_name(f"{prefix}{word}{suffix}") for word in ("stale", "fresh"))
    theirs = path.with_name(f"{prefix}theirs")
    for file in (stale, fresh, theirs):
        file.write_bytes(OLD)
    then = time.time() - STALE_SECONDS - 60
    for file in (stale, theirs):
        os.utime(file, (then, then))
    save_atomically(path, NEW)
    assert not stale.exists()
    assert fresh.exists()
    assert theirs.exists()


def test_a_fingerprint_is_of_the_bytes(path: Path) -> None:
    first = fingerprint(path)
    assert first is not None
    assert fingerprint(path, OLD) == first
    os.utime(path, (1, 1))
    touched = fingerprint(path)
    assert touched == first
    assert touched is not None
    assert touched.mtime_ns != first.mtime_ns
    # As long, and as old, as before.
    path.write_bytes(b"OLD")
    os.utime(path, ns=(first.mtime_ns, first.mtime_ns))
    assert fingerprint(path) != first
    path.unlink()
    assert fingerprint(path) is None
    assert fingerprint(path.parent) is None


def test_another_version_is_kept_under_a_free_name(path: Path) -> None:
    first = keep_other(path)
    assert first.name == "lesson (other version).softmax"
    assert first.read_bytes() == OLD
    path.write_bytes(NEW)
    second = keep_other(path)
    assert second.name == "lesson (other version 2).softmax"
    assert (first.read_bytes(), second.read_bytes()) == (OLD, NEW)


def test_a_link_to_nothing_is_not_a_free_name(path: Path) -> None:
    path.with_name("lesson (copy).softmax").symlink_to("nothing")
    assert free_name(path, "copy").name == "lesson (copy 2).softmax"


def test_files_beside_a_deck_are_written_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order = []

    def note(target: Path, data: bytes) -> None:
        order.append(target.name)

    plan = SavePlan(NEW, (("data/logits.npy", b"1"), ("other.npy", b"2")))
    written = save_plan(path, plan)
    assert (path.parent / "data" / "logits.npy").read_bytes() == b"1"
    assert written == fingerprint(path, NEW)
    monkeypatch.setattr(save, "save_atomically", note)
    save_plan(path, plan)
    assert order == ["logits.npy", "other.npy", "lesson.softmax"]


def test_a_folder_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "gone" / "lesson.softmax"
    with pytest.raises(SaveError, match="is gone"):
        save_plan(path, SavePlan(NEW, (("data/logits.npy", b"1"),)))
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_synced_is_no_failure(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def fail_for_folders(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        fsync(number)

    monkeypatch.setattr(os, "fsync", fail_for_folders)
    save_atomically(path, NEW)
    assert path.read_bytes() == NEW


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not asked for there")
def test_what_a_dead_process_left_goes_soon(path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    prefix, suffix = TEMPORARY
    dead, alive, fresh = (
        path.with_name(f"{prefix}{number}-{word}{suffix}")
        for number, word in ((process.pid, "a"), (os.getpid(), "b"), (process.pid, "c"))
    )
    then = time.time() - 30
    for file in (dead, alive, fresh):
        file.write_bytes(OLD)
    for file in (dead, alive):
        os.utime(file, (then, then))
    save_atomically(path, NEW)
    assert [file.exists() for file in (dead, alive, fresh)] == [False, True, True]


def test_a_save_that_fails_leaves_nothing_beside(tmp_path: Path) -> None:
    path = tmp_path / "lesson.softmax"
    path.mkdir()
    mine = tmp_path / "mine.npy"
    mine.write_bytes(OLD)
    with pytest.raises(SaveError, match="a folder of that name"):
        save_plan(path, SavePlan(NEW, (("lesson-0.npy", b"1"), ("mine.npy", b"2"))))
    assert names(tmp_path) == ["lesson.softmax", "mine.npy"]


def logits_file(path: Path, data: bytes) -> Path:
    file = path.with_name(f"lesson-{hashlib.sha256(data).hexdigest()[:8]}.npy")
    file.write_bytes(data)
    return file


def test_logits_that_were_replaced_are_removed_and_nothing_else_is(path: Path) -> None:
    gone, still, never, other = (logits_file(path, data) for data in (b"1", b"2", b"3", b"4"))
    edited = path.with_name("lesson-00000000.npy")
    mine = path.with_name("logits.npy")
    for file in (edited, mine):
        file.write_bytes(b"mine")
    copy = path.with_name("a copy of it")
    copy.write_text(f'format = "softmax-viz deck" # {other.name}', encoding="utf-8")
    path.with_name("notes.txt").write_text(gone.name, encoding="utf-8")
    before = " ".join(file.name for file in (gone, still, other, edited, mine))
    remove_replaced(path, before, f"{still.name}")
    assert not gone.exists()
    assert all(file.exists() for file in (still, never, other, edited, mine))
    copy.unlink()
    remove_replaced(path, before, "")
    assert [file.exists() for file in (still, never, other)] == [False, True, False]
