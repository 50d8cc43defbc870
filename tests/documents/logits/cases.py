"""Good, odd and hostile files of logits, each with what opening it must give."""

from __future__ import annotations

import io
import json
import os
import pickle
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

NAN, INF = float("nan"), float("inf")
Z = [[0.25, 1.23, -0.8], [1.0, -2.0, 0.5]]
NAMES = ("seal", "panda", "duck")
MARKER = "SOFTMAX_VIZ_MARKER"


@dataclass(frozen=True)
class Case:
    """Name a file, how it is written, and either its rows or the words of the sentence."""

    name: str
    write: Callable[[Path], object]
    rows: Sequence[Sequence[float]] | None = None
    labels: tuple[str, ...] | None = None
    targets: tuple[int, ...] | None = None
    says: tuple[str, ...] = ()
    shape: tuple[int, int] | None = None


CASES: list[Case] = []


def good(
    name: str,
    content: bytes | str | Callable[[Path], object],
    rows: Any = Z,
    labels: tuple[str, ...] | None = None,
    targets: tuple[int, ...] | None = None,
    shape: tuple[int, int] | None = None,
) -> None:
    """Add a file that opens."""
    CASES.append(Case(name, _writer(content), rows, labels, targets, shape=shape))


def bad(name: str, content: bytes | str | Callable[[Path], object], *says: str) -> None:
    """Add a file that gets a sentence with these words in it."""
    CASES.append(Case(name, _writer(content), says=says))


def _writer(content: bytes | str | Callable[[Path], object]) -> Callable[[Path], object]:
    if isinstance(content, str):
        content = content.encode()
    if isinstance(content, bytes):
        raw = content
        return lambda path: path.write_bytes(raw)
    return content


