"""Which array of a file is what: logits, names of classes, true classes, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.logits_table import UNKNOWN, LogitsTable
from softmax_viz.core.data.probabilities import are_probabilities, logarithms
from softmax_viz.core.data.understood import Choices
from softmax_viz.core.numbers import counted
from softmax_viz.core.numbers.error import shortened
from softmax_viz.core.state import default_labels, without_blanks
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import Contents, Stored
from softmax_viz.documents.logits.kinds import refuse_unless_real
from softmax_viz.documents.logits.limits import MAX_CLASSES, MAX_UNPACKED
from softmax_viz.documents.logits.meanings import OF_CLASSES, key_of, ranked
from softmax_viz.text import tr

_IGNORED = -100  # PyTorch's ignore_index
_ABOVE, _BESIDE = "names above", "names beside"


@dataclass(frozen=True)
class Assembled:
    """Hold the table, the answers it took, and where names and true classes were found."""

    table: LogitsTable
    choices: Choices
    type: str
    names_from: str
    targets_from: str
    probabilities: bool


def refuse_hopeless(contents: Contents) -> None:
    """Raise OpenError where there is one array alone, and it is no logits whatever is chosen."""
    if len(contents.arrays) == 1 and not contents.available:
        ((name, stored),) = contents.arrays.items()
        _refuse_unless_logits(stored, name)


def _refuse_unless_logits(stored: Stored, name: str) -> None:
    where = _called(name)
    refuse_unless_real(stored.dtype, where)
    _refuse_shape(stored.shape, where)


def assemble(contents: Contents, choices: Choices, second: Stored | None, file: str) -> Assembled:
    """Make the table of a file; `second` is a vector of another file, names or true classes."""
    arrays = dict(contents.arrays)
    given = contents.choices
    if contents.available:  # the format has chosen among its columns already
        choices = replace(choices, logits=None, names=None, targets=None)
    logits = _logits(arrays, choices)
    stored = arrays.pop(logits)
    where = _called(logits)
    _refuse_unless_logits(stored, logits)
    shape = _squeezed(stored.shape)
    vectors = {n: a for n, a in arrays.items() if _length(a) is not None}
    transposed = _transposed(shape, vectors, second, choices)
    matrix = stored.load().reshape(shape if len(shape) == 2 else (1, -1))
    matrix = matrix.T if transposed else matrix
    rows, count = matrix.shape
    if count > MAX_CLASSES:
        raise OpenError(
            tr("{where} has {n} classes, and {limit} are the most: is it to be turned?").format(
                where=where, n=counted(count), limit=counted(MAX_CLASSES)
            )
        )
    names_of, targets_of = _beside(vectors, rows, count, choices)
    names = vectors.get(names_of or "")
    targets = vectors.get(targets_of or "")
    if names_of == _ABOVE and transposed:
        names_of, names = "", None
    names_from, targets_from = _found(names_of), _found(given.targets or targets_of)
    if second is not None:
        if _is_names(second, rows, count):
            names, names_from = second, tr("the second file")
        else:
            targets, targets_from = second, tr("the second file")
    labels, valued = _labels(names, count, names_from)
    labels = labels or default_labels(count)
    true = None
    if targets is not None:
        true = _targets(targets, labels, valued, rows, targets_from)
    pictures_of = _pictures_name(arrays, rows, choices)
    pictures = arrays[pictures_of].load() if pictures_of is not None else None
    table = LogitsTable(matrix, labels, true, pictures, file, stored.bfloat16)
    probabilities = are_probabilities(table)
    if choices.logarithm:
        table = _logarithm(table, where)
    answers = replace(
        given, transpose=transposed, logits=given.logits if given.logits is not None else logits,
        names=given.names if given.names is not None else names_of or "",
        targets=given.targets if given.targets is not None else targets_of or "",
        pictures=pictures_of or "", logarithm=bool(choices.logarithm),
    )  # fmt: skip
    return Assembled(table, answers, stored.type, names_from, targets_from, probabilities)


def _logarithm(table: LogitsTable, where: str) -> LogitsTable:
    size = table.values.nbytes
    if size > MAX_UNPACKED:
        raise OpenError(
            tr(
                "{where} takes {size} MiB, and the logarithm is taken of {limit} MiB at the most: "
                "save np.log(p) as .npy, which opens at any size."
            ).format(where=where, size=size >> 20, limit=MAX_UNPACKED >> 20)
        )
    return replace(table, values=logarithms(table.block(slice(None))), bfloat16=False)


def _called(name: str) -> str:
    return tr("Array “{name}”").format(name=shortened(name)) if name else tr("The array")


def _found(name: str | None) -> str:
    if not name:
        return ""
    if name == _ABOVE:
        return tr("the heading")
    return (
        tr("the column beside") if name == _BESIDE else tr("“{name}”").format(name=shortened(name))
    )


def _length(stored: Stored) -> int | None:
    shape = stored.shape
    if len(shape) == 2 and shape[1] == 1:
        shape = shape[:1]
    return shape[0] if len(shape) == 1 else None


def _logits(arrays: dict[str, Stored], choices: Choices) -> str:
    if choices.logits is not None and choices.logits in arrays:
        return choices.logits
    if choices.logits:
        raise OpenError(_list(arrays, tr("There is no array “{name}”").format(name=choices.logits)))
    known = ranked("logits", list(arrays))
    real = [name for name, array in arrays.items() if array.is_real]
    for candidates in (
        known[:1],
        list(arrays) if len(arrays) == 1 else [],
        [name for name in real if len(arrays[name].shape) == 2],
        [name for name in real if arrays[name].dtype.kind == "f" or arrays[name].bfloat16],
        real,
    ):
        if len(candidates) == 1:
            return candidates[0]
    raise OpenError(
        _list(arrays, tr("Which array has the logits is not clear; name it “logits”")),
        question=tr("Which array has the logits? Choose it above. {file_has}").format(
            file_has=_has(arrays)
        ),
    )


def _list(arrays: dict[str, Stored], problem: str) -> str:
    return f"{problem}. {_has(arrays)}"


def _has(arrays: dict[str, Stored]) -> str:
    shown = [f"{shortened(n)} {a.type} {a.shape}" for n, a in list(arrays.items())[:10]]
    if len(arrays) > len(shown):
        shown.append("…")
    return tr("The file has {arrays}.").format(arrays=", ".join(shown))


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Return a shape of at most two axes, as far as those too many have the length 1."""
    while len(shape) > 2 and 1 in shape:
        place = shape.index(1)
        shape = shape[:place] + shape[place + 1 :]
    return shape


