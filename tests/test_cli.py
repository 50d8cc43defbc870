"""The command line."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NoReturn

import numpy as np
import pytest
import scipy.special

from softmax_viz import __version__, cli, preflight
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.documents.logits import open_logits
from softmax_viz.resources import resource

ROOT = Path(__file__).resolve().parent.parent
ANIMALS = ["values", "--logits", "0.25, 1.23, -0.8", "--labels", "seal,panda,duck"]

Capture = pytest.CaptureFixture[str]


def run(arguments: list[str], capsys: Capture) -> tuple[int, str, str]:
    try:
        status = cli.main(arguments)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    out, err = capsys.readouterr()
    return status, out, err


def written(arguments: list[str], capsys: Capture) -> str:
    status, out, err = run(arguments, capsys)
    assert (status, err) == (0, "")
    return out


def refuse(constant: str) -> NoReturn:
    raise AssertionError(f"{constant} is not JSON")


def read_json(arguments: list[str], capsys: Capture) -> Any:
    out = written([*arguments, "--format", "json"], capsys)
    return json.loads(out, parse_constant=refuse)


def test_values_need_no_display_and_no_qt() -> None:
    program = (
        "import sys\n"
        "from softmax_viz.cli import main\n"
        f"status = main({ANIMALS!r})\n"
        "print(*(name for name in sys.modules if name.partition('.')[0] in"
        " ('PySide6', 'shiboken6', 'pyqtgraph')), file=sys.stderr)\n"
        "sys.exit(status)\n"
    )
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert "panda   1.23    0.774   1.000              1.809    0.664" in done.stdout


def test_the_package_is_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "softmax_viz", "values", "--logits", "one"], cwd=ROOT,
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("softmax-viz: ")
    assert done.stderr.count("\n") == 1


def test_table_by_default(capsys: Capture) -> None:
    lines = written(ANIMALS, capsys).split("\n")
    assert lines[0] == "T = 1, entropy 0.831 nats"
    assert lines[4] == "seal    0.25    0.562   0.000              0.368    0.249       −1.390"
    assert lines[8].split() == ["sum", "0.68", "1.646", "1.000", "1.000", "1.000"]
    assert lines[10].startswith("Sigmoid: ✕ sums to 1.646")
    assert lines[13].startswith("Softmax: ✓ defined, ✓ in [0, 1], ✓ sums to 1, ✓ order kept")


def test_json(capsys: Capture) -> None:
    content = read_json(ANIMALS, capsys)
    assert set(content) == {
        "labels", "logits", "temperature", "sigmoid", "argmax", "sum_normalized", "softmax",
        "log_softmax", "entropy", "verdicts",
    }  # fmt: skip
    assert content["labels"] == ["seal", "panda", "duck"]
    assert content["logits"] == [0.25, 1.23, -0.8]
    assert content["temperature"] == 1
    assert content["argmax"] == [0, 1, 0]
    assert content["softmax"] == pytest.approx([0.249104, 0.663726, 0.087171], abs=5e-7)
    assert content["sigmoid"] == pytest.approx([0.562, 0.774, 0.310], abs=5e-4)
    assert content["sum_normalized"] == pytest.approx([0.368, 1.809, -1.176], abs=5e-4)
    assert content["entropy"] == pytest.approx(0.831, abs=5e-4)


@pytest.mark.parametrize(
    ("logits", "divided", "verdict"),
    [
        (
            "-0.25, 1, -0.75", ["-inf", "inf", "-inf"],
            "undefined: the logits sum to exactly 0",
        ),
        (
            "0.1, 0.2, -0.3", pytest.approx([1.8e15, 3.6e15, -5.4e15], rel=0.01),
            "the sum 5.6e−17 is rounding error: condition number 2e16",
        ),
        ("0.1, 0.9, 0.2", pytest.approx([0.083, 0.75, 0.167], abs=5e-4), "defined"),
        ("0, 0.9, 0.1", pytest.approx([0, 0.9, 0.1]), "defined"),
        ("nan, 1", ["nan", "nan"], "undefined: class 0 is NaN"),
        ("1, inf", [0, "nan"], "undefined: the sum is ∞, and ∞ / ∞ is not a number"),
    ],
)  # fmt: skip
def test_division_by_the_sum(logits: str, divided: Any, verdict: str, capsys: Capture) -> None:
    content = read_json(["values", "--logits", logits], capsys)
    assert content["sum_normalized"] == divided
    assert content["verdicts"]["sum_normalized"][0]["text"] == verdict


@pytest.mark.parametrize(
    ("temperature", "written_as", "softmax"),
    [
        ("0", 0, [0, 1, 0]),
        ("inf", "inf", [1 / 3, 1 / 3, 1 / 3]),
        ("∞", "inf", [1 / 3, 1 / 3, 1 / 3]),
        ("1e-320", 1e-320, [0, 1, 0]),
        ("1e300", 1e300, [1 / 3, 1 / 3, 1 / 3]),
        ("-0", 0, [0, 1, 0]),
    ],
)
def test_temperature(
    temperature: str, written_as: float | str, softmax: list[float], capsys: Capture
) -> None:
    content = read_json([*ANIMALS, "--temperature", temperature], capsys)
    assert content["temperature"] == written_as
    assert content["softmax"] == softmax


def test_csv(capsys: Capture) -> None:
    rows = list(csv.reader(io.StringIO(written([*ANIMALS, "--format", "csv"], capsys))))
    assert len(rows) == 4
    assert rows[2][:2] == ["panda", "1.23"]
    assert float(rows[2][5]) == pytest.approx(0.663726, abs=5e-7)


@pytest.mark.parametrize(
    ("name", "start"), [("markdown", "| class | logit |"), ("latex", r"\begin{tabular}{lrrrrrr}")]
)
def test_other_formats(name: str, start: str, capsys: Capture) -> None:
    assert written([*ANIMALS, "--format", name], capsys).startswith(start)


def test_decimals(capsys: Capture) -> None:
    assert "0.663726" in written([*ANIMALS, "--decimals", "6"], capsys)


@pytest.mark.parametrize(
    "arguments",
    [["--logits", "-1, 2"], ["--logits=-1, 2"], ["--logits", "−1 2"], ["--logits", "-1,2"]],
)
def test_logits_may_begin_with_a_minus(arguments: list[str], capsys: Capture) -> None:
    assert read_json(["values", *arguments], capsys)["logits"] == [-1, 2]


def test_names_may_stand_beside_the_logits(capsys: Capture) -> None:
    content = read_json(["values", "--logits", "seal: 0.25, panda: 1.23"], capsys)
    assert content["labels"] == ["seal", "panda"]


def test_classes_without_names_are_numbered(capsys: Capture) -> None:
    content = read_json(["values", "--logits", "1, 2"], capsys)
    assert content["labels"] == ["class 0", "class 1"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["values"], ["--logits"]),
        (["values", "--logits"], ["--logits"]),
        (["values", "--logits", "1,2", "--volume", "11"], ["--volume"]),
        (["values", "--logits", "1,2", "3"], ["Give logits once"]),
        (["values", "--logits", "1,2", "a.csv", "two\nlines"], ["two lines"]),
        (["values", "missing.csv"], ["missing.csv: there is no such file"]),
        (["--volume"], ["--volume"]),
        (["volume"], ["volume"]),
        (["values", "--logits", ""], ["no numbers"]),
        (["values", "--logits", "  "], ["no numbers"]),
        (["values", "--logits", "1, two, 3"], ["two"]),
        (["values", "--logits", "1, two\nlines, 3"], ["two"]),
        (["values", "--logits", "1,2", "--temperature", "-1"], ["temperature", "-1", "from 0 up"]),
        (["values", "--logits", "1,2", "--temperature", "nan"], ["temperature", "from 0 up"]),
        (["values", "--logits", "1,2", "--temperature", "warm"], ["warm"]),
        (["values", "--logits", "1,2", "--temperature", ""], ["number"]),
        (
            ["values", "--logits", "1,2", "--format", "yaml"],
            ["--format", "'yaml'", "table, json, csv, markdown, latex"],
        ),
        (["values", "--logits", "1,2", "--format", "two\nlines"], ["--format"]),
        (["values", "--logits", "1,2", "--format", ""], ["--format"]),
        (["values", "--logits", "1,2,3", "--labels", "a,b"], ["--labels has 2, --logits has 3"]),
        (["values", "--logits", "1", "--labels", "a,b"], ["--labels has 2, --logits has 1"]),
        (["values", "--logits", "1,2,3", "--labels", "a,,b"], ["Name 2 of --labels is blank"]),
        (["values", "--logits", "1,2", "--labels", 'a,""'], ["Name 2 of --labels is blank"]),
        (["values", "--logits", "1,2", "--decimals", "0"], ["0 decimals", "from 1 to 17"]),
        (["values", "--logits", "1,2", "--decimals", "-1"], ["-1 decimals", "from 1 to 17"]),
        (["values", "--logits", "1,2", "--decimals", "3.5"], ["--decimals", "'3.5'", "1 to 17"]),
        (["values", "--logits", "1,2", "--decimals", "1" * 5000], ["1 to 17"]),
    ],
)
def test_wrong_input_gets_one_sentence(
    arguments: list[str], words: list[str], capsys: Capture
) -> None:
    status, out, err = run(arguments, capsys)
    assert (status, out) == (2, "")
    assert err.startswith("softmax-viz")
    assert err.endswith("\n")
    assert len(err.splitlines()) == 1
    for word in words:
        assert word in err


@pytest.mark.parametrize("name", ["digits.npz", "digits_overconfident.npz", "wine.csv"])
@pytest.mark.parametrize("temperature", ["1", "0.37", "4"])
def test_rows_of_the_files_at_hand(name: str, temperature: str, capsys: Capture) -> None:
    path = resource(f"logits/{name}")
    table = open_logits(path)
    for k in (0, 1, table.rows - 1):
        arguments = ["values", str(path), "--row", str(k), "--temperature", temperature]
        content = read_json(arguments, capsys)
        scaled = table.values[k].astype(float) / float(temperature)
        weights = np.exp(scaled - scaled.max())
        assert content["labels"] == list(table.labels)
        assert content["logits"] == table.values[k].astype(float).tolist()
        for expected in (scipy.special.softmax(scaled), weights / weights.sum()):
            np.testing.assert_allclose(content["softmax"], expected, rtol=1e-14)
        np.testing.assert_allclose(
            content["log_softmax"], scipy.special.log_softmax(scaled), rtol=1e-12, atol=1e-15
        )
        np.testing.assert_allclose(content["sigmoid"], scipy.special.expit(scaled), rtol=1e-14)


# What packaging/make_digits.py prints: scikit-learn 1.9.1's log_loss of each file at a few T.
LOG_LOSS = {
    ("digits.npz", 0.5): 0.13390499263871436,
    ("digits.npz", 1): 0.11609496131015613,
    ("digits.npz", 2): 0.2407253425104124,
    ("digits.npz", 4): 0.6809701138912787,
    ("digits_overconfident.npz", 0.5): 1.0731464465839755,
    ("digits_overconfident.npz", 1): 0.5890561461705602,
    ("digits_overconfident.npz", 2): 0.42855421341357264,
    ("digits_overconfident.npz", 4): 0.6152971715741107,
    ("wine.csv", 0.5): 0.12638061596549247,
    ("wine.csv", 1): 0.07264440972836882,
    ("wine.csv", 2): 0.06096832343888915,
    ("wine.csv", 4): 0.11747729750215981,
}


@pytest.mark.parametrize(("name", "temperature"), LOG_LOSS)
def test_the_loss_of_the_files_at_hand_is_scikit_learns(name: str, temperature: float) -> None:
    table = open_logits(resource(f"logits/{name}"))
    assert table.targets is not None
    losses = []
    for k, target in enumerate(table.targets.tolist()):
        snapshot = evaluate(State.of(table.row(k), table.labels, temperature=temperature))
        losses.append(-float(snapshot.log_softmax[target]))
    assert np.mean(losses) == pytest.approx(LOG_LOSS[name, temperature], rel=1e-6)


def test_the_first_row_by_default_and_other_names(capsys: Capture) -> None:
    path = str(resource("logits/wine.csv"))
    content = read_json(["values", path], capsys)
    assert content == read_json(["values", path, "--row", "0"], capsys)
    assert content["labels"] == ["Barolo", "Grignolino", "Barbera"]
    assert read_json(["values", path, "--labels", "a,b,c"], capsys)["labels"] == ["a", "b", "c"]
    assert "Barbera" in written(["values", path, "--format", "table"], capsys)


@pytest.mark.parametrize("option", ["--targets", "--labels-file"])
def test_names_from_a_second_file(option: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "z.npy").write_bytes(b"")
    np.save(tmp_path / "z.npy", np.array([[0.25, 1.23, -0.8], [1, 2, 3]]))
    (tmp_path / "names.txt").write_text("seal\npanda\nduck\n")
    arguments = ["values", str(tmp_path / "z.npy"), option, str(tmp_path / "names.txt")]
    assert read_json(arguments, capsys)["labels"] == ["seal", "panda", "duck"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--row", "899"], ["There is no row 899", "0 to 898"]),
        (["--row", "-1"], ["There is no row -1", "0 to 898"]),
        (["--row", "two"], ["--row", "0 to 898", "'two'"]),
        (["--row", "1" * 5000], ["--row", "0 to 898"]),
        (["--logits", "1,2"], ["Give logits once"]),
        (["--labels", "a,b"], ["--labels has 2", "has 10"]),
        (["--targets", "missing.csv"], ["missing.csv: there is no such file"]),
    ],
)
def test_a_wrong_row_gets_one_sentence(
    arguments: list[str], words: list[str], capsys: Capture
) -> None:
    status, out, err = run(["values", str(resource("logits/digits.npz")), *arguments], capsys)
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    for word in words:
        assert word in err


@pytest.mark.parametrize("command", ["values", "calibration"])
def test_probabilities_are_told_of_and_made_logits(
    command: str, tmp_path: Path, capsys: Capture
) -> None:
    p = np.array([[0.25, 0.5, 0.25], [0.125, 0.125, 0.75]])
    np.savez(tmp_path / "p.npz", p=p, y=np.array([1, 2]))
    arguments = [command, str(tmp_path / "p.npz"), "--format", "json"]
    status, _, err = run(arguments, capsys)
    assert (status, err.count("\n")) == (0, 1)
    assert "p.npz: these look like probabilities, not logits; --probabilities takes" in err
    content = json.loads(written([*arguments, "--probabilities"], capsys))
    if command == "values":
        assert content["softmax"] == pytest.approx(p[0])
    else:
        assert content[0]["nll"] == pytest.approx(-np.log(p[[0, 1], [1, 2]]).mean())


def test_comments_that_are_left_out_are_told_of(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "a.csv"
    path.write_text("seal,0.25\n# panda,1.23\n")
    status, out, err = run(["values", str(path), "--format", "json"], capsys)
    assert (status, json.loads(out)["labels"]) == (0, ["seal"])
    assert err == "softmax-viz: a.csv: 1 comment is left out: “# panda,1.23” in line 2.\n"


@pytest.mark.parametrize("option", [["--row", "0"], ["--targets", "a"], ["--probabilities"]])
def test_what_belongs_to_a_file_needs_one(option: list[str], capsys: Capture) -> None:
    status, _, err = run(["values", "--logits", "1,2", *option], capsys)
    assert (status, err.count("\n")) == (2, 1)
    assert "belong to a file" in err


def test_help_and_version(capsys: Capture) -> None:
    assert run(["--version"], capsys) == (0, f"softmax-viz {__version__}\n", "")
    status, out, err = run(["values", "--help"], capsys)
    assert (status, err) == (0, "")
    for option in ("--logits", "--labels", "--temperature", "--decimals", "--format"):
        assert option in out


def test_arguments_come_from_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(sys, "argv", ["softmax-viz", *ANIMALS])
    assert cli.main() == 0
    assert "panda" in capsys.readouterr().out


def test_a_terminal_of_another_encoding_shows_what_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written_bytes = io.BytesIO()
    terminal = io.TextIOWrapper(written_bytes, encoding="ascii")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert cli.main(ANIMALS) == 0
    shown = written_bytes.getvalue().decode("ascii")
    assert "panda" in shown
    assert r"\u2212" in shown


def test_the_output_may_go_to_a_string() -> None:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        assert cli.main(ANIMALS) == 0
    assert "panda" in out.getvalue()


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another error there")
def test_a_reader_that_has_gone_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        assert cli.main(ANIMALS) == 0
        monkeypatch.undo()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no full device")
@pytest.mark.parametrize("arguments", [ANIMALS, ["check", "none.softmax"]])
def test_a_full_disk_gets_one_sentence(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "softmax_viz", *arguments],
            stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert done.returncode == 2
    sentence = "softmax-viz: The output cannot be written: No space left on device.\n"
    assert done.stderr == sentence


def test_without_a_command_the_window_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "missing_for_a_window", lambda: "")
    monkeypatch.setitem(sys.modules, "softmax_viz.app", SimpleNamespace(run=lambda *_: 7))
    assert cli.main([]) == 7


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (["lesson.softmax"], ("lesson.softmax", "")),
        (["folder/lesson.toml"], ("folder/lesson.toml", "")),
        (["there"], ("there", "")),
        (["check"], ("check", "")),
        (["logits.npy"], ("logits.npy", "")),
        (["logits.npy", "--targets", "y.txt"], ("logits.npy", "y.txt")),
        (["there", "--targets=y.txt"], ("there", "y.txt")),
    ],
)
def test_a_deck_or_logits_open_in_the_window(
    words: list[str], wanted: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, str]] = []

    def opening(path: str, targets_path: str) -> int:
        opened.append((path, targets_path))
        return 7

    monkeypatch.chdir(tmp_path)
    for name in ("there", "check"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(preflight, "missing_for_a_window", lambda: "")
    monkeypatch.setitem(sys.modules, "softmax_viz.app", SimpleNamespace(run=opening))
    assert cli.main(words) == 7
    assert opened == [wanted]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["a.npy", "b.npy"], "unrecognized arguments: b.npy"),
        (["a.npy", "--targets"], "argument --targets/--labels-file: expected one argument"),
        (["vales", "a.npy"], "invalid choice: 'vales'"),
    ],
)
def test_words_beside_a_file_are_refused(words: list[str], problem: str, capsys: Capture) -> None:
    status, out, err = run(words, capsys)
    assert (status, out) == (2, "")
    assert problem in err
    assert err.count("\n") == 1


def test_a_command_is_no_file_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "values").write_text("1, 2")
    status, out, _ = run(["values", "--logits", "1"], capsys)
    assert status == 0
    assert out


def test_a_window_that_cannot_open_gets_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(preflight, "missing_for_a_window", lambda: "There is no display.")
    assert run([], capsys) == (2, "", "softmax-viz: There is no display.\n")


DECK = 'format = "softmax-viz deck"\nversion = 1\n[[scene]]\ntitle = "a"\nlogits = [1, 2]\n'


def test_decks_are_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.softmax").write_text(DECK)
    (tmp_path / "bad.softmax").write_text(DECK + 'temperature = "warm"\nprompt = "{x}"\n')
    fine = "good.softmax: 1 scene, nothing wrong.\n"
    assert run(["check", "good.softmax"], capsys) == (0, fine, "")
    status, out, err = run(["check", "bad.softmax", "good.softmax", "none.softmax"], capsys)
    assert (status, err) == (2, "")
    assert out.splitlines() == [
        'bad.softmax:6:15: temperature must be a number from 0 to inf, not "warm".',
        "good.softmax: 1 scene, nothing wrong.",
        "none.softmax: There is no such file.",
    ]


def test_checking_needs_no_qt(tmp_path: Path) -> None:
    (tmp_path / "good.softmax").write_text(DECK)
    program = (
        "import sys\n"
        "from softmax_viz.cli import main\n"
        f"status = main(['check', {str(tmp_path / 'good.softmax')!r}])\n"
        "assert not {'PySide6', 'shiboken6', 'pyqtgraph'} & set(sys.modules)\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert done.returncode == 0


# Calibration


def test_calibration_of_a_shipped_file(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(resource("logits/digits_overconfident.npz"))
    status, out, err = run(["calibration", path], capsys)
    assert (status, err) == (0, "")
    assert "accuracy" in out
    assert "0.5891" in out
    status, out, _ = run(["calibration", path, "--format", "json", "--temperature", "0"], capsys)
    assert [column["rows"] for column in json.loads(out)] == [899, 899]
    status, _, err = run(["calibration", path, "--temperature", "-1"], capsys)
    assert status == 2
    assert "Traceback" not in err


def test_calibration_needs_true_classes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bare.csv"
    path.write_text("1,2\n3,4\n", encoding="utf-8")
    status, out, err = run(["calibration", str(path)], capsys)
    assert (status, out) == (2, "")
    assert "no true classes" in err
