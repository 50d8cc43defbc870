"""Every file opens with the right values, or gets one sentence."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from softmax_viz.core.functions import softmax
from softmax_viz.documents.logits import (
    FORMATS,
    Choices,
    OpenError,
    open_logits,
    reading,
    understand,
)
from softmax_viz.documents.logits.others import OPENS
from tests.documents.logits.cases import (
    CASES,
    MARKER,
    NAMES,
    NAN,
    Case,
    Z,
    npy,
    npz,
    tensor,
    tensors,
)

MIB = 2**20
ROOT = Path(__file__).resolve().parent.parent.parent.parent


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("logits")


@pytest.fixture(autouse=True)
def marker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "marker"
    monkeypatch.setenv(MARKER, str(path))
    return path


def written(case: Case, folder: Path) -> Path:
    path = folder / case.name
    case.write(path)
    return path


def test_there_are_many_files() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 150


# What takes seconds is opened once only, with the limits measured, by the slow test.
QUICK = [case for case in CASES if case.name not in ("many-lines.txt", "long.txt")]


@pytest.mark.parametrize("case", QUICK, ids=[case.name for case in QUICK])
def test_opens_or_says_why(case: Case, folder: Path, marker: Path) -> None:
    path = written(case, folder)
    try:
        if case.says:
            with pytest.raises(OpenError) as caught:
                open_logits(path)
            sentence = str(caught.value)
            assert sentence.startswith(f"{case.name}: ")
            assert len(sentence.splitlines()) == 1
            assert len(sentence) < 500
            for words in case.says:
                assert words in sentence
        else:
            table = open_logits(path)
            if case.shape:
                assert (table.rows, table.count) == case.shape
            if case.rows is not None:
                rows = np.array([table.row(i) for i in range(table.rows)])
                np.testing.assert_array_equal(rows, np.array(case.rows, dtype=float))
            if case.labels is not None:
                assert table.labels == case.labels
            targets = None if table.targets is None else tuple(table.targets.tolist())
            assert targets == case.targets
            assert table.name == case.name
        assert not marker.exists()
    finally:
        path.unlink()


LIMITED = """
import resource, sys, time
import numpy as np
def peak():
    # Not ru_maxrss, which a child inherits from its parent.
    status = open("/proc/self/status").read()
    return int(status.partition("VmHWM:")[2].split()[0])
before = peak()
room = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
mapped = int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_AS, (room + mapped + 400 * 2**20,) * 2)
from softmax_viz.documents.logits import OpenError, open_logits
from tests.pace import pace
slow = pace()
start = time.process_time()
try:
    open_logits(sys.argv[1])
    print("opened")
except OpenError as error:
    print("refused", error)
spent = time.process_time() - start
print(spent / max(slow, pace()), peak() - before, file=sys.stderr)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux")
def test_every_file_is_answered_in_little_time_and_memory(tmp_path: Path, marker: Path) -> None:
    for case in CASES:
        path = written(case, tmp_path)
        done = subprocess.run(
            [sys.executable, "-c", LIMITED, str(path), str(path.stat().st_size)], cwd=ROOT,
            capture_output=True, encoding="utf-8", check=False, timeout=20,
        )  # fmt: skip
        path.unlink()
        assert done.returncode == 0, (case.name, done.stderr)
        assert done.stdout.startswith("refused" if case.says else "opened"), case.name
        seconds, kib = map(float, done.stderr.split())
        assert seconds < 2, case.name
        assert kib < 300 * 1024, case.name
    assert not marker.exists()


def test_a_matrix_is_mapped_not_read(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.name == "four-gib.npy")
    path = written(case, tmp_path)
    start = time.monotonic()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    table = open_logits(path)
    assert table.row(1_000_000).tolist() == [0.0] * 1024
    assert isinstance(table.values, np.memmap)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100 * 1024
    assert time.monotonic() - start < 5
    path.unlink()


