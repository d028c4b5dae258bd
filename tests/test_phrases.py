"""Spellings made one, phrases found in them, words told apart, and labels learned from examples."""

from __future__ import annotations

import pytest
from driver import content

from flows.likeness import Likeness, features
from flows.phrases import Phrases
from flows.spelling import alphabets, fold
from flows.unglued import Unglued


@pytest.mark.parametrize(
    "spellings",
    [
        ("өмір сүргім келмейді", "омир сургим келмейди", "omir surgim kelmeidi", "ӨМІР СҮРГІМ КЕЛМЕЙДІ!!!"),
        ("меня шантажируют", "menya shantazhiruyut", "МЕНЯ   ШАНТАЖИРУЮЮЮТ", "меня, шантажируют..."),
        ("всё ещё", "все еще"),
        ("что делать", "4to delat'", "chto delat"),
        ("жүр", "жур", "jur", "zhur"),
        ("шаршадым", "sharshadym", "şarşadym"),
        ("умереть", "у м е р е т ь", "у-м-е-р-е-т-ь"),
        ("суицид", "су\u200dицид", "суи\u00adцид", "cуицид"),
        ("хочу умереть", "xoчy yмepeть"),
        ("sos", "ＳＯＳ", "𝓈𝑜𝓈"),
    ],
)
def test_spellings_come_out_alike(spellings: tuple[str, ...]) -> None:
    """The same words in another alphabet, without special letters, stretched or spaced out are the same."""
    assert len({tuple(fold(one)) for one in spellings}) == 1


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("не хоч* жить", "я просто не хочу больше жить", True),
        ("не хоч* жить", "не знаю, хочу ли я и дальше тут жить", False),
        ("не хоч* жить", "жить не хочу", False),
        ("за дверью", "он стоит за деврью", True),
        ("хочу умереть", "хочуумереть", True),
        ("бьют", "but not now", False),
        ("у него нож", "что он нашёл унегонож", True),
        ("gun", "ｇｕｎ", True),
        ("резался", "регался вчера", False),
        ("вешаться", "вешатся", True),
        ("бьют", "нас бьют", True),
        ("bang* on", "я его баню, он снова", False),
        ("kill myself", "хочу kill myself", True),
        ("пистолет", "у него пистолт", True),
        ("ножом", "ложкой", False),
    ],
)
def test_a_phrase_is_found(phrase: str, text: str, found: bool) -> None:  # noqa: FBT001  # a column of the table
    """Words in order and close by, with a slip of the finger or without spaces; not words that only look like them."""
    (hits,) = Phrases({"x": [phrase]}).find_each([(fold(text), alphabets(text))])
    assert bool(hits) is found


def test_a_phrase_needs_letters() -> None:
    """A phrase of which nothing is left to compare is refused."""
    with pytest.raises(ValueError, match="letters"):
        Phrases({"x": ["… !"]})


def test_learning_follows_the_examples() -> None:
    """A text is most like the label whose examples it shares words with; of unknown words nothing is said."""
    learned = Likeness([("cats", features(["kot", "mau"])), ("dogs", features(["pes", "gav"]))])
    scores = learned.scores(features(["bolşoi", "pes"]))
    assert scores["dogs"] > scores["cats"]
    assert learned.scores(features(["qqq"])) == {}


def test_a_phrase_is_placed_in_its_text() -> None:
    """The words it stands in are told, also where it is typed without spaces after doubled letters."""
    text = "она ахнула а он нет так как кот хочуумереть"
    (hits,) = Phrases({"x": ["хочу умереть"]}).find_each([(fold(text), alphabets(text))])
    assert [(hit.first, hit.end) for hit in hits] == [(8, 9)]


def test_every_phrase_of_the_content_is_found_in_itself() -> None:
    """No phrase is written so that nothing a person types can be it."""
    crisis = content().crisis
    of_crisis = (crisis.danger, crisis.self_harm, crisis.harmless, crisis.mine, crisis.to_others)
    writers = (flow.written.writer for flow in content().flows.values())
    every = [phrase for said in (*of_crisis, *writers) for phrase in said.all]
    found = Phrases({"x": every}).find_each([(fold(one.replace("*", "")), alphabets(one)) for one in every])
    lost = [one for one, hits in zip(every, found, strict=True) if one not in {hit.phrase.written for hit in hits}]
    assert lost == []


def test_only_long_words_that_nobody_writes_are_told_apart() -> None:
    """By the words that are often written; a word that is known, or of bits that are rare, stays whole."""
    unglued = Unglued([["hoçu", "spat", "pokoi", "i", "telefonistka"]] * 9)
    assert unglued.words(["hoçuspatipokoi", "telefonistka", "abrakadabrist"]) == [
        *("hoçu", "spat", "i", "pokoi"),
        *("telefonistka", "abrakadabrist"),
    ]


def test_a_pair_of_words_tells_something_from_the_second_example_on() -> None:
    """What neighbours one example has may be chance."""
    examples = [
        ("cats", features(["kot", "mau"])),
        ("cats", features(["kot", "mau", "da"])),
        ("dogs", features(["pes"])),
    ]
    assert set(Likeness(examples).weights(["kot mau", "mau da"], "cats")) == {"kot mau"}


def test_what_every_text_has_speaks_for_the_label_of_most() -> None:
    """A text of unknown words is like nothing, one of a common word like what most texts are."""
    learned = Likeness([*[("talk", ["da", f"w{n}"]) for n in range(9)], ("cats", ["da", "kot"])])
    assert learned.scores(["da"])["talk"] > learned.scores(["da"])["cats"]
