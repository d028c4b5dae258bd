"""Writing to the bot: what a person sees of being understood."""

from __future__ import annotations

import pytest
from content_files import NOW
from driver import Phone, Qorgan, content, word
from emulator_api import StoppedClock

from bench.matching import MESSAGES, messages
from bot.preview import media
from flows import Count, Engine, Reply
from flows.models import BOTH
from flows.screens import MOST_BUTTONS
from flows.steps import Ask, Say
from flows.typed_view import WITH_MENU

BLACKMAIL = "меня шантажируют"
SETS = sorted(one.name for one in MESSAGES.iterdir())
engine = Engine(content())


def title(flow: str, language: str = "ru") -> str:
    """The name of a flow's button."""
    return content().flows[flow].written.title.say(language)


def labels(reply: Reply) -> list[str]:
    """The buttons above the last row."""
    return [button.label for row in reply.screen.rows[:-1] for button in row]


async def test_what_is_written_is_answered_with_what_it_sounds_like(aisha: Phone) -> None:
    """The situation is a button, the message is gone, and danger, crisis and the menu stand below."""
    await aisha.opens()
    answer = await aisha.types(BLACKMAIL)
    assert word("typed-situation") in answer.text
    assert title("threats") in aisha.labels
    assert {word("danger-now"), word("no-life"), word("something-else")} <= set(aisha.labels)
    assert not any(BLACKMAIL in text for text in aisha.shown)


async def test_the_offered_situation_opens(aisha: Phone) -> None:
    """One tap on it leads to its front door."""
    await aisha.types(BLACKMAIL)
    await aisha.goes(title("threats"))
    assert word("typed-situation") not in aisha.person.last.text


@pytest.mark.parametrize(("text", "kind"), [("не хочу жить", "crisis"), ("он за дверью с ножом", "emergency")])
async def test_a_crisis_is_answered_at_once(aisha: Phone, text: str, kind: str) -> None:
    """The first screen of help itself comes, not one more button before it."""
    first = content().of_kind(kind).steps[0].step
    assert isinstance(first, Ask | Say)
    assert first.text
    assert first.text.say("ru") in (await aisha.types(text)).text


async def test_whoever_helps_another_gets_words_for_helpers(aisha: Phone) -> None:
    """The friend of somebody who wants to die is told what to do for them, and offered the way for friends."""
    answer = await aisha.types("подруга пишет что не хочет жить")
    assert word("typed-self-harm-helper").split("</code>")[-1][:20] in answer.text
    assert aisha.labels.index(title("crisis-helper")) < aisha.labels.index(title("helper-friend"))


async def test_messages_in_a_row_have_one_answer(qorgan: Qorgan, aisha: Phone) -> None:
    """A greeting, the trouble, a crisis: the answer follows what matters most; idle words change nothing."""
    answers = [(await aisha.types("привет")).text]
    for text, sign in (("меня шантажируют", word("typed-situation")), ("не хочу жить", "112")):
        aisha.person.post({"text": text})
        answers.append((await aisha.sees(sign)).text)
    aisha.person.post({"text": "ок"})
    await qorgan.quiet()
    assert len(set(answers)) == len(answers)
    assert aisha.shown == answers[-1:]


async def test_what_an_answer_led_to_stays(aisha: Phone, clock: StoppedClock) -> None:
    """A tapped answer is a screen like any other: what is typed next, at once or later, is answered beside it."""
    await aisha.types(BLACKMAIL)
    await aisha.goes(title("threats"))
    walk = aisha.shown[-1]
    for _ in range(2):
        await aisha.types("алло")
        clock.forward(minutes=1)
        assert aisha.shown[0] == walk


@pytest.mark.parametrize("text", ["ок", BLACKMAIL, "хочу умереть"])
async def test_back_from_an_answer_leads_to_the_step_above(aisha: Phone, text: str) -> None:
    """Whatever was typed in the middle of a walk, Back leaves the step that was open, and goes on answering."""
    walk = await aisha.opens("threats")
    await aisha.types(text)
    await aisha.taps(word("back"))
    await aisha.sees_only(walk.text)
    aisha.person.send(text)
    await aisha.person.until(lambda me: me.last.text != walk.text)


async def test_back_from_an_answer_alone_leads_to_the_menu(aisha: Phone) -> None:
    """Where nothing stands above there is no screen to go back to."""
    await aisha.types("ок")
    await aisha.goes(word("back"))
    assert len(aisha.shown) == 1


async def test_trouble_named_after_a_crisis_is_answered_below(qorgan: Qorgan, aisha: Phone) -> None:
    """Who cries for help and then tells why sees the numbers and, below, what to do about the trouble."""
    crisis = await aisha.types("хочу умереть")
    await aisha.types(BLACKMAIL)
    assert title("threats") in aisha.labels
    aisha.person.send("ок")
    await qorgan.quiet()
    assert [aisha.shown[0], len(aisha.shown)] == [crisis.text, 2]


async def test_idle_words_leave_the_numbers_of_help(qorgan: Qorgan, aisha: Phone, clock: StoppedClock) -> None:
    """Who says a minute later that it was a joke still has the crisis screen; the answer to that stands below."""
    crisis = await aisha.types("хочу умереть")
    for text in ("да шучу", "правда"):
        clock.forward(minutes=1)
        await aisha.types(text)
    await qorgan.quiet()
    assert len(aisha.shown) == 2
    assert aisha.shown[0] == crisis.text


