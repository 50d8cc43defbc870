"""The command line: open the app, print the outputs, or check a deck with no display."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

from softmax_viz import __version__
from softmax_viz.text import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from softmax_viz.core.data.logits_table import LogitsTable

Logits = tuple["Sequence[float] | NDArray[np.float64]", "tuple[str, ...] | None"]
Writer = TypeVar("Writer", bound=Callable[..., str])


COMMANDS = ("values", "calibration", "check")


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
            "Without a command, the window opens; softmax-viz FILE [--targets FILE] opens a deck "
            "or logits in it."
        ),
    )
    _add_scheduler(parser, None)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=Parser)
    values = commands.add_parser(
        "values",
        help=tr("print the outputs of logits, with no display"),
        description=tr("Print what the four functions make of logits."),
    )
    values.add_argument(
        "file", nargs="?", metavar="FILE",
        help=tr("a file of logits: .npy, .npz, .csv, .tsv, .txt, .json or .safetensors"),
    )  # fmt: skip
    values.add_argument(
        "--row", metavar="K", help=tr("which row of the file, counted from 0 (default 0)")
    )
    _add_targets(values)
    _add_probabilities(values)
    values.add_argument(
        "--logits", metavar="LIST",
        help=tr('the logits, such as "0.25, 1.23, -0.8"; use --logits="-1, 2" for a leading minus'),
    )  # fmt: skip
    values.add_argument(
        "--labels", metavar="LIST", help=tr('the class names, such as "seal,panda,duck"')
    )
    _add_temperature(values)
    values.add_argument(
        "--decimals", default="3", metavar="N",
        help=tr("digits after the point in table, markdown and latex, from 1 to 17 (default 3)"),
    )  # fmt: skip
    _add_format(values, tr("table, json, csv, markdown or latex (default table)"))
    calibration = commands.add_parser(
        "calibration",
        help=tr("print how well the probabilities of a labelled file are calibrated"),
        description=tr(
            "Print accuracy, mean confidence, negative log-likelihood and expected calibration "
            "error of all rows, at a temperature and at the one of least loss."
        ),
    )
    calibration.add_argument("file", metavar="FILE", help=tr("a file of logits with true classes"))
    _add_targets(calibration)
    _add_probabilities(calibration)
    _add_temperature(calibration)
    _add_format(
        calibration, tr("table, or json with the bins of the reliability diagram (default table)")
    )
    # Where it is not given here, it may have been before the command.
    _add_scheduler(calibration, argparse.SUPPRESS)
    check = commands.add_parser(
        "check",
        help=tr("look decks through, and print where what is wrong"),
        description=tr("Print what is wrong with decks, each line as file:line:column: sentence."),
    )
    check.add_argument("files", nargs="+", metavar="FILE", help=tr("a deck, such as a.softmax"))
    return parser


def _add_targets(command: Parser) -> None:
    command.add_argument(
        "--targets", "--labels-file", metavar="FILE",
        help=tr("a second file, with a true class for each row or a name for each class"),
    )  # fmt: skip


def _add_scheduler(command: Parser, default: str | None) -> None:
    command.add_argument(
        "--scheduler", metavar="ADDRESS", default=default,
        help=tr(
            "a running Dask cluster that goes through tables of logits, such as "
            "tcp://192.168.0.10:8786 (default: all cores of this machine); "
            "needs softmax-viz[cluster]"
        ),
    )  # fmt: skip


def _add_probabilities(command: Parser) -> None:
    command.add_argument(
        "--probabilities", action="store_true",
        help=tr("the file has probabilities: their logarithms are the logits"),
    )  # fmt: skip


def _add_temperature(command: Parser) -> None:
    command.add_argument(
        "--temperature", default="1", metavar="T",
        help=tr("what every logit is divided by, from 0 to inf (default 1)"),
    )  # fmt: skip


def _add_format(command: Parser, known: str) -> None:
    command.add_argument("--format", default="table", metavar="FORMAT", help=known)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status, 2 for wrong input."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words and _is_file(words[0], alone=len(words) == 1):
        return _open_file(words)
    parser = _parser()
    options = parser.parse_args(_joined_negative(words))
    if options.command == "values":
        return _values(options)
    if options.command == "calibration":
        return _calibration(options)
    if options.command == "check":
        return _check(options.files)
    return _open_window(scheduler=options.scheduler)


def _is_file(word: str, alone: bool) -> bool:
    """Tell a file from a command, and from one that is misspelt, of which the parser tells."""
    if word.startswith("-") or (word in COMMANDS and not alone):
        return False
    return Path(word).suffix != "" or Path(word).is_file()


def _open_file(words: list[str]) -> int:
    parser = Parser(prog="softmax-viz", add_help=False)
    parser.add_argument("file")
    parser.add_argument("--targets", "--labels-file", default="")
    _add_scheduler(parser, None)
    options = parser.parse_args(words)
    return _open_window(options.file, options.targets, options.scheduler)


def _joined_negative(words: list[str]) -> list[str]:
    """Return the words with "--logits -1,2" made "--logits=-1,2": argparse takes −1 for a flag."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in ("--logits", "--temperature", "--labels", "--row"):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def _values(options: argparse.Namespace) -> int:
    from softmax_viz.core.numbers import counted, parse_labels, parse_temperature
    from softmax_viz.core.snapshot import evaluate
    from softmax_viz.core.state import State
    from softmax_viz.core.tables import FORMATS

    try:
        write = _format(options.format, FORMATS)
        _refuse_two_sources(options)
        values, labels = _pasted(options) if options.file is None else _row(options)
        if options.labels is not None:
            labels = _named(parse_labels(options.labels))
        if labels is not None and len(labels) != len(values):
            source = "--logits" if options.file is None else options.file
            raise ValueError(
                tr(
                    "Give one name for each logit: --labels has {labels}, {source} has {logits}."
                ).format(labels=counted(len(labels)), source=source, logits=counted(len(values)))
            )
        state = State.of(
            values, labels,
            temperature=parse_temperature(options.temperature),
            decimals=_whole_number(options.decimals),
        )  # fmt: skip
    except (ValueError, IndexError) as error:
        return _refuse(str(error))
    return _print(write(evaluate(state)))


