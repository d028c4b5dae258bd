"""aiogram handlers that turn an update into a position and a screen into a message; must not know SQL or settings."""

from aiogram import Router

from handlers import commands, groups, rescue, stats, taps, typed


def register(router: Router) -> None:
    """Register all handlers in their order, which is behaviour: the last one takes every message that is left.

    With one router for all: each router an update passes through costs time. Every filter is a coroutine: aiogram runs
    others in a thread, which costs time and mixes up the order of taps.
    """
    for part in (stats, taps, groups, commands, typed, rescue):
        part.register(router)
