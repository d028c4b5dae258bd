"""What the bot understands of what people write, whatever their spelling."""

from __future__ import annotations

import pytest
from driver import content
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching import LOCKED, Marks, judge
from flows.matching import DANGER, MOST_OFFERED, REFUSED, SELF_HARM, SITUATION

matcher = content().matcher
DAILY = "он пишет мне каждый день и я уже не знаю что с этим делать, прошло три недели и ничего не меняется. "


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("он стоит за дверью с ножом", DANGER),
        ("есіктің алдында тұр", DANGER),
        ("he is at my door", DANGER),
        ("не хочу жить", SELF_HARM),
        ("olgim keledi", SELF_HARM),
        ("өлгім келіп тұр", SELF_HARM),
        ("wish that car had hit me", SELF_HARM),
        ("i want to die", SELF_HARM),
        ("не хочу жить, а он уже за дверью", DANGER),
        ("меня шантажируют фото и я хочу умереть", SELF_HARM),
        ("ахах шучу, но хочу умереть", SELF_HARM),
        ("нет, я не суицидник", SELF_HARM),
        ("умираю со смеху", ""),
        ("меня шантажируют", SITUATION),
        ("взломайте его страницу", REFUSED),
        ("как следить за телефоном жены", REFUSED),
        ("какая погода", ""),
        ("взломать вк бывшей сколько стоит, хочу умереть", SELF_HARM),
        ("щас", ""),
        ("мне 15", ""),
        ("", ""),
        ("🙂🙂", ""),
        ("бывший", ""),
        ("im 13", ""),
    ],
)
def test_the_more_urgent_comes_first(text: str, kind: str) -> None:
    """Danger, then thoughts of dying, then a situation; no joke or denial changes that."""
    assert matcher.understand(text).kind == kind


@pytest.mark.parametrize("text", ["не хочу жить", "өмір сүргім келмейді", "he is at my door"])
@pytest.mark.parametrize("place", range(3))
def test_a_crisis_is_seen_in_a_long_message(text: str, place: int) -> None:
    """At the beginning, in the middle and at the end of all that a message can hold."""
    parts = [DAILY * 19, DAILY * 19]
    parts.insert(place, text)
    assert matcher.understand(" ".join(parts)).kind in {DANGER, SELF_HARM}


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("подруга пишет что не хочет жить", True),
        ("моя дочь режет себя", True),
        ("қызым өмір сүргім келмейді дейді", True),
        ("my friend says she wants to die", True),
        ("соседку избивают", True),
        ("соседа бьют прямо сейчас", True),
        ("апам өлгім келеді деп отыр", True),
        ("my stepfather is hitting my mum", True),
        ("ученик написал что не хочет жить", True),
        ("dosym olgim keledi deidi", True),
        ("сестра не знает, что я режу себя", False),
        ("сын бьёт меня, я его мать", False),
        ("my friends left me and i want to die", False),
        ("анам түсінбейді, мен өлгім келеді", False),
        ("не хочу жить", False),
        ("мама говорит терпи, а я хочу умереть", False),
        ("брат меня бьёт", False),
        ("my brother hits me", False),
        ("ағам мені ұрып жатыр", False),
        ("у подруги всё хорошо и мы вчера были в кино и потом гуляли до вечера, а я хочу умереть", False),
    ],
)
def test_whose_crisis_it_is(text: str, another: bool) -> None:  # noqa: FBT001  # a column of the table
    """It is somebody else's when that person is named right beside it."""
    assert matcher.understand(text).another is another


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("мою дочь шантажируют", "helper-parent"),
        ("баламды қорлап жатыр", "helper-parent"),
        ("в моем классе травят ученика", "helper-teacher"),
        ("my friend is blackmailed", "helper-friend"),
        ("я слил фото бывшей", "i-did-it"),
        ("меня обвиняют в сливе фото", "accused"),
        ("меня шантажируют", "threats"),
        ("как поставить двухэтапную защиту", "lesson-passwords"),
        ("что-то не так, не знаю как назвать", "not-sure"),
    ],
)
def test_the_writers_part_counts(text: str, flow: str) -> None:
    """A parent, a teacher, a friend, somebody who did harm or is accused of it: each is offered what is for them."""
    assert matcher.understand(text).offers[0][0] == flow


@pytest.mark.parametrize(
    "text", ["меня взломали", "меня шантажируют", "меня выложили", "в полиции сказали сама виновата"]
)
def test_who_was_hurt_is_not_asked_whether_they_did_it(text: str) -> None:
    """«Меня» ends in «я», yet nobody says "I blackmail" there; and without such words harm done is no second guess."""
    assert "i-did-it" not in dict(matcher.understand(text).offers)


@pytest.mark.parametrize(
    "text",
    ["меня шантажируют", "взломали ватсап и просят код", "как сохранить доказательства угроз", "дипфейк со мной"],
)
def test_a_lesson_takes_no_situations_place(text: str) -> None:
    """It is offered first, when somebody asks just that, or not at all."""
    assert not any(flow.startswith("lesson-") for flow, _ in matcher.understand(text).offers[1:])


