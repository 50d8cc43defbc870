"""The functions as lines of code, with the present numbers in them, that give what is shown."""

from __future__ import annotations

import math
from textwrap import fill

import numpy as np

from softmax_viz.core.numbers import counted, plain
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State, Vector
from softmax_viz.core.steps import Form

LANGUAGES = {"numpy": "NumPy", "python": "Python", "torch": "PyTorch", "jax": "JAX"}

MOST_WRITTEN = 1000
WIDTH = 88

_HEADS = {
    "numpy": "import numpy as np",
    "python": "import math",
    "torch": "import torch",
    "jax": "import jax\nimport jax.numpy as jnp\n"
    'jax.config.update("jax_enable_x64", True)  # float64, as shown',
}
_MODULES = {"numpy": "np", "python": "math", "torch": "torch", "jax": "jnp"}


def snippet(function: str, language: str, state: State, form: Form = Form.STABLE) -> str:
    """Return code that computes a function, by its key, of the logits of a state and prints it.

    language: a key of LANGUAGES; form: of the exponents. Beyond 1,000 logits they are left out.
    Raises KeyError for a function or a language that does not exist.
    """
    lines = [*_HEADS[language].split("\n"), *_inputs(function, language, state)]
    body = _PYTHON if language == "python" else _ARRAYS
    lines += body[function](state, form, _MODULES[language])
    lines.append(f"print({function})")
    return "\n".join(lines) + "\n"


def _number(x: float, module: str) -> str:
    if math.isnan(x):
        return f"{module}.nan"
    if math.isinf(x):
        return f"{module}.inf" if x > 0 else f"-{module}.inf"
    return plain(x)


def _inputs(function: str, language: str, state: State) -> list[str]:
    module = _MODULES[language]
    if state.count > MOST_WRITTEN:
        numbers = "logits"
        count = counted(state.count)
        lines = [f"# {count} logits are too many to write out: let logits be their list."]
    else:
        numbers = "[" + ", ".join(_number(z, module) for z in state.logits.tolist()) + "]"
        lines = []
    made = {
        "numpy": f"z = np.array({numbers})",
        "python": f"z = {numbers}",
        "torch": f"z = torch.tensor({numbers}, dtype=torch.float64)",
        "jax": f"z = jnp.array({numbers})",
    }[language]
    lines += fill(made, WIDTH, subsequent_indent="    ", break_long_words=False,
                  break_on_hyphens=False).split("\n")  # fmt: skip
    if function in ("softmax", "sigmoid"):
        lines.append(f"T = {_number(state.temperature, module)}")
    return lines


def _scaled(state: State, module: str) -> list[str]:
    if state.temperature == 0:
        return [
            "# The limit of z / T as T goes to 0: inf above 0, -inf below 0, 0 at 0.",
            f"x = {module}.where(z > 0, {module}.inf, {module}.where(z < 0, -{module}.inf, z))",
        ]
    if math.isinf(state.temperature):
        return [
            "# The limit of z / T as T goes to inf: 0 for every finite logit.",
            f"x = {module}.where({module}.isfinite(z), 0.0, z)",
        ]
    return ["x = z / T"]


def _divided_gaps(state: State, module: str) -> list[str]:
    if state.temperature == 0:
        return [
            "# The limit of gaps / T as T goes to 0: -inf below the largest logit.",
            f"x = {module}.where(gaps < 0, -{module}.inf, gaps)",
        ]
    if math.isinf(state.temperature):
        return [
            "# The limit of gaps / T as T goes to inf: 0 for every finite gap.",
            f"x = {module}.where({module}.isfinite(gaps), 0.0, gaps)",
        ]
    return ["x = gaps / T"]


def _array_softmax(state: State, form: Form, module: str) -> list[str]:
    if form is Form.STABLE:
        lines = ["gaps = z - z.max()  # at most 0: no power overflows"]
        lines += _divided_gaps(state, module)
    else:
        lines = _scaled(state, module)
    return [*lines, f"powers = {module}.exp(x)", "softmax = powers / powers.sum()"]


def _array_sigmoid(state: State, form: Form, module: str) -> list[str]:
    if form is Form.NAIVE:
        return [
            *_scaled(state, module),
            f"powers = {module}.exp(x)",
            "sigmoid = powers / (1 + powers)",
        ]
    return [
        *_scaled(state, module),
        f"powers = {module}.exp(-abs(x))  # at most 1: none overflows",
        f"sigmoid = {module}.where(x >= 0, 1.0, powers) / (1 + powers)",
    ]


