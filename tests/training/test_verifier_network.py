"""What the second look is trained on and how: which words are marked, what never reaches it, that it learns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from quotetrail.match.encoder import Encoder
from quotetrail.match.second_look import CLASSES, pair_words
from quotetrail.match.words import Words
from quotetrail.model import Relation
from training.verifier.corpus import TEST, TRAIN, Corpus
from training.verifier.network import WEIGHTS
from training.verifier.network_pairs import UNKNOWN, WORDS, Vocabulary, with_bases, word_arrays, written
from training.verifier.network_train import Pairs, Table, Text, averaged, train
from training.verifier.pair import Pair
from training.verifier.settings import Course
from training.verifier.stand_ins import others, stand_ins

LEFT = "The mayor said that the bridge will open again in May."
RIGHT = "Мэр сказал, что мост снова откроют в мае."
TWIN = "Мэр сказал, что рынок снова откроют в мае."


def _pair(right: str, relation: Relation, twin: str = "") -> Pair:
    return Pair(LEFT, right, "en", "ru", relation.value, "translated", twin, TRAIN, "translation")


def _arrays(vocabulary: Vocabulary) -> dict[str, np.ndarray]:
    pairs = [_pair(RIGHT, Relation.TRANSLATED), _pair(TWIN, Relation.CONTRADICTS, "word")]
    other = _pair("Завтра будет дождь.", Relation.DIFFERENT)
    return dict(written(with_bases([*pairs, other]), vocabulary))


def test_the_word_that_a_twin_exchanged_is_marked() -> None:
    """Of a true pair no word stands apart, of a twin the new word does; of two other texts nothing is known."""
    arrays = _arrays(Vocabulary())
    true, twin, other = np.split(arrays["right_apart"], arrays["right_ends"][:-1])
    assert true.tolist() == [0] * 8
    assert twin.tolist() == [0, 0, 0, 1, 0, 0, 0, 0]
    assert set(other.tolist()) == {UNKNOWN}
    assert [CLASSES[one] for one in arrays["classes"]] == ["translated", "contradicts", "different"]


def test_a_couple_with_a_held_out_text_is_left_out() -> None:
    """What the verifier is measured on never reaches the network, on neither side."""
    corpus = Corpus()
    texts = ("One two three four five.", "Six seven eight nine ten.", "Red green blue white black.")
    for part, left, right in ((TRAIN, texts[0], texts[1]), (TEST, texts[2], "Low high wide long thin.")):
        corpus.add((left, "en"), (right, "en"), block=left, kind="reference", part=part)
    kept = corpus.only(lambda sentence: sentence.part == TRAIN)
    assert [couple.left.text for couple in kept.couples] == [texts[0]]
    assert {sentence.text for sentence in kept.sentences()} == set(texts[:2])


def test_a_batch_keeps_the_words_of_each_side_together() -> None:
    """Whichever text comes first: its words, then the other's, then filling that is neither."""
    vocabulary = Vocabulary()
    arrays = _arrays(vocabulary)
    pairs = Pairs.of(arrays)
    batch = pairs.batch(np.array([0, 2]), _table(vocabulary), Course.load(), np.random.default_rng(3))
    assert batch.sides.shape == (2, 20)
    for row, sizes in enumerate(((11, 8), (11, 3))):
        found = batch.sides[row].tolist()
        assert found[0] == 0
        assert sorted((found.count(1), found.count(2))) == sorted(sizes)
        assert found[1 : 1 + sum(sizes)] == sorted(found[1 : 1 + sum(sizes)])
    assert not batch.directions[1, 15:].any()


def test_training_can_be_cut_short_and_leaves_weights(tmp_path: Path) -> None:
    """A few steps on a few pairs: the weights that the export reads are there, and what was left on the way is not."""
    course, vocabulary = Course.load(), Vocabulary()
    arrays = _arrays(vocabulary)
    for seed in (seed for stage in course.stages for seed in stage.passes):
        np.savez(tmp_path / f"network-{seed}.npz", allow_pickle=False, **arrays)
    np.savez(tmp_path / WORDS, allow_pickle=False, **_word_arrays(vocabulary))
    train(tmp_path, course, steps=2)
    saved = torch.load(tmp_path / WEIGHTS, weights_only=True)
    assert set(saved) == {"network", "own"}
    assert all(torch.isfinite(numbers).all() for numbers in saved["network"].values())


def test_exchanged_words_stand_apart_and_the_pair_is_not_judged() -> None:
    """Stand-ins are put into one text alone: marked there, nothing known of the other text, no class to learn."""
    vocabulary = Vocabulary()
    pairs = Pairs.of(_arrays(vocabulary))
    table = replace(_table(vocabulary), stand_ins=np.full((len(vocabulary.numbers), 1), 3))
    course = replace(Course.load(), exchanged=1.0, stand_ins=1.0)
    batch = pairs.batch(np.array([0, 1]), table, course, np.random.default_rng(5))
    assert batch.classes[1] == CLASSES.index("contradicts")
    assert batch.classes[0] not in range(len(CLASSES))
    sides, apart = batch.sides[0], batch.apart[0]
    found = {side: set(apart[sides == side].tolist()) for side in (1, 2)}
    assert sorted(map(sorted, found.values())) == [[UNKNOWN], [1]]


