"""A small calculator: numbers, + - * / ^, parentheses, ln, log, sqrt, exp, pi, e, inf, nan."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from softmax_viz.core.numbers.error import NumberError, shortened
from softmax_viz.text import tr

MAX_NESTED = 40

_TOKEN = re.compile(
    r"(?P<number>(?:\d+[.,]?\d*|[.,]\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<word>[^\W\d_\u00b2\u00b3\u00b9\u2070-\u2079]\w*|[∞√])"
    r"|(?P<sign>\*\*|[-+*/^()])"
    r"|(?P<other>\S)"
)
_NONZERO = re.compile(r"[-+0.,]*[1-9]")
_SEPARATED = re.compile(r"\d+(?:[.,]\d+){2,}")
_THOUSANDS = re.compile(r"\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")
_DIGIT_SEPARATORS = "_'\u2019\u066c"

_CONSTANTS = {
    "pi": math.pi,
    "π": math.pi,
    "e": math.e,
    "inf": math.inf,
    "infinity": math.inf,
    "∞": math.inf,
    "nan": math.nan,
}
_FUNCTIONS = ("ln", "log", "sqrt", "√", "exp")


class _Token(NamedTuple):
    kind: str
    text: str
    start: int


def decimal(plain: str, typed: str) -> float:
    """Round ASCII digits, with a point or a comma, to the nearest float64.

    Raises NumberError where that would be an infinity, or a zero that was not written.
    """
    value = float(plain.replace(",", "."))
    if math.isinf(value):
        raise _too_large(typed)
    if value == 0 and _NONZERO.match(plain):
        raise _too_small(typed)
    return value


def evaluate(plain: str, typed: str) -> float:
    """Evaluate a simplified text; sentences quote what was typed, position by position."""
    _refuse_thousands(plain)
    return _Parser(plain, typed).value()


class _Parser:
    """Recursive descent, one method a rule; `start` is where the part to quote begins."""

    def __init__(self, plain: str, typed: str) -> None:
        self._typed = typed
        self._tokens = [
            _Token(str(match.lastgroup), match[0], match.start())
            for match in _TOKEN.finditer(plain)
        ]
        self._tokens.append(_Token("end", "", len(plain)))
        self._next = 0
        nested = sum(t.text in ("(", "^", "**", *_FUNCTIONS) for t in self._tokens)
        if nested > MAX_NESTED:
            raise NumberError(
                tr(
                    "“{text}” has {count} parentheses, powers and functions: "
                    "write it with {limit} at most."
                ).format(text=shortened(typed), count=nested, limit=MAX_NESTED)
            )

    def value(self) -> float:
        value = self._sum()
        if self._peek.kind != "end":
            raise self._unexpected()
        return value

    @property
    def _peek(self) -> _Token:
        return self._tokens[self._next]

    def _take(self, *signs: str) -> _Token | None:
        token = self._peek
        if token.kind != "sign" or token.text not in signs:
            return None
        self._next += 1
        return token

    def _quote(self, token: _Token) -> str:
        return shortened(self._typed[token.start : token.start + len(token.text)])

    def _quote_from(self, start: int) -> str:
        last = self._tokens[self._next - 1]
        return shortened(self._typed[start : last.start + len(last.text)])

    def _sum(self) -> float:
        start = self._peek.start
        value = self._product()
        while sign := self._take("+", "-"):
            right = self._product()
            total = value + right if sign.text == "+" else value - right
            value = self._defined(total, start, value, right)
        return value

    def _product(self) -> float:
        start = self._peek.start
        value = self._signed()
        while sign := self._take("*", "/"):
            right = self._signed()
            if sign.text == "/" and right == 0:
                raise NumberError(
                    tr(
                        "“{text}” divides by zero and has no value: write inf if infinity is meant."
                    ).format(text=self._quote_from(start))
                )
            result = value * right if sign.text == "*" else value / right
            value = self._not_lost(self._defined(result, start, value, right), start, value, right)
        return value

    def _signed(self) -> float:
        minus = self._take("+", "-")
        value = self._power()
        return -value if minus and minus.text == "-" else value

    def _power(self) -> float:
        start = self._peek.start
        base = self._primary()
        if not self._take("^", "**"):
            return base
        exponent = self._signed()
        try:
            value = math.pow(base, exponent)
        except OverflowError:
            raise _too_large(self._quote_from(start)) from None
        except ValueError:
            raise NumberError(
                tr(
                    "“{text}” is not a real number: a negative number takes only whole powers, "
                    "and zero no negative ones."
                ).format(text=self._quote_from(start))
            ) from None
        return self._not_lost(value, start, base, exponent)

    def _primary(self) -> float:
        token = self._peek
        name = token.text.casefold()
        if token.kind == "number":
            self._next += 1
            return decimal(token.text, self._quote(token))
        if name in _CONSTANTS:
            self._next += 1
            return _CONSTANTS[name]
        if name in _FUNCTIONS:
            self._next += 1
            return self._function(name, token)
        if opened := self._take("("):
            return self._parenthesis(opened)
        raise self._missing()

    def _parenthesis(self, opened: _Token) -> float:
        value = self._sum()
        if self._take(")"):
            return value
        if self._peek.kind != "end":
            raise self._unexpected()
        raise NumberError(
            tr("“(” at position {position} is never closed: add “)”.").format(
                position=opened.start + 1
            )
        )

    def _function(self, name: str, token: _Token) -> float:
        if opened := self._take("("):
            argument = self._parenthesis(opened)
        else:
            argument = self._bare_argument(name, token)
        if name == "exp":
            return self._exp(argument, token.start)
        if argument < 0:
            raise NumberError(
                tr("“{text}” is not a real number: “{function}” takes numbers from 0 up.").format(
                    text=self._quote_from(token.start), function=self._quote(token)
                )
            )
        if name in ("sqrt", "√"):
            return math.sqrt(argument)
        return math.log(argument) if argument != 0 else -math.inf

    def _bare_argument(self, name: str, token: _Token) -> float:
        minus = self._take("+", "-")
        argument = self._primary()
        # √2/2 is always read as (√2)/2; ln 2/3 is not, and a wrong guess would go unseen.
        if name != "√" and self._peek.text in ("*", "/", "^", "**"):
            raise NumberError(
                tr(
                    "“{text}” can be read in two ways: put what “{function}” applies to "
                    "in parentheses, as in ln(2)/3 or ln(2/3)."
                ).format(text=shortened(self._typed), function=self._quote(token))
            )
        return -argument if minus and minus.text == "-" else argument

    def _exp(self, argument: float, start: int) -> float:
        try:
            return self._not_lost(math.exp(argument), start, argument)
        except OverflowError:
            raise _too_large(self._quote_from(start)) from None

    def _defined(self, result: float, start: int, *operands: float) -> float:
        if math.isinf(result) and all(map(math.isfinite, operands)):
            raise _too_large(self._quote_from(start))
        if math.isnan(result) and not any(map(math.isnan, operands)):
            raise NumberError(
                tr("“{text}” has no value: write nan if that is meant.").format(
                    text=self._quote_from(start)
                )
            )
        return result

    def _not_lost(self, result: float, start: int, *operands: float) -> float:
        if result == 0 and all(math.isfinite(x) and x != 0 for x in operands):
            raise _too_small(self._quote_from(start))
        return result

    def _missing(self) -> NumberError:
        token = self._peek
        if token.kind in ("word", "other"):
            return self._unknown()
        if token.kind == "end":
            return NumberError(
                tr("“{text}” ends too early: write a number after “{last}”.").format(
                    text=shortened(self._typed), last=self._quote(self._tokens[self._next - 1])
                )
            )
        return NumberError(
            tr("At position {position} a number is missing before “{found}”.").format(
                position=token.start + 1, found=self._quote(token)
            )
        )

    def _unexpected(self) -> NumberError:
        token = self._peek
        if token.text == ")":
            return NumberError(
                tr(
                    "“)” at position {position} closes nothing: remove it, or add “(” before it."
                ).format(position=token.start + 1)
            )
        if token.text in _DIGIT_SEPARATORS:
            return NumberError(
                tr(
                    "“{found}” at position {position} separates digits: "
                    "write them together, as in 1234.5."
                ).format(found=self._quote(token), position=token.start + 1)
            )
        if token.kind == "other":
            return self._unknown()
        return NumberError(
            tr(
                "“{found}” at position {position} follows “{before}” directly: "
                "write * between them, or one number without spaces."
            ).format(
                found=self._quote(token),
                position=token.start + 1,
                before=self._quote(self._tokens[self._next - 1]),
            )
        )

    def _unknown(self) -> NumberError:
        return NumberError(
            tr(
                "“{found}” at position {position} is not part of a number: write one such as "
                "0.25, −0.8, 1e3, 2/3, 2^3, ln 2, sqrt 2, exp 1, pi, inf or nan."
            ).format(found=self._quote(self._peek), position=self._peek.start + 1)
        )


def _refuse_thousands(plain: str) -> None:
    if not (match := _SEPARATED.search(plain)):
        return
    number = match[0]
    if thousands := _THOUSANDS.fullmatch(number):
        separator = thousands[1]
        raise NumberError(
            tr(
                "“{text}” has thousands separators, which differ between countries: "
                "write {right} instead."
            ).format(
                text=shortened(number),
                right=shortened(number.replace(separator, "").replace(",", ".")),
            )
        )
    raise NumberError(
        tr(
            "“{text}” has more than one decimal separator: write one point or comma, as in 1234.5."
        ).format(text=shortened(number))
    )


def _too_large(text: str) -> NumberError:
    return NumberError(
        tr(
            "“{text}” is beyond the largest number, 1.8e308: write inf if infinity is meant."
        ).format(text=shortened(text))
    )


def _too_small(text: str) -> NumberError:
    return NumberError(
        tr(
            "“{text}” is closer to zero than the smallest number, 4.9e−324: "
            "write 0 if zero is meant."
        ).format(text=shortened(text))
    )
