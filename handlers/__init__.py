"""aiogram routers that turn an update into a position and a screen into a message; must not know SQL or settings."""

from aiogram import Router

from handlers import commands, groups, rescue, stats, taps, typed


def create_router() -> Router:
    """All routers in their order, which is behaviour: the last one takes every message that is left.

    Every filter is a coroutine: aiogram runs others in a thread, which costs time and mixes up the order of taps.
    """
    router = Router(name="qorgan")
    router.include_routers(
        stats.create_router(),
        taps.create_router(),
        groups.create_router(),
        commands.create_router(),
        typed.create_router(),
        rescue.create_router(),
    )
    return router
