"""Several hundred decks that are wrong, made from one that is right."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tests.documents.decks import GOOD, HEAD

SIZE = 4 * 2**20
SCENE = HEAD + '[[scene]]\ntitle = "a"\n'
TWO = SCENE + "logits = [1, 2]\n"

VALUES = (
    "true", '"x"', "''", "-1", "10", "1e999", "-1e999", "nan", "inf", "1" * 400, "0x" + "f" * 300,
    "[]", "[[]]", '[""]', "[1, 2, 3]", "[true]", "{}", "{ a = 1 }", "1979-05-27", "07:32:00",
    '"<b>bold</b><script>alert(1)</script>"', '"\\u0000"', '"\\u001b[31m"', '"a\\nb"',
    '["\\u0007", "b"]', '["<img src=x onerror=y>", "b"]', '"\\u202ecba"', "[1e308, 1e309]",
    '"../../etc/passwd"', '"/etc/passwd"', '["a", 1]', "[{}, {}]", '"""\n"""', "-0",
)  # fmt: skip
KEYS = (
    "title", "prompt", "notes", "logits", "logits_file", "labels", "colors", "temperature",
    "decimals", "example", "charts", "lens", "hide", "zoom", "pin", "question", "step",
)  # fmt: skip
RAW = (
    b"\0", b"\x01", b"\x1b", b"\x7f", b"\r", b"\xff", b"\xed\xa0\x80", b"\xc0\x80", b"\xfe\xff",
    b"\xf4\x90\x80\x80", b"\xe2\x80", b"[", b"]", b"{", b"}", b"=", b'"', b'"""', b"'", b"'''",
    b"\\", b".", b",", b"#", b"[[scene]]\n", b"[scene]\n", b"[[scene.step]]\n", b"title = 1\n",
)  # fmt: skip


def cut() -> Iterator[bytes]:
    """Cut a good deck off at every seventh letter."""
    for end in range(0, len(GOOD), 7):
        yield GOOD[:end].encode()


def wrong_values() -> Iterator[bytes]:
    """Give every key of a scene every value."""
    for key in KEYS:
        before = SCENE if key in ("logits", "logits_file") else TWO
        for value in VALUES:
            yield f"{before}{key} = {value}\n".encode()


def wrong_inside() -> Iterator[bytes]:
    """Give every key of a question, a step and a pin every value."""
    for table in ("[scene.question]", "[[scene.step]]", "[[scene.pin]]"):
        for key in ("ask", "choices", "answer", "cover", "reveal", "say", "temperature", "logits"):
            for value in VALUES[::2]:
                yield f"{TWO}{table}\n{key} = {value}\n".encode()


def intruders() -> Iterator[bytes]:
    """Put bytes that do not belong there into a good deck."""
    data = GOOD.encode()
    for raw in RAW:
        for at in range(0, len(data), 97):
            yield data[:at] + raw + data[at:]


def doubled() -> Iterator[bytes]:
    """Write every line of a good deck twice."""
    lines = GOOD.splitlines(keepends=True)
    for i in range(len(lines)):
        yield "".join([*lines[: i + 1], *lines[i:]]).encode()


def _filled(head: str, unit: str, tail: str = "", size: int = SIZE) -> str:
    return head + unit * ((size - len(head) - len(tail)) // len(unit)) + tail


# Small causes of large effects, made only when they are needed: each is some MiB.
BOMBS: dict[str, Callable[[], str]] = {
    "long path": lambda: _filled(HEAD, "a.", "a = 1"),
    "long header": lambda: _filled(HEAD + "[", "a.", "a]"),
    "long keys": lambda: HEAD + "".join(f"{'.'.join(f'k{i}{j}' for j in 'abcdefghi')}=1\n"
                                for i in range(4900)),
    "keys": lambda: HEAD + "".join(f"k{i} = 1\n" for i in range(49_000)),
    "tables": lambda: HEAD + "".join(f"[k{i}]\n" for i in range(19_000)),
    "100,000 tables": lambda: HEAD + "[[scene]]\n" * 100_000,
    "deep tables": lambda: HEAD + "".join(f"[k{i}.a.b.c.d.e.f.g.h]\n" for i in range(5_000)),
    "deep lists": lambda: _filled(HEAD + "a = ", "["),
    "deep inline tables": lambda: _filled(HEAD + "a = ", "{a="),
    "lists": lambda: HEAD + "a = [" + "[]," * 19_000 + "]",
    "logits": lambda: SCENE + "logits = [" + "0.123456789012345," * 100_000 + "]",
    "million logits": lambda: _filled(SCENE + "logits = [", "1,", "]"),
    "no numbers": lambda: SCENE + "logits = [" + "true," * 100_000 + "]",
    "labels": lambda: TWO + "labels = [" + '"a",' * 200_000 + "]",
    "colors": lambda: TWO + "colors = [" + "-1," * 200_000 + "]",
    "choices": lambda: TWO + '[scene.question]\nask="a"\nchoices = [' + '"x",' * 200_000 + "]",
    "reveals": lambda: TWO + "[[scene.step]]\nreveal = [" + '"lens",' * 200_000 + "]",
    "steps": lambda: TWO + '[[scene.step]]\nreveal = "pie"\n' * 9_000,
    "step logits": lambda: SCENE + f"logits = [{'1,' * 10_000}]\n"
                   + f"[[scene.step]]\nlogits = [{'1,' * 10_000}]\n" * 20,
    "scenes": lambda: HEAD + TWO.removeprefix(HEAD) * 1000,
    "quotes": lambda: _filled(HEAD + "a = ", '"""\\'),
    "open quotes": lambda: _filled(HEAD + 'a = """', '\\"""'),
    "single quotes": lambda: _filled(HEAD, "'''"),
    "one quote": lambda: _filled(HEAD, '"'),
    "long text": lambda: _filled(TWO + 'notes = "', "x", '"'),
    "wide text": lambda: _filled(TWO + 'notes = "', "\N{GRINNING FACE}", '"', SIZE // 4),
    "escapes": lambda: TWO + 'notes = "' + "\\n" * 199_000 + '"',
    "fields": lambda: _filled(TWO + 'notes = "', "{a}", '"'),
    "braces": lambda: _filled(TWO + 'notes = "', "{", '"'),
    "open fields": lambda: _filled(TWO + 'notes = "', "{z[", '"'),
    "spaces in fields": lambda: _filled(TWO + 'notes = "{sum(', " ", '"'),
    "digits": lambda: _filled(SCENE + "logits = [", "1", "]"),
    "hexadecimal": lambda: _filled(SCENE + "logits = [0x", "f", "]"),
    "decimals": lambda: _filled(SCENE + "logits = [0.", "1", "]"),
    "underscores": lambda: _filled(SCENE + "logits = [1", "_1", "]"),
    "spaces": lambda: _filled(TWO, " "),
    "lines": lambda: _filled(TWO, "\n"),
    "comments": lambda: TWO + "#\n" * 190_000,
    "long key": lambda: _filled(TWO + '"', "k", '" = 1'),
    "long name": lambda: _filled(TWO + 'zoom = "', "z", '"'),
    "NUL": lambda: _filled(TWO, "\0"),
    "carriage returns": lambda: _filled(TWO, "\r"),
    "dates": lambda: HEAD + "a = [" + "1979-05-27T07:32:00Z," * 190_000 + "]",
    "too long": lambda: " " * (SIZE + 1),
    "not UTF-8": lambda: "#" * (SIZE - 3) + "\ud800",
}  # fmt: skip
