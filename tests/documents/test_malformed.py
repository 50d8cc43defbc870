"""Whatever a file holds, it is opened or refused with a sentence and a place."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from softmax_viz.documents import DeckError, deck_text, parse_deck
from softmax_viz.documents.problem import MOST_PROBLEMS
from tests.documents import malformed
from tests.documents.decks import GOOD, HEAD

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD_BYTES = GOOD.encode()


def opens(data: bytes) -> bool:
    """Tell whether a deck is opened; one that is refused has to say why and where."""
    try:
        deck = parse_deck(data, "deck.softmax")
    except DeckError as error:
        refusal = error
    else:
        assert deck_text(deck).encode() == data
        return True
    assert 1 <= len(refusal.problems) <= MOST_PROBLEMS + 1
    for problem in refusal.problems:
        assert 1 <= problem.line <= data.count(b"\n") + 1
        assert problem.column >= 1
        assert problem.sentence.strip()
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in problem.sentence)
        assert len(problem.sentence) < 400
    assert str(refusal).startswith("deck.softmax:")
    return False


@pytest.mark.parametrize(
    ("decks", "least", "refused"),
    [
        (malformed.cut, 170, 100),
        (malformed.wrong_values, 500, 400),
        (malformed.wrong_inside, 400, 250),
        (malformed.intruders, 300, 250),
        (malformed.doubled, 40, 20),
    ],
)
def test_malformed_decks(decks: Callable[[], Iterator[bytes]], least: int, refused: int) -> None:
    opened = [opens(data) for data in decks()]
    assert len(opened) >= least
    assert opened.count(False) >= refused


@given(st.data())
def test_mutated_decks(data: st.DataObject) -> None:
    mutated = bytearray(GOOD_BYTES)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(mutated)))
        length = data.draw(st.integers(0, 12))
        known = st.sampled_from([*malformed.RAW, b"", b"0", b"e"])
        mutated[at : at + length] = data.draw(st.binary(max_size=4) | known)
    opens(bytes(mutated))


@given(st.binary(max_size=300))
@example(b"")
@example(b"\xef\xbb\xbf")
def test_any_bytes(data: bytes) -> None:
    opens(data)


@given(st.text(max_size=60))
def test_any_text_behind_the_head(text: str) -> None:
    opens((HEAD + text).encode("utf-8", "surrogatepass"))


_ONE_BOMB = """
import sys, time
from pathlib import Path
from softmax_viz.documents import DeckError, parse_deck
from softmax_viz.documents.check import check
from tests.pace import pace

path = Path(sys.argv[1])
data = path.read_bytes()
slow = pace()
start = time.process_time()
try:
    parse_deck(data, "deck.softmax")
    told = "opened"
except DeckError as error:
    told = str(error)
spent = time.process_time() - start
start = time.process_time()
check(path)
checked = time.process_time() - start
slow = max(slow, pace())
# Not ru_maxrss, which a process inherits from the one that starts it.
peak = next(line for line in Path("/proc/self/status").open() if line.startswith("VmHWM"))
print(f"{spent / slow:.3f} {checked / slow:.3f} {int(peak.split()[1]) >> 10} {told[:200]}")
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is measured otherwise there")
@pytest.mark.parametrize("name", list(malformed.BOMBS))
def test_a_bomb_takes_less_than_a_second_and_300_mib(name: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.softmax"
    path.write_bytes(malformed.BOMBS[name]().encode("utf-8", "surrogatepass"))
    done = subprocess.run(
        [sys.executable, "-c", _ONE_BOMB, str(path)], cwd=ROOT,
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    opening, checking, memory, told = done.stdout.split(maxsplit=3)
    assert told
    assert float(memory) < 300, done.stdout
    assert float(opening) < 1, done.stdout
    assert float(checking) < 2, done.stdout