def _named(labels: tuple[str, ...]) -> tuple[str, ...]:
    for place, label in enumerate(labels, 1):
        if not label:
            raise ValueError(
                tr("Name {n} of --labels is blank; give every class a name.").format(n=place)
            )
    return labels


def _refuse_two_sources(options: argparse.Namespace) -> None:
    if (options.file is None) == (options.logits is None):
        raise ValueError(
            tr('Give logits once: a file, or a list such as --logits "0.25, 1.23, -0.8".')
        )
    of_file = options.row is not None or options.targets is not None or options.probabilities
    if options.file is None and of_file:
        raise ValueError(
            tr("--row, --targets and --probabilities belong to a file, and no file is given.")
        )


def _pasted(options: argparse.Namespace) -> Logits:
    from softmax_viz.core.numbers import parse_logits

    pasted = parse_logits(options.logits)
    return pasted.values, pasted.labels


def _row(options: argparse.Namespace) -> Logits:
    table = _table(options)
    row = table.row(_row_number(options.row or "0", table.rows))
    return row, table.labels


def _table(options: argparse.Namespace) -> LogitsTable:
    """Open the file; what is left out, or looks like probabilities, is told of."""
    from softmax_viz.documents.logits import Choices, understand

    choices = Choices(logarithm=options.probabilities)
    table, understood = understand(options.file, choices, options.targets)
    if understood.left_out:
        _tell(tr("{file}: {sentence}").format(file=understood.file, sentence=understood.left_out))
    if understood.probabilities and not options.probabilities:
        _tell(
            tr(
                "{file}: these look like probabilities, not logits; --probabilities takes their "
                "logarithms, which are logits with the same softmax."
            ).format(file=understood.file)
        )
    return table


def _row_number(text: str, rows: int) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError(
            tr("--row takes a whole number from 0 to {last}, not {text}.").format(
                last=rows - 1, text=repr(text)
            )
        ) from None


def _calibration(options: argparse.Namespace) -> int:
    from softmax_viz.cluster import mapper_at
    from softmax_viz.core.calibration.report import FORMATS, figures
    from softmax_viz.core.numbers import parse_temperature
    from softmax_viz.progress import Progress

    try:
        write = _format(options.format, FORMATS)
        temperature = parse_temperature(options.temperature)
        table = _table(options)
        with mapper_at(options.scheduler) as mapper, Progress() as progress:
            text = write(table, progress.last(figures(table, temperature, mapper)))
    except ValueError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        _refuse(tr("Stopped."))
        return 130
    return _print(text)


def _check(files: Sequence[str]) -> int:
    from softmax_viz.documents.check import check

    reports = [(name, check(Path(name))) for name in files]
    lines = [line for name, report in reports for line in report.lines(name)]
    failed = _print("".join(f"{line}\n" for line in lines))
    return 2 if any(report.problems for _, report in reports) else failed


def _format(name: str, formats: Mapping[str, Writer]) -> Writer:
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
    except OSError as error:
        # What is left in the buffer would fail once more at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            reason = error.strerror or type(error).__name__
            return _refuse(tr("The output cannot be written: {reason}.").format(reason=reason))
    return 0


def _refuse(sentence: str) -> int:
    _tell(sentence)
    return 2


def _tell(sentence: str) -> None:
    sys.stderr.write(f"softmax-viz: {sentence}\n")


def _open_window(
    path: str | None = None, targets_path: str = "", scheduler: str | None = None
) -> int:
    from softmax_viz.preflight import missing_for_a_window

    missing = missing_for_a_window()
    if missing:
        return _refuse(missing)
    from softmax_viz.app import run

    if scheduler is None:
        return run(path, targets_path)
    from softmax_viz.cluster import Cluster, ClusterError

    try:
        with closing(Cluster(scheduler)) as cluster:
            return run(path, targets_path, cluster)
    except ClusterError as error:
        return _refuse(str(error))