def test_what_is_not_understood_gets_the_menu() -> None:
    """The pages of the menu stand on the answer, below the two most urgent doors, so that nobody has to look for it."""
    languages = {word("language-name", language) for language in content().languages}
    menu = set(labels(engine.command("menu", "ru", now=NOW))) - languages
    for label in WITH_MENU:
        found = labels(engine.typed(label, "ru", now=NOW))
        assert menu == set(found[2:])
        assert len(found) <= MOST_BUTTONS


@pytest.mark.parametrize(
    ("written", "name"), [("меню", "menu"), ("Мәзір", "menu"), ("start", "menu"), ("қазақша", "language")]
)
async def test_words_can_be_a_command(aisha: Phone, written: str, name: str) -> None:
    """Who types the word of a command gets what the command brings, and nothing else stays."""
    await aisha.opens()
    await aisha.types(BLACKMAIL)
    aisha.person.send(written)
    await aisha.sees_only(engine.command(name, "ru", now=NOW).screen.text.split("\n")[0])


def test_a_longer_message_is_no_command() -> None:
    """Only a whole message is a command, not a story that holds its word."""
    assert engine.command_in("Меню!") == "menu"
    assert engine.command_in("он говорит стоп и бьёт") == engine.command_in("") == engine.command_in("🙂") == ""


async def test_words_under_a_photo_are_read(aisha: Phone) -> None:
    """The photo is removed unseen; a crisis in its caption is heard."""
    answer = await aisha.sends(media.photo("хочу умереть"))
    assert "112" in answer.text


@pytest.mark.parametrize(
    ("text", "chat", "answered"),
    [
        ("мені шантаж жасап жатыр көмектесіңдер", "ru", "kk"),
        ("someone is blackmailing me with photos", "ru", "en"),
        ("112", "kk", "kk"),
        ("меня шантажируют", "tr", "ru"),
        ("🙂", "tr", BOTH),
    ],
)
def test_the_answer_is_in_the_language_written_in(text: str, chat: str, answered: str) -> None:
    """When that is sure; else in the chat's, and to a phone of another language in the likeliest."""
    assert engine.understand(text, chat, now=NOW).language == answered


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        (BLACKMAIL, "understood"),
        ("взломайте его", "understood"),
        ("хочу умереть", "understood"),
        ("он за дверью", "understood"),
        ("какая погода", "not"),
    ],
)
def test_only_understood_or_not_is_counted(text: str, counted: str) -> None:
    """Which situation it was stands nowhere, nor whether it was danger or a wish to die."""
    assert engine.understand(text, "ru", now=NOW).counts == (Count("typed", counted),)


def test_what_is_refused_is_refused_kindly() -> None:
    """Asking to find, break in or watch gets a kind no, and what the bot can do instead."""
    reply = engine.understand("взломайте его страницу", "ru", now=NOW)
    assert reply.screen.text == word("typed-refused")
    assert word("danger-now") in labels(reply)


@pytest.mark.parametrize("text", [BLACKMAIL, "привет", "найдите его адрес", "подруга не хочет жить", "она за дверью"])
def test_every_answer_offers_danger_and_crisis(text: str) -> None:
    """Whatever was understood may be wrong, so the two most urgent doors stand open, or help itself is shown."""
    reply = engine.understand(text, "ru", now=NOW)
    assert {word("danger-now"), word("no-life")} <= set(labels(reply)) or "112" in reply.screen.text


def test_what_only_may_be_anothers_crisis_hides_no_situation() -> None:
    """Whose it is may be misunderstood too: beside the question everything that the message sounds like is offered."""
    every = (one.text for half in SETS for one in messages(half))
    heard = ((text, content().matcher.understand(text)) for text in every)
    helpers = content().matcher.helpers
    asked = ((text, one) for text, one in heard if one.perhaps and one.another and one.kind)
    text, one = next(pair for pair in asked if not {name for name, _ in pair[1].offers} <= helpers)
    reply = engine.understand(text, "en", now=NOW)
    assert {title(name, one.language) for name, _ in one.offers} <= set(labels(reply))


@pytest.mark.parametrize("another", [False, True])
def test_what_may_be_a_crisis_is_asked_about_first(another: bool) -> None:  # noqa: FBT001  # it picks the message
    """Two buttons for it stand above what the message sounds like; a helper gets those that help another."""
    every = (one.text for half in SETS for one in messages(half))
    heard = ((text, content().matcher.understand(text)) for text in every)
    text, one = next(pair for pair in heard if pair[1].perhaps and pair[1].kind and pair[1].another is another)
    reply = engine.understand(text, "en", now=NOW)
    helping = [title(flow, one.language) for flow in ("emergency-helper", "crisis-helper")]
    own = [word(key, one.language) for key in ("danger-now", "no-life")]
    assert labels(reply)[:2] == (helping if another else own)
    assert word("typed-perhaps-helper" if another else "typed-perhaps", one.language) == reply.screen.text


def test_certainty_ranks_answers() -> None:
    """Of messages in a row the clearer one is answered; danger stands above all."""
    texts = ("ок", "взломайте его", BLACKMAIL, "хочу умереть", "у него нож")
    ranks = [engine.understand(text, "ru", now=NOW).rank for text in texts]
    assert ranks == sorted(set(ranks))