class Bomb:
    """Create a file when it is unpickled."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (os.environ.get(MARKER, "/nonexistent/marker"),)


def npy(values: Any, pickled: bool = False) -> bytes:
    """Return the bytes of a .npy file."""
    out = io.BytesIO()
    np.save(out, values, allow_pickle=pickled)
    return out.getvalue()


def header(text: str, values: bytes = b"", version: tuple[int, int] = (1, 0)) -> bytes:
    """Return a .npy file with any header."""
    code = "<H" if version == (1, 0) else "<I"
    return b"\x93NUMPY" + bytes(version) + struct.pack(code, len(text)) + text.encode() + values


def of_shape(shape: str, descr: str = "<f4", values: bytes = b"\0" * 24) -> bytes:
    """Return a .npy file whose header claims a shape."""
    return header(f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n", values)


def archive(**members: bytes) -> bytes:
    """Return a compressed .npz of members as they are."""
    return zipped([(f"{name}.npy", raw) for name, raw in members.items()])


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        for name, raw in members:
            file.writestr(name, raw)
    return out.getvalue()


def npz(**arrays: Any) -> bytes:
    """Return what np.savez writes."""
    return archive(**{name: npy(np.asarray(values)) for name, values in arrays.items()})


def tensors(entries: dict[str, Any] | str, data: bytes, length: int | None = None) -> bytes:
    """Return a .safetensors file."""
    text = (entries if isinstance(entries, str) else json.dumps(entries)).encode()
    return struct.pack("<Q", len(text) if length is None else length) + text + data


def tensor(code: str, shape: list[int], begin: int, end: int) -> dict[str, Any]:
    """Return the entry of a tensor."""
    return {"dtype": code, "shape": shape, "data_offsets": [begin, end]}


def sparse(start: bytes, size: int) -> Callable[[Path], object]:
    """Write a start and a hole after it."""

    def write(path: Path) -> None:
        path.write_bytes(start)
        os.truncate(path, size)

    return write


def _numpy() -> None:
    z = np.array(Z)
    for code in ("<f2", "<f4", ">f4", "<f8", ">f8"):
        good(f"{code[1:]}{'be' if code[0] == '>' else 'le'}.npy", npy(z.astype(code)),
             z.astype(code).astype("f8"))  # fmt: skip
    for code in ("i1", ">i2", "<i4", "<i8", "u1", ">u8"):
        good(f"int-{code[-2:]}.npy", npy(np.array([[1, 2], [3, 4]], code)), [[1, 2], [3, 4]])
    good("longdouble.npy", npy(z.astype(np.longdouble)))
    good("fortran.npy", npy(np.asfortranarray(z)))
    good("fortran-big.npy", npy(np.asfortranarray(z.astype(">f8"))))
    good("vector.npy", npy(z[0]), Z[:1])
    good("column.npy", npy(z[0][:, None]), Z[:1])
    good("one.npy", npy(np.array([7.0])), [[7]])
    good("not-finite.npy", npy(np.array([[NAN, INF, -INF]])), [[NAN, INF, -INF]])
    good("snan.npy", npy(np.array([0x7F800001, 0], "<u4").view("<f4")), [[NAN, 0]])
    good("no-suffix", npy(z))
    good("wrong-suffix.csv", npy(z))
    good("version2.npy", header("{'descr': '<f8', 'fortran_order': False, 'shape': (2,3)}",
         z.tobytes(), (2, 0)))  # fmt: skip
    good("version3.npy", header("{'shape': (2,3), 'descr': '<f8', 'fortran_order': False}",
         z.tobytes(), (3, 0)))  # fmt: skip
    good("python2.npy", of_shape("(2L, 3L)", "<f8", z.tobytes()))
    good("trailing.npy", npy(z) + b"more")
    whole = of_shape("(1048576, 1024)")
    good("four-gib.npy", sparse(whole, len(whole) + 2**32), None, shape=(1048576, 1024))
    wide = of_shape("(1, 1048576)")
    good("million.npy", sparse(wide, len(wide) + 2**22), None, shape=(1, 1048576))
    good("turned.npy", sparse(of_shape("(3, 2000000)"), 2**25), None, shape=(2000000, 3))

    bad("empty.npy", b"", "the file is empty")
    bad("garbage.npy", b"\x00\x01garbage", "byte 0", "NUMPY")
    bad("half-magic.npy", b"\x93NUM", "byte 0")
    bad("magic-only.npy", b"\x93NUMPY", "byte 6", "version")
    bad("version9.npy", b"\x93NUMPY\x09\x00v\x00{", "byte 6", "version 9.0")
    bad("cut-length.npy", b"\x93NUMPY\x01\x00v", "byte 8", "cut off")
    bad("cut-header.npy", npy(z)[:50], "byte 50", "cut off")
    bad("cut-values.npy", npy(z)[:-1], "byte 175", "(2, 3)", "176 bytes")
    bad("long-header.npy", b"\x93NUMPY\x02\x00\xff\xff\xff\x7f{" + b" " * 100, "claims 2147483647")
    bad("huge-header.npy", header("{" + " " * 2**16 + "}", b"", (2, 0)), "10000 are the most")
    bad("shape-lies.npy", of_shape("(1000, 1000)"), "needs", "(1000, 1000)")
    bad("shape-32-gib.npy", of_shape("(8192, 1048576)"), "(8192, 1048576)", "cut off")
    bad("shape-2-70.npy", of_shape("(34359738368, 34359738368)"), "cut off")
    bad("shape-digits.npy", of_shape(f"({'9' * 5000},)"), "byte 10", "cannot be read")
    bad("shape-negative.npy", of_shape("(-2, -3)"), "byte 10", "negative")
    bad("shape-word.npy", of_shape("(two, 3)"), "byte 10", "cannot be read")
    bad("shape-code.npy", of_shape("(__import__('os').mkdir('x'),)"), "cannot be read")
    bad("shape-list.npy", of_shape("[2, 3]"), "cannot be read")
    bad("zero-rows.npy", npy(np.zeros((0, 3))), "empty", "(0, 3)")
    bad("zero-columns.npy", npy(np.zeros((3, 0))), "empty", "(3, 0)")
    bad("scalar.npy", npy(np.float32(1)), "shape ()")
    bad("cube.npy", npy(np.zeros((2, 3, 4))), "shape (2, 3, 4)", "array.reshape(-1, 4)")
    good("thin-first.npy", npy(z[None]))
    good("thin-last.npy", npy(z[..., None]))
    good("thin-middle.npy", npy(np.asfortranarray(z[:, None])))
    good("thin-vector.npy", npy(z[:1, None, :, None]), Z[:1])
    good("thin-number.npy", npy(np.full((1, 1, 1), 7.0)), [[7]])
    bad("wide.npy", sparse(of_shape("(1073741824,)"), 2**32 + 4096), "1,073,741,824 classes")
    bad("complex.npy", npy(z + 1j), "complex", "real")
    bad("bool.npy", npy(z > 0), "true and false")
    bad("text.npy", npy(np.array(["a", "b"])), "text")
    bad("bytes.npy", npy(np.array([b"a", b"b"])), "text")
    bad("dates.npy", npy(np.array(["2020-01-01"], "M8[D]")), "dates")
    bad("durations.npy", npy(np.array([1], "m8[s]")), "durations")
    bad("structured.npy", npy(np.zeros(3, [("a", "f4"), ("b", "i4")])), "structured")
    bad("void.npy", npy(np.zeros((2, 3), "V2")), "bfloat16")
    bad("object.npy", npy(np.array([[1, None]], object), True), "Python objects", "run code")
    bad("object-bomb.npy", npy(np.array([Bomb()], object), True), "Python objects", "run code")
    bad("pickle.npy", pickle.dumps(Bomb()), "pickle", "never read")
    bad("pickle.pkl", pickle.dumps(Bomb(), 2), "pickle", "never read")
    bad("pickle-text.npy", pickle.dumps(Bomb(), 0), "byte 0")
    bad("no-literal.npy", header("{'descr': '<f4', 'fortran_order'"), "cannot be read")
    bad("no-order.npy", header("{'descr': '<f4', 'shape': (1,)}"), "cannot be read")
    bad("order-word.npy", header("{'descr':'<f4','fortran_order':'no','shape':(1,)}"), "read")
    bad("descr-number.npy", header("{'descr':True,'fortran_order':True,'shape':(1,)}"), "read")
    bad("twice.npy", header("{'shape':(1,),'shape':(1,),'descr':'<f4'}"), "cannot be read")
    bad("extra-key.npy", header(
        "{'descr':'<f4','fortran_order':False,'shape':(1,),'x':True}", b"\0" * 4
    ), "cannot be read")  # fmt: skip
    bad("type-unknown.npy", of_shape("(2, 3)", "<f3"), "no type of numbers")
    bad("type-word.npy", of_shape("(2, 3)", "float32,object"), "no type of numbers")
    bad("nested.npy", header("(" * 9000), "cannot be read")
    bad("minus.npy", header("-" * 9000 + "1"), "cannot be read")


def _archives() -> None:
    z = np.array(Z)
    good("only.npz", npz(arr_0=z))
    good("unnamed.npz", npz(arr_0=z, arr_1=[2, 0]), Z, None, (2, 0))
    good("unnamed-steps.npz", npz(arr_0=z, arr_1=[100, 200]), Z)
    good("unnamed-twice.npz", npz(arr_0=z, arr_1=[2, 0], arr_2=[1, 1]), Z)
    good("other-split.npz", npz(logits=z, targets=[2, 0, 1, 1], labels=[1, 0]), Z, None, (1, 0))
    good("names.npz", npz(logits=z, classes=list(NAMES), labels=[1, 0]), Z, NAMES, (1, 0))
    good("outputs.npz", npz(outputs=z, y=[2, -1], names=list(NAMES)), Z, NAMES, (2, -1))
    good("z.npz", npz(z=z, targets=[[1], [2]]), Z, None, (1, 2))
    good("text-labels.npz", npz(logits=z, labels=["duck", "seal"], classes=list(NAMES)), Z, NAMES,
         (2, 0))  # fmt: skip
    good("labels-are-names.npz", npz(logits=z, labels=list(NAMES)), Z, NAMES)
    good("bytes-names.npz", npz(logits=z, names=[b"seal", b"panda", b"duck"]), Z, NAMES)
    good("ignored.npz", npz(logits=z, labels=[-100, 2]), Z, None, (-1, 2))
    good("float-labels.npz", npz(logits=z, labels=[NAN, 2.0]), Z, None, (-1, 2))
    good("valued.npz", npz(logits=z, classes=[10, 20, 30], y=[30, 10]), Z, ("10", "20", "30"),
         (2, 0))  # fmt: skip
    good("turned.npz", npz(logits=z.T, labels=[1, 0]), Z, None, (1, 0))
    good("turned-names.npz", npz(logits=z.T, classes=list(NAMES)), Z, NAMES)
    good("half.npz", npz(logits=z.astype(">f2")), z.astype("f2").astype("f8"))
    good("fortran.npz", npz(logits=np.asfortranarray(z)))
    good("stored.npz", zipped([("logits.npy", npy(z))], zipfile.ZIP_STORED))
    good("readme.npz", zipped([("README", b"hello"), ("logits.npy", npy(z))]))
    good("unneeded-object.npz", archive(
        logits=npy(z), meta=npy(np.array([Bomb()], object), True)
    ))  # fmt: skip
    good("only-matrix.npz", npz(weird=z, other=[1.0, 2.0, 3.0, 4.0]))
    good("dotted.npz", npz(**{"model.logits": z, "b": z}))

    bad("object.npz", archive(logits=npy(np.array([Bomb()], object), True)), "Python objects")
    bad("object-labels.npz", archive(
        logits=npy(z), labels=npy(np.array([Bomb(), 1], object), True)
    ), "labels", "Python objects")  # fmt: skip
    bad("complex.npz", npz(logits=z * 1j), "complex")
    bad("unclear.npz", npz(a=z, b=z), "not clear", "a float64 (2, 3)", "b float64 (2, 3)")
    bad("cube.npz", npz(logits=np.zeros((2, 2, 2))), "(2, 2, 2)")
    bad("none.npz", zipped([("a.txt", b"x")]), "ZIP archive", "no .npy array")
    bad("packed.zip", zipped([("a.csv", b"1,2")]), "ZIP archive", "unpack it")
    bad("sheet.xlsx", zipped([("xl/workbook.xml", b"x")]), "Excel", ".csv")
    bad("letter.docx", zipped([("word/document.xml", b"x")]), "office document")
    bad("sheet.ods", zipped([("mimetype", b"x"), ("content.xml", b"x")]), "office document")
    bad("nothing.npz", zipped([]), "no .npy array")
    bad("torch.npz", zipped([("m/data.pkl", pickle.dumps(Bomb()))]), "PyTorch", "run code")
    bad("labels-short.npz", npz(logits=z, labels=[1, 2, 0, 1]), "labels", "4 true classes")
    bad("labels-far.npz", npz(logits=z, labels=[1, 3]), "Row 1", "true class 3", "0 to 2")
    bad("labels-minus.npz", npz(logits=z, labels=[1, -2]), "Row 1", "true class -2")
    bad("labels-half.npz", npz(logits=z, labels=[1, 0.5]), "row 1", "0.5")
    bad("labels-hot.npz", npz(logits=z, labels=[1e30, 0]), "row 0")
    bad("labels-words.npz", npz(logits=z, classes=list(NAMES), y=["cat", "duck"]), "“cat”")
    bad("labels-none.npz", npz(logits=z, classes=[1, 2, 3], y=[1, 9]), "row 1", "9 is none")
    bad("labels-complex.npz", npz(logits=z, labels=[1j, 2]), "labels", "complex")
    bad("cut.npz", npz(logits=z)[:-30], "cut off")
    bad("half.npz.npz", npz(logits=z)[:40], "cut off")
    bad("magic.npz", b"PK\x03\x04", "cut off")
    bad("magic-end.npz", b"PK\x05\x06", "cut off")
    bad("garbage.npz", b"\x01\x02nothing", "cut off")
    flipped = bytearray(zipped([("logits.npy", npy(z))], zipfile.ZIP_STORED))
    flipped[170] ^= 1
    bad("flipped.npz", bytes(flipped), "logits", "damaged")
    bad("lzma.npz", zipped([("logits.npy", npy(z))], zipfile.ZIP_LZMA), "compressed in another")
    bad("bzip2.npz", zipped([("logits.npy", npy(z))], zipfile.ZIP_BZIP2), "compressed in another")
    bad("shape-lies.npz", archive(logits=of_shape("(1000, 1000)")), "logits", "needs")
    bad("negative.npz", archive(logits=of_shape("(-1,)")), "logits", "negative")
    bad("no-header.npz", archive(logits=b"text"), "logits", "byte 0")
    bad("path.npz", zipped([("../../logits.npy", npy(z))]), "path out of the archive")
    bad("root.npz", zipped([("/etc/logits.npy", npy(z))]), "path out of the archive")
    bad("drive.npz", zipped([("C:/logits.npy", npy(z))]), "path out of the archive")
    bad("twice.npz", lambda path: path.write_bytes(_twice(npy(z))), "twice")
    bad("encrypted.npz", _flagged(npz(logits=z)), "encrypted")
    bad("overlap.npz", _overlapping(npy(z)), "overlaps")
    bad("bomb.npz", _bomb(of_shape("(1024, 1048576)", "|u1"), 2**30), "unpacked", "192 MiB")
    bad("bomb-quiet.npz", lambda path: path.write_bytes(_quiet_bomb()), "logits")
    bad("bomb-beside.npz", lambda path: _bomb(of_shape("(268435456,)", "|u1"), 2**28, npy(z))(path),
        "labels", "268,435,456 true classes")  # fmt: skip
    bad("directory.npz", _many_members(), "list of members")


def _twice(raw: bytes) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped([("logits.npy", raw), ("logits.npy", raw)])


def _flagged(raw: bytes) -> bytes:
    changed = bytearray(raw)
    changed[6] |= 1
    changed[changed.rfind(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


def _overlapping(raw: bytes) -> bytes:
    changed = bytearray(zipped([("logits.npy", raw), ("labels.npy", raw)], zipfile.ZIP_STORED))
    second = changed.rfind(b"PK\x01\x02")
    changed[second + 42 : second + 46] = struct.pack("<I", 0)
    return bytes(changed)


def _bomb(start: bytes, size: int, logits: bytes = b"") -> Callable[[Path], object]:
    def write(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
            if logits:
                file.writestr("logits.npy", logits)
            info = zipfile.ZipInfo(("labels" if logits else "logits") + ".npy")
            info.compress_type = zipfile.ZIP_DEFLATED
            with file.open(info, "w") as member:
                member.write(start)
                for _ in range(8 if logits else 1):
                    member.write(b"\0" * 2**20)
        changed = bytearray(path.read_bytes())
        # The size is claimed, not written: opening must look at it before it unpacks.
        at = changed.rfind(b"PK\x01\x02")
        changed[at + 24 : at + 28] = struct.pack("<I", len(start) + size)
        path.write_bytes(changed)

    return write


def _quiet_bomb() -> bytes:
    """Return an archive whose member unpacks to 64 MiB and claims to have 152 bytes."""
    start = npy(np.array(Z))
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(start[:-8]) + deflate.compress(bytes(2**26)) + deflate.flush()
    name = b"logits.npy"
    sizes = struct.pack("<III", 1234, len(packed), len(start))
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, 0, 8, 0, 33) + sizes
    local += struct.pack("<HH", len(name), 0) + name
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, 0, 8, 0, 33) + sizes
    entry += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, 1, 1, len(entry), len(local) + len(packed), 0
    )
    return local + packed + entry + end


def _many_members() -> bytes:
    entry = b"PK\x01\x02" + bytes(42)
    entries = entry * 50_000
    return b"PK\x03\x04" + bytes(60) + entries + b"PK\x05\x06" + struct.pack(
        "<HHHHIIH", 0, 0, 50_000, 50_000, len(entries), 64, 0
    )  # fmt: skip


def _text() -> None:
    plain = "0.25,1.23,-0.8\n1,-2,0.5\n"
    good("plain.csv", plain)
    good("plain.txt", plain)
    good("plain.dat", plain)
    good("no-end.csv", plain.rstrip())
    good("crlf.csv", plain.replace("\n", "\r\n"))
    good("cr.csv", plain.replace("\n", "\r"))
    good("bom.csv", b"\xef\xbb\xbf" + plain.encode())
    good("utf16.csv", plain.encode("utf-16"))
    good("utf16-be.csv", b"\xfe\xff" + plain.encode("utf-16-be"))
    good("utf16-no-bom.csv", plain.encode("utf-16-le"))
    good("utf16be-no-bom.csv", plain.encode("utf-16-be"))
    good("utf32.csv", plain.encode("utf-32"))
    good("semicolon.csv", plain.replace(",", ";"))
    good("tab.tsv", plain.replace(",", "\t"))
    good("blanks.txt", "  0.25   1.23 -0.8\n  1     -2     0.5  \n")
    good("spaced.csv", plain.replace(",", " , "))
    good("comma-space.txt", plain.replace(",", ", "))
    good("decimal.csv", "0,25;1,23;-0,8\n1;-2;0,5\n")
    good("decimal.tsv", "0,25\t1,23\t-0,8\n1\t-2\t0,5\n")
    good("decimal.txt", "0,25 1,23 -0,8\n1,0 -2,0 0,5\n")
    good("decimal-column.txt", "0,25\n1,23\n-0,8\n", Z[:1])
    good("ends-with-comma.csv", "0.25,1.23,-0.8,\n1,-2,0.5,\n")
    good("quotes.csv", '"0.25","1.23","-0.8"\n"1","-2","0.5"\n')
    good("comments.csv", "# from a network\n\n0.25,1.23,-0.8 # first\n# next\n1,-2,0.5\n\n")
    good("savetxt.txt", "# seal panda duck\n2.5e-01 1.23e+00 -8e-01\n1 -2 5e-1\n", Z, NAMES)
    good("heading.csv", "seal,panda,duck\n" + plain, Z, NAMES)
    good("heading-quotes.csv", '"seal","panda","duck, or goose"\n' + plain, Z,
         ("seal", "panda", "duck, or goose"))  # fmt: skip
    good("heading-latin.csv", "Bär,Größe,Öl\n".encode("latin-1") + plain.encode(), Z,
         ("Bär", "Größe", "Öl"))  # fmt: skip
    good("heading-utf8.csv", "熊,دب,🦆\n" + plain, Z, ("熊", "دب", "🦆"))
    good("label.csv", "seal,panda,duck,label\n0.25,1.23,-0.8,2\n1,-2,0.5,0\n", Z, NAMES, (2, 0))
    good("label-first.csv", "target,seal,panda,duck\n1,0.25,1.23,-0.8\n0,1,-2,0.5\n", Z, NAMES,
         (1, 0))  # fmt: skip
    good("label-name.csv", "seal,panda,duck,y\n0.25,1.23,-0.8,duck\n1,-2,0.5,\n", Z, NAMES,
         (2, -1))  # fmt: skip
    good("index.csv", ",seal,panda,duck\n0,0.25,1.23,-0.8\n1,1,-2,0.5\n", Z, NAMES)
    good("id.csv", "id,seal,panda,duck\n100,0.25,1.23,-0.8\n107,1,-2,0.5\n", Z, NAMES)
    good("no.csv", "no,en,de\n3,1.23,-0.8\n4,-2,0.5\n", [[3, 1.23, -0.8], [4, -2, 0.5]],
         ("no", "en", "de"))  # fmt: skip
    good("id-of-class.csv", "id,seal,panda\n0.25,1.23,-0.8\n1,-2,0.5\n", Z,
         ("id", "seal", "panda"))  # fmt: skip
    good("identity.csv", "id,seal,panda,duck\nimg1,0.25,1.23,-0.8\nimg2,1,-2,0.5\n", Z, NAMES)
    good("klasse.csv", "seal,panda,duck,Klasse\n0.25,1.23,-0.8,panda\n1,-2,0.5,seal\n", Z, NAMES,
         targets=(1, 0))  # fmt: skip
    good("class-a-line.csv", "class,ex0,ex1\nseal,0.25,1\npanda,1.23,-2\nduck,-0.8,0.5\n", Z,
         NAMES)  # fmt: skip
    good("counted.csv", "0,1,2\n" + plain, Z, ("0", "1", "2"))
    good("row.csv", "0.25,1.23,-0.8\n", Z[:1])
    good("column.csv", "0.25\n1.23\n-0.8\n", Z[:1])
    good("named-column.csv", "seal,0.25\npanda,1.23\nduck,-0.8\n", Z[:1], NAMES)
    good("named-blank.txt", "seal 0.25\npanda 1.23\nduck -0.8\n", Z[:1], NAMES)
    good("ours.csv", "label,logit,softmax\nseal,0.25,0.2\npanda,1.23,0.7\nduck,-0.8,0.1\n", Z[:1],
         NAMES)  # fmt: skip
    # What a tokenizer knows: a comment it is not, nor another table.
    tokens = ("##ing", "a;b", "#")
    good("vocabulary.csv", "token,logit\n##ing,0.25\na;b,1.23\n#,-0.8\n", Z[:1], tokens)
    good("vocabulary.tsv", "##ing\t0.25\na;b\t1.23\n#x\t-0.8\n", Z[:1], ("##ing", "a;b", "#x"))
    good("tab-as-name.csv", "token,logit\n\t,0.25\npanda,1.23\nduck,-0.8\n", Z[:1],
         ("class 0", "panda", "duck"))  # fmt: skip
    good("hidden.csv", '" seal",0.25\npanda\u200b,1.23\n\u200b,-0.8\n', Z[:1],
         ("seal", "panda", "class 2"))  # fmt: skip
    good("line-as-name.csv", 'token,logit\n"\n",0.25\n"panda\n\nbear",1.23\n"d""k",-0.8\n', Z[:1],
         ("class 0", "panda  bear", 'd"k'))  # fmt: skip
    good("commented.csv", "# seal, panda, duck\n#1,2,3\n0.25,1.23,-0.8\n#4,5,6\n1,-2,0.5\n")
    good("remarked.csv", "seal,0.25\n# gull,3\npanda,1.23\n#seed 42\nduck,-0.8\n", Z[:1], NAMES)
    good("hash-row.csv", "name,logit,target\nseal,0.25,x\n#panda,1.23,x\nduck,-0.8,y\n", Z[:1],
         ("seal", "#panda", "duck"))  # fmt: skip
    good("hash-cell.csv", "logit,name\n0.25, #seal\n1.23, #panda\n-0.8,duck\n", Z[:1],
         ("#seal", "#panda", "duck"))  # fmt: skip
    good("hash-number.csv", "bin 1 #2,0.25\nbin 2 #2,1.23\nbin 3 #2,-0.8\n", Z[:1],
         ("bin 1 #2", "bin 2 #2", "bin 3 #2"))  # fmt: skip
    good("hash-quoted.csv", '"bin 1 # a",0.25\n"# panda",1.23\nduck,-0.8 # last\n', Z[:1],
         ("bin 1 # a", "# panda", "duck"))  # fmt: skip
    good("hash-quoted-number.csv", 'seal,"0,25"\n#panda,"1,23"\nduck,"-0,8"\n', Z[:1],
         ("seal", "#panda", "duck"))  # fmt: skip
    footed = "2.5e-01 1.23e+00 -8e-01\n1 -2 5e-1\n# end of file\n"
    good("footed.txt", footed, Z, ("class 0", "class 1", "class 2"))
    good("savetxt-footed.txt", "# by us\n# seal panda duck\n" + footed, Z, NAMES)
    good("printed.txt", "tensor([0.25, 1.23, -0.8])", Z[:1])
    good("numpy.txt", "[ 0.25  1.23 -0.8 ]", Z[:1])
    good("minus.txt", "0.25 1.23 −0.8\n1 −2 0.5", Z)
    good("not-finite.csv", "inf,-inf,nan\nInfinity,−∞,NaN\n", [[INF, -INF, NAN]] * 2)
    good("one.txt", "7", [[7]])
    good(
        "largest.csv", "1.7976931348623157e308,5e-324,-0.0\n", [[1.7976931348623157e308, 5e-324, 0]]
    )
    many = np.linspace(-9, 9, 30_000).reshape(300, 100)
    good("many.csv", "\n".join(",".join(map(repr, row)) for row in many.tolist()), many)
    good("wide.csv", ",".join(["0.5"] * 200_000), None, shape=(1, 200_000))
    names = ",".join(f"n{i}" for i in range(50_000)) + "\n"
    good("wide-heading.csv", names + "0.5," * 49_999 + "1\n", None, shape=(1, 50_000))
    good("long.txt", "0.5\n" * 200_000, None, shape=(1, 200_000))

    bad("empty.csv", "", "the file is empty")
    bad("blank.csv", "\n \n\t\n", "There are no numbers")
    bad("comments-only.csv", "# nothing\n", "There are no numbers")
    bad("ragged.csv", "1,2,3\n4,5,6\n7,8\n", "line 3", "2 cells")
    bad("ragged-late.csv", "1,2\n" * 50_000 + "1,2,3\n", "line 50001", "3 cells")
    bad("ragged-heading.csv", "a,b,c,d\n1,2,3,4\n1,2,3\n", "line 3", "3 cells")
    bad("long-heading.csv", "a,b,c,d\n1,2\n", "heading has 4 names", "2 cells")
    bad("short-heading.csv", "a,b\n1,2,3,4\n", "heading has 2 names", "4 cells")
    bad("underscores.csv", "a_b\nc_d\n", "only words")
    bad("many-words.csv", "a," * 20_000 + "a\n" + "b," * 20_000 + "b\n", "more than 10000 words")
    bad("word.csv", "1,2,3\n4,five,6\n", "line 2, column 2", "“five”")
    bad("word-late.csv", "1,2\n" * 50_000 + "1,x\n", "line 50001, column 2")
    bad("hole.csv", "1,2,3\n4,,6\n", "line 2, column 2", "no number")
    bad("infinite.csv", "1,1e999,3\n4,5,6\n", "line 1, column 2", "1e999")
    bad("tiny.csv", "1,1e-999,3\n", "line 1, column 2", "1e-999")
    bad("underscore.csv", "1,1_000,3\n", "line 1, column 2", "_")
    bad("hexadecimal.csv", "1,2\n1,0x10\n", "line 2, column 2")
    bad("complex.csv", "1,2\n1+2j,1\n", "line 2, column 1")
    bad("thousands.csv", "1.234,5;2\n1.000,5;3\n", "line 1, column 1", "thousands")
    bad("heading-only.csv", "seal,panda,duck\n", "no numbers below")
    bad("words.txt", "To be, or not to be\nthat is the question\n", "line")
    bad("words-only.csv", "a,b\nc,d\n", "only words")
    bad("nul.csv", b"1,2\n3,\x004\n", "neither text (byte 6 is 0", ".safetensors")
    bad("binary.txt", bytes(range(256)) * 20, "byte 0")
    bad("late-nul.csv", b"1,2\n" * 400_000 + b"\0", "byte 1600000")
    bad("utf16-cut.csv", "1,2\n3".encode("utf-16")[:-1], "byte", "UTF-16")
    bad("label-far.csv", "a,b,label\n1,2,2\n", "Row 0", "true class 2")
    bad("label-word.csv", "a,b,label\n1,2,c\n", "label", "row 0", "“c”")
    good("matrix.txt", "[[1, 2],\n [3 4]]", [[1, 2], [3, 4]])
    good("matrix-numpy.txt", "array([[1., 2.],\n       [3., 4.]])", [[1, 2], [3, 4]])
    good("matrix-torch.txt", "tensor([[1., inf]], device='cuda:0')", [[1, INF]])
    bad("matrix-ragged.txt", "[[1. 2.]\n [3.]]", "Row 1 has 1 entries, and row 0 has 2")
    bad("matrix-cut.txt", "[[1. 2.]\n [3. 4.]", "brackets around the numbers")
    bad("tensor.txt", "[[[1. 2.]\n  [3. 4.]]\n\n [[5. 6.]\n  [7. 8.]]]", "two dimensions")
    bad("abbreviated.txt", "[1. 2. ... 3.]", "abbreviated")
    bad("huge-cell.csv", "1," + "9" * 1_000_000 + "\n", "line 1, column 2")
    bad(
        "huge-line.csv", lambda path: path.write_bytes(b"1" * (2**25 + 2**20)), "longer than 32 MiB"
    )
    bad("huge-row.csv", lambda path: path.write_bytes(b"0," * 2**23 + b"0"), "8,388,609 cells")
    bad("huge-blank.txt", lambda path: path.write_bytes(b"0 " * 2**23 + b"0"), "8,388,609 cells")
    bad("huge.csv", sparse(b"1,2\n", 2**31), "2048 MiB")
    bad(
        "many-lines.txt",
        lambda path: path.write_bytes(b"0\n" * 1_200_000),
        "more than 1100000 lines",
    )
    bad("quote.csv", '"1,2\n3,4\n', "line")
    bad("gzip.csv", b"\x1f\x8b\x08" + bytes(20), "gzip")
    bad("hdf5.npy", b"\x89HDF\r\n\x1a\n" + bytes(20), "HDF5")
    bad("picture.npy", b"\x89PNG\r\n\x1a\n" + bytes(20), "this is a picture (PNG)", ".csv")
    bad("photo.jpg", b"\xff\xd8\xff\xe0" + bytes(20), "this is a picture (JPEG)", ".csv")
    bad("paper.pdf", b"%PDF-1.7\n" + bytes(20), "this is a document (PDF)", ".npz")
    bad("table.parquet", b"PAR1" + bytes(20), "format Parquet", "save the logits as .npy")
    bad("html.csv", "<!DOCTYPE html>\n<html><body>Not found</body></html>\n", "only words")


def _json() -> None:
    def dumped(value: Any) -> str:
        return json.dumps(value)

    good("vector.json", dumped(Z[0]), Z[:1])
    good("matrix.json", dumped(Z))
    good("utf16.json", dumped(Z).encode("utf-16"))
    good("bom.json", b"\xef\xbb\xbf" + dumped(Z).encode())
    good("no-suffix-json", dumped(Z))
    good("list.txt", dumped(Z[0]), Z[:1])
    good("object.json", dumped({"logits": Z, "labels": [1, 0], "classes": NAMES}), Z, NAMES, (1, 0))
    good(
        "text-labels.json",
        dumped({"z": Z, "y": ["duck", "seal"], "names": NAMES}),
        Z,
        NAMES,
        (2, 0),
    )
    good("mapping.json", dumped(dict(zip(NAMES, Z[0], strict=True))), Z[:1], NAMES)
    records = [dict(zip(NAMES, row, strict=True)) | {"label": 1} for row in Z]
    good("records.json", dumped(records), Z, NAMES, (1, 1))
    good("columns.json", dumped({n: [r[i] for r in Z] for i, n in enumerate(NAMES)}), Z, NAMES)
    good("logits-records.json", dumped([{"logits": r, "label": 2} for r in Z]), Z, None, (2, 2))
    scores = [{"label": name, "score": z} for name, z in zip(NAMES, Z[0], strict=True)]
    good("scores.json", dumped(scores), Z[:1], NAMES)
    bad("one-row.json", dumped({"logits": [1, 2, 3], "labels": [0, 1]}),
        "2 true classes, and there is 1 row")  # fmt: skip
    good("split.json", dumped({"columns": NAMES, "index": [0, 1], "data": Z}), Z, NAMES)
    good("ours.json", dumped({
        "labels": NAMES, "logits": Z[0], "temperature": 1, "softmax": [0, 1, 0],
        "verdicts": {"softmax": []},
    }), Z[:1], NAMES)  # fmt: skip
    good("infinite.json", '["inf", "-inf", "nan", Infinity, null]', [[INF, -INF, NAN, INF, NAN]])
    good("unneeded.json", dumped({"logits": Z, "notes": ["a", 1], "deep": [[[[[1]]]]]}))

    bad("empty-list.json", "[]", "empty")
    bad("empty-object.json", "{}", "empty")
    bad("blank.json", "\n", "JSON")
    bad("garbage.json", "[1, 2", "line 1, column", "JSON")
    bad("second-line.json", "[[1, 2],\n[3 4]]", "line 2, column 4")
    bad("ragged.json", "[[1,2],[3]]", "row 2", "1 entries")
    bad("mixed.json", "[[1,2],3]", "row 2")
    bad("word.json", '[1, "two", 3]', "entry 2", "two")
    bad("true.json", "[1, true]", "entry 2", "true")
    bad("object-in.json", '[1, {"a": 2}]', "entry 2")
    bad("1e999.json", "[1, 1e999]", "1e999", "Infinity")
    bad("big-integer.json", f"[1, {'9' * 400}]", "beyond the largest")
    bad("long-integer.json", f"[1, {'9' * 5000}]", "too long")
    bad("twice.json", '{"logits": [1], "logits": [2]}', "logits", "twice")
    bad("deep.json", "[" * 100_000 + "]" * 100_000, "nested too deeply")
    bad("four-levels.json", "[[[[1]]]]", "levels")
    good("three-levels.json", "[[[1, 2]]]", [[1, 2]])
    bad("cube.json", "[[[1, 2], [3, 4]], [[1, 2], [3, 4]]]", "(2, 2, 2)", "array.reshape(-1, 2)")
    bad("lists.json", "[" + "[]," * 300_000 + "[]]", "250000 lists")
    bad("entries.json", "[" + "0," * 2_100_000 + "0]", "2000000 entries")
    bad("large.json", sparse(b"[1, 2", 2**25), "32 MiB")
    keys = ",".join(f'"k{i}": 1' for i in range(50_000))
    bad("twice-late.json", f'{{{keys}, "k49999": 2}}', "k49999", "twice")
    bad("other-keys.json", '[{"a": 1}, {"b": 2}]', "Record 2")
    bad("lengths.json", '{"a": [1, 2], "b": [1, 2, 3]}', "different lengths")
    bad("words.json", '["a", "b"]', "text")
    bad("bad-labels.json", '{"logits": [[1, 2]], "labels": [{}]}', "labels", "entry 1")


def _safetensors() -> None:
    z = np.array(Z)
    four, half = z.astype("<f4"), z.astype("<f2")
    bits = (four.view("<u4") >> 16).astype("<u2")
    one = {"logits": tensor("F32", [2, 3], 0, 24)}
    good("f32.safetensors", tensors(one, four.tobytes()), four.astype("f8"))
    good("f64.safetensors", tensors({"z": tensor("F64", [2, 3], 0, 48)}, z.tobytes()))
    good("f16.safetensors", tensors({"z": tensor("F16", [2, 3], 0, 12)}, half.tobytes()),
         half.astype("f8"))  # fmt: skip
    good("bf16.safetensors", tensors({"z": tensor("BF16", [2, 3], 0, 12)}, bits.tobytes()),
         (bits.astype("<u4") << 16).view("<f4").astype("f8"))  # fmt: skip
    good("i8.safetensors", tensors({"z": tensor("I8", [1, 2], 0, 2)}, b"\x01\xff"), [[1, -1]])
    labelled = one | {"labels": tensor("I64", [2], 24, 40), "__metadata__": {
        "classes": json.dumps(NAMES), "format": "pt"}}  # fmt: skip
    good("labels.safetensors", tensors(labelled, four.tobytes() + np.array([2, 0]).tobytes()),
         four.astype("f8"), NAMES, (2, 0))  # fmt: skip
    good("no-suffix-tensors", tensors(one, four.tobytes()), four.astype("f8"))
    start = tensors({"logits": tensor("BF16", [1048576, 2048], 0, 2**32)}, b"")
    good("large.safetensors", sparse(start, len(start) + 2**32), None, shape=(1048576, 2048))

    data = four.tobytes()
    bad("short.safetensors", b"\x01\x02", "byte 0")
    bad("claims.safetensors", tensors(one, data, 2**63), "byte 0", "claims")
    bad("claims-much.safetensors", sparse(struct.pack("<Q", 2**24) + b"{", 2**25), "the most")
    bad("cut.safetensors", tensors(one, data[:-1]), "cut off")
    bad("no-json.safetensors", tensors("{nothing}", b""), "byte 9", "JSON")
    bad("list.safetensors", tensors("[]", b""), "JSON object")
    bad("deep.safetensors", tensors('{"a":' + "[" * 100_000 + "]" * 100_000 + "}", b""), "JSON")
    bad("none.safetensors", tensors("{}", b""), "no tensor")
    bad("negative.safetensors", tensors({"z": tensor("F32", [-2, 3], 0, 24)}, data), "z", "shape")
    bad("minus-offset.safetensors", tensors({"z": tensor("F32", [2, 3], -24, 0)}, data), "z")
    floating = tensor("F32", [2, 3], 0, 24) | {"data_offsets": [0, 24.0]}
    bad("float-offset.safetensors", tensors({"z": floating}, data), "z", "data_offsets")
    bad("bounds.safetensors", tensors({"z": tensor("F32", [2, 30], 0, 240)}, data), "z", "cut off")
    bad("size.safetensors", tensors({"z": tensor("F32", [2, 4], 0, 24)}, data), "z", "takes 32")
    bad("huge.safetensors", tensors({"z": tensor("F32", [2**62, 2**62], 0, 24)}, data), "takes")
    bad("sides.safetensors", tensors({"z": tensor("F32", [2**62] * 9999, 0, 24)}, data), "shape")
    bad("overlap.safetensors", tensors(
        one | {"labels": tensor("F32", [2, 3], 12, 36)}, data + data[:12]
    ), "labels", "overlap")  # fmt: skip
    bad("gap.safetensors", tensors({"z": tensor("F32", [2, 3], 4, 28)}, data + data[:4]), "gaps")
    bad("rest.safetensors", tensors(one, data + b"more"), "4 bytes follow")
    bad("type.safetensors", tensors({"z": tensor("F8_E4M3", [2, 3], 0, 6)}, data[:6]), "F8_E4M3")
    bad("bool.safetensors", tensors({"logits": tensor("BOOL", [2, 3], 0, 6)}, data[:6]), "true and")
    bad("twice.safetensors", tensors('{"a": 1, "a": 2}', b""), "“a”", "twice")
    bad("word.safetensors", tensors({"z": 7}, b""), "needs dtype")
    good("thin.safetensors", tensors({"z": tensor("F32", [1, 2, 3], 0, 24)}, data),
         four.astype("f8"))  # fmt: skip
    bad("cube.safetensors", tensors({"z": tensor("F32", [3, 2, 1, 2], 0, 48)}, data * 2),
        "(3, 2, 1, 2)")  # fmt: skip
    bad("empty.safetensors", tensors({"z": tensor("F32", [0, 3], 0, 0)}, b""), "empty")


_numpy()
_archives()
_text()
_json()
_safetensors()
