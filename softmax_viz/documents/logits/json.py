"""JSON: a list, a list of lists, an object of arrays or of names with numbers, records."""

from __future__ import annotations

import json
import math
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from softmax_viz.core.data.understood import Choices
from softmax_viz.core.numbers.error import shortened
from softmax_viz.documents.logits import encoding, text
from softmax_viz.documents.logits.error import OpenError
from softmax_viz.documents.logits.format import (
    Contents,
    Format,
    Stored,
    numbers_stored,
    texts_stored,
)
from softmax_viz.documents.logits.limits import (
    MAX_JSON,
    MAX_JSON_ENTRIES,
    MAX_JSON_LISTS,
)
from softmax_viz.documents.logits.meanings import means_something
from softmax_viz.documents.logits.unique import unique_keys
from softmax_viz.text import tr

_WORDS = {"inf": math.inf, "+inf": math.inf, "-inf": -math.inf, "nan": math.nan}
_DEEPEST = 3
# How much of the work is done before the text is parsed, and after.
_SCANNED, _PARSED = 0.2, 0.6


def _begins(head: bytes, size: int) -> bool:
    start = head[:4].lstrip(b"\xef\xbb\xbf\xff\xfe") + head[4:]
    return start.replace(b"\0", b"").lstrip(b" \t\r\n")[:1] in (b"[", b"{")


def _read(path: Path, choices: Choices) -> Generator[float, None, Contents]:
    yield 0.0
    size = path.stat().st_size
    if size > MAX_JSON:
        raise OpenError(
            tr(
                "The file has {size} MiB, and JSON may have {limit}: "
                "save the logits as .npy, which opens at any size."
            ).format(size=size >> 20, limit=MAX_JSON >> 20)
        )
    with path.open(encoding=encoding.detect(path)) as file:
        source = file.read()
    _refuse_too_much(source)
    yield _SCANNED
    try:
        content = json.loads(source, parse_float=_float, object_pairs_hook=unique_keys)
    except json.JSONDecodeError as error:
        if path.suffix.lower() != ".json":
            return (yield from text.FORMAT.read(path, choices))
        raise OpenError(
            tr("line {line}, column {column}: this is no JSON ({problem}).").format(
                line=error.lineno, column=error.colno, problem=shortened(error.msg)
            )
        ) from None
    except RecursionError:
        raise OpenError(tr("The lists are nested too deeply: logits have two levels.")) from None
    except OpenError:
        raise
    except ValueError as error:
        raise OpenError(tr("One number is too long: {problem}").format(problem=error)) from None
    yield _PARSED
    return _contents(content)


def _refuse_too_much(source: str) -> None:
    if source.count(",") > MAX_JSON_ENTRIES or (
        source.count("[") + source.count("{") > MAX_JSON_LISTS
    ):
        raise OpenError(
            tr(
                "There are more than {entries} entries or {lists} lists: "
                "save the logits as .npy, which opens at any size."
            ).format(entries=MAX_JSON_ENTRIES, lists=MAX_JSON_LISTS)
        )


def _float(literal: str) -> float:
    value = float(literal)
    if math.isinf(value):
        raise OpenError(
            tr(
                "“{number}” is beyond the largest number, 1.8e308: "
                "write Infinity if infinity is meant."
            ).format(number=shortened(literal))
        )
    return value


def _contents(content: Any) -> Contents:
    if isinstance(content, list):
        if content and all(isinstance(entry, dict) for entry in content):
            return _object(_columns(content))
        return Contents({"": _array(content, "")})
    if isinstance(content, dict):
        return _object(content)
    raise OpenError(tr("There is no list of numbers, such as [0.25, 1.23, -0.8]."))


def _columns(records: list[dict[str, Any]]) -> dict[str, Any]:
    keys = records[0].keys()
    for number, record in enumerate(records, 1):
        if record.keys() != keys:
            raise OpenError(
                tr("Record {number} has other keys than the first: each needs {keys}.").format(
                    number=number, keys=shortened(", ".join(keys))
                )
            )
    return {key: [record[key] for record in records] for key in keys}