def test_one_word_for_another_makes_a_contradiction() -> None:
    """A word that the other text has gives way to one that it has not, and is marked; nothing else changes."""
    vocabulary = Vocabulary()
    row = _row(vocabulary, "The mayor opened a school.", "The mayor opened a school.")
    hospital = vocabulary.number(pair_words("hospital")[0], "en")
    before, table = row.words.copy(), _table(vocabulary)
    school = before[5]
    for choices in (table.others, table.stand_ins):
        choices[:] = -1
        choices[school] = hospital
    assert row.put_another(table, np.random.default_rng(1))
    (place,) = np.flatnonzero(row.words != before)
    assert (before[place], row.words[place], row.apart[place], row.apart.sum()) == (school, hospital, 1, 1)


def test_two_words_change_places_where_order_says_who_does_what() -> None:
    """Around a word of weight; in a language with endings they stay."""
    vocabulary = Vocabulary()
    row = _row(vocabulary, "Policemen later attacked demonstrators.", "Policemen later attacked demonstrators.")
    row.flags[:] = 0
    before, table = row.words.copy(), _table(vocabulary)
    table.stand_ins[:] = 1
    assert not row.turn(replace(table, ordered=~table.ordered), np.random.default_rng(1))
    assert row.turn(table, np.random.default_rng(1))
    one, other = np.flatnonzero(row.words != before)
    assert (row.words[one], row.words[other]) == (before[other], before[one])
    assert (other - one, row.apart[one], row.apart[other]) == (np.intp(3), UNKNOWN, UNKNOWN)


def test_what_means_another_thing_shares_no_sense() -> None:
    """Near by vector, known to the dictionaries, and of no common synset."""
    words = [letter * 2 + end for letter in "abcdefghijklmnopqrstuvwxyz" for end in ("xq", "vk", "zj")]
    count = len(words)
    directions = np.hstack([np.full((count, 1), 0.4**0.5), np.eye(count) * 0.6**0.5]).astype(np.float16)
    known = {"en": {stem: frozenset({f"synset{at % 2}"}) for at, stem in enumerate(Words.load().stems(words))}}
    found = others(words, languages=["en"] * count, seen=np.full(count, 3), directions=directions, known=known)
    for word, row in enumerate(found):
        stems = Words.load().stems([words[word], *(words[other] for other in row if other >= 0)])
        assert all(known["en"][stems[0]].isdisjoint(known["en"][stem]) for stem in stems[1:])
    assert (found >= 0).any()


def test_weights_of_stages_are_averaged() -> None:
    """Number by number."""
    found = averaged([{"own": torch.tensor([1.0, 5.0])}, {"own": torch.tensor([3.0, 5.0])}])
    assert found["own"].tolist() == [2.0, 5.0]


def test_a_stand_in_is_another_word_of_the_same_kind() -> None:
    """Of the same language, with or without a capital as the word itself, unlike in letters, not near in meaning."""
    random = np.random.default_rng(1)
    letters = np.array(list("abcdefghijklmnopqrstuvwxyz"))
    words = sorted({"".join(random.choice(letters, 7)) for _ in range(900)})
    languages = [("en", "tr")[at % 2] for at in range(len(words))]
    capitals = np.array([3 * (at % 4 // 2) for at in range(len(words))])
    directions = random.normal(size=(len(words), 256)).astype(np.float16)
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    seen = np.full(len(words), 3)
    found = stand_ins(words, languages=languages, seen=seen, capitals=capitals, directions=directions, random=random)
    put = [(word, int(other)) for word, row in enumerate(found) for other in row if other >= 0]
    assert len({word for word, _ in put}) == len(words)
    for word, other in put:
        assert (languages[word], capitals[word]) == (languages[other], capitals[other])
        assert float(directions[word] @ directions[other]) < 0.6


def _word_arrays(vocabulary: Vocabulary) -> dict[str, np.ndarray]:
    return word_arrays(vocabulary, Encoder.load(), {}, np.random.default_rng(1))


def _table(vocabulary: Vocabulary) -> Table:
    found = _word_arrays(vocabulary)
    return Table(
        directions=torch.from_numpy(found["directions"]),
        lengths=torch.from_numpy(found["lengths"]),
        rows=torch.from_numpy(found["rows"].astype(np.int64)),
        stand_ins=found["stand_ins"].astype(np.int64),
        others=found["others"].astype(np.int64),
        ordered=found["ordered"],
    )


def _row(vocabulary: Vocabulary, left: str, right: str) -> Text:
    """Both texts in a row behind a mark, as a batch has them."""
    ones, others = (pair_words(text) for text in (left, right))
    tokens = [*ones, *others]
    return Text(
        words=np.array([0, *(vocabulary.number(token, "en") for token in tokens)]),
        flags=np.array([0, *(int(token.capital) for token in tokens)]),
        sides=np.repeat([0, 1, 2], [1, len(ones), len(others)]),
        apart=np.zeros(1 + len(tokens), dtype=np.int64),
    )
