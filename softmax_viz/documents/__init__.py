"""What is on disk: decks of scenes, files of logits, the lesson kept between starts."""

from softmax_viz.documents.problem import DeckError, Problem
from softmax_viz.documents.reading import parse_deck, read_deck
from softmax_viz.documents.writing import SavePlan, deck_text, plan_save, saved_as

__all__ = [
    "DeckError",
    "Problem",
    "SavePlan",
    "deck_text",
    "parse_deck",
    "plan_save",
    "read_deck",
    "saved_as",
]