def test_what_is_no_file_gets_a_sentence(tmp_path: Path) -> None:
    for path, words in [
        (tmp_path / "missing.npy", "no such file"),
        (tmp_path, "folder"),
        (Path("nul\0.npy"), "NUL"),
        (tmp_path / ("n" * 300), "cannot be read"),
    ]:
        with pytest.raises(OpenError, match=words):
            open_logits(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
def test_pipes_devices_and_forbidden_files_get_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipe = tmp_path / "pipe.npy"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        with pytest.raises(OpenError, match="device or a pipe"):
            open_logits(path)
    secret = tmp_path / "secret.npy"
    secret.write_bytes(npy(np.array(Z)))

    def forbidden(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", forbidden)
    with pytest.raises(OpenError, match=r"secret\.npy: you may not read this file"):
        open_logits(secret)


def test_memory_that_does_not_suffice_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.npz"
    path.write_bytes(npz(logits=Z))

    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("softmax_viz.documents.logits.open.format_of", full)
    with pytest.raises(OpenError, match="memory does not suffice"):
        open_logits(path)


@pytest.mark.parametrize(
    ("name", "content", "targets", "labels"),
    [
        ("y.npy", npy(np.array([2, 0])), (2, 0), None),
        ("y.npy", npy(np.array([[2], [0]])), (2, 0), None),
        ("y.csv", b"2\n0\n", (2, 0), None),
        ("y.csv", b"label\n2\n0\n", (2, 0), None),
        ("y.txt", b"class 2\nclass 0\n", (2, 0), None),
        ("y.json", b"[2, 0]", (2, 0), None),
        ("y.json", b'["class 2", "class 0"]', (2, 0), None),
        ("y.npz", npz(labels=[2, 0]), (2, 0), None),
        ("y.npz", npz(labels=[2, 0], weights=[0.5, 1.5]), (2, 0), None),
        ("y.csv", b",label\n0,2\n1,0\n", (2, 0), None),
        ("y.csv", b"id,label\n7,class 2\n9,class 0\n", (2, 0), None),
        ("y.csv", b"id;y\n7;2\n9;0\n", (2, 0), None),
        ("y.csv", b"cat,dog,label\n0.5,1.5,2\n1.5,0.5,0\n", (2, 0), None),
        ("y.txt", b"2 0\n", (2, 0), None),
        ("y.csv", b"2,0\n", (2, 0), None),
        ("names.txt", b"seal\npanda\nduck\n", None, NAMES),
        (
            "names.txt",
            b"seal, grey\npanda, giant\nduck, wild\n",
            None,
            ("seal, grey", "panda, giant", "duck, wild"),
        ),
        ("names.json", b'["seal", "panda", "duck"]', None, NAMES),
        ("names.npy", npy(np.array(NAMES)), None, NAMES),
    ],
)
def test_a_second_file_has_true_classes_or_names(
    name: str, content: bytes, targets: tuple[int, ...] | None, labels: tuple[str, ...] | None,
    tmp_path: Path,
) -> None:  # fmt: skip
    (tmp_path / "z.npy").write_bytes(npy(np.array(Z)))
    (tmp_path / name).write_bytes(content)
    table = open_logits(tmp_path / "z.npy", targets_path=tmp_path / name)
    assert (None if table.targets is None else tuple(table.targets.tolist())) == targets
    if labels:
        assert table.labels == labels


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (npy(np.array([1, 2, 0, 1])), "4 true classes, and there are 2 rows"),
        (npy(np.array([1, 7])), "true class 7"),
        (npy(np.array([1j, 7])), "complex"),
        (npy(np.array(Z)), r"y\.npy: a second file has one list"),
        (b"", r"y\.npy: the file is empty"),
    ],
)
def test_a_second_file_that_does_not_fit(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "z.npy").write_bytes(npy(np.array(Z)))
    (tmp_path / "y.npy").write_bytes(content)
    with pytest.raises(OpenError, match=words):
        open_logits(tmp_path / "z.npy", targets_path=tmp_path / "y.npy")


def opened(
    path: Path, content: bytes, **choices: object
) -> tuple[list[list[float]], tuple[str, ...], object]:
    path.write_bytes(content)
    table = open_logits(path, Choices(**choices))  # type: ignore[arg-type]
    targets = None if table.targets is None else table.targets.tolist()
    return [table.row(i).tolist() for i in range(table.rows)], table.labels, targets


