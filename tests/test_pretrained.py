"""What was learned beforehand: where it comes from, and that content has the last word."""

from __future__ import annotations

from bench.pretrain import pretrained
from flows.likeness import Likeness, features
from flows.matching import TOPICS, WHOSE
from flows.pretrained import file_of, read

LEARNED = Likeness(
    [(label, features(words)) for label, words in (("cats", ["kot", "mau"]), ("dogs", ["pes", "gav"]))]
).pretrained(2)


def test_it_is_what_the_messages_teach() -> None:
    """Nobody edits the files, and nobody forgets `make pretrain` after changing messages, spelling or features."""
    for name, learned in pretrained().items():
        assert list(learned.lines()) == file_of(name).read_text(encoding="utf-8").splitlines(), "run make pretrain"


def test_reading_gives_what_was_written() -> None:
    """Both files, whatever stands in a feature."""
    for name in (TOPICS, WHOSE):
        again = read(name)
        assert list(again.lines()) == file_of(name).read_text(encoding="utf-8").splitlines()


def test_what_was_learned_beforehand_is_known() -> None:
    """Without any example; labels that are left out are never an answer."""
    assert _best(Likeness([], pretrained=LEARNED), "mau") == "cats"
    assert Likeness([], pretrained=LEARNED.only({"dogs"})).labels == ("dogs",)


def test_examples_have_the_last_word() -> None:
    """An editor's example outweighs what was learned from others, also for a label nobody had before."""
    taught = Likeness([("dogs", features(["mau"])), ("birds", features(["tvit"]))], pretrained=LEARNED)
    assert _best(taught, "mau") == "dogs"
    assert _best(taught, "tvit") == "birds"


def test_weights_are_told_in_halves() -> None:
    """They come back the same from their characters, but for what is less than a quarter."""
    again = Likeness([], pretrained=LEARNED).pretrained(2)
    assert again.weights == LEARNED.weights


def _best(likeness: Likeness, word: str) -> str:
    scores = likeness.scores(features([word]))
    return max(scores, key=lambda label: scores[label])
