"""What a person sees of the bot: commands, taps, typed messages, hiding."""

from __future__ import annotations

from driver import Phone, Qorgan


async def test_start_shows_the_first_screen_and_removes_the_command(aisha: Phone) -> None:
    """Start brings one silent message, and the command is gone."""
    first = await aisha.opens()
    await aisha.sees_only(first.text)
    assert first.silent


async def test_a_tap_changes_the_message_in_place(qorgan: Qorgan, aisha: Phone) -> None:
    """A tap edits the one live message."""
    first = await aisha.opens()
    await aisha.goes("Меню")
    await qorgan.quiet()
    assert [message.id for message in aisha.person.messages] == [first.id]
