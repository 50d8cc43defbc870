"""What is no file of logits: formats that are known by their first bytes, each with its advice."""

from __future__ import annotations

from softmax_viz.documents.logits.error import OpenError
from softmax_viz.text import tr, tr_noop

OPENS = ".npy, .npz, .csv, .tsv, .txt, .json, .safetensors"

_PICTURE = tr_noop("this is a picture ({title}), and has no logits. These open: {suffixes}.")
_DOCUMENT = tr_noop("this is a document ({title}), and has no logits. These open: {suffixes}.")
_PROGRAM = tr_noop("this is a program ({title}), and has no logits. These open: {suffixes}.")
_PACKED = tr_noop("this is packed by {title}: unpack it, and open what is in it.")
_DATA = tr_noop("this is data in the format {title}, which does not open: save the logits as .npy.")
_PICKLE = tr_noop(
    "this is a pickle, which could run code, so it is never read: save the array with np.save, "
    "or with safetensors."
)
_OTHERS = (
    (b"\x80\x02", "", _PICKLE), (b"\x80\x03", "", _PICKLE), (b"\x80\x04", "", _PICKLE),
    (b"\x80\x05", "", _PICKLE), (b"\x89HDF\r\n", "HDF5", _DATA), (b"\x1f\x8b", "gzip", _PACKED),
    (b"BZh", "bzip2", _PACKED), (b"\xfd7zXZ", "xz", _PACKED),
    (b"\x28\xb5\x2f\xfd", "Zstandard", _PACKED), (b"7z\xbc\xaf", "7-Zip", _PACKED),
    (b"Rar!", "RAR", _PACKED), (b"PAR1", "Parquet", _DATA), (b"ARROW1", "Arrow", _DATA),
    (b"MATLAB", "MATLAB", _DATA), (b"GGUF", "GGUF", _DATA), (b"SQLite", "SQLite", _DATA),
    (b"\x89PNG", "PNG", _PICTURE), (b"\xff\xd8\xff", "JPEG", _PICTURE),
    (b"GIF8", "GIF", _PICTURE), (b"II*\0", "TIFF", _PICTURE), (b"MM\0*", "TIFF", _PICTURE),
    (b"%PDF", "PDF", _DOCUMENT), (b"\xd0\xcf\x11\xe0", "Microsoft Office", _DOCUMENT),
    (b"\x7fELF", "ELF", _PROGRAM),
)  # fmt: skip


def refuse_others(head: bytes) -> None:
    """Raise OpenError for the first bytes of a format that is known and does not open."""
    for start, title, advice in _OTHERS:
        if head.startswith(start):
            raise OpenError(tr(advice).format(title=title, suffixes=OPENS))


def archive_without_arrays(names: list[str]) -> str:
    """Say what a ZIP archive is that has no array in it."""
    if any(name.endswith("data.pkl") for name in names):
        return tr(
            "This is a file of PyTorch, which is pickled and could run code, so it is never read: "
            "save the tensor with safetensors, or np.save(path, tensor.numpy())."
        )
    if any(name.startswith("xl/") for name in names):
        return tr("This is an Excel workbook: save the sheet with the logits as .csv.")
    if any(name.startswith("word/") or name == "content.xml" for name in names):
        return tr("This is an office document: save the table with the logits as .csv.")
    return tr(
        "This is a ZIP archive with no .npy array in it: unpack it and open a file of it, or save "
        "the logits by np.savez."
    )