@pytest.mark.parametrize("text", ["курьер за дверью", "умираю от скуки, а он за дверью", "dead tired of living"])
def test_a_manner_of_speaking_excuses_its_own_words_alone(text: str) -> None:
    """Danger or a wish to die in other words of the same text is still heard."""
    heard = matcher.understand(text)
    assert (heard.perhaps or bool(heard.kind)) is (text != "курьер за дверью")


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("взломай его в ответ", True),
        ("күйеуімнің ватсабын қалай оқимын", True),
        ("write a virus for his phone", True),
        ("найди человека по нику", True),
        ("put spyware on my sons phone", True),
        ("меня взломали", False),
        ("күйеуім хаттарымды оқиды", False),
        ("he put spyware on my phone", False),
        ("нашли мой адрес и выложили", False),
    ],
)
def test_who_was_wronged_is_not_refused(text: str, refused: bool) -> None:  # noqa: FBT001  # a column of the table
    """What is done to the writer is a situation; only what the writer wants done to another is refused."""
    assert matcher.understand(text).kind == (REFUSED if refused else SITUATION)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("бьют", DANGER),
        ("бьёт", DANGER),
        ("соседа избивают", DANGER),
        ("менің атыммен фейк бет ашып алыпты", SITUATION),
        ("нехочужить", SELF_HARM),
        ("передозировка", SELF_HARM),
        ("не могу больше войти. немогубольше", SELF_HARM),
        ("не могу больше войти в аккаунт. нехочужить", SELF_HARM),
        ("меня шантажируют, если фото увидят, я повешусь", SELF_HARM),
        ("у меня завтра экзамен по физике, я умру", ""),
    ],
)
def test_what_stands_around_a_phrase_counts(text: str, kind: str) -> None:
    """Alone or beside trouble a phrase of a crisis decides; in small talk it does not."""
    assert matcher.understand(text).kind == kind


@pytest.mark.parametrize(
    "text",
    ["помогите", "🆘", "💊💊💊", "мне плохо 🔪", "хочу его убить", "оны өлтіргім келеді", "i will stab that guy"],
)
def test_signs_and_threats_to_others_are_asked_about(text: str) -> None:
    """Nobody is told how to go on living who did not say that they would not."""
    heard = matcher.understand(text)
    assert (heard.perhaps, heard.kind in {DANGER, SELF_HARM}) == (True, False)


@pytest.mark.parametrize("text", ["👍👍", "hiya", "qwzx vbnq", "мне 15", "щас"])
def test_what_is_like_nothing_is_not_asked_about(text: str) -> None:
    """Signs, unknown words, an age and a word on its own are no cry for help."""
    heard = matcher.understand(text)
    assert (heard.kind, heard.perhaps) == ("", False)


@pytest.mark.parametrize(
    ("text", "flow"),
    [("шантажируютменявтелеграмепомогите", "threats"), ("someonehackedmyaccount", "account-taken")],
)
def test_words_typed_together_are_understood(text: str, flow: str) -> None:
    """A message without any space is understood as if it had them."""
    assert matcher.understand(text).offers[0][0] == flow


@pytest.mark.parametrize("text", ["хочу его убить и себя убью", "he says i will kill himself"])
def test_a_threat_to_others_hides_no_wish_to_die(text: str) -> None:
    """Both in one message: the wish to die is answered."""
    assert matcher.understand(text).kind == SELF_HARM


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("меня шантажируют что мне делать", "ru"),
        ("мені шантаж жасап жатыр не істеймін", "kk"),
        ("мени коркытып жур", "kk"),
        ("meni qorqytyp jur aqsha suraidy", "kk"),
        ("menya shantazhiruyut pomogite", "ru"),
        ("someone is blackmailing me", "en"),
    ],
)
def test_the_language_written_in(text: str, language: str) -> None:
    """It is told whatever the alphabet."""
    heard = matcher.understand(text)
    assert (heard.language, heard.sure_of_language) == (language, True)


def test_a_language_is_not_guessed_from_nothing() -> None:
    """Signs and digits are in no language."""
    assert not matcher.understand("112 !!!").language


def test_an_editor_sees_why() -> None:
    """The phrases that decided, and the words that speak for a flow as they were typed."""
    assert matcher.understand("он ЗА ДВЕРЬЮ").phrases
    assert "шантажируют" in matcher.reasons("меня шантажируют", "threats")


@given(st.text(max_size=300) | st.text("нехочужить өмр дверь ", max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_is_taken(text: str) -> None:
    """Whatever is typed gets an answer: a known kind, and no more flows than a screen should offer."""
    heard = matcher.understand(text)
    assert heard.kind in {"", DANGER, SELF_HARM, REFUSED, SITUATION}
    assert len(heard.offers) <= MOST_OFFERED


@pytest.fixture(scope="module", params=[LOCKED, "ninth-locked", "tenth-locked"])
def marks(request: pytest.FixtureRequest) -> Marks:
    """What ships, over messages that nothing was tuned on."""
    return judge(matcher.understand, request.param)


@pytest.mark.parametrize(
    ("what", "least"),
    [
        ("first", 85),
        ("among three", 95),
        ("crisis seen or asked", 100),
        ("no false alarm", 97),
        ("off-topic left alone", 90),
    ],
)
def test_messages_set_aside_are_understood(marks: Marks, what: str, least: float) -> None:
    """The figures promised hold, of which the first is that no crisis is missed."""
    assert marks.share(what) >= least


def test_no_crisis_of_the_second_set_is_missed() -> None:
    """Of the half that phrases were collected from: every one is heard, and next to nothing else is."""
    marks = judge(matcher.understand, "second-open")
    assert marks.wrong("crisis seen or asked") == 0
    assert marks.share("no false alarm") >= 97


def test_no_crisis_is_missed_that_is_only_hinted_at() -> None:
    """Roundabout words that nobody has looked at."""
    assert judge(matcher.understand, "eleventh-locked").wrong("crisis seen or asked") == 0