def _array_argmax(state: State, form: Form, module: str) -> list[str]:
    return {
        "np": ["argmax = np.zeros_like(z)", "argmax[np.argmax(z)] = 1"],
        "torch": ["argmax = torch.zeros_like(z)", "argmax[torch.argmax(z)] = 1"],
        "jnp": ["argmax = jnp.zeros_like(z).at[jnp.argmax(z)].set(1)"],
    }[module]


def _array_sum_normalized(state: State, form: Form, module: str) -> list[str]:
    return ["sum_normalized = z / z.sum()"]


_ARRAYS = {
    "softmax": _array_softmax,
    "sigmoid": _array_sigmoid,
    "argmax": _array_argmax,
    "sum_normalized": _array_sum_normalized,
}


def _listed(state: State) -> list[str]:
    if state.temperature == 0:
        return [
            "# The limit of z / T as T goes to 0: inf above 0, -inf below 0, 0 at 0.",
            "x = [math.copysign(math.inf, v) if abs(v) > 0 else v for v in z]",
        ]
    if math.isinf(state.temperature):
        return [
            "# The limit of z / T as T goes to inf: 0 for every finite logit.",
            "x = [0.0 if math.isfinite(v) else v for v in z]",
        ]
    return ["x = [v / T for v in z]"]


def _listed_gaps(state: State) -> list[str]:
    if state.temperature == 0:
        return [
            "# The limit of gap / T as T goes to 0: -inf below the largest logit.",
            "x = [-math.inf if gap < 0 else gap for gap in gaps]",
        ]
    if math.isinf(state.temperature):
        return [
            "# The limit of gap / T as T goes to inf: 0 for every finite gap.",
            "x = [0.0 if math.isfinite(gap) else gap for gap in gaps]",
        ]
    return ["x = [gap / T for gap in gaps]"]


def _python_softmax(state: State, form: Form, module: str) -> list[str]:
    if form is Form.STABLE:
        return [
            "top = max(z)",
            "gaps = [v - top for v in z]  # at most 0: no power overflows",
            *_listed_gaps(state),
            "powers = [math.exp(v) for v in x]",
            "total = sum(powers)",
            "softmax = [power / total for power in powers]",
        ]
    lines = [*_listed(state), *_naive_powers(state), "total = sum(powers)"]
    if float(np.sum(_exponentials(state))) == 0:
        return [*lines, "softmax = [math.nan] * len(z)  # 0 / 0; Python would raise an error"]
    return [*lines, "softmax = [power / total for power in powers]"]


def _python_sigmoid(state: State, form: Form, module: str) -> list[str]:
    if form is Form.NAIVE:
        return [
            *_listed(state),
            *_naive_powers(state),
            "sigmoid = [power / (1 + power) for power in powers]",
        ]
    return [
        *_listed(state),
        "powers = [math.exp(-abs(v)) for v in x]  # at most 1: none overflows",
        "sigmoid = [(1.0 if v >= 0 else p) / (1 + p) for v, p in zip(x, powers)]",
    ]


def _naive_powers(state: State) -> list[str]:
    if np.isinf(_exponentials(state)).any():
        return [
            "largest = 709.782712893384  # the log of the largest float64",
            "# Beyond it float64 has inf, and math.exp would raise an error.",
            "powers = [math.inf if v > largest else math.exp(v) for v in x]",
        ]
    return ["powers = [math.exp(v) for v in x]"]


def _exponentials(state: State) -> Vector:
    with np.errstate(all="ignore"):
        return np.asarray(np.exp(evaluate(state).scaled_logits))


def _python_argmax(state: State, form: Form, module: str) -> list[str]:
    if np.isnan(state.logits).any():
        lines = [
            "# NaN counts as the largest, as in NumPy.",
            "index = [math.isnan(v) for v in z].index(True)",
        ]
    else:
        lines = ["index = z.index(max(z))  # the first of a tie"]
    return [*lines, "argmax = [float(i == index) for i in range(len(z))]"]


def _python_sum_normalized(state: State, form: Form, module: str) -> list[str]:
    lines = [
        "total = 0.0  # sum() rounds less in Python from 3.12 on",
        "for v in z:",
        "    total += v",
    ]
    with np.errstate(all="ignore"):
        total = float(np.cumsum(state.logits)[-1])
    if total == 0:
        lines.append("# v / 0.0, for which Python would raise an error.")
        return [*lines, "sum_normalized = [v * math.inf for v in z]"]
    return [*lines, "sum_normalized = [v / total for v in z]"]


_PYTHON = {
    "softmax": _python_softmax,
    "sigmoid": _python_sigmoid,
    "argmax": _python_argmax,
    "sum_normalized": _python_sum_normalized,
}
