"""What arrays and columns are called by those who save them."""

from __future__ import annotations

NAMES_OF = {
    "logits": ("logits", "logit", "z", "outputs", "output", "scores", "predictions", "preds",
               "y_score", "values", "data"),
    "targets": ("targets", "target", "y", "y_true", "true", "truth", "true_class", "true_label",
                "ground_truth", "labels", "label", "class", "classes"),
    "names": ("classes", "names", "class_names", "target_names", "label_names", "categories",
              "columns", "labels"),
    "pictures": ("images", "pictures", "image", "x"),
}  # fmt: skip

# What is a list of the classes themselves where it is as long as there are classes.
OF_CLASSES = frozenset(NAMES_OF["names"]) - {"labels"}


def key_of(name: str) -> str:
    """Return the last part of a name such as "model.logits", without case and spaces."""
    return name.replace("/", ".").rpartition(".")[2].strip().lower().replace(" ", "_")


def means_something(name: str, role: str | None = None) -> bool:
    """Tell whether a name is that of a role, or of any."""
    roles = NAMES_OF.values() if role is None else (NAMES_OF[role],)
    return any(key_of(name) in names for names in roles)


def ranked(role: str, names: list[str]) -> list[str]:
    """Return those names that are of a role, the likeliest first."""
    order = NAMES_OF[role]
    found = [name for name in names if key_of(name) in order]
    return sorted(found, key=lambda name: order.index(key_of(name)))
