"""A local, strict Bot API: the world behind it, the phones in it, the server in front of it.

    world = World()                                    # the state: world.py; its clock can be a test's
    async with serve(world) as url:                    # HTTP: server.py; or add_routes(app, world)
        api = TelegramAPIServer.from_base(url)         # aiogram: Bot(world.token, AiohttpSession(api=api))
        aisha = world.person("kk")                     # the phone: person.py
        aisha.start()
        screen = await aisha.until(lambda me: me.messages and me.last.from_bot and me.last)
        tap = aisha.tap("Көмек")
        (await aisha.answer_to(tap)).text              # the toast

Rules: errors, links, entities, markup (HTML), keyboards, messages, profile (commands, names), methods (all by name).
Transport: arguments, updates (queue, getUpdates), webhook, faults (`world.faults.add(Fault("sendMessage", "flood"))`).
Each rule names the sentence of the Bot API or the place in tdlib/telegram-bot-api or tdlib/td that it follows.
"""

from bot.preview.faults import Fault
from bot.preview.message import Button, Message
from bot.preview.person import CallbackTap, Change, Person
from bot.preview.server import add_routes, serve
from bot.preview.world import TOKEN, World

__all__ = ["TOKEN", "Button", "CallbackTap", "Change", "Fault", "Message", "Person", "World", "add_routes", "serve"]
