"""The command line: open the app, or print the outputs with no display."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NoReturn

from softmax_viz import __version__
from softmax_viz.text import tr

if TYPE_CHECKING:
    from softmax_viz.core.snapshot import Snapshot

Format = Callable[["Snapshot"], str]


class Parser(argparse.ArgumentParser):
    """Say what is wrong in one sentence, and exit with status 2."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence on stderr."""
        problem = " ".join(message.split())
        sys.stderr.write(tr("{program}: {problem}\n").format(program=self.prog, problem=problem))
        sys.exit(2)


def _parser() -> Parser:
    parser = Parser(
        prog="softmax-viz",
        description=tr(
            "See softmax: edit logits, watch four functions, slide the temperature. "
            "Without a command, the window opens."
        ),
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    values = commands.add_parser(
        "values",
        help=tr("print the outputs of logits, with no display"),
        description=tr("Print what the four functions make of logits."),
    )
    values.add_argument(
        "--logits", required=True, metavar="LIST",
        help=tr('the logits, such as "0.25, 1.23, -0.8"; use --logits="-1, 2" for a leading minus'),
    )  # fmt: skip
    values.add_argument(
        "--labels", metavar="LIST", help=tr('the class names, such as "seal,panda,duck"')
    )
    values.add_argument(
        "--temperature", default="1", metavar="T",
        help=tr("what every logit is divided by, from 0 to inf (default 1)"),
    )  # fmt: skip
    values.add_argument(
        "--decimals", default="3", metavar="N",
        help=tr("digits after the point in table, markdown and latex, from 1 to 17 (default 3)"),
    )  # fmt: skip
    values.add_argument(
        "--format", default="table", metavar="FORMAT",
        help=tr("table, json, csv, markdown or latex (default table)"),
    )  # fmt: skip
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status, 2 for wrong input."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    parser = _parser()
    options = parser.parse_args(_joined_negative(words))
    if options.command == "values":
        return _values(options)
    return _open_window()


def _joined_negative(words: list[str]) -> list[str]:
    """Return the words with "--logits -1,2" made "--logits=-1,2": argparse takes −1 for a flag."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in ("--logits", "--temperature", "--labels"):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _values(options: argparse.Namespace) -> int:
    from softmax_viz.core.numbers import parse_labels, parse_logits, parse_temperature
    from softmax_viz.core.snapshot import evaluate
    from softmax_viz.core.state import State
    from softmax_viz.core.tables import FORMATS

    try:
        write = _format(options.format, FORMATS)
        pasted = parse_logits(options.logits)
        labels = pasted.labels if options.labels is None else parse_labels(options.labels)
        if labels is not None and len(labels) != len(pasted.values):
            raise ValueError(
                tr(
                    "Give one name for each logit: --labels has {labels}, --logits has {logits}."
                ).format(labels=len(labels), logits=len(pasted.values))
            )
        state = State.of(
            pasted.values, labels,
            temperature=parse_temperature(options.temperature),
            decimals=_whole_number(options.decimals),
        )  # fmt: skip
    except ValueError as error:
        return _refuse(str(error))
    return _print(write(evaluate(state)))


def _format(name: str, formats: Mapping[str, Format]) -> Format:
    if name not in formats:
        raise ValueError(
            tr("--format {name} is unknown; choose {known}.").format(
                name=repr(name), known=", ".join(formats)
            )
        )
    return formats[name]


def _whole_number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(
            tr("--decimals takes a whole number from 1 to 17, not {text}.").format(text=repr(text))
        ) from None


def _print(text: str) -> int:
    # Whatever the terminal's encoding, what it cannot show must not end in a traceback.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _refuse(sentence: str) -> int:
    sys.stderr.write(f"softmax-viz: {sentence}\n")
    return 2


def _open_window() -> int:
    from softmax_viz.preflight import missing_for_a_window

    missing = missing_for_a_window()
    if missing:
        return _refuse(missing)
    from softmax_viz.app import run

    return run()