def test_a_person_corrects_an_array(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    z = np.array(Z)
    content = npz(logits=z, other=z + 1, y=[1, 0], mine=[2, 2], labels=list(NAMES), who=list("abc"))
    assert opened(path, content) == (Z, NAMES, [1, 0])
    assert opened(path, content, logits="other")[0] == (z + 1).tolist()
    assert opened(path, content, targets="mine")[2] == [2, 2]
    assert opened(path, content, targets="")[2] is None
    assert opened(path, content, names="who")[1] == ("a", "b", "c")
    assert opened(path, content, names="")[1][0] == "class 0"
    assert opened(path, content, transpose=True, targets="", names="")[0] == z.T.tolist()
    for wrong in ({"logits": "nowhere"}, {"targets": "nowhere"}, {"names": "nowhere"},
                  {"pictures": "other"}):  # fmt: skip
        with pytest.raises(OpenError, match=r"nowhere|other"):
            opened(path, content, **wrong)


def test_pictures(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    pictures = np.arange(8, dtype=np.uint8).reshape(2, 2, 2)
    path.write_bytes(npz(logits=Z, images=pictures, mine=pictures + 1, x=np.zeros((2, 4))))
    for choice, expected in ((None, pictures), ("mine", pictures + 1), ("", None)):
        found = open_logits(path, Choices(pictures=choice)).pictures
        if expected is None:
            assert found is None
        else:
            np.testing.assert_array_equal(found, expected)


def test_a_person_corrects_a_text(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    content = b"a,b,c\n0,1,2\n1,0,1\n"
    assert opened(path, content) == ([[0, 1, 2], [1, 0, 1]], ("a", "b", "c"), None)
    assert opened(path, content, targets="a") == ([[1, 2], [0, 1]], ("b", "c"), [0, 1])
    assert opened(path, content, targets="column 1")[2] == [0, 1]
    assert opened(path, content, transpose=True)[0] == [[0, 1], [1, 0], [2, 1]]
    assert opened(path, content, logits="c")[0] == [[2, 1]]
    counted = b"0,1\n1.5,2\n"
    assert opened(path, counted, header=False)[0] == [[0, 1], [1.5, 2]]
    assert opened(path, b"1,2\n3,4\n", header=True) == ([[3, 4]], ("1", "2"), None)
    assert opened(path, b"1,5\n3,4\n", separator=";", decimal_comma=True)[0] == [[1.5, 3.4]]
    words = b"who,a,b\nseal,1,2\npanda,3,4\n"
    assert opened(path, words)[:2] == ([[1, 2], [3, 4]], ("a", "b"))
    assert opened(path, words, names="who")[:2] == ([[1, 3], [2, 4]], ("seal", "panda"))
    assert opened(path, words, transpose=True)[:2] == ([[1, 3], [2, 4]], ("seal", "panda"))
    for wrong in ({"targets": "x"}, {"names": "x"}, {"logits": "x"}):
        with pytest.raises(OpenError, match="no such column as “x”"):
            opened(path, content, **wrong)


def test_what_was_understood_answers_every_question(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("seal;panda;label\n0,5;1;panda\n1;2;seal\n")
    table, understood = understand(path)
    assert understood.choices == Choices(
        transpose=False, logits="", names="heading", targets="label", pictures="", header=True,
        separator=";", decimal_comma=True, logarithm=False,
    )  # fmt: skip
    assert (understood.file, understood.format) == ("a.csv", "text")
    assert (understood.rows, understood.count, understood.type) == (2, 2, "float64")
    assert understood.available == ("seal", "panda", "label")
    assert (understood.names_from, understood.targets_from) == ("the heading", "“label”")
    again, same = understand(path, understood.choices)
    assert same == understood
    assert again.labels == table.labels


@pytest.mark.parametrize("case", [c for c in CASES if not c.says and c.rows is not None],
                         ids=lambda case: case.name)  # fmt: skip
def test_the_answers_give_the_same_table(case: Case, tmp_path: Path) -> None:
    path = written(case, tmp_path)
    table, understood = understand(path)
    again, same = understand(path, understood.choices)
    assert same == understood
    np.testing.assert_array_equal(again.values, table.values)
    assert again.labels == table.labels


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("seal,1\n#panda,2\n", ""),
        ("# seal, panda\n1,2\n", ""),
        ("#name,logit\nseal,1\npanda,2\n", ""),
        ("seal,1\n# panda,2\n", "1 comment is left out: “# panda,2” in line 2."),
        ("1,2,3\n#4,5,6\n", "1 comment is left out: “#4,5,6” in line 2."),
        ("a,b,t\n1,2,a\n#3,4,b\n", "1 comment is left out: “#3,4,b” in line 3."),
        ("1 2 #seal\n3 4\n", "1 comment is left out: “#seal” in line 1."),
        ("# one\n# two\n1,2\n# 3,4\n# 5,6\n",
         "4 comments are left out, such as “# 3,4” in line 4."),
        (",cat,dog\n0,1,2\n1,3,4\n", ""),
        ("id,cat,dog\n100,1,2\n101,3,4\n", "1 column is left out: “id”."),
        ("file,cat,dog,label\na.png,1,2,cat\nb.png,3,4,dog\n", "1 column is left out: “file”."),
        ("file,by,cat,dog\na.png,x,1,2\nb.png,y,3,4\n",
         "2 columns are left out: “file”, “by”."),
        ("a,b,c,d,z0,z1\np,q,r,s,1,2\nt,u,v,w,3,4\n",
         "4 columns are left out: “a”, “b”, “c”, …."),
    ],
)  # fmt: skip
def test_nothing_is_left_out_in_silence(content: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(content)
    assert understand(path)[1].left_out == words


def test_a_second_file_has_names_with_signs_in_them(tmp_path: Path) -> None:
    path, second = tmp_path / "a.csv", tmp_path / "names.txt"
    path.write_text("1,2,3\n4,5,6\n")
    second.write_text("##ing\nbin 2 # north\n#\n")
    assert open_logits(path, None, second).labels == ("##ing", "bin 2 # north", "#")
    second.write_text("2 # the third\n0\n")
    found = open_logits(path, None, second).targets
    assert found is not None
    assert found.tolist() == [2, 0]


def test_what_opens_is_said_of_every_format() -> None:
    suffixes = [suffix for format_ in FORMATS for suffix in format_.suffixes]
    assert sorted(OPENS.split(", ")) == sorted(suffixes)


@pytest.mark.parametrize("name", ["cube.npy", "cube.json", "scalar.npy", "text.npy", "photo.jpg"])
def test_where_nothing_can_be_corrected_nothing_is_offered(name: str, tmp_path: Path) -> None:
    path = written(next(case for case in CASES if case.name == name), tmp_path)
    with pytest.raises(OpenError) as caught:
        open_logits(path)
    assert caught.value.known is None


def test_an_unclear_array_is_a_question(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    path.write_bytes(npz(a=Z, b=Z, cube=np.zeros((2, 2, 2))))
    with pytest.raises(OpenError, match="is not clear") as caught:
        open_logits(path)
    assert caught.value.question == (
        "Which array has the logits? Choose it above. "
        "The file has a float64 (2, 3), b float64 (2, 3), cube float64 (2, 2, 2)."
    )
    for chosen in ("nowhere", "cube"):
        with pytest.raises(OpenError) as caught:
            open_logits(path, Choices(logits=chosen))
        assert caught.value.known is not None
        assert caught.value.question == ""


P = np.array([[0.25, 0.5, 0.25], [0.125, 0.0, 0.875]])


@pytest.mark.parametrize("code", ["<f2", ">f4", "<f8"])
def test_probabilities_are_known_as_such_and_made_logits(code: str, tmp_path: Path) -> None:
    path = tmp_path / "p.npy"
    path.write_bytes(npy(P.astype(code)))
    _, understood = understand(path)
    assert understood.probabilities
    table, understood = understand(path, Choices(logarithm=True))
    assert understood.probabilities
    assert understood.choices.logarithm
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(table.values, np.log(P), rtol=1e-6)
    for row, expected in enumerate(P):
        np.testing.assert_allclose(softmax(table.row(row)), expected, rtol=1e-6)


def test_probabilities_of_bfloat16_are_made_logits(tmp_path: Path) -> None:
    bits = (P.astype("<f4").view("<u4") >> 16).astype("<u2")
    entry = {"p": tensor("BF16", [2, 3], 0, 12)}
    (tmp_path / "p.safetensors").write_bytes(tensors(entry, bits.tobytes()))
    table, understood = understand(tmp_path / "p.safetensors", Choices(logarithm=True))
    assert understood.probabilities
    assert not table.bfloat16
    assert table.values.dtype == np.float32
    np.testing.assert_allclose(table.row(0), np.log(P[0]), rtol=1e-6)


@pytest.mark.parametrize(
    "values", [Z, np.eye(3), [[0.5, 0.6]], [[1.5, -0.5]], [[NAN, 1.0]], [[1.0], [1.0]], [[0, 1]]]
)
def test_what_is_no_probability_is_taken_as_it_is(values: Any, tmp_path: Path) -> None:
    (tmp_path / "z.npy").write_bytes(npy(np.array(values)))
    _, understood = understand(tmp_path / "z.npy")
    assert not understood.probabilities
    assert understood.choices.logarithm is False


def test_what_has_no_logarithm_or_is_too_large_gets_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "z.npy"
    path.write_bytes(npy(np.array(Z)))
    logarithm = Choices(logarithm=True)
    with pytest.raises(OpenError, match=r"Row 0 has -0\.8: only what is not negative"):
        open_logits(path, logarithm)
    path.write_bytes(npy(P))
    monkeypatch.setattr("softmax_viz.documents.logits.roles.MAX_UNPACKED", 47)
    with pytest.raises(OpenError, match=r"save np\.log\(p\) as \.npy"):
        open_logits(path, logarithm)


def test_reading_a_text_tells_how_far_it_is_and_can_be_stopped(tmp_path: Path) -> None:
    path, second = tmp_path / "a.csv", tmp_path / "y.txt"
    path.write_text("0.5,1.5\n" * 200_000)
    second.write_text("1\n" * 200_000)
    shares = list(reading(path, Choices(), second))
    assert len(shares) > 6
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.1
    assert 0.7 < shares[-1] <= 1
    steps = reading(path)
    next(steps)
    steps.close()
    with pytest.raises(StopIteration):
        next(steps)
