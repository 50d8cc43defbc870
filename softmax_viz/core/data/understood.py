"""What was understood of a file, and what a person may correct."""

from __future__ import annotations

from dataclasses import dataclass

HEADING = "heading"


@dataclass(frozen=True)
class Choices:
    """Say how to read a file; None leaves a question to the reader, "" means there is none.

    transpose: whether the rows of the file are classes and its columns examples.
    logits, names, targets, pictures: an array of the file, or a column of a text by its heading
        or as "column 3"; `names` are those of the classes, in a text HEADING for those above the
        columns; `targets` are the true classes.
    header: whether the first line of a text has names.
    separator: what stands between two numbers of a text; " " is any blank space.
    decimal_comma: whether a text writes 0,25 for 0.25.
    logarithm: whether the file has probabilities, whose logarithms are the logits.
    """

    transpose: bool | None = None
    logits: str | None = None
    names: str | None = None
    targets: str | None = None
    pictures: str | None = None
    header: bool | None = None
    separator: str | None = None
    decimal_comma: bool | None = None
    logarithm: bool | None = None


@dataclass(frozen=True)
class Understood:
    """Tell how a file was read: `choices` are the answers, none of them left open.

    rows, count: R examples and N classes, as they were read.
    type: of the stored numbers, such as "float32".
    available: the arrays or columns that may be chosen.
    names_from, targets_from: where they were found, "" where nowhere.
    probabilities: whether the numbers of the file look like probabilities, not like logits.
    left_out: a sentence on what is not taken for logits or names, "" where all is.
    """

    file: str
    format: str
    rows: int
    count: int
    type: str
    choices: Choices
    available: tuple[str, ...]
    names_from: str
    targets_from: str
    probabilities: bool = False
    left_out: str = ""


class NotUnderstood(ValueError):
    """Say in one translated sentence what is wrong with a file, where, and what would be right.

    known: what was understood before that, to be corrected; None where nothing can be chosen.
        Its `choices` may be open, and it has no rows.
    question: what a person is to be asked who can choose the array of the logits, "" where
        something is wrong.
    """

    def __init__(self, sentence: str, known: Understood | None = None, question: str = "") -> None:
        super().__init__(sentence)
        self.known = known
        self.question = question