def _object(content: Mapping[str, Any]) -> Contents:
    arrays: dict[str, Stored] = {}
    for key, value in content.items():
        if isinstance(value, list):
            try:
                arrays[key] = _array(value, key)
            except OpenError:
                if means_something(key):
                    raise
    if not any(means_something(key) or array.is_real for key, array in arrays.items()):
        return _named_numbers(content)
    if any(means_something(key, "logits") for key in arrays):
        return Contents(arrays)
    columns = {k: a for k, a in arrays.items() if not means_something(k) and a.is_real}
    if len(columns) > 1 and all(len(array.shape) == 1 for array in columns.values()):
        return _named_columns(arrays, columns)
    return Contents(arrays)


def _named_numbers(content: Mapping[str, Any]) -> Contents:
    if not content:
        raise OpenError(tr('The object is empty; it would be {"logits": [0.25, 1.23, -0.8]}.'))
    values = _array(list(content.values()), "")
    return Contents({"logits": values, "names": texts_stored(list(content))})


def _named_columns(arrays: Mapping[str, Stored], columns: Mapping[str, Stored]) -> Contents:
    lengths = {array.shape for array in columns.values()}
    if len(lengths) > 1:
        raise OpenError(
            tr("The columns have different lengths: {lengths}.").format(
                lengths=", ".join(str(shape[0]) for shape in sorted(lengths))
            )
        )
    rest = {key: array for key, array in arrays.items() if key not in columns}
    matrix = np.stack([array.load() for array in columns.values()], axis=1)
    return Contents(rest | {"logits": numbers_stored(matrix), "names": texts_stored(list(columns))})


def _array(value: list[Any], name: str) -> Stored:
    where = tr("“{name}”").format(name=shortened(name)) if name else tr("The list")
    texts = [entry for entry in value if isinstance(entry, str)]
    if len(texts) == len(value) > 0 and any(t.lower() not in _WORDS for t in texts):
        return texts_stored(texts)
    return numbers_stored(_numbers(value, where, 1))


def _numbers(value: list[Any], where: str, depth: int) -> NDArray[np.float64]:
    if depth > _DEEPEST:
        raise OpenError(
            tr("{where} has more than {n} levels of lists; logits have two.").format(
                where=where, n=_DEEPEST
            )
        )
    if len(value) > 0 and isinstance(value[0], list):
        rows = []
        for number, row in enumerate(value, 1):
            place = tr("{where}, row {number}").format(where=where, number=number)
            if not isinstance(row, list):
                raise OpenError(tr("{where} is no list, and the first is one.").format(where=place))
            rows.append(_numbers(row, place, depth + 1))
            if rows[-1].shape != rows[0].shape:
                raise OpenError(
                    tr("{where} has {n} entries, and row 1 has {first}.").format(
                        where=place, n=len(row), first=len(value[0])
                    )
                )
        return np.stack(rows)
    return _vector(value, where)


def _vector(value: list[Any], where: str) -> NDArray[np.float64]:
    if not {type(entry) for entry in value} <= {int, float}:
        value = [_entry(entry, i, where) for i, entry in enumerate(value, 1)]
    try:
        return np.array(value, dtype=np.float64)
    except OverflowError:
        raise OpenError(
            tr("{where} has a whole number beyond the largest number, 1.8e308.").format(where=where)
        ) from None


def _entry(entry: Any, number: int, where: str) -> float:
    if entry is None:
        return math.nan
    if isinstance(entry, str) and entry.lower() in _WORDS:
        return _WORDS[entry.lower()]
    if isinstance(entry, int | float) and not isinstance(entry, bool):
        return entry
    raise OpenError(
        tr("{where}, entry {number}: {entry} is no number.").format(
            where=where, number=number, entry=shortened(json.dumps(entry, ensure_ascii=False))
        )
    )


FORMAT = Format("JSON", (".json",), _begins, _read)
