"""How much of a file the app takes into memory; what is mapped from the disk has no limit."""

from __future__ import annotations

MIB = 2**20

MAX_CLASSES = 2**20
MAX_UNPACKED = 192 * MIB  # numbers of a .npz; 50,000 × 1,000 of float32 fit
MAX_NAMES = 16 * MIB  # text in a .npz
MAX_HEADER = 10_000  # characters, as in NumPy
MAX_TENSORS = 4 * MIB  # header of a .safetensors
MAX_DIRECTORY = MIB  # list of the members of a .npz
MAX_JSON = 16 * MIB
MAX_JSON_ENTRIES = 2_000_000
MAX_JSON_LISTS = 250_000
MAX_TEXT = 64 * MIB
MAX_LINE = 32 * MIB
MAX_LINES = 1_100_000
MAX_NUMBERS = 4_000_000
MAX_WORDS = 10_000  # columns of words