def _refuse_shape(shape: tuple[int, ...], where: str) -> None:
    left = _squeezed(shape)
    shown = shape if len(shape) < 10 else f"{len(shape)} × …"
    if len(left) > 2:
        raise OpenError(
            tr(
                "{where} has the shape {shape}: logits are a vector, or a matrix of rows and "
                "classes. If the last axis has the classes, save array.reshape(-1, {n})."
            ).format(where=where, shape=shown, n=shape[-1])
        )
    if not left:
        raise OpenError(
            tr(
                "{where} has the shape {shape}: logits are a vector, or a matrix of "
                "rows and classes."
            ).format(where=where, shape=shown)
        )
    if 0 in shape:
        raise OpenError(
            tr("{where} is empty: its shape is {shape}.").format(where=where, shape=shape)
        )


def _transposed(
    shape: tuple[int, ...], vectors: dict[str, Stored], second: Stored | None, choices: Choices
) -> bool:
    if len(shape) == 1:
        return False
    if choices.transpose is not None:
        return choices.transpose
    if _BESIDE in vectors:
        return True
    rows, columns = shape
    lengths = {n: _length(a) for n, a in vectors.items()}
    of_rows = [lengths[n] for n in ranked("targets", list(lengths)) if not vectors[n].is_text]
    of_rows += [] if second is None or second.is_text else [_length(second)]
    of_columns = [lengths[n] for n in lengths if key_of(n) in OF_CLASSES and vectors[n].is_text]
    if rows in of_rows or columns in of_columns:
        return False
    if columns in of_rows or rows in of_columns:
        return True
    return (columns == 1 and 1 < rows <= MAX_CLASSES) or (columns > MAX_CLASSES >= rows)


def _beside(
    vectors: dict[str, Stored], rows: int, count: int, choices: Choices
) -> tuple[str | None, str | None]:
    """Find the names of classes and the true classes among the other vectors."""
    names = targets = None
    if choices.names is not None:
        names = choices.names and _chosen(vectors, choices.names)
    else:
        names = next((name for name in (_ABOVE, _BESIDE) if name in vectors), None)
    if choices.targets is not None:
        targets = choices.targets and _chosen(vectors, choices.targets)
    if names is None:
        # Where there is a “label” for each class, and not for each row, it is its name.
        known = (*ranked("names", list(vectors)), *ranked("targets", list(vectors)))
        fitting = [n for n in known if n != targets]
        names = next((n for n in fitting if _is_of_classes(n, vectors[n], rows, count)), None)
    if targets is None:
        targets = _likeliest_targets([n for n in vectors if n != names], vectors, rows, count)
    return names, targets


def _likeliest_targets(
    others: list[str], vectors: dict[str, Stored], rows: int, count: int
) -> str | None:
    known = ranked("targets", others)
    fitting = [name for name in known if _length(vectors[name]) == rows]
    if known:
        return (fitting or known)[0]
    # NumPy's savez calls what it is given no name for by numbers.
    unnamed = [
        name for name in others
        if key_of(name).startswith("arr_") and _are_classes(vectors[name], rows, count)
    ]  # fmt: skip
    return unnamed[0] if len(unnamed) == 1 else None


def _are_classes(stored: Stored, rows: int, count: int) -> bool:
    if stored.is_text or stored.dtype.kind not in "iu" or _length(stored) != rows:
        return False
    classes = stored.load()
    return bool(((classes >= 0) & (classes < count) | (classes == _IGNORED)).all())


