"""The built-in decks: each scene asks before it tells, and every number and answer is true."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from softmax_viz.core import misplaced_temperature
from softmax_viz.core.examples import BY_KEY
from softmax_viz.core.functions import argmax, sigmoid, softmax, sum_normalize
from softmax_viz.core.jacobians import jacobian
from softmax_viz.core.lecture.deck import Deck
from softmax_viz.core.lecture.fields import fill, problems
from softmax_viz.core.lecture.scene import ANSWER
from softmax_viz.core.lecture.work import Work, advance, go_to, open_deck
from softmax_viz.core.precision import precision
from softmax_viz.core.snapshot import evaluate
from softmax_viz.core.state import State
from softmax_viz.core.temperature_sweep import find_peaks
from softmax_viz.core.training import second_class, training
from softmax_viz.documents import read_deck
from softmax_viz.resources import resource

COURSE, TEMPERATURE = "course", "temperature"
SCENES = {COURSE: (14, 20), TEMPERATURE: (6, 8)}

# From the back row: how many characters can be read of each.
LONGEST = {"title": 50, "prompt": 140, "ask": 90, "choice": 40, "say": 180, "cover": 40}

# Digits that are no numbers: the names of the formats of floating-point numbers.
NAMES_WITH_DIGITS = re.compile(r"float(16|32|64)")

# Words that stay on the screen while a later step moves their numbers, and are true at each.
LIVE_ALL_ALONG = {
    "Why not just divide by the sum?": "what each function gives, whatever the logits",
    "Does a higher T make it more confident?": "“T is …: panda has …”",
    "Does zero switch T off?": "“Softmax: …”",
    "T rises: does only the winner lose?": "“T is …: seal …, panda …, duck …”",
    "“{softmax[panda]:%}”: right how often?": "“The network says: …”",
    "Hotter: more confident?": "“T is …: seal has …”",
    "Can T make another class win?": "“Softmax at T = …: …”",
    "What happens at the two ends?": "“Softmax at T = …: …”",
    "Does every other class gain?": "“T is …: seal …, panda …, duck …”",
    "Does T make it random?": "“At T = … panda has …”",
}


@dataclass(frozen=True)
class Text:
    """Hold words with the work at which they are on the screen."""

    kind: str
    words: str
    work: Work

    @property
    def filled(self) -> str:
        """Return the words as they are read."""
        return fill(self.words, evaluate(self.work.state), self.work.covers)


@cache
def deck(name: str) -> Deck:
    return read_deck(resource(f"decks/{name}.softmax"))


def scenes() -> list[object]:
    return [
        pytest.param(name, place, id=f"{name}: {scene.title}")
        for name in SCENES
        for place, scene in enumerate(deck(name).scenes)
    ]


def way(name: str, place: int) -> list[Work]:
    """Return a scene at its beginning and after each of its steps."""
    begun = open_deck(Work(State.of([0.0])), deck(name))
    works = [go_to(begun, place)]
    while works[-1].shown < len(works[-1].steps):
        works.append(advance(works[-1]))
    return works


def texts(work: Work) -> Iterator[Text]:
    """Yield what an audience reads of a work."""
    scene = work.scene
    assert scene is not None
    assert scene.question is not None
    yield Text("title", scene.title, work)
    yield Text("prompt", scene.prompt, work)
    yield Text("ask", scene.question.ask, work)
    for choice in scene.question.choices:
        yield Text("choice", choice, work)
    for said in work.said:
        yield Text("say", said, work)
    for cover in work.covers.values():
        yield Text("cover", cover, work)


def scene_called(title: str) -> tuple[str, int]:
    return next(
        (name, place)
        for name in SCENES
        for place, scene in enumerate(deck(name).scenes)
        if scene.title == title
    )


every_scene = pytest.mark.parametrize(("name", "place"), scenes())


@pytest.mark.parametrize("name", SCENES)
def test_a_built_in_deck_has_a_title_and_so_many_scenes(name: str) -> None:
    least, most = SCENES[name]
    assert deck(name).title
    assert least <= len(deck(name).scenes) <= most
    titles = [scene.title for scene in deck(name).scenes]
    assert len(set(titles)) == len(titles)


@every_scene
def test_a_scene_asks_before_it_tells(name: str, place: int) -> None:
    begun, *later = way(name, place)
    scene = begun.scene
    assert scene is not None
    assert scene.title
    assert scene.prompt
    assert scene.question is not None
    assert 2 <= len(scene.question.choices) <= 4
    assert scene.question.right >= 0
    assert len(set(scene.question.choices)) == len(scene.question.choices)
    assert 1 <= len(scene.steps) <= 3
    assert any(ANSWER in step.reveal for step in scene.steps)
    assert all(step.say for step in scene.steps)
    assert not begun.answer_is_revealed
    assert later[-1].covers == {}


@pytest.mark.parametrize("name", SCENES)
def test_the_right_answer_cannot_be_guessed_from_its_place(name: str) -> None:
    places = [scene.question.right for scene in deck(name).scenes if scene.question]
    assert max(places.count(place) for place in places) <= len(places) / 2


@every_scene
def test_the_speaker_has_notes(name: str, place: int) -> None:
    notes = deck(name).scenes[place].notes.strip()
    assert 2 <= len(re.findall(r"[.?!](?=\s|$)", notes)) <= 7
    if name == TEMPERATURE:
        assert re.match(r"(One|Two|One and a half) minutes?\. ", notes)


def test_the_minutes_make_ten() -> None:
    length = {"One minute": 1.0, "One and a half minutes": 1.5, "Two minutes": 2.0}
    notes = [scene.notes.strip() for scene in deck(TEMPERATURE).scenes]
    assert sum(length[note.partition(".")[0]] for note in notes) == 10


@every_scene
def test_every_field_is_one_and_is_told_only_when_uncovered(name: str, place: int) -> None:
    for work in way(name, place):
        assert work.scene is not None
        for text in (*texts(work), Text("notes", work.scene.notes, work)):
            assert problems(text.words, work.state) == ()
            assert text.filled == fill(text.words, evaluate(work.state)), text.words
            assert "NaN" not in text.filled


@every_scene
def test_words_can_be_read_from_the_back_row(name: str, place: int) -> None:
    for work in way(name, place):
        for text in texts(work):
            assert len(text.filled) <= LONGEST[text.kind], text.filled
            assert text.filled == text.filled.strip()


@every_scene
def test_no_number_is_written_that_the_app_could_compute(name: str, place: int) -> None:
    for work in way(name, place):
        for text in texts(work):
            words = NAMES_WITH_DIGITS.sub("", re.sub(r"\{[^{}]*\}", "", text.words))
            assert not re.search(r"\d", words), text.words


@every_scene
def test_what_was_said_stays_true(name: str, place: int) -> None:
    works = way(name, place)
    moved = {
        text.words
        for before, after in pairwise(works)
        for text in texts(before)
        if text.kind != "cover" and Text(text.kind, text.words, after).filled != text.filled
    }
    assert bool(moved) == (deck(name).scenes[place].title in LIVE_ALL_ALONG), moved


@every_scene
def test_a_scene_that_begins_as_an_example_says_so(name: str, place: int) -> None:
    state = deck(name).scenes[place].state
    alike = [
        key for key, example in BY_KEY.items()
        if np.array_equal(example.state().logits, state.logits)
        and example.state().labels == state.labels
    ]  # fmt: skip
    assert [state.example] == (alike or [""])


# What is right, computed: each check holds only if the right choice is.


def states(works: list[Work]) -> list[State]:
    return [work.state for work in works]


def shares(state: State) -> np.ndarray:
    return softmax(state.logits, state.temperature)


def one_hot_labels(works: list[Work]) -> bool:
    state = works[0].state
    return list(argmax(state.logits)) == [float(label == "panda") for label in state.labels]


def logits_are_any_numbers(works: list[Work]) -> bool:
    z = works[0].state.logits
    return bool(z.min() < 0 < 1 < z.max()) and not math.isclose(float(z.sum()), 1)


def yes_above_the_threshold(works: list[Work]) -> bool:
    (z,) = works[0].state.logits
    return bool(z < 0.5 < sigmoid(z))


def sigmoids_sum_to_more(works: list[Work]) -> bool:
    return float(sigmoid(works[0].state.logits).sum()) > 1


def argmax_does_not_move(works: list[Work]) -> bool:
    before, after = works[0].state, works[-1].state
    raised = (after.logits > before.logits).tolist() == [False, True, False]
    return (
        raised
        and np.array_equal(argmax(before.logits), argmax(after.logits))
        and not jacobian("argmax", after).matrix.any()
    )


def exponentials_are_positive(works: list[Work]) -> bool:
    z = works[0].state.logits
    return bool(z[2] < 0 < math.exp(z[2]) < 1)


def softmax_tells_how_close(works: list[Work]) -> bool:
    begun, close, passed = states(works)
    agree = all(np.argmax(shares(s)) == np.argmax(argmax(s.logits)) for s in (begun, close, passed))
    jumped = np.abs(argmax(passed.logits) - argmax(close.logits)).max() == 1
    hardly = np.abs(shares(passed) - shares(close)).max() < 0.03
    return bool(agree and jumped and hardly and shares(close)[0] > 0.9 * shares(close)[1])


def only_dividing_keeps_the_ratio(works: list[Work]) -> bool:
    state, emptied = works[0].state, works[-1].state
    divided = sum_normalize(state.logits)
    kept = np.allclose(divided / divided[0], [1, 9, 2])
    changed = not np.allclose(shares(state) / shares(state)[0], [1, 9, 2])
    return kept and changed and sum_normalize(emptied.logits)[0] == 0 < shares(emptied)[0]


def below_minus_one(works: list[Work]) -> bool:
    divided = sum_normalize(works[0].state.logits)
    return bool(divided[2] < -1 and divided[1] > 1) and math.isclose(divided.sum(), 1)


def infinities_of_both_signs(works: list[Work]) -> bool:
    z = works[0].state.logits
    return z.sum() == 0 and list(sum_normalize(z)) == [-math.inf, math.inf, -math.inf]


def huge_and_silent(works: list[Work]) -> bool:
    z = works[0].state.logits
    with np.errstate(all="raise"):
        divided = z / z.sum()
    return bool(np.isfinite(divided).all() and np.abs(divided).min() > 1e15)


def higher_is_flatter(works: list[Work]) -> bool:
    begun, flat, sharp = states(works)
    ordered = all(
        np.array_equal(np.argsort(shares(s)), np.argsort(s.logits)) for s in states(works)
    )
    return (
        (begun.temperature, flat.temperature) == (1, 5)
        and sharp.temperature < 1
        and ordered
        and bool(np.ptp(shares(flat)) < np.ptp(shares(begun)) < np.ptp(shares(sharp)))
        and bool(shares(flat)[1] < shares(begun)[1] < shares(sharp)[1])
    )


def ties_share_at_zero(works: list[Work]) -> bool:
    zero = next(s for s in states(works) if s.temperature == 0)
    far = next(s for s in states(works) if math.isinf(s.temperature))
    return (
        list(shares(zero)) == [0.5, 0.5, 0.0]
        and list(argmax(zero.logits)) == [1.0, 0.0, 0.0]
        and np.array_equal(shares(far), np.full(3, 1 / 3))
    )


def one_changes_nothing(works: list[Work]) -> bool:
    last = works[-1].state
    e = np.exp(last.logits)
    return (
        last.temperature == 1
        and ties_share_at_zero(works)
        and np.allclose(shares(last), e / e.sum())
    )


def rises_then_falls(works: list[Work]) -> bool:
    begun, risen, fallen, *_ = states(works)
    before, top, after = (shares(s)[1] for s in (begun, risen, fallen))
    (peak,) = find_peaks(begun.logits, (1,))
    return (
        begun.temperature < risen.temperature < fallen.temperature
        and bool(before < top > after)
        and abs(peak.temperature - risen.temperature) < 0.01
        and math.isclose(peak.probability, 0.4755, abs_tol=5e-5)
    )


def only_dividing_moves(works: list[Work]) -> bool:
    before, after = works[0].state, works[-1].state
    return (
        np.allclose(after.logits - before.logits, 10)
        and np.allclose(shares(before), shares(after), rtol=0, atol=1e-15)
        and not np.allclose(sum_normalize(before.logits), sum_normalize(after.logits))
    )


def sigmoid_and_softmax_agree(works: list[Work]) -> bool:
    state = works[0].state
    a, b = state.logits
    return math.isclose(shares(state)[0], sigmoid(a - b)) and math.isclose(
        shares(state)[0], sigmoid(a)
    )


def float16_overflows_first(works: list[Work]) -> bool:
    with np.errstate(over="ignore"):
        near = bool(np.isfinite(np.exp(np.float16(11.08))) and np.isinf(np.exp(np.float16(11.1))))
    naive, stable = precision(works[1].state).results[:2]
    huge = precision(works[-1].state).results
    return (
        near
        and (naive.form.key, naive.code) == ("float16", "exp")
        and bool(np.isnan(naive.values).any())
        and bool(np.isfinite(stable.values).all())
        and all(np.allclose(r.values, shares(works[0].state), atol=0.01) for r in huge[1::2])
        and [r.form.key for r in huge[::2] if not np.isnan(r.values).any()] == ["float64"]
    )


def the_same_share_right_or_wrong(works: list[Work]) -> bool:
    # A share is a function of the logits alone, and is near one whatever the image shows.
    sure = works[-1].state
    return int(np.argmax(shares(sure))) == 1 and bool(0.99 < shares(sure)[1] < 1)


def t_after_softmax_cancels(works: list[Work]) -> bool:
    state = works[-1].state
    p = softmax(state.logits)
    divided = p / state.temperature
    placed = {place.key: place for place in misplaced_temperature.PLACEMENTS}["probabilities"]
    values = misplaced_temperature.compare(evaluate(state), placed).values
    return (
        state.temperature != 1
        and np.allclose(divided / divided.sum(), p)
        and np.allclose(values, p)
        and not np.allclose(shares(state), p)
    )


def only_the_true_class_rises(works: list[Work]) -> bool:
    state = works[-1].state
    learnt = training(state, 0)
    p = shares(state)
    return (
        second_class(state.logits) == 0
        and (learnt.gradient < 0).tolist() == [True, False, False]
        and np.allclose(learnt.gradient, [p[0] - 1, p[1], p[2]])
        and math.isclose(learnt.loss, -math.log(p[0]))
    )


def logits_are_divided(works: list[Work]) -> bool:
    state = works[-1].state
    e = np.exp(state.logits / state.temperature)
    return state.temperature == 2 and np.allclose(shares(state), e / e.sum())


def no_other_winner(works: list[Work]) -> bool:
    z = works[0].state.logits
    ts = np.geomspace(0.01, 100, 200)
    return all(int(np.argmax(softmax(z, float(t)))) == 1 for t in ts) and all(
        int(np.argmax(shares(state))) == 1 for state in states(works)
    )


def drawing_alone_is_random(works: list[Work]) -> bool:
    state, flat = works[0].state, works[-1].state
    again = evaluate(state.with_logits(state.logits)).output("softmax").values
    return np.array_equal(shares(state), again) and bool(
        evaluate(flat).entropy > evaluate(state).entropy
    )


TRUTHS: dict[str, tuple[str, Callable[[list[Work]], bool]]] = {
    "What should the network answer?": ("one for panda, zero for the others", one_hot_labels),
    "What is a logit?": ("any real number", logits_are_any_numbers),
    "One output: yes or no?": ("yes, as σ(z) is above one half", yes_above_the_threshold),
    "Three classes: a sigmoid for each?": ("more than one", sigmoids_sum_to_more),
    "Then simply take the largest?": ("nothing at all", argmax_does_not_move),
    "Softmax: what becomes of a negative logit?": (
        "small, but above zero",
        exponentials_are_positive,
    ),
    "Why is it called softmax?": ("how close the race is", softmax_tells_how_close),
    "Why not just divide by the sum?": ("dividing by the sum", only_dividing_keeps_the_ratio),
    "And with a negative logit?": ("less than minus one", below_minus_one),
    "What if the logits sum to zero?": ("infinities of both signs", infinities_of_both_signs),
    "A zero that is not quite zero": ("huge numbers, and no warning", huge_and_silent),
    "Does a higher T make it more confident?": (
        "shrink: all become more alike",
        higher_is_flatter,
    ),
    "Does zero switch T off?": ("half, half and nothing", one_changes_nothing),
    "T rises: does only the winner lose?": ("rise, then fall", rises_then_falls),
    "What if we add ten to every logit?": ("only dividing by the sum", only_dividing_moves),
    "Two classes: softmax or sigmoid?": ("the same as its sigmoid", sigmoid_and_softmax_agree),
    "How large a logit breaks softmax?": ("11.09", float16_overflows_first),
    "“{softmax[panda]:%}”: right how often?": (
        "the number alone does not tell",
        the_same_share_right_or_wrong,
    ),
    "May T come after softmax?": ("nothing", t_after_softmax_cancels),
    "How does the network learn from this?": ("only seal's", only_the_true_class_rises),
    "Where does T go?": ("each logit, at the beginning", logits_are_divided),
    "Hotter: more confident?": ("shrink", higher_is_flatter),
    "Can T make another class win?": ("no", no_other_winner),
    "What happens at the two ends?": ("half, half and nothing", ties_share_at_zero),
    "Does every other class gain?": ("rise, then fall", rises_then_falls),
    "Does T make it random?": ("only in the drawing", drawing_alone_is_random),
}


@every_scene
def test_the_right_answer_is_true(name: str, place: int) -> None:
    works = way(name, place)
    scene = deck(name).scenes[place]
    assert scene.question is not None
    right, is_true = TRUTHS[scene.title]
    given = scene.question.choices[scene.question.right]
    assert fill(given, evaluate(scene.state)) == right
    assert is_true(works)


# The numbers of the story, as they are read.
QUOTED = {
    "What should the network answer?": ["seal 0.0, panda 1.0, duck 0.0"],
    "What is a logit?": ["−0.8", "1.23", "0.68"],
    "One output: yes or no?": ["The logit is 0.25.", "0.562"],
    "Three classes: a sigmoid for each?": ["0.562 + 0.774 + 0.310 = 1.646"],
    "Softmax: what becomes of a negative logit?": [
        "1.284, 3.421 and 0.449", "5.155", "0.249, 0.664 and 0.087", "1.000",
    ],
    "Why not just divide by the sum?": [
        "0.083, 0.750 and 0.167", "0.231, 0.514 and 0.255", "leaves it 0.0, softmax 0.219",
    ],
    "And with a negative logit?": ["0.368, 1.809 and −1.176", "0.249, 0.664 and 0.087"],
    "What if the logits sum to zero?": ["exactly 0.", "−∞, ∞ and −∞", "68.5\u202f%"],
    "A zero that is not quite zero": ["5.6e−17", "1.801e15", "3.603e15", "−5.404e15"],
    "Does a higher T make it more confident?": ["T is 5: panda has 40.2\u202f%", "T is 0.5"],
    "Does zero switch T off?": ["0.500, 0.500 and 0.000", "0.333, 0.333 and 0.333"],
    "T rises: does only the winner lose?": ["T is 1.28", "panda 0.4755", "T is ∞", "panda 0.3333"],
    "What if we add ten to every logit?": ["panda keeps 0.664"],
    "Two classes: softmax or sigmoid?": ["0.818 and 0.818", "0.182"],
    "How large a logit breaks softmax?": ["11.09", "88.72", "709.78", "is 102 now"],
    "“{softmax[panda]:%}”: right how often?": ["“66.4\u202f%”", "panda, with 99.5\u202f%"],
    "May T come after softmax?": ["T = 5"],
    "How does the network learn from this?": ["24.9\u202f%", "1.390", "0.664 for panda"],
    "Where does T go?": ["T is 2 here", "z/T the sum is 3.653"],
}  # fmt: skip


@every_scene
def test_the_numbers_of_the_story_are_read(name: str, place: int) -> None:
    read = {text.filled for work in way(name, place) for text in texts(work)}
    for quoted in QUOTED.get(deck(name).scenes[place].title, []):
        assert any(quoted in words for words in read), quoted
