"""The windows of the web chat: how many there are, and what a person can do in one."""

from typing import Any

import pytest

from bot.preview import Person, World, windows
from bot.preview.windows import Gesture, NoRoomError, Windows, act, chat_json

Json = dict[str, Any]
MENU = {"inline_keyboard": [[{"text": "Далее", "callback_data": "next"}]]}


def test_windows_bounded(world: World) -> None:
    """The oldest window without a page makes room, its chat with it; with every window open there is no room."""
    kept = Windows(world)
    opened = [kept.enter("", "ru") for _ in range(windows.WINDOWS_KEPT)]
    opened[0].pages = 1
    kept.enter("", "ru").pages = 1
    assert kept.find(opened[0].key)
    assert not kept.find(opened[1].key)
    assert len(world.people) == len(world.chats) == windows.WINDOWS_KEPT
    for window in opened:
        window.pages = 1
    with pytest.raises(NoRoomError):
        kept.enter("", "ru")


def test_untold_language(world: World) -> None:
    """A phone that tells no language, or no two-letter one, sends none to the bot."""
    kept = Windows(world)
    for language in ("", "Ru", "../", "kaz"):
        assert "language_code" not in kept.enter("", language).person.identity


def test_long_chat_cut(world: World) -> None:
    """A window shows the newest messages of a long chat."""
    window = Windows(world).enter("", "ru")
    for number in range(windows.MESSAGES_SHOWN + 5):
        window.person.send(str(number))
    shown = chat_json(window)["messages"]
    assert (len(shown), shown[-1]["text"]) == (windows.MESSAGES_SHOWN, "204")


@pytest.fixture
def person(world: World) -> Person:
    """Give a person whom the bot has sent a button."""
    person = world.person("ru")
    person.start()
    world.add_message(person.chat, world.profile.user(), {"text": "?"}, from_bot=True, reply_markup=MENU)
    world.updates.pending.clear()
    return person


@pytest.mark.parametrize(
    ("gesture", "update", "kind"),
    [
        ({"do": "start"}, "message", "text"),
        ({"do": "text", "text": "/menu"}, "message", "entities"),
        *(({"do": "send", "text": kind}, "message", kind) for kind in windows.SENDABLE),
        ({"do": "tap", "message": 2, "text": "next"}, "callback_query", "data"),
        ({"do": "block"}, "my_chat_member", "new_chat_member"),
    ],
    ids=str,
)
def test_gesture_reaches_bot(person: Person, gesture: Json, update: str, kind: str) -> None:
    """What a person does in the window comes to the bot as Telegram's update."""
    act(person, Gesture.model_validate(gesture))
    [pending] = person.world.updates.pending
    assert kind in pending.body[update]


@pytest.mark.parametrize(
    "gesture",
    [
        {"do": "text", "text": " \n"},
        {"do": "send", "text": "payment"},
        {"do": "tap", "message": 2, "text": "forged"},
        {"do": "tap", "message": 77, "text": "next"},
        {"do": "delete", "message": 77},
        {"do": "unblock"},
    ],
    ids=str,
)
def test_gesture_passed_over(person: Person, gesture: Json) -> None:
    """What cannot be done on a phone does nothing."""
    act(person, Gesture.model_validate(gesture))
    assert not person.world.updates.pending
    assert len(person.messages) == 2


def test_blocked_bot_hears_nothing(person: Person) -> None:
    """Whoever blocked the bot can neither write nor tap until it is started again."""
    act(person, Gesture(do="block"))
    person.world.updates.pending.clear()
    for silent in (Gesture(do="text", text="?"), Gesture(do="tap", message=2, text="next")):
        act(person, silent)
    assert not person.world.updates.pending
    act(person, Gesture(do="start"))
    assert not person.chat.blocked


@pytest.mark.parametrize("gesture", [{"do": "clear"}, {"do": "delete", "message": 2}], ids=str)
@pytest.mark.parametrize("for_bot", [False, True])
def test_deletion(person: Person, gesture: Json, *, for_bot: bool) -> None:
    """A message deleted here alone is still there for the bot."""
    act(person, Gesture(**gesture, for_bot=for_bot))
    assert 2 not in [message.id for message in person.messages]
    assert (2 in person.chat.messages) is not for_bot