def _chosen(vectors: dict[str, Stored], name: str) -> str:
    if name not in vectors:
        raise OpenError(_list(vectors, tr("There is no vector “{name}”").format(name=name)))
    return name


def _is_of_classes(name: str, stored: Stored, rows: int, count: int) -> bool:
    length = _length(stored)
    if stored.is_text:
        sure = key_of(name) in OF_CLASSES and length != rows
        return sure or (length == count and (length != rows or key_of(name) in OF_CLASSES))
    return key_of(name) in OF_CLASSES and length == count and length != rows


def _is_names(second: Stored, rows: int, count: int) -> bool:
    length = _length(second)
    return second.is_text and length == count and length != rows


def _labels(
    names: Stored | None, count: int, where: str
) -> tuple[tuple[str, ...], NDArray[np.int64] | None]:
    """Return the names of the classes, and their values where they are whole numbers."""
    if names is None:
        return (), None
    if not names.is_text:
        refuse_unless_real(names.dtype, where)
    if _length(names) != count:
        raise OpenError(
            tr("{where} names {n} classes, and there are {count}: each needs one name.").format(
                where=where, n=_length_words(names), count=counted(count)
            )
        )
    if names.is_text:
        return without_blanks(names.texts()), None
    values = names.load().ravel()
    return tuple(f"{value:g}" if values.dtype.kind == "f" else str(value) for value in values), (
        values.astype(np.int64) if values.dtype.kind in "iu" else None
    )


def _targets(
    targets: Stored,
    labels: tuple[str, ...],
    valued: NDArray[np.int64] | None,
    rows: int,
    where: str,
) -> NDArray[np.int64]:
    if not targets.is_text:
        refuse_unless_real(targets.dtype, where)
    if _length(targets) != rows:
        one = tr("{where} has {n} true classes, and there is 1 row of logits: it needs one.")
        more = tr(
            "{where} has {n} true classes, and there are {rows} rows of logits: each needs one."
        )
        raise OpenError(
            (one if rows == 1 else more).format(
                where=where, n=_length_words(targets), rows=counted(rows)
            )
        )
    if targets.is_text:
        return _named_targets(targets.texts(), labels, where)
    numbers = targets.load().ravel()
    whole = np.full(rows, UNKNOWN, dtype=np.int64)
    known = np.isfinite(numbers) if numbers.dtype.kind == "f" else np.ones(rows, dtype=bool)
    with np.errstate(all="ignore"):
        whole[known] = numbers[known].astype(np.int64)
    wrong = np.flatnonzero(known & (whole != numbers))
    if wrong.size:
        raise OpenError(
            tr("{where}, row {row}: the true class {value} is no whole number.").format(
                where=where, row=wrong[0], value=numbers[wrong[0]]
            )
        )
    whole[whole == _IGNORED] = UNKNOWN
    if valued is not None:
        return _by_value(whole, valued, where)
    return whole


def _length_words(targets: Stored) -> str:
    length = _length(targets)
    return str(targets.shape) if length is None else counted(length)


def _by_value(
    targets: NDArray[np.int64], values: NDArray[np.int64], where: str
) -> NDArray[np.int64]:
    order = np.argsort(values, kind="stable")
    at = np.minimum(np.searchsorted(values, targets, sorter=order), len(values) - 1)
    found = order[at]
    wrong = np.flatnonzero((values[found] != targets) & (targets != UNKNOWN))
    if wrong.size:
        raise OpenError(
            tr("{where}, row {row}: {value} is none of the classes.").format(
                where=where, row=wrong[0], value=targets[wrong[0]]
            )
        )
    return np.where(values[found] == targets, found, UNKNOWN)


def _named_targets(texts: Sequence[str], labels: tuple[str, ...], where: str) -> NDArray[np.int64]:
    index: dict[str, int] = {}
    for i, label in enumerate(labels):
        index.setdefault(label, i)
    empty = {"", "?", "nan", "NaN", "None"} - index.keys()
    true = np.full(len(texts), UNKNOWN, dtype=np.int64)
    for row, text in enumerate(texts):
        if text in empty:
            continue
        if text in index:
            true[row] = index[text]
        elif text.isascii() and text.isdigit() and len(text) < 10:
            true[row] = int(text)
        else:
            raise OpenError(
                tr(
                    "{where}, row {row}: “{text}” is no name of a class; "
                    "give the classes these names, or save their numbers from 0."
                ).format(where=where, row=row, text=shortened(text))
            )
    return true


def _pictures_name(arrays: dict[str, Stored], rows: int, choices: Choices) -> str | None:
    def fits(array: Any) -> bool:
        return (
            array.is_real
            and len(array.shape) == 3
            and array.shape[0] == rows
            and 0 not in array.shape
        )

    if choices.pictures == "":
        return None
    if choices.pictures is not None:
        if choices.pictures not in arrays or not fits(arrays[choices.pictures]):
            raise OpenError(
                tr("“{name}” has no pictures, one a row, each of a height and a width.").format(
                    name=shortened(choices.pictures)
                )
            )
        return choices.pictures
    return next((n for n in ranked("pictures", list(arrays)) if fits(arrays[n])), None)
