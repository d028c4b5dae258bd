"""What is remembered of chats: little, bounded, for 48 hours."""

from __future__ import annotations

import tracemalloc

import pytest
from emulator_api import StoppedClock
from hypothesis import given
from hypothesis import strategies as st

from handlers.traces import CHATS, IDS, Burst, Trace, Traces

CHAT = 5_000_000_001


@pytest.fixture
def traces(clock: StoppedClock) -> Traces:
    """Give an empty memory."""
    return Traces(clock)


def test_it_is_large_enough() -> None:
    """It holds what hiding was promised to hold."""
    assert CHATS >= 20_000
    assert IDS >= 30


def test_the_oldest_id_goes_first(traces: Traces) -> None:
    """Past its bound a chat forgets the id known for longest."""
    for message_id in range(1, IDS + 6):
        traces.add(CHAT, message_id)
    assert traces.of(CHAT).ids() == list(range(6, IDS + 6))


def test_a_message_too_old_to_delete_is_not_listed(traces: Traces, clock: StoppedClock) -> None:
    """Ids are listed for 48 hours after the message was sent, whenever it was seen."""
    traces.add(CHAT, 1, sent=clock() - 47 * 3600)
    traces.add(CHAT, 2, sent=clock() - 49 * 3600)
    traces.add(CHAT, 3)
    assert traces.of(CHAT).ids() == [1, 3]
    clock.forward(hours=2)
    assert traces.of(CHAT).ids() == [3]


def test_a_chat_silent_for_two_days_is_forgotten(traces: Traces, clock: StoppedClock) -> None:
    """Nothing of a chat, its language neither, outlives 48 hours of silence."""
    traces.of(CHAT).language = "kk"
    clock.forward(hours=48)
    traces.of(CHAT + 1)
    traces.sweep()
    assert len(traces) == 1
    assert traces.of(CHAT).language == ""


def test_the_chat_silent_for_longest_goes_first(traces: Traces, monkeypatch: pytest.MonkeyPatch) -> None:
    """A crowd pushes out the chats that were silent for longest."""
    monkeypatch.setattr("handlers.traces.CHATS", 3)
    for chat in (1, 2, 3, 1, 4):
        traces.add(chat, 7)
    assert [traces.of(chat).ids() for chat in (1, 3, 4)] == [[7], [7], [7]]
    assert len(traces) == 3


def test_a_crowd_costs_little_memory(traces: Traces) -> None:
    """More people than it holds cost under 30 MB, and still more cost nothing."""
    tracemalloc.start()
    for chat in range(CHAT, CHAT + CHATS + 5_000):
        traces.of(chat).language = "ru"
        traces.add(chat, chat % 1_000_000)
        traces.of(chat).live = chat % 1_000_000
    memory = tracemalloc.get_traced_memory()[0]
    for chat in range(CHAT, CHAT + 10_000):
        traces.add(chat, 1)
    later = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert memory < 30e6
    assert later < memory * 1.05


BURSTS = [
    ([(0, 0)], [Burst.NEW]),
    ([(0, 0), (1, 0)], [Burst.NEW, Burst.SAME]),
    ([(0, 0), (1, 2), (2, 1)], [Burst.NEW, Burst.HIGHER, Burst.SAME]),
    ([(0, 2), (29, 0), (58, 0), (87, 3)], [Burst.NEW, Burst.SAME, Burst.SAME, Burst.HIGHER]),
    ([(0, 2), (30, 0)], [Burst.NEW, Burst.NEW]),
]


@pytest.mark.parametrize(("messages", "expected"), BURSTS)
def test_a_burst_lasts_while_messages_follow(messages: list[tuple[float, int]], expected: list[Burst]) -> None:
    """Seconds and ranks of typed messages decide which of them are answered."""
    trace = Trace()
    assert [trace.burst(rank, at) for at, rank in messages] == expected


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans())))
def test_a_trace_is_a_bounded_set(steps: list[tuple[int, bool]]) -> None:
    """Whatever is added and dropped, a trace holds the last ids added and not dropped, each once."""
    trace, expected = Trace(), dict[int, None]()
    for message_id, keep in steps:
        expected.pop(message_id, None)
        if keep:
            trace.add(message_id, 0)
            expected[message_id] = None
            expected = dict(list(expected.items())[-IDS:])
        else:
            trace.drop([message_id])
    assert trace.ids() == list(expected)
