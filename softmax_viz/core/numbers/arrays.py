"""Arrays as Python, NumPy, PyTorch, JAX and TensorFlow print them."""

from __future__ import annotations

import re

from softmax_viz.core.numbers.error import NumberError, SeveralRows
from softmax_viz.core.numbers.format import counted
from softmax_viz.text import tr

_ROW = re.compile(r"\[([^\[\]]*+)\]")
_BEFORE = re.compile(
    r"(?:<tf\.[^\[]*numpy=|Parameter containing:|[\w.]++\(|[\"']?\w++[\"']?\s*+[=:]|None,"
    r"|[\[({\s])*+"
)
_AFTER = re.compile(
    r"(?:,\s*+(?:\w++=(?:\([^()]*+\)|<[^<>]*+>|'[^']*+'|[\w.]++)|\w++\.float\w*+)"
    r"|[\])}>,;\s])*+"
)
_SCALAR = re.compile(
    r"\b(?:\w++\.)*+(?:float\d*|double|longdouble|u?int\d*|tensor|Tensor|Array|array)"
    r"\(\s*+['\"]?([^()\[\],'\"]*+)['\"]?\s*+(?:,[^()]*+)?\)"
)
_MODULE = re.compile(r"\b(?:np|numpy|jnp|torch|math)\.(?=[a-z])")
_WORD = re.compile(r"[a-zA-Z]{2}")
_PARENTHESIS = re.compile(r"[()]")


def array_body(text: str) -> str | None:
    """Return what stands inside the brackets of the one row of a list or a printed array.

    None where the text is no such thing. Raises NumberError for several rows, and for an array
    that was abbreviated or is cut off.
    """
    first, last = _ROW.search(text), _ROW.match(text, text.rfind("["))
    if first and last:
        before, after = text[: first.start()], text[last.end() :]
        if _BEFORE.fullmatch(before) and _AFTER.fullmatch(after):
            if "..." in text or "…" in text:
                raise abbreviated()
            if first.start() != last.start():
                raise several_rows(sum(1 for _ in _ROW.finditer(text)))
            _refuse_unclosed(before + after)
            return first[1]
    return _enclosed_body(text.strip())


def matrix_bodies(text: str) -> list[str]:
    """Return what stands inside the brackets of each row of a printed matrix.

    Raises NumberError for an array of more dimensions, and for one that is cut off.
    """
    shell = _ROW.sub("", text)
    _refuse_unclosed(shell)
    if shell.count("[") > 1:
        raise NumberError(
            tr("The array has more than two dimensions: paste a matrix, of rows and classes.")
        )
    return _ROW.findall(text)


def without_types(text: str) -> str:
    """Write np.float64(0.25) as 0.25 and np.inf as inf."""
    if not _WORD.search(text):
        return text
    return _MODULE.sub("", _SCALAR.sub(r"\1", text))


def abbreviated() -> NumberError:
    return NumberError(
        tr(
            "The array was abbreviated with “...” when it was printed: print it whole "
            "(NumPy and PyTorch have set_printoptions for this) and paste it again."
        )
    )


def several_rows(count: int) -> SeveralRows:
    return SeveralRows(
        tr("This is a matrix of {count} rows, but logits are one row: paste one row.").format(
            count=counted(count)
        )
    )


def _refuse_unclosed(shell: str) -> None:
    if any(_unclosed(shell, pair) for pair in ("[]", "()", "{}")):
        raise NumberError(
            tr(
                "The brackets around the numbers do not match: "
                "paste the whole array, from the first bracket to the last."
            )
        )


def _unclosed(shell: str, pair: str) -> bool:
    return shell.count(pair[0]) != shell.count(pair[1])


def _enclosed_body(text: str) -> str | None:
    if text.startswith("{") and text.endswith("}") and ":" not in text:
        return text[1:-1]
    if not (text.startswith("(") and text.endswith(")")):
        return None
    depth = 0
    for match in _PARENTHESIS.finditer(text):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return text[1:-1] if match.end() == len(text) else None
    return None
