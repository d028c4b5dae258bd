"""A tiny bot for the tests of the web chat, that does on request whatever a bot can do to a chat."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiogram import Bot, Dispatcher
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ChatAction, ParseMode
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
)
from aiohttp import web
from driver import QuickSession

from bot.preview import World, add_routes
from bot.preview.web import add_web_chat

LETTER = b"A letter to take away\n"
GREETING = (
    "<b>Сәлем!</b> Бұл жерде <i>қауіпсіз</i>.\n<blockquote>Сіз кінәлі емессіз.</blockquote>\n"
    'Нөмір: <code>112</code>, <a href="https://egov.kz/">eGov</a>, <script>alert(1)</script>'
).replace("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;")
TEXTS = {"name": "Qorgan", "description": "Ақпарат және қадамдар"}


def keyboard(*rows: str) -> InlineKeyboardMarkup:
    """Make a keyboard of one-word buttons, whose data is their label."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=w, callback_data=w) for w in row.split()] for row in rows]
    )


def full_keyboard() -> InlineKeyboardMarkup:
    """Make the keyboard of the greeting: one button for each thing the bot can do."""
    link = InlineKeyboardButton(text="Сайт", url="https://egov.kz/")
    copied = InlineKeyboardButton(text="Көшіру: 112", copy_text=CopyTextButton(text="112"))
    actions = keyboard("edit toast alert", "delete file silence", "Жасыру Артқа Мәзір SOS").inline_keyboard
    long = InlineKeyboardButton(text="Өте ұзын жазу, ол түймеге сыймайды, үш нүктемен бітеді", callback_data="edit")
    return InlineKeyboardMarkup(inline_keyboard=[[copied, link], [long], *actions])


async def hear(message: Message, bot: Bot) -> None:
    """Greet after /start; take away whatever else is said."""
    if message.text and message.text.startswith("/start"):
        await message.answer(GREETING, reply_markup=full_keyboard())
    elif message.text == "wait":
        await bot.send_chat_action(message.chat.id, ChatAction.TYPING)
    else:
        await message.delete()


async def answer(query: CallbackQuery, bot: Bot) -> None:
    """Do what the button says."""
    chat, message = query.from_user.id, query.message.message_id if query.message else 0
    match query.data:
        case "toast" | "alert":
            await query.answer(f"{query.data}!", show_alert=query.data == "alert")
        case "edit":
            await bot.edit_message_text("Edited", chat_id=chat, message_id=message, reply_markup=keyboard("back"))
            await query.answer()
        case "delete":
            await bot.delete_message(chat, message)
            await query.answer()
        case "file":
            await bot.send_document(chat, BufferedInputFile(LETTER, "letter.txt"), caption="Хат")
            await query.answer()
        case _:
            return


@asynccontextmanager
async def talker(world: World, address: str) -> AsyncIterator[None]:
    """Run the bot against an emulated Telegram."""
    dispatcher = Dispatcher(disable_fsm=True)
    dispatcher.message.register(hear)
    dispatcher.callback_query.register(answer)
    started = asyncio.Event()
    dispatcher.startup.register(started.set)
    session = QuickSession(api=TelegramAPIServer.from_base(address))
    async with Bot(world.token, session) as bot:
        bot.default.parse_mode = ParseMode.HTML
        await bot.set_my_name(TEXTS["name"])
        await bot.set_my_description(TEXTS["description"], language_code="kk")
        await bot.set_my_commands([BotCommand(command="start", description="Басынан")], language_code="kk")
        polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
        await started.wait()
        try:
            yield
        finally:
            await dispatcher.stop_polling()
            await polling


@asynccontextmanager
async def web_chat(world: World, port: int = 0) -> AsyncIterator[str]:
    """Serve the page and the emulated Telegram on one port; gives the address."""
    app = web.Application()
    add_routes(app, world)
    add_web_chat(app, world)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
