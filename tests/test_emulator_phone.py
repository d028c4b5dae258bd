"""A real aiogram bot talks to the emulator by long polling, and a person sees what Telegram would show."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)

from bot.preview import Button, Fault, Person, World, serve

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Көмек", callback_data="help"),
            InlineKeyboardButton(text="✕", callback_data="hide"),
        ],
        [InlineKeyboardButton(text="Copy", copy_text=CopyTextButton(text="112"))],
    ]
)


@pytest.fixture
async def world() -> World:
    """An empty world."""
    return World()


@asynccontextmanager
async def bot_for(world: World, token: str = "") -> AsyncIterator[Bot]:
    """Connect an aiogram Bot to a served world."""
    async with serve(world) as url:
        session = AiohttpSession(api=TelegramAPIServer.from_base(url))
        async with Bot(token or world.token, session=session) as bot:
            yield bot


@asynccontextmanager
async def small_bot(world: World) -> AsyncIterator[Bot]:
    """Run a bot that greets, edits on a tap, and answers every callback."""
    dispatcher = Dispatcher(disable_fsm=True)

    @dispatcher.message()
    async def greet(message: Message) -> None:
        await message.answer("<b>Сәлем</b>, call <code>112</code>", parse_mode="HTML", reply_markup=KEYBOARD)

    @dispatcher.callback_query()
    async def edit(query: CallbackQuery) -> None:
        await query.answer("gone" if isinstance(query.message, InaccessibleMessage) else "ok")
        if isinstance(query.message, Message):
            await query.message.edit_text(f"You chose {query.data}")

    async with bot_for(world) as bot:
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=30))
        yield bot
        await dispatcher.stop_polling()
        await polling


async def started(world: World) -> Person:
    """Bring in somebody who started the bot and got its greeting."""
    person = world.person("kk")
    person.start()
    await person.until(lambda me: me.messages[-1].from_bot)
    return person


async def test_tap_edits_in_place(world: World) -> None:
    """She starts, sees text and buttons, taps, sees the toast and the message changed."""
    async with small_bot(world):
        aisha = await started(world)
        assert (aisha.last.text, aisha.last.html) == ("Сәлем, call 112", "<b>Сәлем</b>, call <code>112</code>")
        assert aisha.last.keyboard[1] == [Button("Copy", copy_text="112")]
        answer = await aisha.answer_to(aisha.tap("Көмек"))
        assert (answer.text, answer.show_alert) == ("ok", False)
        await aisha.until(lambda me: me.last.text == "You chose help")
        assert len(aisha.messages) == 2
        assert aisha.last.edit_date


async def test_crafted_and_inaccessible_taps(world: World) -> None:
    """A crafted client's data reaches the bot; aiogram sees an inaccessible message as such."""
    async with small_bot(world):
        aisha = await started(world)
        gone = await aisha.answer_to(aisha.tap("✕", inaccessible=True))
        aisha.tap(Button("", data="DROP TABLE"))
        assert gone.text == "gone"
        await aisha.until(lambda me: me.last.text == "You chose DROP TABLE")


async def test_two_people_do_not_meet(world: World) -> None:
    """Each phone shows its own chat alone; message ids grow over all of a bot's private chats."""
    async with small_bot(world):
        aisha, dana = await started(world), await started(world)
        assert not {message.id for message in aisha.messages} & {message.id for message in dana.messages}
        dana.clear_history()
        assert dana.messages == []
        assert len(aisha.messages) == 2


async def test_document(world: World) -> None:
    """A file the bot uploads lies in the chat with name, caption and content."""
    aisha = world.person()
    aisha.start()
    async with bot_for(world) as bot:
        file = BufferedInputFile("Қорған".encode(), "өтініш.txt")
        sent = await bot.send_document(aisha.id, file, caption="Statement", reply_markup=KEYBOARD)
        assert sent.document is not None
        assert aisha.last.document is not None
        assert (aisha.last.document.file_name, aisha.last.document.body.decode()) == ("өтініш.txt", "Қорған")
        assert (aisha.last.text, len(aisha.last.buttons)) == ("Statement", 3)
        await bot.send_document(aisha.id, BufferedInputFile(bytes(50 * 1024 * 1024), "largest.bin"))
        big = BufferedInputFile(bytes(50 * 1024 * 1024 + 1), "big.bin")
        with pytest.raises(Exception, match="Request Entity Too Large"):
            await bot.send_document(aisha.id, big)


async def test_aiogram_sees_its_errors(world: World) -> None:
    """The refusals raise the aiogram exceptions that Telegram's own would."""
    aisha = world.person()
    aisha.start()
    async with bot_for(world) as bot:
        world.faults.add(Fault("sendMessage", "flood", retry_after=3))
        with pytest.raises(TelegramRetryAfter) as flood:
            await bot.send_message(aisha.id, "x")
        assert flood.value.retry_after == 3
        aisha.block()
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(aisha.id, "x")
        world.updates.pending.clear()
        older = asyncio.create_task(bot.get_updates(timeout=30))
        await world.updates.polled.wait()
        newer = asyncio.create_task(bot.get_updates(timeout=30))
        with pytest.raises(TelegramConflictError):
            await older
        aisha.send("x")
        assert len(await newer) == 1
    async with bot_for(world, "4242424242:AAother") as bot:
        with pytest.raises(TelegramUnauthorizedError):
            await bot.get_me()


async def test_until_tells_what_is_shown(world: World) -> None:
    """Waiting in vain ends with what the phone shows."""
    aisha = world.person()
    aisha.send("hello")
    with pytest.raises(TimeoutError, match="me: hello"):
        await aisha.until(lambda me: len(me.messages) > 1, within=0.01)


async def test_listener_falls_behind(world: World) -> None:
    """A listener who takes nothing for long is told to read the chat anew, and costs no more memory."""
    aisha = world.person()
    with aisha.listen() as changes:
        for _ in range(257):
            aisha.send("x")
        assert [changes.get_nowait().kind for _ in range(changes.qsize())] == ["missed", "sent"]
    aisha.send("x")
    assert changes.empty()


async def test_deleting_on_one_side(world: World) -> None:
    """What she deletes for herself stays for the bot; what she edits reaches it."""
    aisha = world.person()
    first, second = aisha.send("one"), aisha.send("two")
    aisha.delete(first, for_bot=False)
    aisha.edit(second, "2")
    assert [message.text for message in aisha.messages] == ["2"]
    assert first.id in aisha.chat.messages
    async with bot_for(world) as bot:
        assert await bot.delete_messages(aisha.id, [first.id, second.id])
        updates = await bot.get_updates()
    assert updates[-1].edited_message is not None
    assert updates[-1].edited_message.text == "2"
    assert aisha.chat.messages == {}


async def test_nothing_is_logged(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever happens, the emulator itself writes no log line."""
    caplog.set_level(0)
    aisha = world.person()
    aisha.start()
    async with bot_for(world) as bot:
        await bot.send_message(aisha.id, "x")
        for kind in ("drop_before", "drop_after", "html", "garbage"):
            world.faults.add(Fault("sendMessage", kind))
            with pytest.raises(Exception, match=r"."):
                await bot.send_message(aisha.id, "x")
    assert [record.name for record in caplog.records if not record.name.startswith("asyncio")] == []
