"""Write a file so that the old one or the new one is on the disk, and never a broken one."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

from softmax_viz.documents.migrate import FORMAT
from softmax_viz.documents.problem import DeckError
from softmax_viz.documents.writing import SavePlan
from softmax_viz.text import named, tr, tr_noop

TEMPORARY = (".softmax-viz-", ".tmp")
# No living program takes so long to write a deck. One whose process is not seen here may be alive
# on another machine, but not for long.
STALE_SECONDS, STALE_DEAD_SECONDS = 600, 10
MOST_NEIGHBOURS = 1000

_CHUNK = 1 << 20
DECK_MARK = FORMAT.encode()
_REASONS = {
    errno.ENOSPC: tr_noop("The disk is full. Free some space, or save it on another disk."),
    errno.EACCES: tr_noop("Nothing can be written in {folder}. Save it in a folder of your own."),
    errno.ENAMETOOLONG: tr_noop("The name is too long. Choose a shorter one."),
    errno.ENOENT: tr_noop("The folder {folder} is gone. Save it in a folder that is there."),
    errno.EISDIR: tr_noop("There is a folder of that name. Choose another name."),
}
_ALIKE = {
    errno.EDQUOT: errno.ENOSPC,
    errno.EPERM: errno.EACCES,
    errno.EROFS: errno.EACCES,
    errno.ENOTDIR: errno.ENOENT,
}


class SaveError(Exception):
    """Say in a sentence why a file was not written, and what would help."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """Hold what a file was like; two are equal where the bytes were."""

    sha256: str
    size: int
    mtime_ns: int = field(default=0, compare=False)
    inode: int = field(default=0, compare=False)


def fingerprint(path: Path, data: bytes | None = None) -> Fingerprint | None:
    """Return what a file is like, or was as its bytes were read; None where there is no file."""
    try:
        status = path.stat()
        if data is not None:
            digest, size = hashlib.sha256(data), len(data)
        elif not stat.S_ISREG(status.st_mode):
            return None
        else:
            digest, size = hashlib.sha256(), 0
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
    except (OSError, ValueError):
        return None
    return Fingerprint(digest.hexdigest(), size, status.st_mtime_ns, status.st_ino)


def save_plan(path: Path, plan: SavePlan) -> Fingerprint | None:
    """Write what saving a deck needs, the deck itself last; raises SaveError.

    Where it fails, the files beside the deck that it has written go again.
    """
    written: list[Path] = []
    try:
        for name, data in plan.beside:
            beside = path.parent / name
            with _sentences(beside):
                # Never the deck's own folder: that one has to be there.
                if beside.parent != path.parent and path.parent.is_dir():
                    beside.parent.mkdir(parents=True, exist_ok=True)
                if not os.path.lexists(beside):
                    written.append(beside)
            save_atomically(beside, data)
        save_atomically(path, plan.text)
    except BaseException:
        for beside in written:
            with suppress(OSError):
                beside.unlink()
        raise
    return fingerprint(path, plan.text)


def remove_replaced(path: Path, before: str, after: str) -> None:
    """Remove the files of logits that saving a deck made, and that only its text before names.

    What a person has named or changed stays, and what another deck in the folder names.
    """
    ours = re.compile(re.escape(path.stem) + r"(-([0-9a-f]{8})\.npy)")
    with suppress(OSError):
        names = [entry.name for entry in path.parent.iterdir()]
        found = [match for name in names if (match := ours.fullmatch(name))]
        replaced = [m for m in found if m[1] in before and m[1] not in after]
        if not replaced or len(names) > MOST_NEIGHBOURS:
            return
        others = _decks_beside(path, names)
        for match in replaced:
            beside = path.with_name(match[0])
            if any(match[1].encode() in text for text in others) or beside.is_symlink():
                continue
            made = fingerprint(beside)
            if made is not None and made.sha256.startswith(match[2]):
                beside.unlink()


def _decks_beside(path: Path, names: list[str]) -> list[bytes]:
    """Return the texts of the other decks in a folder, whatever they are called."""
    texts = []
    for name in names:
        other = path.with_name(name)
        if name == path.name or other.suffix == ".npy" or not other.is_file():
            continue
        with other.open("rb") as file:
            head = file.read(_CHUNK >> 4)
            if DECK_MARK in head:
                texts.append(head + file.read())
    return texts


def save_atomically(path: Path, data: bytes) -> None:
    """Make a regular file hold these bytes, as a whole or not at all; raises SaveError.

    A link is followed; permissions stay as they were.
    """
    with _sentences(path):
        real = Path(os.path.realpath(path))
        before = _status(real)
        if before is not None:
            _refuse_all_but_files(path, real, before)
        _remove_stale(real.parent)
        prefix, suffix = TEMPORARY
        temporary = real.parent / f"{prefix}{os.getpid()}-{token_hex(8)}{suffix}"
        try:
            _write(temporary, data, before)
            temporary.replace(real)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        _sync_folder(real.parent)


def keep_other(path: Path) -> Path:
    """Copy a file beside itself, as “lesson (other version).softmax”; raises SaveError."""
    kept = free_name(path, tr("other version"))
    with _sentences(path):
        data = path.read_bytes()
    save_atomically(kept, data)
    return kept


def free_name(path: Path, words: str) -> Path:
    """Return a name beside a file that nothing has: with words, and a number where needed."""
    number = 1
    while True:
        counted = words if number == 1 else f"{words} {number}"
        free = path.with_name(f"{path.stem} ({counted}){path.suffix}")
        if not os.path.lexists(free):
            return free
        number += 1


def _status(real: Path) -> os.stat_result | None:
    try:
        return real.stat()
    except FileNotFoundError:
        return None


def _refuse_all_but_files(path: Path, real: Path, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not stat.S_ISREG(status.st_mode):
        raise _failure(path, tr("This is a device or a pipe, not a file. Choose another name."))
    if not os.access(real, os.W_OK):
        raise _failure(path, tr("The file is write-protected. Save it under another name."))


def _write(temporary: Path, data: bytes, before: os.stat_result | None) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(temporary, flags, 0o666), "wb") as file:
        if before is not None:
            _take_permissions(temporary, before)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _take_permissions(temporary: Path, before: os.stat_result) -> None:
    # Another's file stays theirs where that is allowed; the mode comes last, chown resets it.
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(temporary, before.st_uid, before.st_gid)
    with suppress(OSError):
        temporary.chmod(stat.S_IMODE(before.st_mode))


def _sync_folder(folder: Path) -> None:
    """Have the new name on the disk, where the system can do that for folders.

    Where it cannot, the file has its new bytes all the same: that is no failure of saving it.
    """
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def _remove_stale(folder: Path) -> None:
    """Remove what a killed program left half written."""
    prefix, suffix = TEMPORARY
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.endswith(suffix):
                alive = _may_live(entry.name.removeprefix(prefix).partition("-")[0])
                most = STALE_SECONDS if alive else STALE_DEAD_SECONDS
                with suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > most:
                        Path(entry.path).unlink()


def _may_live(process: str) -> bool:
    # On Windows, asking with a signal would end the process.
    if sys.platform == "win32" or not process.isdecimal():
        return True
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


@contextmanager
def _sentences(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _failure(path, reason_of(error, path)) from error
    except ValueError as error:
        raise _failure(path, tr("There cannot be a file of that name.")) from error


def _failure(path: Path, reason: str) -> SaveError:
    sentence = tr("“{name}” was not saved. {reason}")
    return SaveError(sentence.format(name=named(path.name or str(path)), reason=reason))


def reason_of(error: OSError, path: Path) -> str:
    """Return in a sentence what went wrong with a file, and what would help."""
    code = error.errno or 0
    reason = _REASONS.get(_ALIKE.get(code, code))
    if reason is None:
        reason = tr_noop("The system says: {system}. Save it in another place.")
    system = error.strerror or type(error).__name__
    return tr(reason).format(folder=path.absolute().parent, system=system)


def problems_of(error: DeckError, most: int = 3) -> str:
    """Return the first problems of a deck, and how many more there are."""
    told = " ".join(problem.of(error.name) for problem in error.problems[:most])
    more = len(error.problems) - most
    return f"{told} {tr('And {n} more.').format(n=more)}" if more > 0 else told
