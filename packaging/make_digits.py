"""Make resources/logits: `python packaging/make_digits.py` (needs scikit-learn).

Small networks learn data that scikit-learn ships, and write the logits of what they have not seen.
"digits" learns half of the 8×8 pictures. "digits_overconfident" is too large for the 100 pictures
that it learns until nothing is left to learn, so that calibration has something to show; "wine"
learns 60 wines. Everything is seeded; the last bits may differ between machines' linear algebra.
"""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_digits, load_wine
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "logits"
BRIGHTEST = 16

Array = NDArray[np.float32]


def layers(network: MLPClassifier) -> list[Array]:
    """Return weights and biases in turn, as float32."""
    pairs = zip(network.coefs_, network.intercepts_, strict=True)
    return [part.astype(np.float32) for pair in pairs for part in pair]


def forward(inputs: NDArray[np.float32], parts: list[Array]) -> Array:
    """Compute logits in float64, rounded once to float32."""
    hidden = inputs.astype(np.float64)
    for i in range(0, len(parts), 2):
        hidden = hidden @ parts[i].astype(np.float64) + parts[i + 1]
        if i + 2 < len(parts):
            hidden = np.maximum(hidden, 0)
    return hidden.astype(np.float32)


def report(name: str, logits: Array, labels: NDArray[np.int64]) -> None:
    """Print what the tests compare with: accuracy and scikit-learn's log_loss at some T."""
    accuracy = np.mean(logits.argmax(axis=1) == labels)
    print(f"{name}: {logits.shape}, accuracy {accuracy:.4f}")
    for temperature in (0.5, 1, 2, 4):
        scaled = logits.astype(np.float64) / temperature
        weights = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        p = weights / weights.sum(axis=1, keepdims=True)
        loss = log_loss(labels, p, labels=np.arange(p.shape[1]))
        print(f"  T = {temperature}: log_loss {loss!r}")


def make_digits() -> None:
    """Write digits.npz, the logits of 899 pictures, and what belongs to it."""
    data = load_digits()
    x, x_test, y, y_test, _, pictures = train_test_split(
        data.data / BRIGHTEST, data.target, data.images, test_size=0.5, random_state=0,
        stratify=data.target,
    )  # fmt: skip
    network = MLPClassifier((32,), alpha=1e-3, max_iter=300, random_state=0).fit(x, y)
    parts = layers(network)
    logits = forward(x_test.astype(np.float32), parts)
    np.savez_compressed(
        FOLDER / "digits.npz", logits=logits, labels=y_test.astype(np.uint8),
        classes=np.array([str(i) for i in range(10)]), images=pictures.astype(np.uint8),
    )  # fmt: skip
    report("digits", logits, y_test)
    few, _, y_few, _ = train_test_split(x, y, train_size=100, random_state=0, stratify=y)
    sure = MLPClassifier((64, 64), alpha=0, max_iter=2000, tol=0, random_state=0)
    sure.n_iter_no_change = sure.max_iter
    logits = forward(x_test.astype(np.float32), layers(sure.fit(few, y_few)))
    np.savez_compressed(
        FOLDER / "digits_overconfident.npz", logits=logits, labels=y_test.astype(np.uint8),
        classes=np.array([str(i) for i in range(10)]), images=pictures.astype(np.uint8),
    )  # fmt: skip
    report("digits_overconfident", logits, y_test)
    names = [f"{part}{i // 2}" for i, part in enumerate(["weights", "biases"] * (len(parts) // 2))]
    np.savez_compressed(FOLDER / "digits_weights.npz", **{n: parts[i] for i, n in enumerate(names)})


def make_wine() -> None:
    """Write wine.csv: the logits of 118 wines from a network that saw 60."""
    data = load_wine()
    x, x_test, y, y_test = train_test_split(
        data.data, data.target, train_size=60, random_state=3, stratify=data.target
    )
    mean, deviation = x.mean(axis=0), x.std(axis=0)
    network = MLPClassifier((64, 64), alpha=0, max_iter=3000, tol=0, random_state=0)
    network.fit((x - mean) / deviation, y)
    logits = forward(((x_test - mean) / deviation).astype(np.float32), layers(network))
    names = ("Barolo", "Grignolino", "Barbera")
    lines = [",".join((*names, "label"))]
    for row, target in zip(logits, y_test, strict=True):
        lines.append(",".join((*(str(value) for value in row), names[target])))
    (FOLDER / "wine.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    report("wine", logits, y_test)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        make_digits()
        make_wine()


if __name__ == "__main__":
    main()
