"""The code gives what is shown: it is run."""

from __future__ import annotations

import math
import sys
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmax_viz.core.code import LANGUAGES, MOST_WRITTEN, snippet
from softmax_viz.core.outputs import OUTPUTS
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State, Vector
from softmax_viz.core.steps import Form, work_out

INF, NAN = math.inf, math.nan
KEYS = [kind.key for kind in OUTPUTS]
Z = [0.25, 1.23, -0.8]


def run(function: str, language: str, state: State, form: Form = Form.STABLE) -> Vector:
    """Run a snippet; the result is what it prints."""
    printed: list[Any] = []
    names: dict[str, Any] = {"print": printed.append}
    with np.errstate(all="ignore"):
        exec(compile(snippet(function, language, state, form), "snippet", "exec"), names)
    (result,) = printed
    return np.asarray(result, dtype=np.float64)


ANY = st.one_of(st.floats(-50, 50), st.sampled_from([0.0, -0.0, 1000.0, -1000.0, INF, -INF, NAN]))
TEMPERATURES = st.sampled_from([0.0, 1e-3, 0.5, 1.0, 7.0, 1e300, INF])


@pytest.mark.parametrize("language", ["numpy", "python"])
@pytest.mark.parametrize("function", KEYS)
@given(logits=st.lists(ANY, min_size=1, max_size=7), temperature=TEMPERATURES)
def test_the_code_gives_what_the_charts_show(
    language: str, function: str, logits: list[float], temperature: float
) -> None:
    state = State.of(logits, temperature=temperature)
    expected = evaluate(state).output(function).values
    result = run(function, language, state)
    np.testing.assert_allclose(result, expected, rtol=1e-12, atol=1e-300, equal_nan=True)


@pytest.mark.parametrize("language", ["numpy", "python"])
@pytest.mark.parametrize("function", ["softmax", "sigmoid"])
@given(
    logits=st.lists(st.one_of(ANY, st.floats(-900, 900)), min_size=1, max_size=7),
    temperature=TEMPERATURES,
)
def test_the_naive_code_breaks_as_the_table_does(
    language: str, function: str, logits: list[float], temperature: float
) -> None:
    state = State.of(logits, temperature=temperature)
    table = work_out(evaluate(state), function, Form.NAIVE)
    result = run(function, language, state, Form.NAIVE)
    np.testing.assert_allclose(
        result, table.columns[-1].values, rtol=1e-12, atol=1e-300, equal_nan=True
    )


def test_jax_code_runs_on_the_interface_that_jax_shares_with_numpy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package, config = ModuleType("jax"), ModuleType("config")
    config.update = lambda name, value: None  # type: ignore[attr-defined]
    package.config = config  # type: ignore[attr-defined]
    package.numpy = np  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jax", package)
    monkeypatch.setitem(sys.modules, "jax.numpy", np)
    for temperature in (0.0, 2.0, INF):
        state = State.of(Z, temperature=temperature)
        for function in ("softmax", "sigmoid", "sum_normalized"):
            expected = evaluate(state).output(function).values
            np.testing.assert_allclose(run(function, "jax", state), expected, rtol=1e-12)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("function", KEYS)
def test_every_snippet_is_python_with_the_numbers_in_full(
    function: str, form: Form, language: str
) -> None:
    state = State.of([0.1 + 0.2, INF, -INF, NAN], temperature=1 / 3)
    text = snippet(function, language, state, form)
    compile(text, "snippet", "exec")
    module = {"numpy": "np", "python": "math", "torch": "torch", "jax": "jnp"}[language]
    assert f"[0.30000000000000004, {module}.inf, -{module}.inf, {module}.nan]" in text
    assert ("T = 0.3333333333333333\n" in text) == (function in ("softmax", "sigmoid"))
    assert text.endswith(f"print({function})\n")


def test_the_code_is_short_for_the_running_example() -> None:
    assert snippet("softmax", "numpy", State.of(Z), Form.NAIVE) == (
        "import numpy as np\n"
        "z = np.array([0.25, 1.23, -0.8])\n"
        "T = 1.0\n"
        "x = z / T\n"
        "powers = np.exp(x)\n"
        "softmax = powers / powers.sum()\n"
        "print(softmax)\n"
    )


def test_torch_computes_in_float64() -> None:
    text = snippet("softmax", "torch", State.of(Z))
    assert "z = torch.tensor([0.25, 1.23, -0.8], dtype=torch.float64)\n" in text


def test_long_code_is_wrapped_and_too_long_code_left_out() -> None:
    state = State.of(np.linspace(0, 1, MOST_WRITTEN))
    assert max(map(len, snippet("softmax", "numpy", state).splitlines())) <= 88
    np.testing.assert_allclose(
        run("softmax", "numpy", state), evaluate(state).output("softmax").values, rtol=1e-12
    )
    text = snippet("softmax", "python", State.of(np.zeros(MOST_WRITTEN + 1)))
    assert "# 1,001 logits are too many to write out: let logits be their list.\nz = logits" in text


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        snippet("tanh", "numpy", State.of(Z))
    with pytest.raises(KeyError):
        snippet("softmax", "fortran", State.of(Z))
