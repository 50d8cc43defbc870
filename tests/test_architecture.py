"""The folders are the architecture: who may import whom."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "softmax_viz"


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_every_floor_imports_only_from_below(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "path", list(sys.path))
    config = str(ROOT / "pyproject.toml")
    status = lint_imports(config_filename=config, no_cache=True, no_logo=True)
    assert status == 0, capsys.readouterr().out


def test_the_core_imports_the_standard_library_and_numpy_only() -> None:
    allowed = sys.stdlib_module_names | {"numpy", "softmax_viz"}
    foreign = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (PACKAGE / "core").rglob("*.py")
        for name in imports(path)
        if name.partition(".")[0] not in allowed
    }
    assert not foreign


def test_the_session_knows_no_widgets() -> None:
    qt = {name for name in imports(PACKAGE / "session.py") if name.startswith("PySide6")}
    assert qt
    assert all(name.startswith("PySide6.QtCore.") for name in qt), qt
